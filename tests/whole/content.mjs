// content - editors change what a running office says: fetch, edit, publish, go back; what has a fault never speaks.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ACOGIDA, Office, Suite, fakeTwilio, until } from './office.mjs';

const ANA = '+56911000001', PEDRO = '+56911000002';
const suite = new Suite();
const provider = await fakeTwilio();
const office = new Office('content', { provider, settings: '[office]\ntrial_numbers = +56911*\n' });
const folder = path.join(office.folder, 'edited'), other = path.join(office.folder, 'other');

const content = (...args) => office.command(['content', ...args]);
const edit = (file, from, to, where = folder) => {
    const text = readFileSync(path.join(where, file), 'utf8');
    assert.ok(text.includes(from), `${file} holds '${from}'`);
    writeFileSync(path.join(where, file), text.replace(from, to));
};

/** What the bot answers to these words, all texts of the turn. */
async function asks(number, words, wanted) {
    const before = provider.to(number).length;
    assert.equal((await office.text(number, words)).status, 200);
    return until(`'${wanted}' as an answer to '${words}'`, () => provider.to(number).slice(before).map((entry) => entry.body).join('\n').includes(wanted));
}

await office.start();

await suite.test('what speaks can be fetched before anything was published, and an unchanged folder publishes nothing new to say', async () => {
    const { code, out } = await content('pull', folder);
    assert.equal(code, 0, out);
    assert.match(out, /nothing is published yet/);
    assert.ok(existsSync(path.join(folder, 'answers/oficina.yaml')));
    assert.match((await content('log')).out, /Nothing is published yet/);
    assert.match((await content('diff', folder)).out, /Nothing differs/);
});

await suite.test('a changed answer is shown, published and spoken at once', async () => {
    await asks(ANA, 'donde queda la oficina', 'Orientamos sobre papeles');
    edit('answers/oficina.yaml', 'Orientamos sobre papeles', 'Le ayudamos con papeles');
    const { code, out, err } = await content('push', folder, '--yes', '--who', 'María Paz', '--note', 'palabras nuevas');
    assert.equal(code, 0, err);
    assert.match(out, /answer "La oficina"[^]*Español[^]*- .*Orientamos[^]*\+ .*Le ayudamos[^]*published as version 1/);
    await until('the swap', () => /content version 1 \([0-9a-f]{12}\) speaks/.test(office.output));
    await asks(ANA, 'donde queda la oficina', 'Le ayudamos con papeles');
    assert.match((await content('log')).out, /1 .*María Paz +palabras nuevas/);
});

await suite.test('a change of what is said while a number is closed is shown by answer, key and language', async () => {
    edit('answers/violencia-mujer.yaml', 'nenpòt lè. Pou konsèy', 'nenpòt lè. Pou pale');
    assert.match((await content('diff', folder)).out, /answer "Violencia contra la mujer"[^\n]*\n  while_closed\/text, Krey[^\n]*\n    - [^\n]*Pou konsèy[^\n]*\n    \+ [^\n]*Pou pale/);
    edit('answers/violencia-mujer.yaml', 'nenpòt lè. Pou pale', 'nenpòt lè. Pou konsèy');
});

await suite.test('every process of the office swaps', async () => {
    const beside = path.join(office.folder, 'worker.conf');
    writeFileSync(beside, readFileSync(office.config, 'utf8') + `\n[redis]\nurl = unix:${path.join(office.data, 'redis.sock')}\n`);
    const worker = spawn(ACOGIDA, ['worker', '--config', beside, '--data', office.data]);
    let said = '';
    worker.stderr.on('data', (piece) => (said += piece));
    const ended = new Promise((done) => worker.on('exit', done));
    try {
        await until(`version 1 in the worker; it said:\n${said}`, () => /version 1 .* speaks/.test(said));
        edit('answers/oficina.yaml', 'Le ayudamos con papeles', 'Aqui vemos sus papeles');
        assert.equal((await content('push', folder, '--yes')).code, 0);
        await until('version 2 in the worker', () => /version 2 .* speaks/.test(said));
        await until('version 2 in the office', () => /version 2 .* speaks/.test(office.output));
    } finally {
        worker.kill('SIGTERM');
    }
    assert.equal(await ended, 0);
});

