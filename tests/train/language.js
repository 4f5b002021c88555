// language - makes messages/language_table.bin, the counts behind messages/language.c, and measures them.
//
//   node tests/train/language.js TEXTS.tsv [OUT.bin]
//
// TEXTS.tsv has `lang<TAB>text` and may have more columns; it does not enter the repository. The shipped table was made from
// 32,583 short texts: SMS to 4636 after the Haiti earthquake (rmunro/disaster_response_messages, CC BY 4.0, Munro 2012),
// MIT-Haiti (hclent/CreoleVal), Tatoeba (CC BY 2.0 FR), Global African Storybook (CC BY), UCI SMS Spam (ham), and
// public chat-bot examples (cosibot, tais, nilo, hlake: GPL-3.0; others without a stated licence); and from the
// keywords and texts of messages/content. A table of sums holds none of the texts.
//
// One text in five (by a hash of the text) is held out to measure; the table that is written learns from all.
// Multinomial naive Bayes over byte 1-4-grams of folded, padded words, the words themselves, and accented letters as
// typed; 2^16 hashed buckets x 5 languages, log-likelihoods around their mean, int8 in sixteenths.
'use strict';
const fs = require('fs');
const path = require('path');

const LANGUAGES = ['es', 'ht', 'fr', 'en', 'pt'];
const BUCKETS = 1 << 16;
const SCALE = 16;
const ALPHA = 0.3;
const WORD_WEIGHT = 2;
const OWN_WEIGHT = 3; // our own keywords count as often as this

// the same as messages/fold.c for what the five languages write
const SPECIAL = {œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', ª: '', º: ''};
function fold(text) {
    return text.toLowerCase().replace(/[œæøłđıßªº]/g, (c) => SPECIAL[c]).normalize('NFKD').toLowerCase()
        .replace(/\p{M}|\p{Cf}/gu, '').replace(/[^\p{L}\p{Nd}?]+/gu, ' ')
        .replace(/(\p{L})\1{2,}/gu, '$1').trim();
}

// FNV-1a over bytes, its halves folded into the table's size
function bucket(bytes, from, to, kind) {
    let hash = (0x811c9dc5 ^ kind) >>> 0;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193) >>> 0;
    return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
}

function features(text) {
    const found = [];
    for (const word of fold(text).split(' ')) {
        if (!/\p{L}/u.test(word)) continue;
        const bytes = Buffer.from(' ' + word.replace(/\?/g, '') + ' ');
        for (let n = 1; n <= 4; n++)
            for (let i = 0; i + n <= bytes.length; i++)
                if (n > 1 || bytes[i] !== 32) found.push(bucket(bytes, i, i + n, n));
        for (let i = 0; i < WORD_WEIGHT; i++) found.push(bucket(bytes, 0, bytes.length, 9));
    }
    for (const letter of text.toLowerCase())
        if (letter.codePointAt(0) >= 0x80 && /\p{L}/u.test(letter)) {
            const bytes = Buffer.from(letter);
            found.push(bucket(bytes, 0, bytes.length, 10));
        }
    return found;
}

function train(rows) {
    const counts = LANGUAGES.map(() => new Float64Array(BUCKETS));
    const sums = LANGUAGES.map(() => 0);
    for (const row of rows)
        for (const at of features(row.text)) {
            counts[row.language][at] += row.weight;
            sums[row.language] += row.weight;
        }
    const table = new Int8Array(BUCKETS * LANGUAGES.length);
    for (let at = 0; at < BUCKETS; at++) {
        const logs = LANGUAGES.map((_, l) => Math.log((counts[l][at] + ALPHA) / (sums[l] + ALPHA * BUCKETS)));
        const mean = logs.reduce((a, b) => a + b) / logs.length;
        const seen = LANGUAGES.some((_, l) => counts[l][at] > 0);
        logs.forEach((log, l) => {
            const value = seen ? Math.round((log - mean) * SCALE) : 0;
            table[at * LANGUAGES.length + l] = Math.max(-127, Math.min(127, value));
        });
    }
    return table;
}

function guess(table, text) {
    const sums = LANGUAGES.map(() => 0);
    for (const at of features(text)) for (let l = 0; l < 5; l++) sums[l] += table[at * 5 + l];
    return sums.indexOf(Math.max(...sums));
}

function measure(table, rows) {
    const bins = ['< 20', '20-50', '> 50'];
    console.log('letters '.padEnd(10) + LANGUAGES.map((c) => c.padStart(8)).join('') + '    mean'.padStart(9));
    for (let bin = 0; bin < 3; bin++) {
        const right = LANGUAGES.map(() => 0), all = LANGUAGES.map(() => 0);
        for (const row of rows) {
            const letters = (row.text.match(/\p{L}/gu) || []).length;
            if ((letters < 20 ? 0 : letters <= 50 ? 1 : 2) !== bin || !letters) continue;
            all[row.language]++;
            right[row.language] += guess(table, row.text) === row.language;
        }
        const shares = right.map((n, l) => (all[l] ? (100 * n) / all[l] : NaN));
        const known = shares.filter((s) => !Number.isNaN(s));
        console.log(bins[bin].padEnd(10) + shares.map((s) => s.toFixed(1).padStart(8)).join('') +
            (known.reduce((a, b) => a + b, 0) / known.length).toFixed(1).padStart(8) + `  of ${all.join('/')}`);
    }
}

// our own keywords, titles and texts, by language, out of the pack's YAML (flow lists and one-line texts)
function ownRows() {
    const rows = [];
    const root = path.join(__dirname, '..', '..', 'messages', 'content');
    for (const folder of ['.', 'topics', 'answers', 'forms'])
        for (const name of fs.existsSync(path.join(root, folder)) ? fs.readdirSync(path.join(root, folder)).sort() : []) {
            if (!name.endsWith('.yaml') || name === 'office.yaml' || name === 'emergency.yaml') continue;
            for (const line of fs.readFileSync(path.join(root, folder, name), 'utf8').split('\n')) {
                const m = /^\s+(es|ht|fr|en|pt|es_variants): *(.+)$/.exec(line);
                if (!m) continue;
                const language = LANGUAGES.indexOf(m[1].slice(0, 2));
                const list = m[2].startsWith('[') ? m[2].slice(1, -1).split(',') : [m[2]];
                for (const item of list) {
                    const text = item.replace(/^[ "]+|[ "]+$/g, '').replace(/\{[a-z0-9_-]+\}/g, ' ');
                    if (text) rows.push({text, language, weight: OWN_WEIGHT, own: true});
                }
            }
        }
    return rows;
}

function isHeldOut(text) {
    const bytes = Buffer.from(fold(text));
    return bucket(bytes, 0, bytes.length, 77) % 5 === 0;
}

const [input, output] = process.argv.slice(2);
if (!input) {
    console.error('usage: node tests/train/language.js TEXTS.tsv [OUT.bin]');
    process.exit(2);
}
const given = fs.readFileSync(input, 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t'))
    .map(([code, text]) => ({text, language: LANGUAGES.indexOf(code), weight: 1})).filter((row) => row.language >= 0);
const own = ownRows();
const held = given.filter((row) => isHeldOut(row.text));
measure(train(given.filter((row) => !isHeldOut(row.text)).concat(own)), held);
if (output) fs.writeFileSync(output, Buffer.from(train(given.concat(own)).buffer));
