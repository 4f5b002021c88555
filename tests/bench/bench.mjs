// bench - our figures beside their limits, in the same run on the same machine. Prints; judges nothing.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { Office, TOKEN, sleep, until } from '../whole/office.mjs';

const BIN = process.env.BENCH_BIN || 'build/release/tests/bench';
const COUNT = Number(process.env.COUNT || 20000);
const ROUNDS = Number(process.env.ROUNDS || 3);

const freePort = () =>
    new Promise((done) => {
        const server = net.createServer().listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => done(port));
        });
    });

const listening = (port) =>
    until(`a listener on ${port}`, () => new Promise((done) => {
        const socket = net.connect(port, '127.0.0.1', () => (socket.destroy(), done(true)));
        socket.on('error', () => done(false));
    }));

// asynchronous: the provider of one load is inside the load generator, and office.mjs must go on reading output
function load(...args) {
    return new Promise((done, fail) => {
        const child = spawn(`${BIN}/load`, args.map(String));
        let out = '';
        child.stdout.on('data', (piece) => (out += piece));
        child.stderr.pipe(process.stderr);
        child.on('exit', () => (out ? done(JSON.parse(out)) : fail(new Error('load ended without a figure'))));
    });
}

const rss_mib = (pid, what) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024;
const best = (runs, name) => runs.map((run) => run[name]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];

let seed = Date.now() % 100000;
const bare = [], ours = [];
const sink = await freePort();
const office = new Office('bench', {
    provider: { base: `http://127.0.0.1:${sink}` },
    settings: '[office]\ntrial_numbers = +569*\nhelped_every = 0\n[worker]\nauto_replies_per_hour_max = 1000\nchatter_replies_per_hour_max = 1000\nmessages_per_minute_max = 1000\n',
});
await office.start();
const first_rss = rss_mib(office.child.pid, 'VmRSS');

for (let round = 0; round < ROUNDS; round++) {
    const port = await freePort();
    const server = spawn(`${BIN}/bare`, [String(port), '120'], { stdio: 'ignore' });
    await listening(port);
    bare.push(await load('-p', port, '-n', COUNT, '-S', seed++));
    server.kill();
    ours.push(await load('-p', office.port, '-u', office.base, '-k', TOKEN, '-n', COUNT, '-m', COUNT, '-s', sink, '-S', seed++));
}
const bare_per_s = best(bare, 'per_s'), our_per_s = best(ours, 'per_s');
console.log(`machine            ${execFileSync('nproc').toString().trim()} cores, 64 connections, ${COUNT} signed webhooks a run, median of ${ROUNDS}`);
console.log(`webhook            ${our_per_s} requests/s, p99 ${best(ours, 'webhook_p99_ms')} ms   everything on, appendfsync always, turns and sends in the same process`);
console.log(`  limit            ${bare_per_s} requests/s, p99 ${best(bare, 'webhook_p99_ms')} ms   bare libmicrohttpd, no Redis`);
console.log(`  ratio            ${((our_per_s / bare_per_s) * 100).toFixed(1)} % of the limit`);
console.log(`outbound           ${best(ours, 'received_per_s')} texts/s handed to the provider while that load ran and after`);
for (const per_s of [200, 1000]) {
    await sleep(500);
    const run = await load('-p', office.port, '-u', office.base, '-k', TOKEN, '-n', per_s * 5, '-r', per_s, '-s', sink, '-S', seed++);
    console.log(`text in to provider p50 ${run.reply_p50_ms} ms, p99 ${run.reply_p99_ms} ms at ${per_s} messages/s (${run.answered_people} of ${run.count} answered)`);
}
console.log(`memory             ${rss_mib(office.child.pid, 'VmRSS').toFixed(1)} MiB after the load, ${first_rss.toFixed(1)} MiB at the start, peak ${rss_mib(office.child.pid, 'VmHWM').toFixed(1)} MiB (without Redis)`);
await office.stop();
office.remove();
console.log('1 passed, 0 failed');