await suite.test('a content with a fault is refused with file and line, and the old one goes on', async () => {
    edit('answers/oficina.yaml', '{direccion}', '{direcion}');
    const { code, err } = await content('push', folder, '--yes');
    assert.equal(code, 1);
    assert.match(err, /answers\/oficina\.yaml:4: unknown placeholder \{direcion\}[^]*nothing was published/);
    edit('answers/oficina.yaml', '{direcion}', '{direccion}');
    await asks(ANA, 'donde queda la oficina', 'Aqui vemos sus papeles');
});

await suite.test('a transcript that does not go as written blocks publishing; it travels with the content', async () => {
    mkdirSync(path.join(folder, 'transcripts'));
    writeFileSync(path.join(folder, 'transcripts/oficina.chat'), '@ greeted\n@ language es chosen\n> donde queda la oficina\n< Otra cosa\n');
    const failed = await content('push', folder, '--yes');
    assert.equal(failed.code, 1);
    assert.match(failed.err, /transcripts\/oficina\.chat:4: expected[^]*1 of 1 transcripts fail/);
    assert.equal((await office.command(['check', folder])).code, 1);
    const golden = await office.command(['chat', '--golden', path.join(folder, 'transcripts/oficina.chat')]);
    assert.equal(golden.code, 0, golden.out + golden.err);
    edit('transcripts/oficina.chat', 'Orientamos sobre papeles', 'Aqui vemos sus papeles'); // chat knows the sample only
    const passed = await content('push', folder, '--yes');
    assert.equal(passed.code, 0, passed.err);
    assert.match(passed.out, /transcripts OK: 1[^]*new: transcripts\/oficina\.chat/);
});

await suite.test('who has not seen what others published is told, and loses nothing', async () => {
    assert.equal((await content('pull', other)).code, 0);
    assert.ok(existsSync(path.join(other, 'transcripts/oficina.chat')));
    edit('menu.yaml', 'es: Salud,', 'es: Salud y cuidado,', other);
    assert.equal((await content('push', other, '--yes', '--who', 'Wenceslao')).code, 0);
    edit('answers/cesfam.yaml', 'es: "', 'es: "Mire: ');
    const { code, err } = await content('push', folder, '--yes');
    assert.equal(code, 1);
    assert.match(err, /published by Wenceslao/);
    const pulled = await content('pull', folder);
    assert.equal(pulled.code, 1, 'a pull would lose the change of cesfam');
    assert.match(pulled.err, /never pushed/);
    assert.match(readFileSync(path.join(folder, 'answers/cesfam.yaml'), 'utf8'), /Mire: /);
});

await suite.test('to go back is a new version with the words of an old one', async () => {
    const { code, out, err } = await content('rollback', '1', '--yes', '--who', 'Wenceslao');
    assert.equal(code, 0, err);
    assert.match(out, /gone: transcripts\/oficina\.chat[^]*published as version 5/);
    await until('the swap', () => /version 5 .* speaks/.test(office.output));
    await asks(ANA, 'donde queda la oficina', 'Le ayudamos con papeles');
    assert.match((await content('log')).out, /5 .*Wenceslao +back to version 1/);
    assert.equal((await content('rollback', '77', '--yes')).code, 1);
    assert.match((await content('diff', '4', '5')).out, /menu\.yaml/);
});

await suite.test('after a restart the published version speaks from the first text', async () => {
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    await office.start();
    await asks(PEDRO, 'donde queda la oficina', 'Le ayudamos con papeles');
});

await suite.test('names of those who publish are sealed on disk', async () => {
    const aof = readFileSync(path.join(office.data, 'redis/appendonlydir/appendonly.aof.1.incr.aof'), 'latin1');
    assert.ok(aof.includes('content_publish') || aof.includes('Le ayudamos con papeles'));
    for (const name of ['Wenceslao', 'palabras nuevas', Buffer.from('María Paz').toString('latin1')]) assert.ok(!aof.includes(name), name);
});

assert.deepEqual(await office.stop(), { code: 0, signal: null });
await provider.close();
office.remove();
suite.end();
