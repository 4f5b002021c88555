// office - starts the built program with its own data folder and port, beside a fake provider that keeps a ledger.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ACOGIDA = process.env.ACOGIDA || 'build/acogida';
export const ACCOUNT = 'AC00000000000000000000000000000001';
export const TOKEN = '0123456789abcdef0123456789abcdef';
export const NUMBER = '+56226000000';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Waits until look() gives something truthy; fails after a while with what was waited for. */
export async function until(what, look, patience_ms = 15000) {
    const end = Date.now() + patience_ms;
    for (;;) {
        const found = await look();
        if (found) return found;
        if (Date.now() > end) throw new Error(`waited ${patience_ms} ms for ${what}`);
        await sleep(20);
    }
}

/** Twilio's own list: what people wrote to a number, or what went out from one, newest first, a page at a time. */
function listMessages(provider, request, response) {
    if (provider.broken) return response.writeHead(500).end('{}');
    const query = new URL(request.url, 'http://provider').searchParams, from = Number(query.get('PageToken') ?? 0);
    const day = query.get('DateSent>') ?? '', isInbound = query.get('To') === NUMBER;
    const all = (isInbound ? provider.inbound : provider.listed)
        .filter((one) => new Date(one.at).toISOString().slice(0, 10) >= day && (query.get('To') ?? one.to) === one.to && (query.get('From') ?? one.from) === one.from)
        .sort((a, b) => b.at - a.at);
    const messages = all.slice(from, from + provider.page).map((one) => ({
        sid: one.sid, from: one.from, to: one.to, body: one.body, status: one.status, direction: isInbound ? 'inbound' : 'outbound-api', num_media: '0', error_code: null,
        date_created: new Date(one.at).toUTCString().replace('GMT', '+0000'), date_sent: new Date(one.at).toUTCString().replace('GMT', '+0000'),
    }));
    const next = from + provider.page < all.length ? `${request.url.split('?')[0]}?${new URLSearchParams([...query].filter(([name]) => name !== 'PageToken').concat([['PageToken', from + provider.page]]))}` : null;
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ messages, next_page_uri: next, page_size: provider.page }));
}

/** Twilio deletes what has ended; provider.kept are those that have not. */
function deleteMessage(provider, request, response) {
    const sid = request.url.match(/Messages\/(\w+)\.json$/)?.[1];
    if (provider.kept.has(sid)) return response.writeHead(409, { 'Content-Type': 'application/json' }).end('{"code":20009,"status":409}');
    const lists = [provider.inbound, provider.listed], found = lists.map((list) => list.findIndex((one) => one.sid === sid));
    found.forEach((at, i) => at >= 0 && lists[i].splice(at, 1));
    response.writeHead(found.some((at) => at >= 0) ? 204 : 404).end();
}

