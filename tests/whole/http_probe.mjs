// http_probe - raw bytes against a running office (BASE, HOOK): odd requests are refused, slow ones cut, honest ones served.
import net from 'node:net';

const base = new URL(process.env.BASE ?? 'http://127.0.0.1:8080');
const hook = process.env.HOOK ?? '/hook/phone-sms';
const LONGEST_MS = 20000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let passed = 0, failed = 0;

function verdict(name, fault) {
    if (fault) console.log(`FAIL  ${name}: ${fault}`);
    fault ? failed++ : passed++;
}

function dial() {
    const socket = net.connect(Number(base.port), base.hostname);
    socket.on('error', () => {});
    socket.heard = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece) => (socket.heard += piece));
    socket.closedBy = new Promise((done) => socket.on('close', done));
    return socket;
}

/** The statuses of the answers in a stream, each found by the length of the one before. */
function statusesOf(heard, asked) {
    const statuses = [];
    for (let at = 0, head; (head = /^HTTP\/1\.1 (\d{3}) .*?\r\n\r\n/s.exec(heard.slice(at))); ) {
        statuses.push(Number(head[1]));
        const length = asked.startsWith('HEAD') ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head[0])?.[1] ?? 0);
        at += head[0].length + length;
    }
    return statuses;
}

/** Sends bytes, hears until the server closes, or has been quiet for a while after an answer. */
async function talk(bytes, { end = false, quiet = 400, limit = LONGEST_MS } = {}) {
    const socket = dial();
    const began = Date.now();
    socket.write(Buffer.from(bytes, 'latin1'));
    if (end) socket.end();
    let closed = false, last = 0, seen = 0;
    socket.closedBy.then(() => (closed = true));
    while (!closed && Date.now() - began < limit) {
        await Promise.race([socket.closedBy, sleep(25)]);
        if (socket.heard.length !== seen) (seen = socket.heard.length), (last = Date.now());
        if (seen && Date.now() - last > quiet) break;
    }
    socket.destroy();
    return { text: socket.heard, statuses: statusesOf(socket.heard, bytes), closed, ms: Date.now() - began };
}

async function honest(name, limit = 2000) {
    const began = Date.now();
    const { statuses } = await talk('GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', { limit });
    const fault = statuses[0] !== 200 ? `an honest request got ${statuses[0] ?? 'no answer'}` : '';
    verdict(`honest after ${name} (${Date.now() - began} ms)`, fault);
}

const HOST = 'Host: a\r\n';
const NEXT = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`; // answered 200 if it were ever taken for a request
const post = (headers, body = '', path = hook) => `POST ${path} HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;
const sized = (headers, body, path) => post(`${headers}Content-Length: ${body.length}\r\n`, body, path);
const get = (target, headers = '') => `GET ${target} HTTP/1.1\r\n${HOST}${headers}\r\n`;
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';

const REFUSED_OR_RESET = -1;

