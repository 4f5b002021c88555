// media - pictures, voice notes and documents from outside: fetched from the provider, sealed on the disk, seen at the desk.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNT, Desk, Office, Suite, TOKEN, fakeTwilio, sleep, until } from './office.mjs';

const ANA = '+56911000001', JEAN = '+56911000002';
const MARK = 'Rosalba-Quintreman-en-la-foto'; // would be found in anything that is not sealed
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.from(MARK.repeat(40))]);
const OGG = Buffer.concat([Buffer.from('OggS\0\x02'), Buffer.from(MARK.repeat(20))]);

/** What the provider keeps, by path; each file is redirected to first, as Twilio does. */
const store = { '/photo': PNG, '/voice': OGG, '/page': Buffer.from(`<html><script>${MARK}</script>`), '/huge': Buffer.alloc(300 * 1024, 0x89) };
const asked = [];
const provider = await fakeTwilio();
provider.mode = (entry, response, request) => {
    if (request.method !== 'GET') return false;
    asked.push({ url: request.url, auth: request.headers.authorization ?? '' });
    const name = request.url.replace(/^\/storage/, '');
    if (request.url === '/inside') response.writeHead(307, { Location: 'https://169.254.169.254/latest/meta-data/' }).end();
    else if (request.url === '/plain') response.writeHead(307, { Location: 'http://10.0.0.1/' }).end();
    else if (!store[name]) response.writeHead(404).end('{}');
    else if (name === request.url) response.writeHead(307, { Location: `/storage${name}` }).end();
    else response.writeHead(200, { 'Content-Type': 'image/png' }).end(store[name]);
    return true;
};

const suite = new Suite();
const office = new Office('media', { provider, settings: '[office]\ntrial_numbers = +56911*\n[media]\nmax_kib = 200\n' });
const desk = new Desk(office);
const folder = path.join(office.data, 'media');

const send = (from, url, type, body = '') => office.text(from, body, { extra: { NumMedia: '1', MediaUrl0: url.startsWith('http') ? url : provider.base + url, MediaContentType0: type } });

/** Opens the ticket of whoever wrote, and gives the line of the newest message in. */
let ticket = '';
async function lines() {
    const { status, json } = await desk.get(`/tickets/${ticket}`);
    assert.equal(status, 200);
    return json;
}
const media = (state, count) => until(`${count} media ${state}`, async () => {
    const found = (await lines()).thread.filter((line) => line.media?.state === state);
    return found.length >= count && found;
});

/** The bytes of a file by the API, with its headers. */
const bytes = async (id, cookie = desk.cookie) => {
    const response = await fetch(`${office.base}/api/v1/media/${id}`, { headers: { Cookie: cookie } });
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
};

await office.start();
const join = office.output.match(/\/join\?token=([\w-]{43})/)[1];
assert.equal((await desk.post('/join', { invite: join, login: 'maria', name: 'María', password: 'una frase bien larga' })).status, 200);

