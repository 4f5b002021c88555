// whole - the built program from outside: text in, reply out, ticket, desk answer, reminder, announcement, restart.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ACOGIDA, Desk, Office, Suite, fakeTwilio, signTwilio, sleep, until } from './office.mjs';

const ANA = '+56911000001', JEAN = '+56911000002', LUZ = '+56911000003', STRANGER = '+56922000009';
const MARIE = '+56911000004', DUTY = '+56977000001'; // DUTY is no trial number: those on duty are reached all the same
const SECRET_WORDS = 'mi vecina Rosalba Quintreman me lo dijo';

const suite = new Suite();
const provider = await fakeTwilio();
const office = new Office('whole', { provider, settings: `[office]\ntrial_numbers = +56911*\n[duty]\nnumbers = ${DUTY}\n` });
const desk = new Desk(office);

const repliesTo = (number, count) => until(`${count} replies to ...${number.slice(-2)}`, () => provider.to(number).length >= count && provider.to(number));
const lastTo = (number) => provider.to(number).at(-1)?.body ?? '';

/** Texts and waits for the next reply. */
async function say(number, words) {
    const before = provider.to(number).length;
    const response = await office.text(number, words);
    assert.equal(response.status, 200);
    await repliesTo(number, before + 1);
    // a turn may say more than one text: it has ended when nothing more came for a while
    for (let count = 0; count !== provider.to(number).length; await sleep(250)) count = provider.to(number).length;
    return provider.to(number).slice(before).map((entry) => entry.body).join('\n');
}

await office.start();

await suite.test('the first start makes a private data folder and a private key', () => {
    assert.equal(statSync(office.data).mode & 0o777, 0o700);
    assert.equal(statSync(path.join(office.data, 'master.key')).mode & 0o777, 0o600);
});

await suite.test('a signed text is answered 200 with text/xml and a reply leaves through the provider', async () => {
    const response = await office.text(ANA, 'Hola, donde hay un consultorio?');
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^text\/xml/);
    assert.match(await response.text(), /<Response\/>$/);
    await until('the welcome and the answer', () => /CESFAM/.test(provider.to(ANA).map((entry) => entry.body).join('\n')));
});

await suite.test('Haitian Creole is answered in Haitian Creole', async () => {
    const reply = await say(JEAN, 'Bonjou, mwen bezwen èd silvouplè');
    assert.match(reply, /\b(mwen|ou|nou|yon|pou)\b/);
});

await suite.test('a wrong, missing or empty signature is 403 and changes nothing', async () => {
    const before = provider.ledger.length;
    const wrong = await office.text(LUZ, 'hola', { token: 'another-token-another-token-1234' });
    assert.equal(wrong.status, 403);
    for (const headers of [{ 'X-Twilio-Signature': '' }, { 'X-Twilio-Signature': 'x'.repeat(28) }])
        assert.equal((await office.post('/hook/line-1', { MessageSid: office.sid(), From: LUZ, To: '+56226000000', Body: 'x' }, undefined, headers)).status, 403);
    await sleep(300);
    assert.equal(provider.ledger.length, before);
});

await suite.test('the same message id, ten times at once and again later, is one event', async () => {
    const sid = office.sid();
    const before = provider.to(LUZ).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => office.text(LUZ, 'escuela', { sid })));
    for (const answer of answers) assert.equal(answer.status, 200);
    await repliesTo(LUZ, before + 1);
    await sleep(500);
    const after = provider.to(LUZ).length;
    assert.equal((await office.text(LUZ, 'escuela', { sid })).status, 200);
    await sleep(500);
    assert.equal(provider.to(LUZ).length, after);
});

await suite.test('in trial mode nothing leaves for a stranger', async () => {
    assert.equal((await office.text(STRANGER, 'hola')).status, 200);
    await sleep(700);
    assert.equal(provider.to(STRANGER).length, 0);
});

