// chaos - kill -9 of the program and of its Redis at random instants while messages come in: none lost, none doubled.
//
// The fake provider's ledger is held against what was answered with 200. A message may be listed as unknown (its send was
// under way when the process died); it is then in the ledger at most once and was never sent again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { Office, Suite, fakeTwilio, sleep, until } from '../whole/office.mjs';

const MESSAGES = Number(process.env.MESSAGES || 5000);
const KILL_EVERY_MS = Number(process.env.KILL_EVERY_MS || 2500);
const SPREAD_MS = Number(process.env.SPREAD_MS || 60000); // so long do the messages take to come in
const STREAMS = 32;
const PEOPLE = Math.ceil(MESSAGES / 5);
let seed = Number(process.env.SEED || 20261124);
const random = () => ((seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff), seed / 0x7fffffff);

const provider = await fakeTwilio();
const office = new Office('chaos', {
    provider,
    settings: '[office]\ntrial_numbers = +569*\nhelped_every = 0\n[worker]\nlease_s = 5\n',
});
await office.start();

const redis = (...args) => execFileSync('redis-cli', ['-s', path.join(office.data, 'redis.sock'), ...args], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
const lines = (text) => (text ? text.split('\n') : []);
const redisPid = () => {
    try {
        return Number(execFileSync('pgrep', ['-f', `redis-server.*${path.basename(office.folder)}`]).toString().split('\n')[0]);
    } catch {
        return 0;
    }
};

let sending = true;
const kills = { program: 0, redis: 0 };

async function killer() {
    while (sending) {
        await sleep(KILL_EVERY_MS * (0.4 + random()));
        if (!sending) return;
        if (random() < 0.5) {
            kills.program++;
            office.child.kill('SIGKILL');
            await office.ended;
            await until('a start after the kill', () => office.start().catch(() => null), 60000);
        } else if (redisPid()) {
            kills.redis++;
            try {
                process.kill(redisPid(), 'SIGKILL');
            } catch {
                // it was just restarting
            }
        }
    }
}

/** A provider that repeats a webhook until it hears 200, as ours ask them to. */
async function deliver(index) {
    const number = `+569${String(20000000 + (index % PEOPLE)).padStart(8, '0')}`;
    const sid = `SM${index.toString(16).padStart(32, '0')}`;
    const words = ['cesfam', 'escuela', 'arriendo', 'menu', 'trabajo'][index % 5];
    for (let attempt = 0; attempt < 600; attempt++) {
        try {
            const response = await office.text(number, words, { sid });
            await response.arrayBuffer();
            if (response.status === 200) return;
            assert.equal(response.status, 503, 'a correctly signed message is refused only by "not now"');
        } catch (error) {
            if (error instanceof assert.AssertionError) throw error;
        }
        await sleep(50 + random() * 100);
    }
    throw new Error(`message ${index} was never accepted`);
}

const suite = new Suite();
await suite.test(`${MESSAGES} messages are all answered with 200 in the end`, async () => {
    const killing = killer();
    let next = 0;
    const streams = Array.from({ length: STREAMS }, async () => {
        while (next < MESSAGES) {
            await deliver(next++);
            await sleep(random() * 2 * ((SPREAD_MS * STREAMS) / MESSAGES));
        }
    });
    try {
        await Promise.all(streams);
    } finally {
        sending = false;
        await killing;
    }
    console.log(`      killed the program ${kills.program} times, Redis ${kills.redis} times`);
    assert.ok(kills.program > 0 && kills.redis > 0, 'both were killed at least once');
});

const outOf = (entry) => new URL(entry.callback).searchParams.get('out');
const eventOf = (out) => out.slice(0, out.lastIndexOf('.'));
let unknown = [];

await suite.test('everything under way settles by itself', async () => {
    await until('all mailboxes and outboxes to be empty', async () => {
        try {
            return ['ready', 'leases', 'delayed', 'lanes', 'lanes-later', 'sending'].every((name) => redis('ZCARD', `{quilicura}:${name}`) === '0');
        } catch {
            return false;
        }
    }, 120000);
    unknown = lines(redis('ZRANGE', '{quilicura}:unknown', '0', '-1'));
    assert.equal(redis('HLEN', '{quilicura}:buried'), '0');
});

await suite.test('nothing is lost: every accepted message has its reply in the ledger, or listed as unknown', () => {
    const events = new Set([...provider.ledger.map((entry) => eventOf(outOf(entry))), ...unknown.map(eventOf)]);
    assert.equal(events.size, MESSAGES);
});

await suite.test('nothing is doubled: no reply was handed to the provider twice', () => {
    const outs = provider.ledger.map(outOf);
    const doubled = outs.filter((out, at) => outs.indexOf(out) !== at);
    console.log(`      ${outs.length} handed over, ${unknown.length} listed as unknown`);
    assert.deepEqual(doubled, []);
});

await suite.test('a late report settles what was unknown', async () => {
    const waiting = provider.ledger.filter((entry) => unknown.includes(outOf(entry)));
    // the callback was made for an earlier run of the program, whose port is the same
    for (const entry of waiting) assert.equal((await office.report(entry, 'delivered')).status, 200);
    const left = lines(redis('ZRANGE', '{quilicura}:unknown', '0', '-1'));
    for (const entry of waiting) assert.ok(!left.includes(outOf(entry)));
});

await office.stop();
await provider.close();
if (!suite.failed) office.remove();
else console.log(`      left for a look: ${office.folder}`);
suite.end();
