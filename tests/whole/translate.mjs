// translate - a content goes to translators as PO and comes back; people approve what may be spoken. No running office.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Office, Suite } from './office.mjs';

const suite = new Suite();
const office = new Office('translate', {});
const folder = path.join(office.folder, 'edited'), po = path.join(office.folder, 'ht.po');
const content = (...args) => office.command(['content', ...args]);
const read = (file) => readFileSync(path.join(folder, file), 'utf8');
const edit = (file, from, to) => {
    assert.ok(read(file).includes(from), `${file} holds '${from}'`);
    writeFileSync(path.join(folder, file), read(file).replace(from, to));
};
/** Changes the translation of one text of the PO file, as a translator's program does: joined to one line. */
const translate = (context, msgstr, flag = '') => {
    const blocks = readFileSync(po, 'utf8').split('\n\n');
    const at = blocks.findIndex((block) => block.includes(`msgctxt "${context}"`));
    assert.ok(at >= 0, context);
    blocks[at] = blocks[at].replace(/msgstr [^]*$/, `msgstr ${JSON.stringify(msgstr)}`).replace('msgctxt', `${flag}msgctxt`);
    writeFileSync(po, blocks.join('\n\n') + '\n');
};
const changedLines = (before, after) => after.split('\n').filter((line, i) => line !== before.split('\n')[i]);

assert.equal((await content('pull', folder, '--sample')).code, 0);

await suite.test('every language is exported as PO that msgfmt accepts', async () => {
    for (const language of ['ht', 'fr', 'en', 'pt']) {
        const file = path.join(office.folder, `${language}.po`);
        const { code, out, err } = await content('po', 'export', language, folder, file);
        assert.equal(code, 0, err);
        assert.match(out, /\d{3} texts, \d not translated/); // a directory may leave an address as it is
        execFileSync('msgfmt', ['-c', '--check-header', '-o', '/dev/null', file]);
    }
    assert.equal((await content('po', 'export', 'xx', folder)).code, 1);
});

await suite.test('what is said while a number is closed goes to translators and comes back', async () => {
    const before = read('answers/violencia-mujer.yaml'), words = 'Kounye a rele {n-carabineros} oswa {n-familia}. Pi ta: {n-mujer}. Èske nou ka ekri ou? WI/NON';
    const kept = readFileSync(po, 'utf8');
    translate('answers/violencia-mujer.yaml while_closed/text', words);
    const { code, out, err } = await content('po', 'import', po, folder);
    assert.equal(code, 0, err);
    assert.match(out, /1 taken/);
    assert.deepEqual(changedLines(before, read('answers/violencia-mujer.yaml')), [`    ht: "${words}"`]);
    translate('answers/violencia-mujer.yaml while_closed/text', 'Rele 149');
    assert.match((await content('po', 'import', po, folder)).err, /violencia-mujer\.yaml while_closed\/text: lacks, or adds, the placeholder/);
    writeFileSync(po, kept);
    writeFileSync(path.join(folder, 'answers/violencia-mujer.yaml'), before);
});

let waiting = 0;
await suite.test('an unchanged PO changes no byte', async () => {
    const before = execFileSync('find', [folder, '-name', '*.yaml', '-exec', 'sha256sum', '{}', '+']).toString();
    const { code, out, err } = await content('po', 'import', po, folder);
    assert.equal(code, 0, err);
    assert.match(out, /0 taken, \d+ the same, \d fuzzy or empty, 0 refused/);
    waiting = Number(out.match(/(\d+) fuzzy/)[1]);
    assert.equal(execFileSync('find', [folder, '-name', '*.yaml', '-exec', 'sha256sum', '{}', '+']).toString(), before);
});

