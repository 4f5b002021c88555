// desk_activities - an organizer in a real browser: a new event, its sign-ups, its code, a change taken back, an invitation.
//
// Asks BASE (the program) and JOIN (path of a one-time link). SHOTS: a folder for pictures.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { BASE, JOIN, SHOTS } = process.env;
const NUMBER = '+56955555555';

const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'es-CL', timezoneId: 'America/Santiago' });
const page = await context.newPage();
page.setDefaultTimeout(15000);
const complaints = [];
page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
page.on('console', (message) => message.type() === 'error' && !/status of (401|403|409|503)/.test(message.text()) && complaints.push(message.text()));

let passed = 0, failed = 0;
async function test(name, fn) {
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
const must = (holds, words) => {
    if (!holds) throw new Error(words);
};
const shot = (name) => SHOTS && page.screenshot({ path: `${SHOTS}/activities-${name}.png` }).catch(() => {});
const button = (name) => page.getByRole('button', { name, exact: true });
const seen = (locator) => locator.first().waitFor({ state: 'visible' });

/** No rule of WCAG 2.2 A and AA is broken seriously on what the page shows now. */
async function accessible(where) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    const serious = violations.filter((one) => ['serious', 'critical'].includes(one.impact));
    must(!serious.length, `${where}: ${serious.map((one) => `${one.id} at ${one.nodes.map((node) => node.target).join(', ')}`).join('; ')}`);
}

const text = (words) =>
    fetch(`${BASE}/phone/api/send`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: BASE }, body: JSON.stringify({ channel: 'phone-sms', number: NUMBER, text: words }) });

await page.goto(BASE + JOIN);
await page.getByLabel(/Su nombre/).fill('Rosa Organiza');
await page.getByLabel(/^Usuario/).fill(`rosa.${Date.now() % 100000}`);
await page.getByLabel(/^Contraseña/).fill('una frase bien larga');
await button('Crear y entrar').click();

await test('the sample activities are one link away', async () => {
    await page.getByRole('link', { name: 'Actividades' }).click();
    await seen(page.getByRole('heading', { name: 'Actividades', level: 1 }));
    await seen(page.getByText('Feria de las culturas'));
    await seen(page.getByText('Diálogo entre vecinos'));
    await accessible('list');
    await shot('list');
});

await test('a new event is made with the keyboard', async () => {
    await button('Nueva actividad').focus();
    await page.keyboard.press('Enter');
    await seen(page.getByRole('heading', { name: 'Nueva actividad', level: 2 }));
    await accessible('form');
    await page.locator('[name=title-es]').fill('Cine <b>libre</b>');
    await page.locator('[name=title-ht]').fill('Sinema');
    await page.locator('[name=place-es]').fill('Parque');
    await page.getByLabel('Cupos').fill('1');
    await page.getByLabel(/Palabra/).fill('cine1');
    await shot('form');
    await page.getByLabel(/Palabra/).press('Enter');
    await seen(page.getByText(/Actividad creada/));
    await seen(page.getByRole('heading', { name: /Cine <b>libre<\/b>/, level: 2 }));
    await accessible('one');
});

await test('who signs up by text appears by itself', async () => {
    await text('cine1');
    await page.waitForTimeout(600);
    await text('1');
    await seen(page.getByText('1 de 1 cupos').nth(1));
    await seen(page.getByRole('table', { name: 'Personas por idioma' }));
    await button('Ver participantes').click();
    await seen(page.getByRole('table', { name: 'Participantes' }));
    must(!(await page.content()).includes(NUMBER), 'no number is shown');
    must(!(await page.getByRole('button', { name: /^Anotar/ }).count()), 'nobody can be noted before a session begins');
    await accessible('people');
    await shot('one');
});

await test('the code of the day is shown large, and Escape gives the focus back', async () => {
    const code = page.getByRole('button', { name: /código de la sesión 1/ });
    await code.click();
    const large = page.locator('.big-code');
    await seen(large);
    must(/^[A-Z]\d[A-Z]\d$/.test(await large.textContent()), await large.textContent());
    must((await large.evaluate((one) => parseFloat(getComputedStyle(one).fontSize))) >= 64, 'it can be read from afar');
    await accessible('code');
    await shot('code');
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'detached' });
});

await test('a change asks for the number of those who hear of it, and can be taken back', async () => {
    await button('Cambiar').click();
    await page.locator('[name=place-es]').fill('Gimnasio');
    must(await button('Guardar').isDisabled(), 'the number is not typed yet');
    await page.getByLabel(/escriba el número/).fill('1');
    await accessible('change');
    await button('Guardar').click();
    await seen(page.getByText('Hecho. El aviso sale en un minuto.'));
    await seen(page.getByText(/^Gimnasio/));
    await page.locator('.notice').getByRole('button', { name: 'Deshacer' }).click();
    await seen(page.getByText('Deshecho: no se avisó a nadie.'));
    await seen(page.getByText(/^Parque/));
});

await test('an invitation shows its text in five languages before it leaves', async () => {
    await button('Invitar').click();
    await seen(page.getByText(/Le invitamos a Cine/));
    must((await page.locator('.preview li').count()) === 5, 'five languages');
    await accessible('invite');
    await shot('invite');
    await page.keyboard.press('Escape');
});

await test('a cancellation has to be typed', async () => {
    await button('Cancelar la actividad').click();
    const confirm = page.locator('dialog').getByRole('button', { name: 'Cancelar la actividad' });
    must(await confirm.isDisabled(), 'nothing is typed yet');
    await page.getByLabel(/escriba el número/).fill('1');
    await confirm.click();
    await seen(page.getByText('Cancelada'));
});

await test('it fits a phone of 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    must(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing hangs over');
    await accessible('phone');
    await shot('phone');
    await button('Volver a la lista').click();
    await seen(page.getByText('Feria de las culturas'));
    must(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing hangs over in the list');
    await page.getByRole('link', { name: 'Casos' }).click();
    await seen(page.getByRole('heading', { name: 'Casos', level: 1 }));
});

await test('no page complained in the console', async () => must(!complaints.length, complaints.join('; ')));

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
