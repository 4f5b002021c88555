// kannel - a whole conversation over a real Kannel (bearerbox, smsbox, fakesmsc of Debian's packages) on loopback: texts in,
// replies out, reports of delivery; the program killed while a text comes in, Kannel killed while a reply goes out.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Office, Suite, sleep, until } from './office.mjs';

const ANA = '+56911000001', JEAN = '+56911000002', NUMBER = '+56226000000', SECRET = 'una-palabra-larga-y-secreta';
const FAKESMSC = '/usr/lib/kannel/test/fakesmsc';
const suite = new Suite();

const freePort = () => new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => done(port));
    });
});
const [admin, boxes, sendsms, smsc] = [await freePort(), await freePort(), await freePort(), await freePort()];

const office = new Office('kannel', { channels: false, settings: `[office]\ntrial_numbers = +56911*\n[channel line-3]\nwire = kannel\n` +
    `kind = sms\nnumber = ${NUMBER}\naccount = tester\ntoken = foobar\nsecret = ${SECRET}\napi_base = http://127.0.0.1:${sendsms}\nrate_per_s = 1000\n` });

/** Kannel's three programs in a folder of their own; fakesmsc is the phones. */
class Kannel {
    constructor() {
        this.folder = path.join(office.folder, 'kannel');
        this.phones = '';
    }

    configure() {
        const hook = `${office.base}/hook/line-3?key=${SECRET}&id=%I&from=%p&to=%P&text=%b&time=%T&coding=%c`;
        mkdirSync(this.folder, { recursive: true });
        writeFileSync(path.join(this.folder, 'kannel.conf'), `
group = core
admin-port = ${admin}
admin-interface = "127.0.0.1"
admin-password = admin
smsbox-port = ${boxes}
smsbox-interface = "127.0.0.1"
log-level = 1
store-type = file
store-location = "kannel.store"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = FAKE
our-host = "127.0.0.1"
port = ${smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendsms}
sendsms-interface = "127.0.0.1"
log-level = 1
http-request-retry = 20
http-queue-delay = 1
mo-recode = true

group = sms-service
keyword = default
catch-all = true
get-url = "${hook}"
max-messages = 0
omit-empty = true
alt-charset = "UTF-8"

group = sms-service
keyword = postme
catch-all = true
post-url = "${hook.replace('&text=%b', '')}"
max-messages = 0
omit-empty = true

group = sendsms-user
username = tester
password = foobar
max-messages = 5
concatenation = true
`);
    }

    start(command, ...args) {
        const child = spawn(command, args, { cwd: this.folder, stdio: ['pipe', 'pipe', 'pipe'] });
        child.stderr.resume();
        child.stdin.on('error', () => {});
        return child;
    }

    async up() {
        this.bearerbox = this.start('/usr/sbin/bearerbox', '-v', '4', 'kannel.conf');
        this.bearerbox.stdout.resume();
        await open(boxes);
        await open(smsc);
        this.smsbox = this.start('/usr/sbin/smsbox', '-v', '4', 'kannel.conf');
        this.smsbox.stdout.resume();
        await open(sendsms);
        this.fakesmsc = this.start(FAKESMSC, '-v', '0', '-i', '0.05', '-H', '127.0.0.1', '-r', String(smsc));
        for (const stream of [this.fakesmsc.stdout, this.fakesmsc.stderr]) stream.on('data', (piece) => (this.phones += piece));
        await sleep(1000);
    }

    down(signal) {
        for (const child of [this.fakesmsc, this.smsbox, this.bearerbox]) child?.kill(signal);
    }

    /** A text of a phone; words beyond ASCII go as UCS-2, as a phone would send them. */
    text(from, words) {
        const ucs2 = [...Buffer.from(words, 'utf16le').swap16()].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
        const plain = /^[\x20-\x7e]*$/.test(words);
        this.fakesmsc.stdin.write(`${from} ${NUMBER} ${plain ? `text ${words}` : `ucs2 ${ucs2}`}\n`);
    }

    /** The texts that a phone has received so far; the parts of a long one are put together, as a phone does. */
    received(number) {
        const texts = [], begun = new Map();
        for (const [, to, udh, kind, words] of this.phones.matchAll(/Got message \d+: <\S+ (\S+) (?:udh (\S+) )?(\S+) (.*)>/g)) {
            if (to !== number) continue;
            const said = kind === 'text' ? words : kind === 'data' ? decodeURIComponent(words.replaceAll('+', ' ')) : decode(words);
            const reference = udh?.split('%')[4];
            if (begun.has(reference)) texts[begun.get(reference)] += said;
            else texts.push(said);
            if (udh && !begun.has(reference)) begun.set(reference, texts.length - 1);
            else if (udh && udh.split('%')[6] === udh.split('%')[5]) begun.delete(reference);
        }
        return texts;
    }
}

