// twilio.js - Twilio's own library signs requests of every odd shape; our verifier must take them all, and none of
// which a bit was changed. NODE_PATH: folder of npm packages; TWILIO_VERIFY: the program of twilio_verify.c.
'use strict';
const { spawnSync } = require('child_process');
const { createHash } = require('crypto');
const twilio = require('twilio');

let seed = 20261124; // mulberry32: the same requests every time
function random(below) {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
}
const pick = (list) => list[random(list.length)];

// no letters of U+E000 to U+FFFF: JavaScript sorts by UTF-16 units, where these stand behind the emoji; bytes differ
const letters = [...'abzAZ019 +&=%#?/:;,.\'"<>\\|~*()[]{}!$@^`_-\t\n\r', ...'áéíóúñ¿¡òàèçÇ€ß', ...'🙏👍🏽😀', ...'مرحبا', ...'漢字',
    '\u00a0', '\u200d', '\u0301', '\u202e', '\u0001', '\u007f'];
const word = (max) => Array.from({ length: random(max + 1) }, () => pick(letters)).join('');
const names = ['Body', 'From', 'To', 'MessageSid', 'AccountSid', 'NumMedia', 'ToCity', 'FromZip', 'ApiVersion', 'a', 'B', '_c', 'Z',
    'ZZ', 'Media-Url', 'MediaUrl0', 'ChannelMetadata', '0', '10', '9', 'ñ', 'with blank', 'a[]', 'x.y', '+', '🙏'];
const hosts = ['example.com', 'helpline.municipality.example', '192.0.2.7', 'localhost', '[2001:db8::1]'];
const queries = ['', '', 'foo=1&bar=2', 'out=3f.2026-1:0', 'a=%20b+c&d=', "it's=1&q=%27", 'x=%C3%A9&y=%zz', 'a&b&&c=', 'u=%7E~!*()', 'q=??/'];

function request() {
    const scheme = pick(['https', 'http']);
    const port = pick(['', '', ':80', ':443', ':1234']);
    const publicUrl = `${scheme}://${pick(hosts)}${port}${pick(['', '', '/acogida'])}`;
    const path = pick(['/hook/line-1', '/hook/a%20b', '/x/y.php', '/hook/~line']);
    const params = {};
    for (let i = random(14); i > 0; i--) {
        const repeated = random(5) === 0;
        params[pick(names)] = repeated ? Array.from({ length: 1 + random(4) }, () => word(4)) : word(random(8) ? 20 : 400);
    }
    return { token: pick(['12345', 'a'.repeat(32), 'tokén', 'x'.repeat(100)]), publicUrl, path, query: pick(queries), params };
}

const plus = (text) => encodeURIComponent(text).replace(/%20/g, '+');
const percent = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16));
function form(params) {
    const escape = pick([plus, percent]);
    const fields = [];
    for (const [name, value] of Object.entries(params))
        for (const one of [].concat(value)) fields.push([random(99), `${escape(name)}=${escape(one)}`]);
    return fields.sort((a, b) => a[0] - b[0]).map((field) => field[1]).join('&');
}

// the address with the port that its scheme has anyway, or with none: Twilio's servers sign either
function otherPort(publicUrl) {
    const found = /^(https?):\/\/(\[[^\]]*\]|[^/:]*)(:\d+)?(.*)$/.exec(publicUrl);
    const port = found[3] ? '' : found[1] === 'https' ? ':443' : ':80';
    return `${found[1]}://${found[2]}${port}${found[4]}`;
}

const changed = (text) => {
    const at = random(text.length);
    const code = text.charCodeAt(at) ^ (1 << random(5));
    return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
};

const asked = []; // [what is asked, what must be said, a name]
function ask(r, base, type, body, signature, expected, name) {
    const line = { token: r.token, public_url: base, path: r.path, query: r.query, type, body, signature };
    asked.push([JSON.stringify(line), expected, `${name}: ${JSON.stringify(line)}`]);
}
const FORM = 'application/x-www-form-urlencoded';
const urlOf = (r, base) => base + r.path + (r.query ? '?' + r.query : '');

function askForm(r) {
    const body = form(r.params);
    const signature = twilio.getExpectedTwilioSignature(r.token, urlOf(r, r.publicUrl), r.params);
    const other = twilio.getExpectedTwilioSignature(r.token, urlOf(r, otherPort(r.publicUrl)), r.params);
    ask(r, r.publicUrl, FORM, body, signature, 'ok', 'as configured');
    ask(r, r.publicUrl, FORM, body, other, 'ok', 'with the other port');
    ask(r, r.publicUrl, FORM, body, changed(signature), 'denied', 'signature with a bit changed');
    ask(r, r.publicUrl, FORM, body + (body ? '&' : '') + 'Extra=1', signature, 'denied', 'a field more');
    ask({ ...r, path: r.path + 'x' }, r.publicUrl, FORM, body, signature, 'denied', 'another path');
    ask({ ...r, token: r.token + '.' }, r.publicUrl, FORM, body, signature, 'denied', 'another token');
    if (/[A-Za-z0-9]/.test(body.replace(/%..|\+|&|=/g, ''))) {
        const altered = body.replace(/(%..)|([A-Za-z0-9])/g, (all, escape, letter) => escape || (letter === 'a' ? 'q' : 'a'));
        const different = !twilio.validateRequest(r.token, signature, urlOf(r, r.publicUrl), decoded(altered));
        if (different) ask(r, r.publicUrl, FORM, altered, signature, 'denied', 'body altered');
    }
}

function decoded(body) {
    const params = {};
    for (const [name, value] of new URLSearchParams(body)) params[name] = name in params ? [].concat(params[name], value) : value;
    return params;
}

function askJson(r) {
    const body = JSON.stringify(r.params);
    const hash = createHash('sha256').update(body).digest('hex');
    const signed = { ...r, query: (r.query ? r.query + '&' : '').replace('%zz', '') + 'bodySHA256=' + hash };
    const signature = twilio.getExpectedTwilioSignature(r.token, urlOf(signed, r.publicUrl), {});
    ask(signed, r.publicUrl, 'application/json', body, signature, 'ok', 'JSON');
    ask(signed, r.publicUrl, 'application/json', body + ' ', signature, 'denied', 'JSON with a blank more');
    ask(signed, r.publicUrl, 'application/json', changed(body), signature, 'denied', 'JSON with a bit changed');
}

for (let i = 0; i < 300; i++) askForm(request());
for (let i = 0; i < 40; i++) askJson(request());

const ran = spawnSync(process.env.TWILIO_VERIFY, { input: asked.map((a) => a[0]).join('\n'), maxBuffer: 1 << 28 });
const said = String(ran.stdout || '').trim().split('\n');
let failed = 0;
asked.forEach(([, expected, name], i) => {
    if (said[i] === expected) return;
    if (++failed <= 10) console.log(`${said[i] || 'nothing'} instead of ${expected}: ${name}`);
});
if (ran.status !== 0) console.log(`the verifier ended with ${ran.status}: ${ran.stderr}`), failed++;
console.log(`${asked.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
