// bench - our figures beside their limits, in the same run on the same machine. Prints; judges nothing.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { Office, TOKEN, fakeTwilio, sleep, until } from '../whole/office.mjs';

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

const IN_FLIGHT = 64; // send.in_flight_max as it is by default

/** The same provider as that of our own runs, given the same kind of calls by libcurl alone, so many at once. */
async function bareCurl(door, at_once, delay_ms = 0, count = COUNT) {
    const port = await freePort();
    const measured = load('-p', door, '-n', 1, '-s', port, '-d', delay_ms, '-S', seed++);
    await listening(port);
    const child = spawn(`${BIN}/bare_curl`, [port, count, at_once].map(String), { stdio: 'inherit' });
    const code = await new Promise((done) => child.on('exit', done));
    if (code !== 0) throw new Error('bare_curl failed');
    return measured;
}

/** When a count that is not 0 has stayed the same for a second. */
async function atRest(what, count) {
    let before = 0;
    await until(what, async () => {
        const now = count(), rests = now > 0 && now === before;
        before = now;
        if (!rests) await sleep(1000);
        return rests;
    }, 60000);
}

/** Growth of the program from 1,000 people answered to the same 1,000 with a send each that the provider leaves open. */
async function inFlight() {
    const people = 1000;
    const provider = await fakeTwilio();
    provider.statuses = false;
    const office = new Office('bench-in-flight', {
        provider,
        settings: `[office]\ntrial_numbers = +569*\nhelped_every = 0\n[worker]\nauto_replies_per_hour_max = 1000\nchatter_replies_per_hour_max = 1000\nmessages_per_minute_max = 1000\n[send]\nin_flight_max = ${people}\ntimeout_s = 120\n`,
    });
    await office.start();
    const write = () => load('-p', office.port, '-u', office.base, '-k', TOKEN, '-n', people, '-m', people, '-S', seed++);
    await write();
    await atRest('the first answers', () => provider.ledger.length);
    const rest_mib = rss_mib(office.child.pid, 'VmRSS');
    let open = 0;
    provider.mode = () => (open++, true);
    await write();
    await atRest('sends that stay open', () => open);
    const grown_mib = rss_mib(office.child.pid, 'VmRSS') - rest_mib;
    await office.stop('SIGKILL');
    await provider.close();
    office.remove();
    return { open, grown_mib };
}

/** An announcement to COUNT people, each with a text of their own to be handed over, and nothing else to do: what bare libcurl does with
 * the same provider, as many at once. */
async function drained(door, at_once, delay_ms) {
    const sink = await freePort();
    const office = new Office('bench-drained', {
        provider: { base: `http://127.0.0.1:${sink}` },
        settings: `[office]\ntrial_numbers = +569*\nhelped_every = 0\n[worker]\nmessages_per_minute_max = 1000\n[send]\nin_flight_max = ${at_once}\n`,
    });
    await office.start();
    await load('-p', office.port, '-u', office.base, '-k', TOKEN, '-n', COUNT, '-m', COUNT, '-s', sink, '-S', seed++, '-t', 'ALTA');
    const measured = load('-p', door, '-n', 1, '-s', sink, '-d', delay_ms, '-S', seed++);
    await listening(sink);
    const announced = await office.command(['announce', '--es', 'Charla de vivienda: martes 1 a las 18:00, oficina.', '--yes']);
    if (announced.code !== 0) throw new Error(announced.err);
    const run = await measured, limit = await bareCurl(door, at_once, delay_ms);
    if (run.received !== COUNT) throw new Error(`${run.received} of ${COUNT} texts came`);
    await office.stop();
    office.remove();
    return { per_s: run.received_per_s, limit_per_s: limit.received_per_s };
}

let seed = Date.now() % 100000;
const bare = [], ours = [], curl = [];
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
    curl.push(await bareCurl(port, IN_FLIGHT));
    server.kill();
    ours.push(await load('-p', office.port, '-u', office.base, '-k', TOKEN, '-n', COUNT, '-m', COUNT, '-s', sink, '-S', seed++));
}
const bare_per_s = best(bare, 'per_s'), our_per_s = best(ours, 'per_s');
console.log(`machine            ${execFileSync('nproc').toString().trim()} cores, 64 connections, ${COUNT} signed webhooks a run, median of ${ROUNDS}`);
console.log(`webhook            ${our_per_s} requests/s, p99 ${best(ours, 'webhook_p99_ms')} ms   everything on, appendfsync always, turns and sends in the same process`);
console.log(`  limit            ${bare_per_s} requests/s, p99 ${best(bare, 'webhook_p99_ms')} ms   bare libmicrohttpd, no Redis`);
console.log(`  ratio            ${((our_per_s / bare_per_s) * 100).toFixed(1)} % of the limit`);
console.log(`outbound           ${best(ours, 'received_per_s')} texts/s handed to the provider while that load ran and after (turns, Redis and webhooks in the same time)`);
const curl_per_s = best(curl, 'received_per_s');
console.log(`  limit            ${curl_per_s} calls/s by bare libcurl, ${IN_FLIGHT} at once, same provider, nothing else to do`);
console.log(`  ratio            ${((best(ours, 'received_per_s') / curl_per_s) * 100).toFixed(1)} % of the limit`);
for (const per_s of [200, 1000]) {
    await sleep(500);
    const run = await load('-p', office.port, '-u', office.base, '-k', TOKEN, '-n', per_s * 5, '-r', per_s, '-s', sink, '-S', seed++);
    console.log(`text in to provider p50 ${run.reply_p50_ms} ms, p99 ${run.reply_p99_ms} ms at ${per_s} messages/s (${run.answered_people} of ${run.count} answered)`);
}
console.log(`memory             ${rss_mib(office.child.pid, 'VmRSS').toFixed(1)} MiB after the load, ${first_rss.toFixed(1)} MiB at the start, peak ${rss_mib(office.child.pid, 'VmHWM').toFixed(1)} MiB (without Redis)`);
await office.stop();
office.remove();
const door = await freePort(), server = spawn(`${BIN}/bare`, [String(door), '300'], { stdio: 'ignore' });
await listening(door);
for (const [at_once, delay_ms] of [[IN_FLIGHT, 0], [IN_FLIGHT, 50], [1000, 50]]) {
    const { per_s, limit_per_s } = await drained(door, at_once, delay_ms);
    console.log(`announcement       ${per_s} texts/s, ${at_once} at once to a provider that takes ${delay_ms} ms; bare libcurl ${limit_per_s} calls/s: ${((per_s / limit_per_s) * 100).toFixed(1)} %`);
}
server.kill();
const flight = await inFlight();
console.log(`in flight          ${((flight.grown_mib / flight.open) * 1000).toFixed(1)} MiB per 1000 sends that the provider leaves open (${flight.open} were)`);
console.log('1 passed, 0 failed');
