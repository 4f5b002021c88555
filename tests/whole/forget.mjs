// forget - the built program from outside: who is erased is deleted at the provider too, message by message, and nobody else is.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Desk, NUMBER, Office, Suite, fakeTwilio, sleep, talk, until } from './office.mjs';

const ANA = '+56911000001', LUZ = '+56911000002', SOL = '+56911000003';
const suite = new Suite();
const provider = await fakeTwilio();
const office = new Office('forget', { provider, settings: '[office]\ntrial_numbers = +56911*\nhelped_every = 0\n' });
const { say } = talk(office, provider);
const redis = (...args) => execFileSync('redis-cli', ['-s', path.join(office.data, 'redis.sock'), ...args]).toString().trim();

await office.start();
const desk = new Desk(office);
const token = (await until('the one-time link', () => office.output.match(/join\?token=([\w-]{43})/)))[1];
await desk.post('/join', { invite: token, login: 'maria', name: 'María Paz', password: 'una frase bien larga' });
provider.page = 10;
let sids = 0;
const add = (list, from, to) => list.push({ sid: `SM${String(++sids).padStart(32, 'c')}`, from, to, body: 'x', at: Date.now() - sids * 60e3, status: 'delivered' });
for (let i = 0; i < 23; i++) add(provider.inbound, ANA, NUMBER);
for (let i = 0; i < 14; i++) add(provider.listed, NUMBER, ANA);
for (const other of [LUZ, SOL]) add(provider.inbound, other, NUMBER), add(provider.listed, NUMBER, other);
const left = (number) => [...provider.inbound, ...provider.listed].filter((one) => one.from === number || one.to === number).length;
const tag = () => redis('--scan', '--pattern', '*:meta').split(':')[0];
const waiting = () => Number(redis('ZCARD', `${tag()}:forget`));
/** The hour has passed. */
const anHourLater = () => redis('EVAL', "for _, m in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 1, m) end redis.call('PUBLISH', KEYS[2], 'forget')", '2', `${tag()}:forget`, `${tag()}:bell`);

await suite.test('nothing is asked of the provider before the receipt has had an hour to arrive', async () => {
    await say(ANA, 'Hola');
    await say(ANA, 'BORRAR MIS DATOS');
    await say(ANA, 'SI');
    assert.equal(waiting(), 1);
    await sleep(300);
    assert.equal(left(ANA), 37);
});

await suite.test('then all that came from the person and went to them is deleted, page after page, and nobody else\'s', async () => {
    anHourLater();
    await until('all of it to be gone', () => left(ANA) === 0 && waiting() === 0);
    assert.equal(left(LUZ), 2);
    assert.equal(left(SOL), 2);
    assert.match(office.output, /forget channel 'line-1': 37 messages of somebody who was erased are deleted at the provider/);
    assert.ok(!office.output.includes(ANA.slice(1)), 'no number in the log');
});

await suite.test('what is still on its way is tried again later', async () => {
    await say(LUZ, 'Hola');
    await say(LUZ, 'BORRAR MIS DATOS');
    await say(LUZ, 'SI');
    provider.kept.add(provider.listed.find((one) => one.to === LUZ).sid);
    anHourLater();
    await until('the first try', () => left(LUZ) === 1);
    await sleep(300);
    assert.equal(waiting(), 1);
    provider.kept.clear();
    anHourLater();
    await until('the rest to be gone', () => left(LUZ) === 0 && waiting() === 0);
});

await suite.test('who is erased at the desk is deleted at the provider as well', async () => {
    await say(SOL, 'Hola');
    const erased = await office.command(['erase', '--number', SOL, '--yes']);
    assert.equal(erased.code, 0, erased.out + erased.err);
    assert.equal(waiting(), 1);
    anHourLater();
    await until('all of it to be gone', () => left(SOL) === 0 && waiting() === 0);
});

await suite.test('it ends with exit 0, and no file of the office holds a number', async () => {
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    const files = execFileSync('find', [office.data, '-type', 'f']).toString().trim().split('\n');
    for (const file of files) for (const number of [ANA, LUZ, SOL]) assert.ok(!readFileSync(file).includes(number.slice(1)), file);
});
await provider.close();
office.remove();
suite.end();
