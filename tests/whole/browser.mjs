// browser - Chromium on the phone simulator and on the desk of a freshly started sample office.
import { beside, conclude } from './beside.mjs';
import { ACCOUNT, Office, TOKEN, fakeTwilio, sleep, until } from './office.mjs';

const office = new Office('browser', { channels: false });
await office.start();
const script = (name) => new URL(name, import.meta.url).pathname;
const results = [await beside(script('phone.mjs'), { BASE: office.base })];

// a ticket for the desk, opened by text as a person would
const text = async (words) => {
    await fetch(`${office.base}/phone/api/send`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: office.base },
        body: JSON.stringify({ channel: 'phone-sms', number: '+56944444444', text: words }),
    });
    await sleep(400);
};
for (const words of ['Hola, me quieren subir el arriendo', '9', '5', '1', '1', '4']) await text(words);
const join = office.output.match(/(\/join\?token=[\w-]{43})/)[1];
results.push(await beside(script('desk.mjs'), { BASE: office.base, JOIN: join }));
const another = (await office.command(['user', 'invite'])).out.match(/(\/join\?token=[\w-]{43})/)[1];
results.push(await beside(script('desk_activities.mjs'), { BASE: office.base, JOIN: another }));
const third = (await office.command(['user', 'invite'])).out.match(/(\/join\?token=[\w-]{43})/)[1];
results.push(await beside(script('desk_cases.mjs'), { BASE: office.base, JOIN: third }));
const fourth = (await office.command(['user', 'invite'])).out.match(/(\/join\?token=[\w-]{43})/)[1];
results.push(await beside(script('desk_person.mjs'), { BASE: office.base, JOIN: fourth }));
const fifth = (await office.command(['user', 'invite'])).out.match(/(\/join\?token=[\w-]{43})/)[1];
results.push(await beside(script('desk_surveys.mjs'), { BASE: office.base, JOIN: fifth }));
const forMedia = (await office.command(['user', 'invite'])).out.match(/(\/join\?token=[\w-]{43})/)[1];
results.push(await beside(script('desk_media.mjs'), { BASE: office.base, JOIN: forMedia }));

// an office with a real line, over which one answer was lost and one message refused
const provider = await fakeTwilio();
const PAUSED = `HX${'2'.repeat(32)}`;
provider.templates[PAUSED] = { status: 'paused', name: 'aviso', rejection_reason: '', body: 'Aviso de la oficina: {{1}}' };
const whatsapp = `[channel wa-1]\nwire = twilio\nkind = whatsapp\nnumber = +56226000009\naccount = ${ACCOUNT}\nsecret = ${TOKEN}\napi_base = ${provider.base}\ntemplates = es:${PAUSED}\n`;
const lined = new Office('sending', { provider, settings: `[office]\ntrial_numbers = +56911*\n\n${whatsapp}` });
await lined.start();
for (const number of ['+56911000001', '+56911000002']) await lined.text(number, 'Hola');
await until('the greetings', () => provider.ledger.length === 4);
provider.mode = ({ to }, response) => {
    if (to.endsWith('1')) response.destroy();
    else response.writeHead(400, { 'Content-Type': 'application/json' }).end('{"code":21211,"message":"invalid","status":400}');
    return true;
};
for (const number of ['+56911000001', '+56911000002']) await lined.text(number, 'cesfam');
await sleep(700);
provider.mode = null;
const forSending = lined.output.match(/(\/join\?token=[\w-]{43})/)[1];
results.push(await beside(script('desk_sending.mjs'), { BASE: lined.base, JOIN: forSending }));
const wentAgain = provider.to('+56911000001').length - 2;
results.push({ passed: wentAgain === 1 ? 1 : 0, failed: wentAgain === 1 ? 0 : 1 });
if (wentAgain !== 1) console.log(`FAIL  what was sent again came ${wentAgain} times`);
await lined.stop();
await provider.close();
lined.remove();

const end = await office.stop();
results.push({ passed: end.code === 0 ? 1 : 0, failed: end.code === 0 ? 0 : 1 });
office.remove();
conclude(results);