await suite.test('someone who asked for a person sends a picture: it is fetched with our credentials, and from the storage without', async () => {
    for (const words of ['Hola', '9', '5', '1', '1', '4']) {
        await office.text(ANA, words);
        await sleep(300);
    }
    ticket = (await until('a ticket', async () => (await desk.get('/tickets')).json.tickets[0])).id;
    assert.equal((await send(ANA, '/photo', 'image/png', 'mi carnet')).status, 200);
    const [line] = await media('kept', 1);
    assert.equal(line.media.type, 'image/png');
    assert.equal(line.media.size, PNG.length);
    assert.match(line.text, /mi carnet/);
    const basic = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`;
    assert.deepEqual(asked.map((one) => one.auth), [basic, ''], JSON.stringify(asked.map((one) => one.url)));
});

await suite.test('the desk gets the very bytes, as a download in a sandbox that no cache keeps; nobody else does', async () => {
    const [line] = await media('kept', 1);
    const { status, headers, body } = await bytes(line.id);
    assert.equal(status, 200);
    assert.ok(body.equals(PNG));
    assert.equal(headers.get('content-type'), 'image/png');
    assert.match(headers.get('content-disposition'), /^attachment; filename="acogida-.*\.png"$/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy'), /sandbox; default-src 'none'/);
    assert.match(headers.get('cache-control'), /no-store/);
    assert.equal((await bytes(line.id, '')).status, 401);
    assert.equal((await bytes('nobody-has-this')).status, 404);
    assert.ok((await bytes('..%2Fmaster.key')).status >= 400);
});

await suite.test('the file lies sealed in the data folder: neither its bytes nor its mark are anywhere in it', async () => {
    const [name] = readdirSync(folder);
    assert.equal(readdirSync(folder).length, 1);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600);
    assert.ok(statSync(path.join(folder, name)).size > PNG.length);
    const found = execFileSync('sh', ['-c', `grep -raclF '${MARK}' '${office.data}' || true`]).toString();
    assert.equal(found, '');
    assert.ok(!office.output.includes('/photo'), 'no address in the log');
});

await suite.test('who looked at a file is in the audit log', async () => {
    const socket = path.join(office.data, 'redis.sock');
    const audit = execFileSync('redis-cli', ['-s', socket, 'XRANGE', '{quilicura}:audit', '-', '+']).toString();
    assert.equal(audit.match(/^media$/gm)?.length, 1, 'once, however often it is looked at');
});

await suite.test('a voice note is told by its bytes, whatever the provider calls it', async () => {
    await send(ANA, '/voice', 'image/jpeg');
    const line = (await media('kept', 2)).at(-1);
    assert.equal(line.media.type, 'audio/ogg');
    assert.ok((await bytes(line.id)).body.equals(OGG));
});

await suite.test('what is too big, a page, and an address inside are not taken, and the desk says why', async () => {
    const before = asked.length;
    await send(ANA, '/huge', 'image/png');
    await send(ANA, '/page', 'image/png');
    const refused = await media('refused', 2);
    assert.deepEqual(refused.map((line) => line.media.reason).sort(), ['too-big', 'type']);
    for (const url of ['/inside', '/plain', 'http://169.254.169.254/x', 'https://127.0.0.1:1/x', 'https://[::1]/x', 'file:///etc/passwd']) await send(ANA, url, 'image/png');
    const failed = await media('failed', 6);
    assert.deepEqual([...new Set(failed.map((line) => line.media.reason))], ['address']);
    assert.equal(asked.length - before, 6, 'two of two steps, and two that led away');
    assert.equal(readdirSync(folder).length, 2);
});

await suite.test('a file that the provider does not have yet is asked for again, and comes', async () => {
    await send(ANA, '/late', 'image/png');
    await until('a first try', () => asked.some((one) => one.url === '/late'));
    assert.equal((await media('due', 1)).length, 1);
    store['/late'] = PNG;
    await media('kept', 3);
}, 30000);

await suite.test('files of nobody are swept at the start, the others are there', async () => {
    await office.stop();
    writeFileSync(path.join(folder, 'aaaaaaaaaaaaaaaa'), 'nobody knows me');
    await office.start();
    await until('the stray is gone', () => !existsSync(path.join(folder, 'aaaaaaaaaaaaaaaa')));
    assert.equal(readdirSync(folder).length, 3);
    const line = (await media('kept', 3))[0];
    assert.ok((await bytes(line.id)).body.equals(PNG));
});

await suite.test('another person is not touched when one is erased; the files of the one are gone from the disk', async () => {
    await send(JEAN, '/photo', 'image/png');
    await until('a fourth file', () => readdirSync(folder).length === 4);
    const mine = readdirSync(folder);
    await office.text(ANA, 'BORRAR MIS DATOS');
    await sleep(500);
    await office.text(ANA, 'SI BORRAR');
    await until('the files are gone', () => readdirSync(folder).length === 1);
    assert.ok(mine.includes(readdirSync(folder)[0]));
});

const end = await office.stop();
await suite.test('the program ends well', () => assert.equal(end.code, 0));
await provider.close();
office.remove();
suite.end();
