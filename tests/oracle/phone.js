// phone - messages/phone against npm libphonenumber-js: a mobile number of every country, as people write it, and Chilean ones.
//
// PHONE_READ names the program that asks ours. What they call valid must come out the same; what they refuse is not judged:
// ours takes short codes and numbers of plans that it does not know. Left out: Tokelau and Tristan da Cunha, whose numbers have
// seven digits in all; ours asks for eight, since a shorter one is nearly always a slip.
'use strict';
const { spawnSync } = require('node:child_process');
const { getCountries, parsePhoneNumberFromString } = require('libphonenumber-js/max');
const examples = require('libphonenumber-js/examples.mobile.json');

// mulberry32: small, and the same on every machine
let seed = 20261125;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const digits = (count) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');

const HOME = 'CL', PREFIX = '+56';
const asked = [];
for (const country of getCountries()) {
  const number = examples[country] && parsePhoneNumberFromString(examples[country], country);
  if (!number?.isValid() || number.number.length < 9) continue;
  const international = number.formatInternational();
  const forms = [number.number, international, international.replaceAll(' ', '-'), international.replaceAll(' ', '.'), `00${number.number.slice(1)}`, ` ${international} `];
  for (const text of forms) asked.push(text);
}
for (let i = 0; i < 300; i++) {
  const local = `9${digits(8)}`;
  const [a, b, c] = [local.slice(0, 1), local.slice(1, 5), local.slice(5)];
  for (const text of [local, `${a} ${b} ${c}`, `${a}-${b}-${c}`, `+56 ${a} ${b} ${c}`, `+56${local}`, `56${local}`, `0056 ${a} ${b}${c}`, `(+56) ${a} ${b} ${c}`]) asked.push(text);
}

const theirs = asked.map((text) => parsePhoneNumberFromString(text.startsWith('00') ? `+${text.slice(2)}` : text, HOME));
const run = spawnSync(process.env.PHONE_READ, { input: asked.map((text) => `${PREFIX}\t${text}\n`).join(''), encoding: 'utf8' });
const ours = run.stdout.split('\n');
let passed = 0, failed = run.status === 0 ? 0 : 1;
asked.forEach((text, i) => {
  if (!theirs[i]?.isValid()) return;
  if (ours[i] === theirs[i].number) return void passed++;
  if (++failed <= 20) console.log(`'${text}': ours ${ours[i]}, theirs ${theirs[i].number} (${theirs[i].country})`);
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
