// activities - the built program from outside: an event and a workshop from the sample office, the API and the terminal;
// people sign up, wait, move up and are invited by text.
import assert from 'node:assert/strict';
import { Desk, Office, Suite, fakeTwilio, talk, until } from './office.mjs';

const ANA = '+56911000001', JEAN = '+56911000002', LUZ = '+56911000003';
const DAY = 24 * 3600e3;

const suite = new Suite();
const provider = await fakeTwilio();
const office = new Office('activities', { provider, settings: '[office]\ntrial_numbers = +56911*\n' });
const desk = new Desk(office);
const { heard, hears, say } = talk(office, provider);

await office.start();
const token = (await until('the one-time link', () => office.output.match(/join\?token=([\w-]{43})/)))[1];
await desk.post('/join', { invite: token, login: 'maria', name: 'María Paz', password: 'una frase bien larga' });

const from_ms = Math.floor(Date.now() / 60000) * 60000 + 10 * DAY;
const wish = {
    kind: 'event', word: 'cine1', capacity: 1, title: { es: 'Cine al aire libre', ht: 'Sinema deyo a' }, place: { es: 'Parque central', ht: 'Pak santral la' },
    sessions: [{ from_ms, until_ms: from_ms + 2 * 3600e3 }],
};
const get = async (id) => (await desk.get(`/activities/${id}`)).json;
let id;

await suite.test('the sample office has an event and a workshop of eight sessions that are to come', async () => {
    const { json } = await desk.get('/activities');
    assert.equal(json.total, 2);
    const workshop = json.activities.find((one) => one.kind === 'workshop');
    assert.equal(workshop.sessions.length, 8);
    for (const one of json.activities) assert.ok(one.sessions[0].from_ms > Date.now() + 4 * DAY);
    const reply = await say(LUZ, 'actividades');
    assert.match(reply, /Feria de las culturas/);
    assert.match(reply, /8 sesiones desde el martes/);
});

await suite.test('the API makes an activity, and says what is wrong with another', async () => {
    assert.equal((await new Desk(office).get('/activities')).status, 401);
    for (const wrong of [{ ...wish, capacity: 0 }, { ...wish, title: {} }, { ...wish, sessions: [] }, { ...wish, party: 1 }, 'x', [], null]) {
        const { status, json } = await desk.post('/activities', { activity: wrong });
        assert.equal(status, 400, JSON.stringify(json));
    }
    assert.equal((await desk.post('/activities', { activity: wish, more: '1' })).status, 400);
    const made = await desk.post('/activities', { activity: wish });
    assert.equal(made.status, 200, JSON.stringify(made.json));
    id = made.json.id;
    assert.match((await get(id)).sessions[0].code, /^[A-Z]\d[A-Z]\d$/);
    assert.equal((await desk.get('/activities/nothing-like-it')).status, 404);
});

await suite.test('the second of one seat hears her place in the waiting list, and is moved up by text', async () => {
    await say(ANA, 'español');
    assert.match(await say(ANA, 'cine1'), /Cine al aire libre: .* Parque central/);
    assert.match(await say(ANA, '1'), /le esperamos/);
    await say(JEAN, 'kreyol');
    assert.match(await say(JEAN, 'cine1'), /Pa gen plas/);
    assert.match(await say(JEAN, '1'), /Lis datant: 1\./);
    const full = await get(id);
    assert.deepEqual([full.taken, full.waiting], [1, 1]);
    assert.deepEqual([full.counts.es.yes, full.counts.ht.waiting], [1, 1]);
    await say(ANA, 'ya no voy');
    await hears(JEAN, /Gen yon plas ki lib.*Sinema deyo a.*Pak santral la/);
    assert.equal((await get(id)).counts.ht.yes, 1);
});

await suite.test('a change is held for a minute and can be taken back; a version that is old is refused', async () => {
    const was = await get(id);
    const change = await desk.post(`/activities/${id}/change`, { activity: { version: was.version, place: { es: 'Gimnasio' } } });
    assert.deepEqual([change.status, change.json.notice], [200, true]);
    assert.equal((await desk.post(`/activities/${id}/change`, { activity: { version: was.version, place: { es: 'Otro' } } })).status, 409);
    assert.equal((await get(id)).undo, true);
    assert.equal((await desk.post(`/activities/${id}/undo`)).status, 200);
    assert.equal((await desk.post(`/activities/${id}/undo`)).status, 409);
    assert.equal((await get(id)).place.es, 'Parque central');
});

