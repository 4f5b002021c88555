// doors - hostile HTTP against the whole program: every odd request is refused, honest ones are served meanwhile.
import { beside, conclude } from './beside.mjs';
import { Office, fakeTwilio } from './office.mjs';

const provider = await fakeTwilio();
const office = new Office('doors', { provider, settings: '[office]\ntrial_numbers = +56911*\n' });
await office.start();
const probe = await beside(new URL('http_probe.mjs', import.meta.url).pathname, { BASE: office.base, HOOK: '/hook/line-1' });
const honest = await office.text('+56911000001', 'hola');
const end = await office.stop();
const results = [probe, { passed: honest.status === 200 ? 1 : 0, failed: honest.status === 200 ? 0 : 1 }, { passed: end.code === 0 ? 1 : 0, failed: end.code === 0 ? 0 : 1 }];
if (end.code !== 0) console.log(office.output.slice(-4000));
await provider.close();
office.remove();
conclude(results);
