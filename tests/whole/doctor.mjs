// doctor - `acogida doctor` against the running program: each fault that an office really has is told apart, in words that say what to do.
import assert from 'node:assert/strict';
import { ACCOUNT, Office, Suite, TOKEN, fakeTwilio } from './office.mjs';

const suite = new Suite();
const provider = await fakeTwilio();
const TEMPLATE = `HX${'1'.repeat(32)}`;
const office = new Office('doctor', {
    provider,
    settings: `[channel wa-1]\nwire = twilio\nkind = whatsapp\nnumber = +56226000009\naccount = ${ACCOUNT}\nsecret = ${TOKEN}\napi_base = ${provider.base}\ntemplates = *:${TEMPLATE}\n`,
});
provider.templates[TEMPLATE] = { status: 'approved', name: 'aviso', rejection_reason: '' };
await office.start();

/** What the doctor says when the environment has these settings too. */
async function doctor(env = {}) {
    const all = { ACOGIDA_SERVER_PUBLIC_URL: office.base, ...env };
    Object.assign(process.env, all);
    const told = await office.command(['doctor']);
    for (const name of Object.keys(all)) delete process.env[name];
    return told;
}

/** The provider's answer to the question whether it knows us. */
const answers = (status, date = new Date()) => (provider.mode = (entry, response) => {
    response.sendDate = false;
    response.writeHead(status, { 'Content-Type': 'application/json', Date: date.toUTCString() }).end('{}');
    return true;
});

await suite.test('a line that is well is said to be', async () => {
    answers(200);
    const told = await doctor();
    assert.equal(told.code, 0, told.out + told.err);
    assert.match(told.out, /^line-1: well \(twilio, sms\)$/m);
    assert.match(told.out, /^wa-1: well \(twilio, whatsapp\)$/m);
    assert.match(told.out, /^phone-sms: well \(phone, sms\)$/m);
});

await suite.test('a secret that is not the running program\'s is found', async () => {
    answers(200);
    const told = await doctor({ ACOGIDA_CHANNEL_LINE_1_SECRET: `${TOKEN.slice(1)}f` });
    assert.equal(told.code, 1);
    assert.match(told.out, /^line-1: the webhook answers 403 to a request signed with this secret: does `acogida run`/m);
});

await suite.test('an address under which the provider would not be believed is found', async () => {
    answers(200);
    const told = await doctor({ ACOGIDA_SERVER_PUBLIC_URL: office.base.replace('127.0.0.1', 'localhost') });
    assert.match(told.out, /^line-1: the webhook answers 403 to a request signed/m);
    assert.match(told.out, /^phone-sms: well/m, 'the simulator signs nothing that an address could spoil');
});

await suite.test('a clock that is wrong is found', async () => {
    answers(200, new Date(Date.now() - 3600e3));
    assert.match((await doctor()).out, /^line-1: the clock of this machine is 3[56]\d\d s ahead of the provider's/m);
    answers(200, new Date(Date.now() + 3600e3));
    assert.match((await doctor()).out, /^line-1: the clock of this machine is 3[56]\d\d s behind the provider's/m);
});

await suite.test('an account that the provider does not know is found', async () => {
    answers(401);
    const told = await doctor();
    assert.equal(told.code, 1);
    assert.match(told.out, /^line-1: the provider answers 401/m);
});

await suite.test('a template that is not approved is found, with the reason', async () => {
    answers(200);
    provider.templates[TEMPLATE] = { status: 'rejected', name: 'aviso', rejection_reason: 'TAG_CONTENT_MISMATCH' };
    assert.match((await doctor()).out, /^wa-1: template HX1+ \(any language\) is rejected: TAG_CONTENT_MISMATCH: it is not used$/m);
    provider.templates[TEMPLATE] = { status: 'approved', name: 'aviso', rejection_reason: '', body: 'Sr. {{2}}: {{1}}' };
    assert.match((await doctor()).out, /^wa-1: template HX1+ has 2 placeholders and must have one: it is not used$/m);
    delete provider.templates[TEMPLATE];
    assert.match((await doctor()).out, /^wa-1: template HX1+ \(any language\) is missing/m);
});

await suite.test('nothing was sent to anybody, and nothing was taken as a message', async () => {
    assert.equal(provider.ledger.length, 0);
    const health = await (await fetch(`${office.base}/healthz`)).json();
    assert.equal(health.ok ?? true, true);
    assert.doesNotMatch(office.output, /malformed/);
});

await office.stop();
office.remove();
await provider.close();
suite.end();