await suite.test('9 opens a ticket by a short form, and the person gets a code', async () => {
    await say(ANA, '9');
    let reply = '';
    for (let step = 0; step < 6 && !/[A-Z0-9]{3}-[A-Z0-9]{2}/.test(reply); step++) reply = await say(ANA, '1');
    assert.match(reply, /[A-Z0-9]{3}-[A-Z0-9]{2}/);
});

await suite.test('the one-time link makes the first staff user, once', async () => {
    const token = office.output.match(/join\?token=([\w-]{43})/)[1];
    const joined = await desk.post('/join', { invite: token, login: 'maria', name: 'María Paz', password: 'una frase bien larga' });
    assert.equal(joined.status, 200, JSON.stringify(joined.json));
    const again = await new Desk(office).post('/join', { invite: token, login: 'otra', name: 'Otra', password: 'una frase bien larga' });
    assert.equal(again.status, 403);
    assert.equal((await new Desk(office).get('/tickets')).status, 401);
});

let ticket;
await suite.test('the desk shows the ticket, one claims it, answers in the thread, and closes it', async () => {
    const list = await until('the ticket', async () => {
        const { json } = await desk.get('/tickets?state=open');
        return json.tickets?.length && json.tickets;
    });
    ticket = list[0];
    assert.equal((await desk.post(`/tickets/${ticket.id}/claim`)).status, 200);
    const whole = (await desk.get(`/tickets/${ticket.id}`)).json;
    assert.ok(whole.fields.length > 0 && whole.thread.length > 1, JSON.stringify(whole).slice(0, 400));
    assert.ok(!JSON.stringify(whole).includes(ANA), 'the number is masked');
    const before = provider.to(ANA).length;
    const reply = { key: 'press-1', text: 'Buenos días Ana, la esperamos el jueves a las 10:00.' };
    assert.equal((await desk.post(`/tickets/${ticket.id}/reply`, reply)).status, 200);
    assert.equal((await desk.post(`/tickets/${ticket.id}/reply`, reply)).status, 200);
    await repliesTo(ANA, before + 1);
    await sleep(400);
    assert.equal(provider.to(ANA).length, before + 1, 'the same press of the button writes once');
    assert.equal(lastTo(ANA), reply.text);
});

await suite.test('delivery reports reach the thread and never go backwards', async () => {
    const entry = provider.to(ANA).at(-1);
    assert.equal((await office.report(entry, 'delivered')).status, 200);
    assert.equal((await office.report(entry, 'sent')).status, 200);
    const delivery = await until('delivered', async () => {
        const { json } = await desk.get(`/tickets/${ticket.id}`);
        const line = json.thread.find((one) => one.text === entry.body);
        return line?.delivery === 'delivered' && line.delivery;
    });
    assert.equal(delivery, 'delivered');
});

await suite.test('a closed ticket is closed for everybody', async () => {
    assert.equal((await desk.post(`/tickets/${ticket.id}/close`, { outcome: 'answered' })).status, 200);
    const { json } = await desk.get('/tickets?state=closed');
    assert.ok(json.tickets.some((one) => one.id === ticket.id));
});

await suite.test('the phone simulator takes the same road, signature and all', async () => {
    const sent = await fetch(`${office.base}/phone/api/send`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: office.base },
        body: JSON.stringify({ channel: 'phone-sms', number: '+56933333333', text: 'menu' }),
    });
    assert.ok(sent.status < 300, `${sent.status}`);
    const stream = await fetch(`${office.base}/phone/api/live?channel=phone-sms&number=%2B56933333333`);
    const reader = stream.body.getReader();
    let heard = '';
    await until('the answer on the phone', async () => {
        heard += Buffer.from((await reader.read()).value ?? []).toString();
        return /9 /.test(heard);
    });
    await reader.cancel();
});

