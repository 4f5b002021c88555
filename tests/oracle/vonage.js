// vonage.js - npm jsonwebtoken signs webhooks as Vonage does; our verifier must take them all, and none of which anything
// was changed. NODE_PATH: folder of npm packages; WIRE_ASK: the program of wire_ask.c.
'use strict';
const { spawnSync } = require('child_process');
const { createHash } = require('crypto');
const jwt = require('jsonwebtoken');

let seed = 20261125; // mulberry32: the same requests every time
function random(below) {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[random(list.length)];
const letters = [...'abzAZ019 +&=%#?/:;,.\'"<>\\|~*()[]{}!$@^`_-\t\n', ...'áéíóúñ¿¡òàèç€', ...'🙏👍🏽', ...'مرحبا', '\u0001'];
const word = (max) => Array.from({ length: 1 + random(max) }, () => pick(letters)).join('');

const asked = []; // [line, what must be said, a name]
function ask(channel, token, body, expected, name) {
    const headers = { 'Content-Type': 'application/json' };
    if (token !== null) headers.Authorization = `Bearer ${token}`;
    const request = { method: 'POST', path: '/hook/line-2', query: '', public_url: '', headers, body };
    asked.push([JSON.stringify({ channel, request }), expected, name]);
}

const flip = (text) => {
    const at = random(text.length);
    return text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1);
};

for (let i = 0; i < 200; i++) {
    const secret = pick(['s', 'a-signature-secret-of-32-bytes!!', word(60), 'x'.repeat(200)]);
    const channel = { name: 'line-2', wire: 'vonage', kind: 'sms', number: '+447700900000', account: 'a1b2c3d', secret };
    const second = { ...channel, secret: 'old', secret_next: secret };
    const body = JSON.stringify({ channel: 'sms', text: word(40) });
    const claims = { iss: 'Vonage', api_key: 'a1b2c3d', jti: word(20), application_id: 'x',
        payload_hash: createHash('sha256').update(body).digest('hex') };
    const sign = (more, options) => jwt.sign({ ...claims, ...more }, secret, { algorithm: 'HS256', ...options });
    const good = sign({});
    ask(channel, good, body, 'ok', 'as Vonage signs');
    ask(second, good, body, 'ok', 'with the second secret');
    ask(channel, sign({ extra: { deep: [word(10)] } }, { keyid: 'k1', expiresIn: 60 }), body, 'ok', 'with more in it');
    ask(channel, sign({}, { algorithm: 'HS384' }), body, 'denied', 'HS384');
    ask(channel, sign({}, { algorithm: 'HS512' }), body, 'denied', 'HS512');
    ask(channel, jwt.sign(claims, '', { algorithm: 'none' }), body, 'denied', 'none');
    ask(channel, jwt.sign(claims, secret + '.'), body, 'denied', 'another secret');
    ask(channel, sign({ iss: 'vonage' }), body, 'denied', 'another issuer');
    ask(channel, sign({ api_key: 'a1b2c3e' }), body, 'denied', 'another key');
    ask(channel, sign({ payload_hash: flip(claims.payload_hash) }), body, 'denied', 'another hash');
    ask(channel, good, body + ' ', 'denied', 'a blank more in the body');
    ask(channel, good.slice(0, -1), body, 'denied', 'cut');
    ask(channel, good + '.', body, 'denied', 'a part more');
    ask(channel, null, body, 'busy', 'not signed at all');
    const [head, middle, tail] = good.split('.');
    ask(channel, [head, flip(middle), tail].join('.'), body, 'denied', 'claims with a letter changed');
    ask(channel, [flip(head), middle, tail].join('.'), body, 'denied', 'header with a letter changed');
    ask(channel, [head, middle, flip(tail.slice(0, -1)) + tail.slice(-1)].join('.'), body, 'denied', 'signature changed');
}

const ran = spawnSync(process.env.WIRE_ASK, { input: asked.map((a) => a[0]).join('\n'), maxBuffer: 1 << 28 });
const said = String(ran.stdout || '').trim().split('\n');
let failed = 0;
asked.forEach(([line, expected, name], i) => {
    if (said[i] === expected) return;
    if (++failed <= 10) console.log(`${said[i] || 'nothing'} instead of ${expected}: ${name}: ${line}`);
});
if (ran.status !== 0) console.log(`the asker ended with ${ran.status}: ${ran.stderr}`), failed++;
console.log(`${asked.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
