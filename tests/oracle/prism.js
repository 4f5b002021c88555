// prism.js - what the wires of Twilio and Meta would send, held against the providers' own OpenAPI descriptions by Stoplight
// Prism. NODE_PATH: folder of npm packages; WIRE_ASK: the program of wire_ask.c.
'use strict';
const { spawn, spawnSync } = require('child_process');
const http = require('http');
const net = require('net');
const path = require('path');

const cli = require.resolve('@stoplight/prism-cli/dist/index.js');
const children = [];
let passed = 0, failed = 0;
function check(ok, name, more) {
    if (ok) passed++;
    else failed++, console.log(`${name}: ${more}`);
}

const freePort = () => new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

async function prism(spec) {
    const port = await freePort();
    const args = [cli, 'mock', '-h', '127.0.0.1', '-p', String(port), path.join(__dirname, 'specs', spec)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let said = '';
    await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`prism does not start: ${said}`)), 60000);
        const look = (bytes) => {
            said += bytes;
            if (said.includes('is listening')) clearTimeout(timer), resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
    });
    return `http://127.0.0.1:${port}`;
}

const ask = (question) => JSON.parse(String(spawnSync(process.env.WIRE_ASK, { input: JSON.stringify(question) }).stdout));
const build = (channel, message) => ask({ channel, message });

const send = (call) => new Promise((resolve, reject) => {
    const headers = Object.fromEntries(call.headers.map((line) => line.split(/: (.*)/s).slice(0, 2)));
    if (call.user) headers.Authorization = 'Basic ' + Buffer.from(`${call.user}:${call.password}`).toString('base64');
    headers['Content-Length'] = Buffer.byteLength(call.body);
    const request = http.request(call.url, { method: call.method, headers }, (reply) => {
        let body = '';
        reply.on('data', (bytes) => (body += bytes));
        reply.on('end', () => resolve({ status: reply.statusCode, body }));
    });
    request.on('error', reject);
    request.end(call.body);
});

const out = { out_id: '3f.2026-1:0', to: '+56911111111', body: 'Su hora es mañana a las 10:00 & 100% gratis 🙂\n\n1. Sí\n2. No',
    status_url: 'https://helpline.example.org/hook/x?out=3f.2026-1:0' };
const options = (count, more) => Array.from({ length: count }, (_, i) => [`${i + 1}`, `Opción ${i + 1}${more || ''}`]);
const messages = {
    text: out,
    'long text': { ...out, body: 'ñ'.repeat(1500) },
    'one button': { ...out, options: options(1), label: 'Opciones' },
    'three buttons': { ...out, options: options(3), label: 'Opciones' },
    'a list': { ...out, options: options(10), label: 'Ver las opciones que hay' },
    'a list of long titles': { ...out, options: options(5, ' de trabajo, salud, educación y vivienda en la comuna'), label: 'Ver' },
    'one option twice': { ...out, options: [['1', 'Sí'], ['1', 'No']], label: 'Ver' },
    'a text too long for buttons': { ...out, body: 'a'.repeat(1100), options: options(2), label: 'Ver' },
};

