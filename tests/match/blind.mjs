// blind - what `acogida match` makes of blind.tsv, by language, plain and noisy. Only figures leave this file, never a line.
//
// blind.tsv: lang, class, expected, noisy, text. class is topic, urgent, control-in-sentence (an order's word inside a
// sentence that orders nothing) or none; expected names the topics of which any is right.
import { readFileSync } from 'node:fs';

import { ask } from './figures.mjs';

// Where the first answer is help and a ticket of the first priority.
const dangers = ['violencia-mujer', 'salud-mental', 'urgencia', 'ninos-proteccion', 'trata', 'detencion'];
const OFFERED_MAX = 3;

export function readBlind() {
  const lines = readFileSync(new URL('./blind.tsv', import.meta.url), 'utf8').trim().split('\n');
  return lines.filter((line) => !line.startsWith('#')).map((line) => {
    const [lang, kind, expected, noisy, text] = line.split('\t');
    return { lang, kind, ids: expected.split(','), noise: noisy === '1' ? 'noisy' : 'plain', text };
  });
}

const offered = (answer) => [answer.id, ...answer.others].slice(0, OFFERED_MAX);

// right: answered at once. offered: "did you mean" holds it. vain: it does not. wrong: another answer, or an order.
function judgeTopic(message, answer) {
  if (answer.kind === 'none') return 'silent';
  if (answer.kind === 'ask') return offered(answer).some((id) => message.ids.includes(id)) ? 'offered' : 'vain';
  if (answer.kind !== 'control' && message.ids.includes(answer.id)) return 'right';
  return answer.kind === 'urgent' && !message.ids.some((id) => dangers.includes(id)) ? 'alarm' : 'wrong';
}

// right: help at once. offered: "are you in danger?". topic: what is right to do is told, and nobody is alarmed unless it is a
// topic of danger: a notice of expulsion, which the authors called a danger, gets the ten days and the free lawyer.
function judgeDanger(message, answer) {
  if (answer.kind === 'urgent') return 'right';
  if (answer.kind === 'ask' && dangers.includes(answer.id)) return 'offered';
  return answer.kind !== 'none' && message.ids.includes(answer.id) ? 'topic' : 'missed';
}

function judgeHarmless(message, answer) {
  if (answer.kind === 'urgent') return 'alarm';
  if (message.kind === 'control-in-sentence') return answer.kind === 'control' ? 'control' : 'right';
  return answer.kind === 'topic' ? 'fooled' : 'right';
}

function judge(message, answer) {
  if (message.kind === 'topic') return judgeTopic(message, answer);
  return message.kind === 'urgent' ? judgeDanger(message, answer) : judgeHarmless(message, answer);
}

export function judgeBlind(messages = readBlind()) {
  const answers = ask(messages.map((message) => `${message.lang}\t${message.text}`));
  return messages.map((message, i) => ({ ...message, verdict: judge(message, answers[i]) }));
}

const share = (list, ...verdicts) =>
  list.length ? (100 * list.filter((one) => verdicts.includes(one.verdict)).length) / list.length : NaN;

// Per cent. alarm is over all that tells of no danger.
export function blindFigures(judged) {
  const of = (kind) => judged.filter((one) => one.kind === kind);
  const harmless = judged.filter((one) => one.kind !== 'urgent' && !one.ids.some((id) => dangers.includes(id)));
  return {
    count: judged.length,
    found: share(of('topic'), 'right', 'offered'),
    right: share(of('topic'), 'right'),
    wrong: share(of('topic'), 'wrong', 'alarm'),
    vain: share(of('topic'), 'vain'),
    silent: share(of('topic'), 'silent'),
    missed: share(of('urgent'), 'missed'),
    topic: share(of('urgent'), 'topic'),
    alarm: share(harmless, 'alarm'),
    control: share(of('control-in-sentence'), 'control'),
    fooled: share(of('none'), 'fooled'),
  };
}
