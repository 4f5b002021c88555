// desk_media - a picture and a voice note from the phone simulator, seen and heard at the desk in a real browser.
//
// Asks BASE (the program) and JOIN (path of a one-time link). SHOTS: a folder for pictures.
import zlib from 'node:zlib';
import { BASE, JOIN, accessible, conclude, must, open, page, seen, shot, test } from './page.mjs';

/** A picture of one colour, 64 x 48, as a PNG. */
function png(width, height, colour) {
    const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n));
    const crc = (bytes) => (bytes.reduce((c, b) => table[(c ^ b) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
    const chunk = (name, data) => {
        const body = Buffer.concat([Buffer.from(name), data]), head = Buffer.alloc(4), tail = Buffer.alloc(4);
        head.writeUInt32BE(data.length);
        tail.writeUInt32BE(crc(body));
        return Buffer.concat([head, body, tail]);
    };
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width);
    header.writeUInt32BE(height, 4);
    header.set([8, 2, 0, 0, 0], 8);
    const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), Buffer.concat(Array.from({ length: width }, () => Buffer.from(colour)))])));
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
const PICTURE = png(64, 48, [200, 40, 40]);
const PAGE = Buffer.from('<html><script>document.title = "taken over"</script>');

const phone = await open('/phone');
const attach = (name, mimeType, buffer) => phone.locator('#phone-2 input[type=file]').setInputFiles({ name, mimeType, buffer });
const theirs = phone.locator('#phone-2 .bubble.theirs:not(.dots)');

/** A voice note as the browser itself records it: a second of silence, in the container that telephones send. */
const voice = await phone.evaluate(async () => {
    const sound = new AudioContext(), to = sound.createMediaStreamDestination(), tone = sound.createOscillator();
    tone.connect(to);
    tone.start();
    const type = ['audio/ogg;codecs=opus', 'audio/mp4'].find((one) => MediaRecorder.isTypeSupported(one));
    if (!type) return null;
    const recorder = new MediaRecorder(to.stream, { mimeType: type }), pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.start();
    await new Promise((done) => setTimeout(done, 700));
    await new Promise((done) => ((recorder.onstop = done), recorder.stop()));
    return Array.from(new Uint8Array(await new Blob(pieces).arrayBuffer()));
});

/** A second of 8-bit sound within MPEG audio frames of silence, where the browser records no kind that telephones send. */
const silence = Buffer.concat(Array.from({ length: 40 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0xc4]), Buffer.alloc(413)])));
const SOUND = voice ? Buffer.from(voice) : silence;

await test('a person on the simulator sends a picture with words, and sees it on the telephone', async () => {
    await phone.locator('#phone-2[data-online="true"]').waitFor({ state: 'attached' });
    for (const words of ['Hola', '9', '5', '1', '1', '4']) {
        const before = await theirs.count();
        await phone.locator('#phone-2 textarea').fill(words);
        await phone.locator('#phone-2 textarea').press('Enter');
        await theirs.nth(before).waitFor();
        await phone.waitForTimeout(300);
    }
    await phone.locator('#phone-2 textarea').fill('esta es la carta');
    await attach('carta.png', 'image/png', PICTURE);
    await seen(phone.locator('#phone-2 .bubble.mine img'));
    must(await phone.locator('#phone-2 .bubble.mine img').evaluate(async (image) => (await image.decode(), image.naturalWidth)) === 64, 'it is the picture');
    must((await phone.locator('#phone-2 textarea').inputValue()) === '', 'the words left with it');
});

await test('the desk shows the picture in the conversation, with a text that tells what it is', async () => {
    await page.goto(BASE + JOIN);
    await page.getByLabel(/Su nombre/).fill('Luz Marina');
    await page.getByLabel(/^Usuario/).fill(`luz.${Date.now() % 100000}`);
    await page.getByLabel(/^Contraseña/).fill('una frase bien larga');
    await page.getByRole('button', { name: 'Crear y entrar', exact: true }).click();
    await seen(page.locator('.row'));
    for (const row of await page.locator('.row').all()) {
        await row.click();
        await seen(page.locator('.thread .bubble'));
        if (await page.locator('.bubble.in', { hasText: 'esta es la carta' }).count()) break;
    }
    const picture = page.locator('.bubble.in', { hasText: 'esta es la carta' }).locator('img');
    await seen(picture);
    must((await picture.evaluate(async (image) => (await image.decode(), image.naturalWidth))) === 64, 'it is the picture');
    must(/^Imagen que envió la persona/.test(await picture.getAttribute('alt')), 'it has a text');
    must((await picture.getAttribute('src')).startsWith('blob:'), 'from the memory of the page');
    must(!(await page.locator('.bubble.in', { hasText: 'esta es la carta' }).innerText()).includes('[media]'), 'no marks of ours');
    await shot('picture');
});

await test('a voice note that comes now appears by itself, and plays when somebody wants it', async () => {
    await attach('nota.ogg', 'audio/ogg', SOUND);
    const listen = page.getByRole('button', { name: 'Escuchar la nota de voz' });
    await seen(listen);
    await listen.click();
    await seen(page.locator('.bubble.in audio'));
    const length = await page.locator('.bubble.in audio').evaluate((audio) => new Promise((done, fail) => {
        if (audio.readyState > 0) return done(audio.duration);
        audio.onloadedmetadata = () => done(audio.duration);
        audio.onerror = () => fail(new Error(`the browser cannot play it: ${audio.error?.message}`));
    }));
    must(length > 0, `it lasts ${length} s`);
    must(/Nota de voz/.test(await page.locator('.bubble.in audio').getAttribute('aria-label')), 'it has a name');
    await shot('voice');
});

await test('a page in the place of a picture is not shown, and the desk says why', async () => {
    await attach('foto.png', 'image/png', PAGE);
    await seen(page.locator('.media-note.bad', { hasText: 'de un tipo que aquí no se abre' }));
    must((await page.title()) !== 'taken over', 'nothing ran');
});

await test('a file that is too big for the simulator is said so, and nothing is sent', async () => {
    await attach('grande.png', 'image/png', Buffer.alloc(1024 * 1024 + 1, 1));
    await seen(phone.locator('#phone-2 .fault', { hasText: 'demasiado grande' }));
});

await test('the desk tells by which way an answer leaves, and until when WhatsApp takes it', async () => {
    const reach = await page.locator('.reach').innerText();
    must(/WhatsApp/.test(reach) && /Su respuesta sale por/.test(reach), reach);
});

await test('no rule of WCAG 2.2 A and AA is broken seriously with files in the conversation', async () => {
    await accessible('desk');
    await accessible('phone', phone);
});

await conclude();