await suite.test('people consent, and an announcement reaches each in their language', async () => {
    await say(ANA, 'ALTA');
    await say(JEAN, 'enskri');
    const before = { ana: provider.to(ANA).length, jean: provider.to(JEAN).length, luz: provider.to(LUZ).length };
    const dry = await office.command(['announce', '--es', 'Charla el martes', '--ht', 'Reyinyon madi']);
    assert.notEqual(dry.code, 0, 'without --yes and without a terminal nothing is sent');
    const run = await office.command(['announce', '--es', 'Charla de vivienda: martes 1 a las 18:00, oficina.', '--ht', 'Reyinyon sou kay: madi 1 a 18:00, biwo a.', '--yes']);
    assert.equal(run.code, 0, run.err);
    await repliesTo(ANA, before.ana + 1);
    await repliesTo(JEAN, before.jean + 1);
    assert.equal(lastTo(ANA), 'Charla de vivienda: martes 1 a las 18:00, oficina.');
    assert.equal(lastTo(JEAN), 'Reyinyon sou kay: madi 1 a 18:00, biwo a.');
    await sleep(300);
    assert.equal(provider.to(LUZ).length, before.luz, 'who never said yes gets nothing');
    const twice = await office.command(['announce', '--es', 'Charla de vivienda: martes 1 a las 18:00, oficina.', '--ht', 'Reyinyon sou kay: madi 1 a 18:00, biwo a.', '--yes']);
    assert.notEqual(twice.code, 0, 'the same announcement again within a day is refused');
});

await suite.test('a stop is kept: a question is answered, an announcement is not sent', async () => {
    await say(ANA, 'ALTO');
    await say(ANA, 'escuela');
    const before = provider.to(ANA).length, jean = provider.to(JEAN).length;
    assert.equal((await office.command(['announce', '--es', 'Otra charla', '--ht', 'Yon lot reyinyon', '--yes'])).code, 0);
    await repliesTo(JEAN, jean + 1);
    await sleep(500);
    assert.equal(provider.to(ANA).length, before);
});

await suite.test('danger is answered at once, and rings the telephone on duty with code and kind, nothing of the person', async () => {
    const reply = await say(MARIE, 'mari m ap bat mwen, mwen rele Wislande');
    assert.match(reply, /133/);
    const alarm = (await until('the alarm', () => provider.to(DUTY).length && provider.to(DUTY)))[0].body;
    const { json } = await desk.get('/tickets?state=open');
    const urgent = json.tickets[0];
    assert.equal(urgent.priority, 1, 'it stands first');
    assert.ok(alarm.includes(urgent.code) && /Violencia/.test(alarm), alarm);
    assert.ok(!alarm.includes('Wislande') && !alarm.includes(MARIE.slice(-4)), alarm);
    assert.equal((await desk.post(`/tickets/${urgent.id}/claim`)).status, 200);
    assert.equal(provider.to(DUTY).length, 1);
});

await suite.test('a text of secrets is understood by a person only', async () => {
    await say(LUZ, SECRET_WORDS);
});

const pad = (n) => String(n).padStart(2, '0');
const remindAt = new Date(Math.ceil((Date.now() + 12000) / 60000) * 60000); // the next whole minute, with time for a restart
await suite.test('appointments come from a file, faulty rows are named, and reminders survive a restart', async () => {
    const at = new Date(remindAt.getTime() + 48 * 3600e3);
    const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Santiago', dateStyle: 'short', timeStyle: 'short' }).format(at).split(' ');
    const file = path.join(office.folder, 'appointments.csv');
    writeFileSync(file, `numero;fecha;hora;motivo;lugar\n${JEAN};${parts[0]};${parts[1]};Revisar papeles;Oficina 3\n${JEAN};2027-02-30;10:00;x;y\n`);
    const run = await office.command(['import', file, '--channel', 'line-1']);
    assert.match(run.err, /appointments\.csv:3: /);
    assert.match(run.out, /1 new/);
    const again = await office.command(['import', file, '--channel', 'line-1']);
    assert.match(again.out, /0 new/);
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    await office.start();
    assert.ok(!/join\?token/.test(office.output.slice(office.output.lastIndexOf('Desk:'))), 'there is a user already');
    const before = provider.to(JEAN).length;
    await until('the reminder', () => provider.to(JEAN).length > before, remindAt.getTime() - Date.now() + 20000);
    assert.ok(Date.now() >= remindAt.getTime(), 'not before its time');
    assert.match(lastTo(JEAN), /Oficina 3/);
    assert.match(await say(JEAN, '1'), /\S/);
});

