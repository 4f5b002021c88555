// privacy - the built program from outside: a person asks what is kept, has all of it erased, and no older copy of the data
// brings them back.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Desk, Office, Suite, fakeTwilio, sleep, until } from './office.mjs';

const LUZ = '+56911000003', ANA = '+56911000001';

const suite = new Suite();
const provider = await fakeTwilio();
const office = new Office('privacy', { provider, settings: '[office]\nname = Oficina de Migrantes\ntrial_numbers = +56911*\n' });

/** Texts and waits for all that the turn says. */
async function say(number, words, patience_ms = 250) {
    const before = provider.to(number).length;
    assert.equal((await office.text(number, words)).status, 200);
    await until('a reply', () => provider.to(number).length > before);
    for (let count = 0; count !== provider.to(number).length; await sleep(patience_ms)) count = provider.to(number).length;
    return provider.to(number).slice(before).map((entry) => entry.body).join('\n');
}

const files = () => execFileSync('find', [path.join(office.data, 'redis'), '-type', 'f', '-size', '+0']).toString().trim().split('\n');
/** All bytes of the database; a file of a rewrite may go away while we look. */
const kept = () => files().map((file) => { try { return readFileSync(file).toString('latin1'); } catch { return ''; } }).join('\n');
const persons = () => new Set([...kept().matchAll(/\}:person:([\w-]{16})/g)].map((found) => found[1]));

async function appoint(number) {
    const [day, hour] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Santiago', dateStyle: 'short', timeStyle: 'short' }).format(new Date(Date.now() + 5 * 86400e3)).split(' ');
    const file = path.join(office.folder, 'appointments.csv');
    writeFileSync(file, `numero;fecha;hora;motivo;lugar\n${number};${day};${hour};Revisar papeles;Oficina 3\n`);
    assert.match((await office.command(['import', file, '--channel', 'line-1'])).out, /1 new/);
}

await office.start();

let luz, older;
await suite.test('MIS DATOS tells the truth in the language of the person', async () => {
    await say(LUZ, 'hola');
    await say(LUZ, 'alta');
    await appoint(LUZ);
    const told = await say(LUZ, 'mis datos');
    assert.match(told, /Recordatorios: s[ií]/);
    assert.match(told, /xima hora: \S+ \d+ de /);
    assert.match(told, /BORRAR MIS DATOS/);
    await say(ANA, 'bonjou');
    assert.match(await say(ANA, 'done mwen'), /Depi .* nou kenbe/);
});

await suite.test('an older copy of the data is laid aside', async () => {
    const all = persons();
    assert.equal(all.size, 2);
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    older = path.join(office.folder, 'older');
    cpSync(path.join(office.data, 'redis'), older, { recursive: true });
    await office.start();
});

await suite.test('BORRAR asks once more; the second word erases, and exactly one text says so', async () => {
    assert.match(await say(LUZ, 'borrar mis datos'), /SI BORRAR/);
    const before = provider.to(LUZ).length;
    assert.match(await say(LUZ, 'si borrar'), /borramos todos sus datos/);
    await sleep(700);
    assert.equal(provider.to(LUZ).length, before + 1);
});

await suite.test('the ledger has a line, and Redis has rewritten its log: one person is left on the disk', async () => {
    const ledger = path.join(office.data, 'erased.log');
    await until('the ledger', () => { try { return /^[\w-]{16} \d{4}-\d\d-\d\d\n$/.test(readFileSync(ledger, 'utf8')); } catch { return false; } });
    await until('the rewrite', () => persons().size === 1, 20000);
    assert.ok(!kept().includes(LUZ.slice(1)) && !office.output.includes(LUZ.slice(1)));
});

await suite.test('kill -9 and a new start change nothing of it', async () => {
    await office.stop('SIGKILL');
    await office.start();
    assert.equal(persons().size, 1);
});

await suite.test('the older copy is put back: whoever was erased is gone before anything leaves', async () => {
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    const redis = path.join(office.data, 'redis');
    renameSync(redis, path.join(office.folder, 'newer'));
    cpSync(older, redis, { recursive: true });
    assert.equal(persons().size, 2, 'the copy did hold both');
    const before = provider.to(LUZ).length;
    await office.start();
    assert.match(office.output, /1 erased people had come back and are gone again/);
    assert.equal((await office.command(['announce', '--es', 'Charla', '--yes'])).code, 0);
    await sleep(700);
    assert.equal(provider.to(LUZ).length, before);
});

await suite.test('the same number writes again: somebody new, of whom nothing is known', async () => {
    const told = await say(LUZ, 'mis datos');
    assert.match(told, /Mensajes: 1\. /);
    assert.match(told, /xima hora: ninguna/);
    assert.match(told, /Recordatorios: sin decidir/);
});

