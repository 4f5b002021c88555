// cases - the built program from outside: a mediation, a referral and what could not be answered, by text, API and terminal. What
// leaves for one neighbour never holds a number or a word of the other.
import assert from 'node:assert/strict';
import { Desk, Office, Suite, fakeTwilio, sleep, talk, until } from './office.mjs';

const A = '+56911000001', B = '+56911000002', LOST = '+56911000003';
const SECRETS_OF_A = [/Villa Secreta/, /mi vecino grita/, /11000001/, /ruidos/i], SECRETS_OF_B = [/chen an/, /11000002/];

const suite = new Suite();
const provider = await fakeTwilio();
const office = new Office('cases', { provider, settings: '[office]\ntrial_numbers = +56911*\nhelped_every = 0\n' });
const desk = new Desk(office);
const { heard, hears, say } = talk(office, provider);

/** Texts that are for the mediator have no reply. */
async function write(number, words) {
    assert.equal((await office.text(number, words)).status, 200);
    await sleep(400);
}

await office.start();
const token = (await until('the one-time link', () => office.output.match(/join\?token=([\w-]{43})/)))[1];
await desk.post('/join', { invite: token, login: 'marta', name: 'Marta Mediadora', password: 'una frase bien larga' });

let ticket, id;
const one = async () => (await desk.get(`/cases/${id}`)).json;

await suite.test('a mediation is asked for by text, and stands beside its ticket', async () => {
    await say(A, 'español');
    for (const words of ['mediacion', '1', '2', '1', 'Villa Secreta', '1', '1']) await say(A, words);
    ticket = (await desk.get('/tickets')).json.tickets.find((each) => each.topic === 'mediacion');
    const { json } = await desk.get(`/tickets/${ticket.id}/case`);
    assert.equal(json.party, 'A');
    id = json.case.id;
    assert.equal(json.case.state, 'asked');
    assert.equal((await new Desk(office).get('/cases')).status, 401);
});

await suite.test('who does not hold the ticket invites nobody; a number that is none is refused', async () => {
    assert.equal((await desk.post(`/cases/${id}/invite`, { number: B, language: 'ht' })).status, 409);
    await desk.post(`/tickets/${ticket.id}/claim`, {});
    assert.equal((await desk.post(`/cases/${id}/invite`, { number: 'abc', language: 'ht' })).status, 400);
    assert.equal((await desk.post(`/cases/${id}/invite`, { number: A, language: 'ht' })).status, 409);
    const { status, json } = await desk.post(`/cases/${id}/invite`, { number: B, language: 'ht' });
    assert.equal(status, 200, JSON.stringify(json));
});

await suite.test('the invitation says neither who asked nor why, and the answer comes to the case', async () => {
    const invitation = await hears(B, /medyat/);
    for (const secret of SECRETS_OF_A) assert.doesNotMatch(invitation, secret);
    await say(B, 'wi');
    assert.equal((await one()).state, 'accepted');
    await write(B, 'chen an se pa pou mwen');
    await write(A, 'mi vecino grita de noche');
});

await suite.test('nothing of one is told to the other: by text, by the API, on the other ticket', async () => {
    const other = (await one()).parties.find((each) => each.party === 'B').ticket;
    const theirs = JSON.stringify((await desk.get(`/tickets/${other}`)).json), ours = JSON.stringify((await desk.get(`/tickets/${ticket.id}`)).json);
    assert.match(theirs, /chen an/);
    assert.match(ours, /mi vecino grita/);
    for (const secret of SECRETS_OF_A) assert.doesNotMatch(`${theirs}\n${heard(B).join('\n')}`, secret);
    for (const secret of SECRETS_OF_B) assert.doesNotMatch(`${ours}\n${heard(A).join('\n')}`, secret);
    for (const secret of [...SECRETS_OF_A, ...SECRETS_OF_B]) assert.doesNotMatch(JSON.stringify(await one()), secret);
});

await suite.test('a meeting is told to both and its end as well', async () => {
    const date = new Date(Date.now() + 6 * 86400e3).toISOString().slice(0, 10);
    assert.equal((await desk.post(`/cases/${id}/meeting`, { date, time: '18:00', place: 'Sede vecinal' })).status, 200);
    await hears(A, /mediador: .* 18:00, Sede vecinal/);
    await hears(B, /medyat.*18:00, Sede vecinal/);
    assert.equal((await one()).meeting.place, 'Sede vecinal');
});

await suite.test('a referral is told, asked about never before its week, and counted by organisation', async () => {
    const wish = { key: 'k1', organisation: 'sjm', share: 'yes' };
    assert.equal((await desk.post(`/tickets/${ticket.id}/referral`, { ...wish, share: 'maybe' })).status, 400);
    assert.equal((await desk.post(`/tickets/${ticket.id}/referral`, { ...wish, organisation: 'nadie' })).status, 400);
    assert.equal((await desk.post(`/tickets/${ticket.id}/referral`, wish)).status, 200);
    await hears(A, /Nos autoriza/);
    assert.match(await say(A, '1'), /sjmchile\.org/);
    const { code, out } = await office.command(['referrals']);
    assert.equal(code, 0);
    assert.match(out, /^sjm\t1\t1\t0\t0\t0\t1\t-\tServicio Jesuita a Migrantes$/m);
    assert.equal((await desk.get(`/tickets/${ticket.id}/referrals`)).json.referrals[0].state, 'shared');
});

await suite.test('the end is told to both', async () => {
    assert.equal((await desk.post(`/cases/${id}/close`, { outcome: 'agreement' })).status, 200);
    await hears(A, /qued. cerrada/);
    await hears(B, /Medyasyon an f/);
    assert.equal((await desk.get('/cases?state=closed')).json.total, 1);
});

await suite.test('what could not be answered is listed without digits and dealt with, at the API and in the terminal', async () => {
    await say(LOST, 'español');
    await say(LOST, 'grumf tarsk 98765');
    const { code, out } = await office.command(['unanswered', '--language', 'es']);
    assert.equal(code, 0);
    const [, found] = out.match(/^\d{4}-\d\d-\d\d\tes\t(\S{16})\tgrumf tarsk #####$/m);
    assert.equal((await office.command(['unanswered', '--language', 'ht'])).out, '');
    assert.equal((await office.command(['unanswered', '--dismiss', found])).code, 0);
    assert.equal((await desk.get('/unanswered')).json.total, 0);
    assert.match((await office.command(['unanswered', '--helped'])).out, /^topic\tlanguage/);
});

const end = await office.stop();
await suite.test('it ends cleanly', async () => assert.equal(end.code, 0, office.output));
await provider.close();
office.remove();
suite.end();
