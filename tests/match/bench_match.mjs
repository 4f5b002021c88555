// bench_match - how well and how fast messages are understood, by language; figures.mjs says what is counted.
//
// ACOGIDA names the program. SHOW=1 lists what went wrong among the dev messages, never among the held or the blind ones.
// LANGUAGES
// names a file of `lang<TAB>text` lines to measure the language identifier on, besides dev.tsv.
import { readFileSync } from 'node:fs';

import { blindFigures, judgeBlind } from './blind.mjs';
import { ask, figures, judgeAll, languageFigures, languages, readMessages } from './figures.mjs';

const ROUNDS = 40;
const blindColumns = ['count', 'found', 'right', 'wrong', 'vain', 'silent', 'missed', 'topic', 'alarm', 'control', 'fooled'];
const columns = ['count', 'found', 'right', 'offered', 'wrong', 'silent', 'missed', 'alarm', 'control', 'fooled'];

function row(name, numbers, keys) {
  const cells = keys.map((key) => (Number.isNaN(numbers[key]) ? '-' : numbers[key].toFixed(key === 'count' ? 0 : 1)));
  console.log([name.padEnd(14), ...cells.map((cell) => cell.padStart(8))].join(''));
}

function table(title, judged, count, keys) {
  console.log(`\n${title}`.padEnd(15) + keys.map((key) => key.padStart(8)).join(''));
  for (const lang of languages)
    for (const noise of ['plain', 'noisy'])
      row(`${lang} ${noise}`, count(judged.filter((one) => one.lang === lang && one.noise === noise)), keys);
  row('all', count(judged), keys);
}

function languageTable(title, texts) {
  console.log(`\nlanguage of ${title}, per cent right: up to 20 letters, and more`);
  const all = languageFigures(texts);
  for (const language of languages) {
    const cells = all.filter((one) => one.language === language && one.count)
      .map((one) => `${one.right.toFixed(1)} of ${one.count}`.padStart(16));
    console.log(`${language}${cells.join('')}`);
  }
}

function readTexts(name) {
  const lines = readFileSync(name, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
  return lines.map(([lang, text]) => ({ lang, text })).filter((one) => languages.includes(one.lang) && one.text);
}

function speed(messages) {
  const lines = messages.map((message) => `${message.lang}\t${message.text}`);
  const time = (input) => {
    const start = process.hrtime.bigint();
    ask(input);
    return Number(process.hrtime.bigint() - start) / 1e9;
  };
  const load = Math.min(time(['es\thola']), time(['es\thola']), time(['es\thola']));
  const whole = time(Array(ROUNDS).fill(lines).flat());
  console.log(`\nstart with pack ${(load * 1000).toFixed(0)} ms; ` +
    `${Math.round((lines.length * ROUNDS) / (whole - load))} matches/s (pipes and printing included)`);
}

const messages = readMessages();
const judged = judgeAll(messages);
for (const split of ['dev', 'held']) table(split, judged.filter((one) => one.split === split), figures, columns);
table('blind', judgeBlind(), blindFigures, blindColumns);
if (process.env.SHOW) {
  for (const one of judged.filter((each) => each.split === 'dev' && !['right', 'offered'].includes(each.verdict)))
    console.log([one.verdict, one.lang, one.kind, one.ids.join('/'), one.text, '->', one.answer.kind, one.answer.id,
      one.answer.others.join(',')].join(' | '));
}
languageTable('dev.tsv', messages);
if (process.env.LANGUAGES) languageTable(process.env.LANGUAGES, readTexts(process.env.LANGUAGES));
speed(messages);