/** A provider that answers like Twilio's Messages API and writes down what it was given. mode() may change its answer. */
export async function fakeTwilio() {
    const ledger = [];
    const provider = { ledger, mode: null, statuses: true, inbound: [], listed: [], page: 50, templates: {}, kept: new Set() };
    const server = http.createServer((request, response) => {
        if (request.method === 'GET' && request.url.includes('/Messages.json')) return listMessages(provider, request, response);
        if (request.method === 'DELETE') return deleteMessage(provider, request, response);
        if (request.method === 'GET' && request.url.startsWith('/v1/Content/')) {
            const { body, ...whatsapp } = provider.templates[request.url.split('/')[3]] ?? {};
            const said = request.url.endsWith('/ApprovalRequests') ? { whatsapp } : { types: { 'twilio/text': { body: body ?? '{{1}}' } } };
            return response.writeHead(whatsapp.status ? 200 : 404, { 'Content-Type': 'application/json' }).end(JSON.stringify(whatsapp.status ? said : { code: 20404 }));
        }
        let body = '';
        request.on('data', (piece) => (body += piece));
        request.on('end', () => {
            const form = Object.fromEntries(new URLSearchParams(body));
            const entry = { at: Date.now(), to: form.To, body: form.Body, callback: form.StatusCallback };
            if (provider.mode && provider.mode(entry, response, request)) return;
            entry.sid = `SM${String(ledger.length + 1).padStart(32, '0')}`;
            ledger.push(entry);
            response.writeHead(201, { 'Content-Type': 'application/json' });
            response.end(JSON.stringify({ sid: entry.sid, status: 'queued', num_segments: '1' }));
        });
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    provider.base = `http://127.0.0.1:${server.address().port}`;
    provider.to = (number) => ledger.filter((entry) => entry.to === number);
    provider.close = () => new Promise((done) => (server.closeAllConnections?.(), server.close(done)));
    return provider;
}

export function signTwilio(url, fields, token = TOKEN) {
    const joined = Object.keys(fields).sort().reduce((text, name) => text + name + fields[name], url);
    return createHmac('sha1', token).update(joined, 'utf8').digest('base64');
}

/** Programs of this test: one that throws leaves none behind. */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGTERM')));

export class Office {
    constructor(name, { provider, settings = '', channels = true } = {}) {
        this.folder = mkdtempSync(path.join(tmpdir(), `acogida-${name}-`));
        this.data = path.join(this.folder, 'data');
        this.config = path.join(this.folder, 'acogida.conf');
        this.output = '';
        this.sids = 0;
        const line = provider
            ? `[channel line-1]\nwire = twilio\nkind = sms\nnumber = ${NUMBER}\naccount = ${ACCOUNT}\nsecret = ${TOKEN}\n` +
              `api_base = ${provider.base}\nrate_per_s = 100000\n`
            : '';
        const phone = '[channel phone-sms]\nwire = phone\nkind = sms\nnumber = +56900000001\n';
        writeFileSync(this.config, `${settings}\n[send]\nquiet_from = 00:00\nquiet_until = 00:00\n\n${channels ? line + phone : ''}`);
    }

    args(...more) {
        return [...more, '--config', this.config, '--data', this.data];
    }

    /** Starts `acogida run` and waits until it says where it is. */
    async start({ listen = this.port ? `127.0.0.1:${this.port}` : '127.0.0.1:0', env = {}, wait = true } = {}) {
        this.child = spawn(ACOGIDA, [...this.args('run'), '--listen', listen], {
            env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=1:exitcode=99', UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1', ...env },
        });
        running.add(this.child);
        this.child.on('exit', () => running.delete(this.child));
        let fresh = '';
        const hear = (piece) => ((fresh += piece), (this.output += piece));
        this.child.stdout.on('data', hear);
        this.child.stderr.on('data', hear);
        this.ended = new Promise((done) => this.child.on('exit', (code, signal) => done({ code, signal })));
        if (!wait) return this;
        const desk = await until(`the program's greeting; it said:\n${fresh}`, () => fresh.match(/Desk:\s+http:\/\/127\.0\.0\.1:(\d+)\/desk/) || (this.child.exitCode !== null && Promise.reject(new Error(`it ended:\n${fresh}`))), 30000);
        this.port = Number(desk[1]);
        this.base = `http://127.0.0.1:${this.port}`;
        return this;
    }

    async stop(signal = 'SIGTERM') {
        this.child.kill(signal);
        return this.ended;
    }

    remove() {
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** Runs another command of the program against this office. */
    async command(args, input = '') {
        const child = spawn(ACOGIDA, this.args(...args));
        let out = '', err = '';
        child.stdout.on('data', (piece) => (out += piece));
        child.stderr.on('data', (piece) => (err += piece));
        child.stdin.on('error', () => {});
        child.stdin.end(input);
        const code = await new Promise((done) => child.on('exit', done));
        return { code, out, err };
    }

    sid() {
        return `SM${(++this.sids).toString(16).padStart(32, 'f')}`;
    }

    /** A signed inbound SMS. Returns fetch's response. */
    text(from, body, { sid = this.sid(), token = TOKEN, extra = {} } = {}) {
        const fields = { MessageSid: sid, SmsSid: sid, AccountSid: ACCOUNT, From: from, To: NUMBER, Body: body, NumMedia: '0', NumSegments: '1', ApiVersion: '2010-04-01', SmsStatus: 'received', ...extra };
        return this.post('/hook/line-1', fields, token);
    }

    post(target, fields, token = TOKEN, headers = {}) {
        return fetch(this.base + target, {
            method: 'POST',
            headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Twilio-Signature': signTwilio(this.base + target, fields, token), ...headers },
            body: new URLSearchParams(fields).toString(),
        });
    }

    /** A signed delivery report for an entry of the fake provider's ledger. */
    report(entry, status, extra = {}) {
        const target = entry.callback.slice(this.base.length).split('#')[0]; // the fragment is for the provider alone
        return this.post(target, { MessageSid: entry.sid, SmsSid: entry.sid, MessageStatus: status, SmsStatus: status, AccountSid: ACCOUNT, From: NUMBER, To: entry.to, ApiVersion: '2010-04-01', ...extra });
    }
}

/** A staff user's browser: remembers the cookie. */
export class Desk {
    constructor(office) {
        this.office = office;
        this.cookie = '';
    }

    async call(method, target, body) {
        const response = await fetch(`${this.office.base}/api/v1${target}`, {
            method,
            headers: { Cookie: this.cookie, Origin: this.office.base, ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }) },
            body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
        });
        const set = response.headers.get('set-cookie');
        if (set) this.cookie = set.split(';')[0];
        const text = await response.text();
        return { status: response.status, json: text ? JSON.parse(text) : null };
    }

    get(target) {
        return this.call('GET', target);
    }

    post(target, body) {
        return this.call('POST', target, body);
    }
}

/** What people hear by text, and what they say: for a conversation with an office over its fake provider. */
export function talk(office, provider) {
    const heard = (number) => provider.to(number).map((entry) => entry.body);
    const hears = (number, words) => until(`${number.slice(-2)} to hear ${words}; heard ${heard(number).at(-1)}`, () => heard(number).find((text) => words.test(text)));
    /** Texts, and waits until the turn has said all that it says. */
    const say = async (number, words) => {
        const before = heard(number).length, { status } = await office.text(number, words);
        if (status !== 200) throw new Error(`the webhook answered ${status}`);
        await until(`a reply to ${words}`, () => heard(number).length > before);
        for (let count = 0; count !== heard(number).length; await sleep(250)) count = heard(number).length;
        return heard(number).slice(before).join('\n');
    };
    return { heard, hears, say };
}

/** Runs tests one after the other and prints `N passed, N failed`. */
export class Suite {
    constructor() {
        this.passed = this.failed = 0;
    }

    async test(name, fn) {
        try {
            await fn();
            this.passed++;
            console.log(`ok    ${name}`);
        } catch (error) {
            this.failed++;
            console.log(`FAIL  ${name}\n      ${String(error.stack || error).split('\n').slice(0, 6).join('\n      ')}`);
        }
    }

    end() {
        console.log(`${this.passed} passed, ${this.failed} failed`);
        process.exit(this.failed ? 1 : 0);
    }
}

export function temporaryFolder(name) {
    const folder = mkdtempSync(path.join(tmpdir(), `acogida-${name}-`));
    mkdirSync(folder, { recursive: true });
    return folder;
}
