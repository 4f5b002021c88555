// segments - `acogida segments` against npm sms-segments-calculator, on texts made from a fixed seed.
//
// ACOGIDA names the program. One text a line in, one `encoding<TAB>units<TAB>segments` a line out.
// The calculator's grapheme tables are those of Unicode 10: clusters that are younger are not among the texts, nor are
// clusters that no segment could hold, which it counts as if one could.
'use strict';
const { spawnSync } = require('node:child_process');
const { SegmentedMessage } = require('sms-segments-calculator');

// mulberry32: small, and the same on every machine
let seed = 20261124;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];

const plain = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?\'"()-+*/=<>@#$%&_'];
const western = [...'ñÑéèùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉÄÖÜäöüà¡¿§£¥¤'];
const extension = [...'^{}\\[~]|€', '\f'];
const accents = [...'áíóúÁÍÓÚâêîôûãõçëïœ`´«»“”’…–—ºª\t'];
const scripts = [...'مرحباשלוםПриветこんにちは你好안녕ሰላምগকখก'];
const marks = ['e\u0301', 'n\u0303', 'o\u0302\u0323', 'a\u0308', 'c\u0327', 'กำ', 'कि', 'நி', 'h\u0306\u0310',
  '1\ufe0f\u20e3'];
const emoji = ['😀', '🙏', '❤️', '☎️', '🇨🇱', '🇭🇹', '🇻🇪', '👍🏽', '👋🏿', '🤷🏻', '👨‍👩‍👧‍👦', '👩‍👩‍👦', '👩‍❤️‍💋‍👨', '👩🏽‍⚕️',
  '🏳️‍🌈', '👩‍🎓', '𝒜', '𐍈'];
const classes = [plain, western, extension, accents, scripts, marks, emoji];

// letters until the text has exactly so many UTF-16 units; what does not fit is filled with plain ones
function ofUnits(units, letters) {
  let text = '';
  while (text.length < units) {
    const next = pick(letters());
    text += text.length + next.length <= units ? next : pick(plain);
  }
  return text;
}

const texts = [];
const add = (text) => texts.push(text.replaceAll('\n', ' '));

add('');
for (const letters of classes) for (const letter of letters) add(letter);
const borders = [1, 2, 66, 67, 68, 69, 70, 71, 72, 133, 134, 135, 136, 152, 153, 154, 159, 160, 161, 162];
for (const units of [...borders, 305, 306, 307, 308, 459, 460]) {
  add(ofUnits(units, () => plain));
  add(ofUnits(units, () => pick([plain, western])));
  add(ofUnits(units, () => pick([plain, plain, extension])));
  add(ofUnits(units, () => pick([plain, accents])));
  add(ofUnits(units, () => scripts));
  add(ofUnits(units, () => pick([plain, emoji])));
  add(ofUnits(units, () => pick([plain, marks])));
  add(ofUnits(units, () => extension));
}
// something wide across each seam
for (const seam of [66, 67, 69, 70, 133, 134, 200, 201])
  for (const wide of [...emoji, ...marks]) add('á' + 'x'.repeat(seam - 2) + wide + 'y'.repeat(below(80)));
for (const seam of [151, 152, 153, 158, 159, 160, 305, 306])
  for (const wide of ['€', '[', '€€', '^a~']) add('x'.repeat(seam - 1) + wide + 'y'.repeat(below(170)));
for (let i = 0; i < 20; i++) add(ofUnits(below(400), () => pick([plain, ['\r', 'a\rb']])));
for (let i = 0; i < 20; i++) add(ofUnits(below(400), () => pick([plain, accents, ['\r', '\r\r']])));
for (let i = 0; i < 150; i++) add(ofUnits(below(500), () => pick(classes)));
for (let i = 0; i < 10; i++)
  add(ofUnits(1000 + below(3000), () => pick(i % 2 ? classes : [plain, western, extension])));

function expected(text) {
  const message = new SegmentedMessage(text);
  const units = message.messageSize / (message.encodingName === 'GSM-7' ? 7 : 16);
  return `${message.encodingName}\t${units}\t${message.segmentsCount}`;
}

const run = spawnSync(process.env.ACOGIDA, ['segments'], { input: texts.join('\n') + '\n', encoding: 'utf8' });
if (run.error || run.status !== 0) {
  console.error(`cannot run ACOGIDA=${process.env.ACOGIDA}: ${run.error ? run.error.message : run.stderr}`);
  process.exit(1);
}
const answers = run.stdout.split('\n');
answers.pop();
let failed = Math.abs(answers.length - texts.length);
let passed = 0;
texts.forEach((text, i) => {
  const want = expected(text);
  if (answers[i] === want) {
    passed++;
    return;
  }
  failed++;
  if (failed <= 20) console.error(`${JSON.stringify(text)}\n  oracle ${want}\n  ours   ${answers[i]}`);
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