const desk = new Desk(office);
await suite.test('the staff hand out a file with all of it, and nobody without a session gets it', async () => {
    const token = office.output.match(/join\?token=([\w-]{43})/g).at(-1).slice(-43);
    assert.equal((await desk.post('/join', { invite: token, login: 'maria', name: 'Maria Paz', password: 'una frase bien larga' })).status, 200);
    await say(LUZ, 'avisos');
    await say(LUZ, 'corregir');
    await say(LUZ, 'me llamo Rosalba');
    const [ticket] = (await desk.get('/tickets')).json.tickets;
    const { person } = (await desk.get(`/tickets/${ticket.id}`)).json;
    assert.equal((await new Desk(office).get(`/people/${person.id}/export`)).status, 401);
    assert.equal((await desk.get('/people/nobody/export')).status, 404);
    const file = (await desk.get(`/people/${person.id}/export`)).json;
    assert.equal(file.person.numbers.sms, LUZ);
    assert.equal(file.person.consents.events, '1');
    assert.ok(file.conversation.some((line) => line.by === 'person' && line.text === 'me llamo Rosalba'));
    assert.equal(file.tickets[0].code, ticket.code);
    assert.deepEqual([file.activities, file.referrals, file.mediations], [[], [], []]);
    const proof = file.proofs.find((one) => one.purpose === 'events');
    assert.equal(proof.words, 'avisos');
    assert.equal(proof.question, 'consent_yes_events');
    assert.ok(proof.yes && proof.language === 'es' && proof.version.length === 12 && proof.channel === 'line-1');
});

await suite.test('a code of the staff moves a person to a new telephone, ticket and all; the old one hears of it once', async () => {
    const NEW = '+56911000009';
    const [ticket] = (await desk.get('/tickets')).json.tickets;
    const { person } = (await desk.get(`/tickets/${ticket.id}`)).json;
    const { code } = (await desk.post(`/people/${person.id}/number-code`)).json;
    const before = provider.to(LUZ).length;
    assert.match(await say(NEW, code.toLowerCase().replace('-', ' '), 500), /Desde ahora le escribimos a este/);
    await until('the word to the old number', () => provider.to(LUZ).length === before + 1);
    assert.match(provider.to(LUZ).at(-1).body, /ya no recibe mensajes/);
    assert.equal((await desk.get(`/tickets/${ticket.id}`)).json.person.id, person.id);
    assert.match(await say(NEW, 'mis datos'), new RegExp(`Solicitud abierta: ${ticket.code}`));
    const back = (await desk.post(`/people/${person.id}/number-code`)).json.code;
    await say(LUZ, back, 500);
});

await suite.test('discreet mode: a caseworker writes, the screen says only that there is a message, the word opens it', async () => {
    const [ticket] = (await desk.get('/tickets')).json.tickets;
    const { person } = (await desk.get(`/tickets/${ticket.id}`)).json;
    assert.equal((await desk.post(`/people/${person.id}/word-reset`)).status, 409);
    await say(LUZ, 'español');
    await say(LUZ, 'discreto');
    assert.match(await say(LUZ, 'girasol'), /aviso neutro/);
    await desk.post(`/tickets/${ticket.id}/claim`);
    const before = provider.to(LUZ).length;
    assert.equal((await desk.post(`/tickets/${ticket.id}/reply`, { key: 'd1', text: 'La abogada la espera el jueves.' })).status, 200);
    await until('the neutral line', () => provider.to(LUZ).length === before + 1);
    assert.match(provider.to(LUZ).at(-1).body, /^Tiene un mensaje de la oficina\./);
    assert.match(await say(LUZ, 'qwerty'), /^Tiene un mensaje de la oficina\.[^\n]*$/);
    assert.equal((await desk.post(`/people/${person.id}/word-reset`)).status, 200);
    assert.match(await say(LUZ, 'girasol'), /^Tiene un mensaje/, 'the forgotten word opens nothing any more');
    assert.match(await say(LUZ, 'leer'), /La abogada la espera el jueves\./);
    const { thread } = (await desk.get(`/tickets/${ticket.id}`)).json;
    assert.ok(!thread.some((line) => line.by === 'person' && line.text === 'leer'), 'a word that opens is in no conversation');
    await say(LUZ, 'discreto');
});

await suite.test('acogida erase shows who it is, does nothing without a yes, and then all of it is gone', async () => {
    const [ticket] = (await desk.get('/tickets')).json.tickets;
    const before = provider.to(LUZ).length;
    const asked = await office.command(['erase', '--ticket', ticket.code]);
    assert.notEqual(asked.code, 0);
    assert.ok(/\+569\*+/.test(asked.out) && !asked.out.includes(LUZ), asked.out);
    assert.equal((await desk.get(`/tickets/${ticket.id}`)).status, 200);
    const done = await office.command(['erase', '--ticket', ticket.code, '--yes']);
    assert.equal(done.code, 0, done.err);
    await until('the receipt', () => provider.to(LUZ).length === before + 1);
    assert.match(provider.to(LUZ).at(-1).body, /borramos todos sus datos/);
    assert.equal((await desk.get(`/tickets/${ticket.id}`)).status, 404);
    const again = await office.command(['erase', '--number', LUZ, '--yes']);
    assert.notEqual(again.code, 0);
    const ana = await office.command(['erase', '--number', ANA, '--yes']);
    assert.equal(ana.code, 0, ana.err);
    await until('the receipt in her language', () => /nou efase tout done ou yo/.test(provider.to(ANA).at(-1).body));
    await until('the rewrite', () => persons().size === 0, 70000);
});

await suite.test('it ends', async () => {
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    rmSync(older, { recursive: true });
});

await provider.close();
office.remove();
suite.end();