// fakesmsc shows UCS-2 with %XX for what it cannot print
function decode(words) {
    const bytes = [];
    for (let at = 0; at < words.length; at++)
        if (words[at] === '%') bytes.push(parseInt(words.slice(at + 1, at + 3), 16)), (at += 2);
        else bytes.push(words[at] === '+' ? 0x20 : words.charCodeAt(at));
    return bytes.length % 2 ? words : Buffer.from(bytes).swap16().toString('utf16le');
}

const open = (port) => until(`port ${port}`, () => new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => (socket.destroy(), done(true)));
    socket.on('error', () => done(false));
}));

function redis(...args) {
    return execFileSync('redis-cli', ['-s', path.join(office.data, 'redis.sock'), ...args], { encoding: 'utf8' }).trim();
}
const states = () => redis('--scan', '--pattern', '*:out:*').split('\n').filter(Boolean).map((key) => redis('HGET', key, 'state'));

assert.ok(existsSync(FAKESMSC), 'install kannel and kannel-extras');
await office.start();
const kannel = new Kannel();
kannel.configure();
await kannel.up();

await suite.test('the doctor finds the line well, and says what is not', async () => {
    const env = (name, value) => ((process.env[name] = value), () => delete process.env[name]);
    const there = env('ACOGIDA_SERVER_PUBLIC_URL', office.base);
    const well = await office.command(['doctor']);
    assert.equal(well.code, 0, well.out + well.err);
    assert.match(well.out, /^line-3: well \(kannel, sms\)$/m);
    const wrong = env('ACOGIDA_CHANNEL_LINE_3_TOKEN', 'guess');
    const stranger = await office.command(['doctor']);
    wrong();
    assert.equal(stranger.code, 1);
    assert.match(stranger.out, /^line-3: the provider answers 403/m);
    there();
    const away = env('ACOGIDA_SERVER_PUBLIC_URL', 'http://127.0.0.1:1');
    const nowhere = await office.command(['doctor']);
    away();
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.out, /^line-3: the webhook under server.public_url does not answer/m);
});

await suite.test('a text comes in by Kannel and is answered on the phone', async () => {
    kannel.text(ANA, 'Hola, donde hay un consultorio?');
    await until('the answer', () => kannel.received(ANA).join('\n').includes('CESFAM'));
});

await suite.test('letters that GSM does not have arrive, in and out', async () => {
    kannel.text(JEAN, 'Bonjou, mwen bezwen èd silvouplè');
    const reply = await until('the answer', () => kannel.received(JEAN).join('\n') || false);
    await sleep(500);
    assert.match(kannel.received(JEAN).join('\n'), /\b(mwen|ou|nou|yon|pou)\b/, reply);
    assert.ok(!/\w\?\w/.test(kannel.received(JEAN).join('\n')), 'no letter became a question mark');
});

await suite.test('a text by post-url comes in too', async () => {
    const before = kannel.received(ANA).length;
    kannel.text(ANA, 'postme escuela');
    await until('the answer', () => kannel.received(ANA).length > before);
});

await suite.test('every message is reported as delivered', async () => {
    await until('the reports', () => states().length >= 3 && states().every((state) => state === 'delivered'));
});

await suite.test('a text that comes while the program is dead is worked when it is back, once', async () => {
    const before = kannel.received(ANA).length;
    await office.stop('SIGKILL');
    kannel.text(ANA, 'menu');
    await sleep(1500);
    await office.start();
    await until('the menu', () => kannel.received(ANA).length > before, 20000);
    const said = kannel.received(ANA).length;
    await sleep(3000);
    assert.equal(kannel.received(ANA).length, said, 'Kannel tried more than once, and it was one text');
});

await suite.test('a reply that meets a dead Kannel leaves when it is back, once', async () => {
    const before = kannel.received(JEAN).length;
    kannel.down('SIGKILL');
    await sleep(300);
    const query = new URLSearchParams({ key: SECRET, id: 'last-words-before-the-crash', from: JEAN, to: NUMBER, text: 'meni', time: '1795405930' });
    assert.equal((await fetch(`${office.base}/hook/line-3?${query}`)).status, 200);
    await until('the refused connection', () => states().includes('ready'));
    await kannel.up();
    await until('the menu', () => kannel.received(JEAN).length > before, 45000);
    await until('its report', () => states().every((state) => state === 'delivered'));
    assert.equal(kannel.received(JEAN).length, before + 1);
});

await suite.test('a stranger who does not know the word is refused', async () => {
    const before = states().length;
    for (const key of ['', 'guess', `${SECRET}x`])
        assert.equal((await fetch(`${office.base}/hook/line-3?key=${key}&id=x1&from=${encodeURIComponent(ANA)}&text=hola`)).status, 403);
    assert.equal(states().length, before);
});

kannel.down('SIGTERM');
await office.stop();
office.remove();
suite.end();
