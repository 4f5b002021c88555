// page - what every test in a real browser begins and ends with: pages, their complaints, axe, a new user.
//
// Asks BASE (the program) and JOIN (path of a one-time link). SHOTS: a folder for pictures, named after the test's file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const { BASE, JOIN, SHOTS } = process.env;
const NAME = path.basename(process.argv[1], '.mjs').replace(/^desk_/, '');

const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const complaints = [];
let allowed = /status of (401|403|409|503)/;
/** What the console may say besides: a test that cuts the network hears of it. */
export const allow = (pattern) => (allowed = new RegExp(`${allowed.source}|${pattern.source}`));

/** Whatever a page complains of, or asks of another machine, ends in the last test. */
function watch(page) {
    page.setDefaultTimeout(15000);
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && !allowed.test(message.text()) && complaints.push(message.text()));
    page.on('request', (request) => new RegExp(`^(${BASE}|data:|blob:)`).test(request.url()) || complaints.push(`foreign: ${request.url()}`));
    return page;
}

/** A browser of its own: nothing of another page's cookies. */
const stranger = (width = 1280, height = 900) => browser.newContext({ viewport: { width, height }, locale: 'es-CL', timezoneId: 'America/Santiago' });
export const context = await stranger();
export const page = watch(await context.newPage());
export async function open(target, width, height) {
    const another = watch(await (await stranger(width, height)).newPage());
    await another.goto(BASE + target);
    return another;
}

let passed = 0, failed = 0;
export async function test(name, fn) {
    try {
        await fn();
        passed++;
        console.log(`ok    ${name}`);
    } catch (error) {
        failed++;
        console.log(`FAIL  ${name}\n      ${String(error.stack || error).split('\n').slice(0, 6).join('\n      ')}`);
        await shot(`failed-${failed}`);
    }
}
export const must = (holds, words) => {
    if (!holds) throw new Error(words);
};
export const shot = (name, of = page) => SHOTS && of.screenshot({ path: `${SHOTS}/${NAME}-${name}.png` }).catch(() => {});
export const button = (name) => page.getByRole('button', { name, exact: true });
export const seen = (locator) => locator.first().waitFor({ state: 'visible' });

/** No rule of WCAG 2.2 A and AA is broken seriously on what the page shows now. */
export async function accessible(where, of = page) {
    await of.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished))); // what fades in has its colour at the end
    await of.evaluate(axe);
    const { violations } = await of.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    const serious = violations.filter((one) => ['serious', 'critical'].includes(one.impact));
    must(!serious.length, `${where}: ${serious.map((one) => `${one.id} at ${one.nodes.map((node) => node.target).join(', ')}`).join('; ')}`);
}

/** A person texts from a simulated phone, one text after the other. */
export async function text(number, ...all) {
    for (const words of all) {
        await fetch(`${BASE}/phone/api/send`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: BASE }, body: JSON.stringify({ channel: 'phone-sms', number, text: words }) });
        await page.waitForTimeout(400);
    }
}

/** A new user comes in by the one-time link. */
export async function join(name) {
    await page.goto(BASE + JOIN);
    await page.getByLabel(/Su nombre/).fill(name);
    await page.getByLabel(/^Usuario/).fill(`${name.split(' ')[0].toLowerCase().normalize('NFKD').replace(/[^a-z]/g, '')}.${Date.now() % 100000}`);
    await page.getByLabel(/^Contraseña/).fill('una frase bien larga');
    await button('Crear y entrar').click();
}

/** The last test, and the line that says how all of them went. */
export async function conclude() {
    await test('no page complained in the console, or asked anything of another machine', async () => must(!complaints.length, complaints.join('; ')));
    await browser.close();
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed ? 1 : 0);
}
