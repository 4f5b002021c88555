// figures - what `acogida match` makes of dev.tsv, counted by language, noise and split.
//
// dev.tsv: lang, text, kind, id, noise, split. kind is topic, urgent, control or none (nothing the office can answer);
// id is what is right, several with / between; noise is plain or noisy; split is dev (look at it, tune on it) or held
// (never looked at while tuning: what is claimed is claimed on these).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const languages = ['es', 'ht', 'fr', 'en', 'pt'];
const program = process.env.ACOGIDA ?? 'build/acogida';

export function readMessages() {
  const file = new URL('./dev.tsv', import.meta.url);
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [lang, text, kind, id, noise, split] = line.split('\t');
    return { lang, text, kind, ids: id.split('/'), noise, split };
  });
}

function run(lines) {
  const done = spawnSync(program, ['match'], { input: lines.join('\n') + '\n', maxBuffer: 1 << 28, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`acogida match ended with ${done.status}: ${done.stderr}`);
  return done.stdout.trimEnd().split('\n');
}

export function ask(lines) {
  return run(lines).map((line) => {
    const [, kind, id, score, others] = line.split('\t');
    return { kind, id, score: Number(score), others: others ? others.split(',') : [] };
  });
}

// What the answer is to the message: right, offered (did-you-mean holds it; of a danger: the question names it first),
// wrong, silent, missed (danger not seen), alarm (help at once where there is no danger), control (an order where none
// was given), fooled (an answer to nonsense).
export function judge(message, answer) {
  if (message.kind === 'urgent') {
    if (answer.kind === 'urgent') return 'right';
    return answer.kind === 'ask' && message.ids.includes(answer.id) ? 'offered' : 'missed';
  }
  if (answer.kind === 'urgent') return 'alarm';
  if (message.kind === 'control') return answer.kind === 'control' && message.ids.includes(answer.id) ? 'right' : 'wrong';
  if (answer.kind === 'control') return 'control';
  if (message.kind === 'none') return answer.kind === 'topic' ? 'fooled' : 'right';
  if (answer.kind === 'none') return 'silent';
  const found = [answer.id, ...answer.others].some((id) => message.ids.includes(id));
  if (answer.kind === 'ask') return found ? 'offered' : 'wrong';
  return message.ids.includes(answer.id) ? 'right' : 'wrong';
}

export function judgeAll(messages) {
  const answers = ask(messages.map((message) => `${message.lang}\t${message.text}`));
  return messages.map((message, i) => ({ ...message, answer: answers[i], verdict: judge(message, answers[i]) }));
}

const share = (list, test) => (list.length ? (100 * list.filter(test).length) / list.length : NaN);

// Percentages over judged messages. found is right or offered; alarm and control are over all that is not that kind.
export function figures(judged) {
  const topics = judged.filter((one) => one.kind === 'topic');
  const is = (verdict) => (one) => one.verdict === verdict;
  return {
    count: judged.length,
    found: share(topics, (one) => one.verdict === 'right' || one.verdict === 'offered'),
    right: share(topics, is('right')),
    offered: share(topics, is('offered')),
    wrong: share(topics, (one) => ['wrong', 'alarm', 'control'].includes(one.verdict)),
    silent: share(topics, is('silent')),
    missed: share(judged.filter((one) => one.kind === 'urgent'), is('missed')),
    alarm: share(judged.filter((one) => one.kind !== 'urgent'), is('alarm')),
    control: share(judged.filter((one) => one.kind !== 'control'), is('control')),
    fooled: share(judged.filter((one) => one.kind === 'none'), is('fooled')),
  };
}

// The language of each text as the program guesses it, per cent right by length: [{ language, name, count, right }].
export function languageFigures(texts) {
  const lines = run(texts.map((one) => one.text.replaceAll('\t', ' ')));
  const judged = texts.map((one, i) => ({ ...one, right: lines[i].split('\t')[0] === one.lang }));
  return languages.flatMap((language) => [['short', (one) => one.text.length <= 20], ['long', (one) => one.text.length > 20]]
    .map(([name, fits]) => {
      const list = judged.filter((one) => one.lang === language && fits(one));
      return { language, name, count: list.length, right: share(list, (one) => one.right) };
    }));
}