await suite.test('after the restart the staff user, the session and the ticket are still there', async () => {
    assert.equal((await desk.get('/session')).status, 200);
    assert.equal((await desk.get(`/tickets/${ticket.id}`)).json.code, ticket.code);
});

await suite.test('no number, name or sentence lies open in the data folder or in what the program printed', async () => {
    const needles = [ANA.slice(1), JEAN.slice(1), LUZ.slice(1), MARIE.slice(1), DUTY.slice(1), 'Wislande', '11000001', 'Rosalba', 'Quintreman', 'esperamos el jueves', 'Revisar papeles', 'María Paz'];
    const files = execFileSync('find', [office.data, '-type', 'f']).toString().trim().split('\n');
    assert.ok(files.some((file) => /aof/.test(file)), 'there is an append-only file to look into');
    for (const file of files) {
        const bytes = readFileSync(file).toString('latin1');
        for (const needle of needles) assert.ok(!bytes.includes(Buffer.from(needle).toString('latin1')), `${needle.slice(0, 4)}... in ${path.basename(file)}`);
    }
    for (const needle of needles) assert.ok(!office.output.includes(needle), `${needle.slice(0, 4)}... was printed`);
});

await suite.test('SIGTERM ends it with exit 0 and leaves no redis-server behind', async () => {
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    assert.equal(execFileSync('sh', ['-c', `pgrep -f "[r]edis-server.*${path.basename(office.folder)}" || true`]).toString(), '');
});

await suite.test('a missing key beside existing data is a clear error, not a new key', async () => {
    const key = path.join(office.data, 'master.key');
    renameSync(key, `${key}.away`);
    await office.start({ wait: false });
    const { code } = await office.ended;
    assert.equal(code, 1);
    assert.match(office.output, /key file .* is missing/);
    assert.ok(!existsSync(key));
    renameSync(`${key}.away`, key);
});

await suite.test('a taken port is a clear error', async () => {
    const first = new Office('port-a'), second = new Office('port-b');
    await first.start();
    await second.start({ listen: `127.0.0.1:${first.port}`, wait: false });
    assert.equal((await second.ended).code, 1);
    assert.match(second.output, /port|taken|listen/i);
    await first.stop();
    first.remove();
    second.remove();
});

await suite.test('a redis-server that is missing or too old is a clear error', async () => {
    const bin = path.join(office.folder, 'bin');
    execFileSync('mkdir', ['-p', bin]);
    const old = path.join(bin, 'redis-server');
    writeFileSync(old, '#!/bin/sh\necho "Redis server v=6.0.16 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=1"\n');
    chmodSync(old, 0o755);
    const third = new Office('old');
    await third.start({ wait: false, env: { PATH: `${bin}:${process.env.PATH}` } });
    assert.notEqual((await third.ended).code, 0);
    assert.match(third.output, /6\.0|too old|7\.0/);
    third.remove();
    const fourth = new Office('none');
    await fourth.start({ wait: false, env: { PATH: '/nonexistent' } });
    assert.notEqual((await fourth.ended).code, 0);
    assert.match(fourth.output, /redis-server/);
    fourth.remove();
});

await suite.test('settings faults are told all at once, with their lines', async () => {
    const bad = new Office('bad', { settings: '[office]\nmode = maybe\ntimezon = Chile\n[server]\nlisten = 99999\n' });
    await bad.start({ wait: false });
    assert.equal((await bad.ended).code, 1);
    assert.ok((bad.output.match(/acogida\.conf:\d+: /g) ?? []).length >= 2, bad.output);
    bad.remove();
});

await provider.close();
office.remove();
suite.end();