await suite.test('an invitation asks for the number of the preview, and can be cancelled within the minute', async () => {
    await say(LUZ, 'ALTA');
    const preview = (await desk.get(`/activities/${id}/invite`)).json;
    assert.equal(preview.people, 1);
    assert.match(preview.by_language.es.text, /Le invitamos a Cine al aire libre: .* Parque central/);
    assert.equal((await desk.post(`/activities/${id}/invite`, { people: '7' })).status, 409);
    const started = await desk.post(`/activities/${id}/invite`, { people: '1' });
    assert.equal(started.status, 200, JSON.stringify(started.json));
    assert.equal((await desk.post(`/campaigns/${started.json.id}/state`, { state: 'cancelled' })).json.state, 'cancelled');
    assert.equal((await desk.get(`/campaigns/${started.json.id}`)).json.position, 0);
    assert.equal((await desk.post(`/activities/${id}/invite`, { people: '1' })).status, 409, 'the same texts within a day');
});

await suite.test('the terminal makes one, invites, and 1 is the answer to the invitation', async () => {
    const when = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Santiago', dateStyle: 'short' }).format(new Date(from_ms));
    const made = await office.command(['event', 'new', '--kind', 'workshop', '--es', 'Cocina del mundo', '--place-es', 'Sede', '--when', `${when} 18:00`, '--sessions', '3', '--capacity', '20']);
    assert.equal(made.code, 0, made.err);
    const cooking = made.out.match(/activity (\S+) is open/)[1];
    const dry = await office.command(['event', 'invite', cooking]);
    assert.notEqual(dry.code, 0, 'without --yes and without a terminal nothing is sent');
    const sent = await office.command(['event', 'invite', cooking, '--yes', '--now']);
    assert.equal(sent.code, 0, sent.err);
    await hears(LUZ, /Le invitamos a Cocina del mundo: 3 sesiones/);
    assert.match(await say(LUZ, '1'), /Su inscripcion esta lista: Cocina del mundo, 3 sesiones/);
    const shown = await office.command(['event', 'show', cooking]);
    assert.match(shown.out, /code of the day [A-Z]\d[A-Z]\d/);
    assert.match(shown.out, /^es\t1\t1\t0\t0\t1\t0$/m);
    const cancelled = await office.command(['event', 'cancel', cooking, '--yes', '--now']);
    assert.equal(cancelled.code, 0, cancelled.err);
    await hears(LUZ, /Se cancelo: Cocina del mundo/);
    assert.equal(heard(ANA).concat(heard(JEAN)).filter((text) => /Cocina/.test(text)).length, 0, 'only who was told hears it');
    assert.equal((await office.command(['event', 'new', '--es', 'x', '--when', 'tomorrow'])).code, 2);
});

await suite.test('the code of the day does not count ten days before', async () => {
    const { sessions } = await get(id);
    assert.match(await say(JEAN, sessions[0].code), /poko bon/);
});

await suite.test('the list shows codes where no name is known, and certificates come as a file', async () => {
    const { json } = await desk.get(`/activities/${id}/people`);
    assert.equal(json.total, 2);
    assert.deepEqual(json.people.map((one) => one.state), ['no', 'yes']);
    for (const one of json.people) assert.ok(one.code.length === 6 && one.name === '');
    assert.ok(!JSON.stringify(json).includes(ANA));
    assert.equal((await desk.get(`/activities/${id}/certificates`)).json.needed, 1);
    assert.equal((await desk.get(`/activities/${id}/certificates?share=0`)).status, 400);
    const file = await fetch(`${office.base}/api/v1/activities/${id}/certificates.csv`, { headers: { Cookie: desk.cookie } });
    assert.match(file.headers.get('content-type'), /text\/csv/);
    assert.match(file.headers.get('content-disposition'), /certificados\.csv/);
    assert.match(await file.text(), /"nombre";"codigo"/);
});

await suite.test('a restart makes no second sample, and everything is still there', async () => {
    assert.deepEqual(await office.stop(), { code: 0, signal: null });
    await office.start();
    assert.equal((await desk.get('/activities')).json.total, 4);
    assert.match(await say(JEAN, 'cine1'), /Ou gen plas ou deja/);
});

await suite.test('it ends with exit 0', async () => assert.deepEqual(await office.stop(), { code: 0, signal: null }));
await provider.close();
office.remove();
suite.end();
