// catch_up - the built program from outside: what people wrote while it was down is fetched from the provider's list, and sends whose
// answer was lost are settled by it. Nothing is answered or sent twice.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { NUMBER, Desk, Office, Suite, fakeTwilio, sleep, until } from './office.mjs';

const ANA = '+56911000001', LUZ = '+56911000002', person = (i) => `+569110001${String(i).padStart(2, '0')}`;
const suite = new Suite();
const provider = await fakeTwilio();
const office = new Office('catch-up', { provider, settings: '[office]\ntrial_numbers = +56911*\nhelped_every = 0\n' });
const desk = new Desk(office);
const redis = (...args) => execFileSync('redis-cli', ['-s', path.join(office.data, 'redis.sock'), ...args]).toString().trim();
const wrote = (from, body, at, sid = office.sid()) => provider.inbound.push({ sid, from, to: NUMBER, body, at, status: 'received' });

async function restart() {
    await office.stop('SIGKILL');
    await office.start();
}

await office.start();
const token = (await until('the one-time link', () => office.output.match(/join\?token=([\w-]{43})/)))[1];
await desk.post('/join', { invite: token, login: 'maria', name: 'María Paz', password: 'una frase bien larga' });
const tag = (await until('the first mark', () => redis('--scan', '--pattern', '*:heard'))).split(':')[0];

await suite.test('what was written while nobody listened is answered once, in order; what had come is not answered again', async () => {
    const sid = office.sid();
    await office.text(ANA, 'Hola', { sid });
    await until('the greeting', () => provider.to(ANA).length === 2);
    const now = Date.now();
    redis('HSET', `${tag}:heard`, 'line-1', now - 10 * 60e3);
    await office.stop('SIGKILL');
    provider.page = 10;
    wrote(ANA, 'Hola', now - 60e3, sid);
    for (let i = 0; i < 28; i++) wrote(person(i), 'cesfam', now - 5 * 60e3 + i * 1000);
    wrote(LUZ, 'kreyòl', now - 4 * 60e3);
    wrote(LUZ, 'lekòl', now - 3 * 60e3);
    wrote(person(50), 'cesfam', now - 2 * 86400e3); // long before
    await office.start();
    await until('all answers', () => provider.to(LUZ).length >= 3 && Array.from({ length: 28 }, (_, i) => person(i)).every((one) => provider.to(one).length >= 1), 20000);
    await sleep(500);
    assert.equal(provider.to(ANA).length, 2, 'her message had come');
    assert.equal(provider.to(person(50)).length, 0, 'what is older than the gap is left alone');
    assert.match(provider.to(LUZ).at(-1).body, /lekòl|timoun/i, 'the second message is answered last, in the language of the first');
    assert.match(redis('LINDEX', `${tag}:gaps`, '0'), /^line-1 \d+ \d+ 30$/);
    const before = provider.ledger.length;
    await restart();
    await sleep(2500);
    assert.equal(provider.ledger.length, before, 'nothing of it comes again');
});

const astray = async () => (await desk.get('/astray')).json.messages;

await suite.test('a send whose answer was lost is settled by the list, and not sent again', async () => {
    provider.mode = (entry, response) => {
        provider.listed.push({ sid: `SM${'a'.repeat(31)}${provider.listed.length}`, from: NUMBER, to: entry.to, body: entry.body, at: Date.now(), status: 'delivered' });
        response.destroy();
        return true;
    };
    await office.text(LUZ, 'sante');
    await until('an unknown send', async () => (await astray()).length === 1);
    provider.mode = null;
    await restart();
    await until('it to be settled', async () => (await astray()).length === 0, 15000);
    assert.equal(provider.listed.length, 1, 'handed over once');
    assert.equal(redis('ZCARD', `${tag}:unknown`), '0');
});

await suite.test('what the list has twice stays unknown', async () => {
    redis('DEL', `${tag}:lost-look:line-1`);
    provider.mode = (entry, response) => {
        for (const letter of ['b', 'c']) provider.listed.push({ sid: `SM${letter.repeat(32)}`, from: NUMBER, to: entry.to, body: entry.body, at: Date.now(), status: 'delivered' });
        response.destroy();
        return true;
    };
    await office.text(LUZ, 'lekòl');
    await until('an unknown send', async () => (await astray()).length === 1);
    provider.mode = null;
    await restart();
    await sleep(4000);
    assert.equal((await astray()).length, 1);
});

await suite.test('a list that is not given harms nobody, and is asked for again later', async () => {
    const now = Date.now();
    redis('HSET', `${tag}:heard`, 'line-1', now - 10 * 60e3);
    await office.stop('SIGKILL');
    provider.inbound.length = 0;
    wrote(ANA, 'cesfam', now - 60e3);
    provider.broken = true;
    await office.start();
    await sleep(2000);
    provider.broken = false;
    assert.equal(redis('ZCARD', `${tag}:gaps-open`), '1', 'it stays open');
    const before = provider.to(ANA).length;
    redis('ZADD', `${tag}:gaps-open`, '1', redis('ZRANGE', `${tag}:gaps-open`, '0', '0'));
    await restart();
    await until('the answer', () => provider.to(ANA).length === before + 1);
});

await office.stop();
await provider.close();
office.remove();
suite.end();