async function twilio() {
    const base = await prism('twilio_messages.json');
    const sid = (n) => `HX${String(n).padStart(32, '0')}`;
    const sms = { name: 'line-1', wire: 'twilio', kind: 'sms', number: '+56220000000', account: 'AC' + '0'.repeat(31) + '1',
        secret: 'token', api_base: base };
    const whatsapp = { ...sms, kind: 'whatsapp', contents: [1, 3, 5, 10].map((n) => `${n}:${sid(n)}`).join(', ') };
    const template = { name: sid(9), language: 'es', params: ['Su hora es\nmañana'] };
    const all = { ...messages, 'a template': { ...out, template } };
    for (const channel of [sms, whatsapp])
        for (const [name, message] of Object.entries(all)) {
            if (channel === sms && message.template) continue;
            const call = build(channel, message);
            const reply = await send(call);
            check(reply.status === 201, `twilio ${channel.kind} ${name}`, `${reply.status} ${reply.body.slice(0, 600)}`);
        }
    for (const channel of [sms, whatsapp])
        for (const inbound of [true, false]) {
            const call = ask({ channel, list: { inbound, since_ms: 1795680000000 } });
            const reply = await send(call);
            check(reply.status === 200 && 'messages' in JSON.parse(reply.body), `twilio's list, ${channel.kind}`, `${reply.status} ${reply.body.slice(0, 600)}`);
        }
    const listed = await send(ask({ channel: sms, list: { inbound: false, since_ms: 0, with: '+56911111111' } }));
    check(listed.status === 200, "twilio's list of one person", `${listed.status} ${listed.body.slice(0, 600)}`);
    const gone = await send(ask({ channel: sms, forget: 'SM' + '0'.repeat(31) + '1' }));
    check(gone.status === 204, 'twilio deletes a message', `${gone.status} ${gone.body.slice(0, 600)}`);
    for (const step of [0, 1]) {
        const call = ask({ channel: whatsapp, approval: { ...template, step } });
        const reply = await send(call);
        check(reply.status === 200 && (step ? 'types' : 'whatsapp') in JSON.parse(reply.body), `twilio's template, ${step}`, `${reply.status} ${reply.body.slice(0, 600)}`);
    }
    const balance = await send(ask({ channel: sms, balance: true }));
    check(balance.status === 200 && 'balance' in JSON.parse(balance.body), "twilio's balance", `${balance.status} ${balance.body.slice(0, 600)}`);
    // Prism does look: each of these must be refused
    const call = build(sms, out);
    const refused = { 'without To': { ...call, body: call.body.replace('To=', 'Tu=') }, 'without a key': { ...call, user: '' },
        'as JSON': { ...call, headers: ['Content-Type: application/json'], body: '{}' },
        'odd account': { ...call, url: call.url.replace('AC0', 'XX0') } };
    for (const [name, bad] of Object.entries(refused)) {
        const reply = await send(bad);
        check(reply.status >= 400, `twilio ${name} is refused`, reply.status);
    }
}

async function meta() {
    const base = await prism('meta_messages.json');
    const channel = { name: 'wa-1', wire: 'meta', kind: 'whatsapp', number: '+15550783881', account: '106540352242922',
        token: 'EAAtoken', api_base: `${base}/v23.0` };
    const template = { name: 'aviso_oficina', language: 'es', params: ['Su hora es\nmañana', 'x'] };
    const all = { ...messages, 'a template': { ...out, template }, 'a plain template': { ...out, template: { ...template, params: [] } } };
    for (const [name, message] of Object.entries(all)) {
        const reply = await send(build(channel, message));
        check(reply.status === 200, `meta ${name}`, `${reply.status} ${reply.body.slice(0, 900)}`);
    }
    const asked = await send(ask({ channel: { ...channel, business_account: '102290129340398' }, approval: template }));
    check(asked.status === 200 && Array.isArray(JSON.parse(asked.body).data), "meta's templates", `${asked.status} ${asked.body.slice(0, 600)}`);
    const call = build(channel, messages['three buttons']);
    const refused = {
        'a button of 21 letters': { ...call, body: call.body.replace('Opción 1', '123456789012345678901') },
        'four buttons': { ...call, body: call.body.replace('"buttons":[', '"buttons":[{"type":"reply","reply":{"id":"9","title":"x"}},') },
        'without a token': { ...call, headers: ['Content-Type: application/json'] },
        'a type that is none': { ...call, body: call.body.replace('"type":"interactive"', '"type":"hologram"') } };
    for (const [name, bad] of Object.entries(refused)) {
        const reply = await send(bad);
        check(reply.status >= 400, `meta ${name} is refused`, reply.status);
    }
}

Promise.all([twilio(), meta()])
    .catch((error) => check(false, 'prism', error.stack))
    .finally(() => {
        for (const child of children) child.kill();
        console.log(`${passed} passed, ${failed} failed`);
        process.exit(failed ? 1 : 0);
    });