// name, bytes, what the only answer's status must be (a number, or 4 for any 4xx, 0 for none at all). Behind a mebibyte that
// nobody reads the answer may be lost to the reset of the connection (RFC 9112 section 9.6): then REFUSED_OR_RESET
const REFUSED = [
    ['H1 length and chunks', post('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${NEXT}`), 400],
    ['H1 chunks and length', post('Transfer-Encoding: chunked\r\nContent-Length: 6\r\n', `0\r\n\r\n${NEXT}`), 400],
    ['H2 two lengths', post('Content-Length: 0\r\nContent-Length: 44\r\n', NEXT), 400],
    ['H3 the same length twice', post('Content-Length: 3\r\nContent-Length: 3\r\n', `abc${NEXT}`), 400],
    ['H4 a list of lengths', post('Content-Length: 3, 3\r\n', `abc${NEXT}`), 400],
    ['H5 +3', post('Content-Length: +3\r\n', `abc${NEXT}`), 400],
    ['H6 -1', post('Content-Length: -1\r\n', `abc${NEXT}`), 400],
    ['H7 0x3', post('Content-Length: 0x3\r\n', `abc${NEXT}`), 400],
    ['H8 3abc', post('Content-Length: 3abc\r\n', `abc${NEXT}`), 400],
    ['H9 no length in Content-Length', post('Content-Length: \r\n', `abc${NEXT}`), 400],
    ['H10 2^64-1', post('Content-Length: 18446744073709551615\r\n', `abc${NEXT}`), 413],
    ['H11 10^23', post('Content-Length: 100000000000000000000000\r\n', `abc${NEXT}`), 413],
    ['missing length', post('', NEXT), 411],
    ['H12 xchunked', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${NEXT}`), 400],
    ['H13 chunked, identity', post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${NEXT}`), 400],
    ['H13 gzip, chunked', post('Transfer-Encoding: gzip, chunked\r\n', `0\r\n\r\n${NEXT}`), 400],
    ['H14 two encodings', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${NEXT}`), 400],
    ['H15 chunks in HTTP/1.0', `POST ${hook} HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${NEXT}`, 4],
    ['H16 a chunk extension of 1 MiB', post('Transfer-Encoding: chunked\r\n', `3;${'a'.repeat(1 << 20)}\r\nabc\r\n0\r\n\r\n`), REFUSED_OR_RESET],
    ['H17 chunk 0x3', post('Transfer-Encoding: chunked\r\n', `0x3\r\nabc\r\n0\r\n\r\n${NEXT}`), 411],
    ['H17 chunk -1', post('Transfer-Encoding: chunked\r\n', `-1\r\nabc\r\n0\r\n\r\n${NEXT}`), 411],
    ['H17 chunk of 17 F', post('Transfer-Encoding: chunked\r\n', `${'F'.repeat(17)}\r\nabc\r\n${NEXT}`), 411],
    ['H18 bare LF in chunks', post('Transfer-Encoding: chunked\r\n', `3\nabc\n0\n\n${NEXT}`), 411],
    ['H19 no CRLF after a chunk', post('Transfer-Encoding: chunked\r\n', `3\r\nabcXX0\r\n\r\n${NEXT}`), 411],
    ['chunks with trailers', post('Transfer-Encoding: chunked\r\nTrailer: X\r\n', `0\r\nX: y\r\n\r\n${NEXT}`), 411],
    ['H20 bare LF', 'GET /healthz HTTP/1.1\nHost: a\n\n', 400],
    ['H20 one bare LF', 'GET /healthz HTTP/1.1\r\nHost: a\nX: y\r\n\r\n', 400],
    ['H21 bare CR in a value', 'GET /healthz HTTP/1.1\r\nHost: a\rX: b\r\n\r\n', 400],
    ['H22 a folded line', get('/healthz', 'X: b\r\n c\r\n'), 400],
    ['H23 blank before the colon', 'GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n', 400],
    ['H23 blank before the colon of the length', post('Content-Length : 3\r\n', `abc${NEXT}`), 4],
    ['H24 blank before a name', 'GET /healthz HTTP/1.1\r\n Host: a\r\n\r\n', 400],
    ['H25 no colon', get('/healthz', 'Foo\r\n'), 400],
    ['H25 no name', get('/healthz', ': x\r\n'), 400],
    ['H26 NUL in a value', get('/healthz', 'X: b\0c\r\n'), 400],
    ['H26 NUL in a name', get('/healthz', 'X\0y: b\r\n'), 400],
    ['H26 NUL in the target', get('/healthz\0b'), 400],
    ['H26 %00 in the path', get('/healthz%00b'), 400],
    ['H27 bad percent', get('/healthz%zz%4'), 400],
    ['H28 /../', get('/x/../healthz'), 400],
    ['H28 /./', get('/./healthz'), 400],
    ['H28 encoded dots and slash', get('/%2e%2e%2fhealthz'), 400],
    ['H28 //', get('//healthz'), 404],
    ['H28 ;a=b', get('/healthz;a=b'), 404],
    ['overlong UTF-8', get('/%c0%ae%c0%ae/healthz'), 404],
    ['raw UTF-8 in the path', get('/h\xc3\xa9'), 400],
    ['backslash', get('/x\\healthz'), 400],
    ['H29 absolute target', get('http://evil.example/healthz'), 400],
    ['H30 HTTP/0.9', 'GET /healthz\r\n\r\n', 400],
    ['H30 HTTP/1.2', `GET /healthz HTTP/1.2\r\n${HOST}\r\n`, 505],
    ['H30 HTTP/2.0', `GET /healthz HTTP/2.0\r\n${HOST}\r\n`, 505],
    ['H30 lower case', `GET /healthz http/1.1\r\n${HOST}\r\n`, 400],
    ['H30 HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    ['H31 a target of 40 KiB', get(`/${'a'.repeat(40000)}`), 414],
    ['H31 a query of 40 KiB', get(`/healthz?${'a'.repeat(40000)}`), 414],
    ['H31 a header of 40 KiB', get('/healthz', `X: ${'a'.repeat(40000)}\r\n`), 431],
    ['H31 5,000 headers', get('/healthz', 'X: y\r\n'.repeat(5000)), 431],
    ['H31 1,000 query arguments', get(`/healthz?${Array.from({ length: 1000 }, (_, i) => `a${i}=1`).join('&')}`), 414],
    ['H32 CONNECT', `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n`, 4],
    ['H32 TRACE', `TRACE /healthz HTTP/1.1\r\n${HOST}\r\n`, 405],
    ['H32 OPTIONS *', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 4],
    ['H32 an unknown method', `BREW /healthz HTTP/1.1\r\n${HOST}\r\n`, 405],
    ['H32 an 8-bit method', `G\xe9T /healthz HTTP/1.1\r\n${HOST}\r\n`, 405],
    ['H32 tabs', `GET\t/healthz\tHTTP/1.1\r\n${HOST}\r\n`, 0],
    ['blanks in the target', `GET /heal thz HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['wrong method', `DELETE /healthz HTTP/1.1\r\n${HOST}\r\n`, 405],
    ['GET on a webhook', get(hook), 405],
    ['unknown path', get('/wp-login.php'), 404],
    ['H34 Expect: foo', post('Expect: foo\r\nContent-Length: 1\r\n', 'a'), 417],
    ['H34 a body with GET', get('/healthz', 'Content-Length: 3\r\n') + 'abc', 413],
    ['H35 two Hosts', `GET /healthz HTTP/1.1\r\n${HOST}Host: b\r\n\r\n`, 400],
    ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['an empty Host', 'GET /healthz HTTP/1.1\r\nHost:\r\n\r\n', 400],
    ['a Host with a path', 'GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n', 400],
    ['H35 two Content-Types', sized(`${FORM}Content-Type: application/json\r\n`, 'a=b'), 400],
    ['H35 gzip body', sized(`${FORM}Content-Encoding: gzip\r\n`, '\x1f\x8b\x08\x00'), 415],
    ['H35 br body', sized(`${FORM}Content-Encoding: br\r\n`, 'abc'), 415],
    ['a body of 64 KiB + 1', sized(FORM, 'a'.repeat(65537)), 413],
    ['a body of 900 KiB', sized(FORM, 'a'.repeat(900000)), 413],
    ['a control character in a value', get('/healthz', 'X: a\x01b\r\n'), 400],
];

// unsigned requests to a webhook: refused for want of a signature, whatever else is wrong with them
const UNSIGNED = [
    ['no signature', sized(FORM, 'MessageSid=SM1&From=%2B56911111111&Body=x')],
    ['two signatures', sized(`${FORM}X-Twilio-Signature: one\r\nX-Twilio-Signature: two\r\n`, 'a=b')],
    ['an empty signature', sized(`${FORM}X-Twilio-Signature:\r\nX-Phone-Signature:\r\n`, 'a=b')],
    ['an empty body', sized(FORM, '')],
    ['no Content-Type', sized('', 'a=b')],
    ['a wrong Content-Type', sized('Content-Type: text/html\r\n', '<b>')],
    ['multipart', sized('Content-Type: multipart/form-data; boundary=x\r\n', '--x\r\n\r\n--x--\r\n')],
    ['charset utf-7', sized('Content-Type: application/x-www-form-urlencoded; charset=utf-7\r\n', 'a=+ADw-')],
    ['10,000 fields', sized(FORM, 'a=&'.repeat(10000))],
    ['one field of 64 KiB', sized(FORM, `a=${'b'.repeat(65534)}`)],
    ['percent garbage', sized(FORM, 'a=%zz&%=%&+=+')],
    ['a huge query', sized(FORM, 'a=b', `${hook}?${'q'.repeat(1900)}`)],
    ['spoofed forwarding', sized(`${FORM}X-Forwarded-For: ${'1.2.3.4, '.repeat(300)}::1%junk\r\nX-Forwarded-Proto: https\r\nForwarded: for=evil\r\n`, 'a=b')],
];

const ANSWERED = [
    ['an unknown channel', sized(FORM, 'a=b', '/hook/nobody'), [404]],
    ['an honest GET', get('/healthz'), [200]],
    ['HEAD', `HEAD /healthz HTTP/1.1\r\n${HOST}\r\n`, [200]],
    ['HTTP/1.0 with a Host', `GET /healthz HTTP/1.0\r\n${HOST}\r\n`, [200]],
    ['H33 three pipelined requests, three answers', get('/healthz').repeat(3), [200, 200, 200]],
    ['H30 h2c upgrade is ignored', get('/healthz', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n'), [200]],
    ['H31 450 query arguments', get(`/healthz?${Array.from({ length: 450 }, () => 'a=1').join('&')}`), [200]],
    ['H35 forwarding headers of strangers', get('/healthz', 'X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Host: evil.example\r\n'), [200]],
    ['two cookies', get('/healthz', 'Cookie: a=b\r\nCookie: c=d\r\n'), [200]],
];

function faultOf({ statuses, closed, ms, text }, wanted) {
    const got = statuses[0] ?? 0;
    const right = wanted === REFUSED_OR_RESET ? [411, 0].includes(got) : wanted === 4 ? got >= 400 && got < 500 : got === wanted;
    if (!right) return `wanted ${wanted || 'no answer'}${wanted === 4 ? 'xx' : ''}, got ${got || 'none'}: ${JSON.stringify(text.slice(0, 90))}`;
    if (statuses.length > 1) return `${statuses.length} answers: ${statuses}`;
    if (!closed) return 'the connection is still open';
    return ms > LONGEST_MS ? `${ms} ms` : '';
}

for (const [name, bytes, wanted] of REFUSED) verdict(name, faultOf(await talk(bytes), wanted));
for (const [name, bytes] of UNSIGNED) {
    const { statuses, text } = await talk(bytes, { quiet: 60 });
    verdict(name, statuses.length === 1 && statuses[0] === 403 && /\r\n\r\n$/.test(text) ? '' : `got ${statuses}, ${JSON.stringify(text.slice(-60))}`);
}
for (const [name, bytes, wanted] of ANSWERED) {
    const { statuses } = await talk(bytes, { quiet: 100 });
    verdict(name, String(statuses) === String(wanted) ? '' : `got ${statuses}`);
}

{
    const { text } = await talk(get('/no-such-page'));
    const missing = ["content-security-policy: default-src 'self'", 'x-content-type-options: nosniff', 'referrer-policy: no-referrer', "frame-ancestors 'none'"].filter((one) => !text.toLowerCase().includes(one));
    verdict('pages carry the security headers', missing.join());
}
{
    const { statuses, closed } = await talk(post(`${FORM}Content-Length: 100\r\n`, 'a=b'), { end: true });
    verdict('H34 a truncated body', statuses.some((one) => one < 400) || !closed ? `got ${statuses}` : '');
}
await honest('odd requests');

// --- clients that leave, and clients that are slow; all at the same time ---

for (let i = 0; i < 50; i++) {
    const socket = dial();
    await new Promise((done) => socket.on('connect', done));
    socket.write(post(`${FORM}Content-Length: 60000\r\n`, 'a='.repeat(500)));
    await sleep(2);
    socket.resetAndDestroy();
}
await honest('50 resets in the body');

/** Writes a piece now and then until the server has had enough. */
async function slow(name, first, piece, everyMs) {
    const socket = dial();
    const began = Date.now();
    let closed = false;
    socket.closedBy.then(() => (closed = true));
    if (first) socket.write(first);
    while (!closed && Date.now() - began < LONGEST_MS) {
        await Promise.race([socket.closedBy, sleep(everyMs)]);
        if (piece && !closed) socket.write(piece);
    }
    socket.destroy();
    const answered = /^HTTP\/1\.1 2/m.test(socket.heard);
    verdict(name, !closed ? `still open after ${Date.now() - began} ms` : answered ? 'was answered 2xx' : '');
}

const slowOnes = [
    slow('slow: says nothing', '', '', 500),
    slow('slow: a byte a second of the request line', 'GET /', 'a', 1000),
    slow('slow: a byte a second of a header', `GET /healthz HTTP/1.1\r\n${HOST}X: `, 'a', 1000),
    slow('slow: a header a second', `GET /healthz HTTP/1.1\r\n${HOST}`, 'X: y\r\n', 1000),
    slow('slow: a byte in 4 s of the body', post(`${FORM}Content-Length: 5000\r\n`), 'a', 4000),
    slow('slow: a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '', 500),
    slow('slow: blank lines', '\r\n', '\r\n', 1000),
];
const idle = Array.from({ length: 300 }, () => dial());
await sleep(300);
await honest('300 idle connections', 1000);
await Promise.all(slowOnes);
idle.forEach((socket) => socket.destroy());
await honest('slow clients');

// --- a client that asks and never reads, and more connections than there are places ---

const deaf = net.connect(Number(base.port), base.hostname);
deaf.on('error', () => {});
deaf.pause();
deaf.write(get('/phone/phone.js').repeat(2000));
await sleep(300);
await honest('a client that never reads');
deaf.destroy();

const flood = [];
for (let i = 0; i < 1500; i++) flood.push(dial());
await sleep(500);
await honest('1,500 idle connections', 12000);
flood.forEach((socket) => socket.destroy());
await sleep(200);
await honest('the flood');

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