await suite.test('new words reach their place, fuzzy and empty ones wait, and the layout stays', async () => {
    const answer = read('answers/cesfam.yaml'), menu = read('menu.yaml'), phrases = read('phrases.yaml'), fuzzy = read('answers/afp.yaml');
    translate('answers/cesfam.yaml text', 'Ale nan CESFAM ki pi pre kay ou "a": pote papye ou genyen. Reponn 9.');
    translate('menu.yaml salud/title', 'Sante, swen');
    translate('phrases.yaml language_menu', '1 Español\n2 Kreyòl ayisyen\n3 Français\n4 English\n5 Português');
    translate('answers/afp.yaml text', 'Sa a poko pare', '#, fuzzy\n');
    translate('answers/banco.yaml text', '');
    const { code, out, err } = await content('po', 'import', po, folder);
    assert.equal(code, 0, err);
    assert.match(out, new RegExp(`3 taken, \\d+ the same, ${waiting + 2} fuzzy or empty, 0 refused`));
    assert.deepEqual(changedLines(answer, read('answers/cesfam.yaml')), ['  ht: "Ale nan CESFAM ki pi pre kay ou \\"a\\": pote papye ou genyen. Reponn 9."']);
    assert.equal(changedLines(menu, read('menu.yaml')).length, 1);
    assert.match(read('menu.yaml'), /\{es: Salud, ht: "Sante, swen", fr: Santé,/);
    assert.deepEqual(changedLines(phrases, read('phrases.yaml')), ['  ht: "1 Español\\n2 Kreyòl ayisyen\\n3 Français\\n4 English\\n5 Português"']);
    assert.equal(read('answers/afp.yaml'), fuzzy);
    assert.equal((await office.command(['check', folder])).code, 0);
});

await suite.test('what no longer fits is refused by name, the rest is taken', async () => {
    edit('answers/cedula.yaml', '  es: "', '  es: "Atención: ');
    translate('answers/cedula.yaml text', 'Tèks nouvo pou kat la.');
    translate('phrases.yaml help', 'Sa a se liy gratis biwo a. 0 meni, 9 yon moun.');
    translate('answers/votar.yaml title', 'Vote nan peyi a');
    const { code, out, err } = await content('po', 'import', po, folder);
    assert.equal(code, 1);
    assert.match(err, /answers\/cedula\.yaml text: the Spanish text has changed since the export/);
    assert.match(err, /phrases\.yaml help: lacks, or adds, the placeholder \{comuna\}/);
    assert.match(out, /1 taken, .* 2 refused/);
    assert.match(read('answers/votar.yaml'), /ht: Vote nan peyi a/);
    assert.ok(!read('answers/cedula.yaml').includes('Tèks nouvo'));
});

await suite.test('a file that is none, or of a language that is none, changes nothing', async () => {
    const bad = path.join(office.folder, 'bad.po'), before = read('menu.yaml');
    for (const [text, fault] of [['msgid "a" msgstr\n', /bad\.po/], ['msgid ""\nmsgstr "Language: ru\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgctxt "menu.yaml salud/title"\nmsgid "Salud"\nmsgstr "x"\n', /'ru'/],
        ['msgid ""\nmsgstr "Language: ht\\nContent-Type: text/plain; charset=ISO-8859-1\\n"\n', /UTF-8/]]) {
        writeFileSync(bad, text);
        const { code, err } = await content('po', 'import', bad, folder);
        assert.equal(code, 1);
        assert.match(err, fault);
    }
    assert.equal(read('menu.yaml'), before);
});

await suite.test('an answer is approved by name, and only when the office has filled in its values', async () => {
    const refused = await content('approve', folder, 'oficina', '--by', 'María Paz');
    assert.equal(refused.code, 1);
    assert.match(refused.err, /answers\/oficina\.yaml:4: is approved, but the office has not filled in \{direccion\}[^]*nothing was approved/);
    assert.match(read('answers/oficina.yaml'), /status: proposed/);
    const before = read('answers/afp.yaml');
    const { code, out, err } = await content('approve', folder, 'afp', '--by', 'María Paz');
    assert.equal(code, 0, err);
    assert.match(out, /1 approved by María Paz/);
    assert.match(read('answers/afp.yaml'), /checked_by: "María Paz"\nstatus: approved/);
    assert.ok(changedLines(before, read('answers/afp.yaml')).length <= 4);
    const status = (await content('status', folder)).out;
    const answers = readdirSync(`${folder}/answers`).length;
    assert.ok(status.includes(`\n${answers - 1} answers are proposed`), status);
    assert.match(status, /values of the office to be filled in:.* direccion /);
    assert.equal((await content('approve', folder, 'nada', '--by', 'Ana')).code, 1);
    assert.equal((await content('approve', folder, 'afp')).code, 2);
});

await suite.test('an approved answer with new words is proposed again', async () => {
    translate('answers/afp.yaml text', 'AFP a se pou tout moun ki gen kontra. Reponn 9.');
    const text = readFileSync(po, 'utf8').replace(/#, fuzzy\n/, '');
    writeFileSync(po, text);
    const { out } = await content('po', 'import', po, folder);
    assert.match(out, /1 approved answers have new words/);
    assert.match(read('answers/afp.yaml'), /status: proposed/);
});

await suite.test('a sixth language, from right to left, is added by files alone and comes back from PO as it was written', async () => {
    const ar = path.join(office.folder, 'ar.po'), answer = 'اذهب إلى {comuna} مع أي وثيقة لديك. الرد 9 للتحدث مع شخص.';
    writeFileSync(path.join(folder, 'languages.yaml'), '- {code: ar, name: العربية, script: arabic, direction: rtl}\n');
    edit('topics/cesfam.yaml', 'keywords:\n', 'keywords:\n  ar: [مستشفى, طبيب]\n');
    edit('answers/cesfam.yaml', '  es: "', '  es: "{comuna}: ');
    for (const language of ['ht', 'fr', 'en', 'pt']) edit('answers/cesfam.yaml', `  ${language}: "`, `  ${language}: "{comuna}: `);
    const exported = await content('po', 'export', 'ar', folder, ar);
    assert.match(exported.out, /(\d+) texts, \1 not translated/);
    const text = readFileSync(ar, 'utf8').split('\n\n').map((block) => block.includes('"answers/cesfam.yaml text"') ? block.replace(/msgstr [^]*$/, `msgstr ${JSON.stringify(answer)}`)
        : block.includes('"phrases.yaml welcome"') ? block.replace(/msgstr [^]*$/, 'msgstr "مرحبا بكم في {comuna}. 0 للقائمة، 9 لشخص."') : block);
    writeFileSync(ar, text.join('\n\n') + '\n');
    execFileSync('msgfmt', ['-c', '-o', '/dev/null', ar]);
    const { code, out, err } = await content('po', 'import', ar, folder);
    assert.equal(code, 0, err);
    assert.match(out, /2 taken/);
    assert.ok(read('answers/cesfam.yaml').includes(`  ar: "${answer}"\n`), read('answers/cesfam.yaml'));
    await content('po', 'export', 'ar', folder, ar);
    assert.match((await content('po', 'import', ar, folder)).out, /0 taken, 2 the same/);
    const other = new Office('arabic', { settings: `[office]\ncontent = ${folder}\n` });
    assert.equal((await other.command(['check'])).code, 0);
    const talk = await other.command(['chat'], 'أين مستشفى؟\n!quit\n');
    assert.ok(talk.out.includes('< مرحبا بكم في Quilicura.') && talk.out.includes(`< ${answer.replace('{comuna}', 'Quilicura')}`), talk.out + talk.err);
    const cost = await other.command(['segments'], answer + '\n');
    assert.match(cost.out, /^ucs-?2\t\d+\t1/i);
    other.remove();
});

office.remove();
suite.end();
