// desk - a caseworker's day in a real browser: join, take a ticket, answer, close, think again, leave, come back.
//
// Asks BASE (the program), JOIN (path of a one-time link), and at least one open ticket. SHOTS: a folder for pictures.
import { BASE, JOIN, accessible, allow, button, conclude, context, must, page, seen, shot, test } from './page.mjs';

allow(/ERR_CONNECTION|ERR_INTERNET/);
const LOGIN = `maria.${Date.now() % 100000}`, NAME = 'María Paz', PASSWORD = 'una frase bien larga';
const ANSWER = `Buenos días, <b>la esperamos</b> el jueves a las 10:00. ${Date.now()}`;

const rows = () => page.locator('.row');

await test('the one-time link opens a form, and its token leaves the address bar', async () => {
    await page.goto(BASE + JOIN);
    await seen(page.getByLabel(/Su nombre/));
    must(!page.url().includes('token'), page.url());
    await accessible('join');
    await shot('join');
});

await test('a short password is refused before anything is sent; a long one makes the user', async () => {
    await page.getByLabel(/Su nombre/).fill(NAME);
    await page.getByLabel(/^Usuario/).fill(LOGIN);
    await page.getByLabel(/^Contraseña/).fill('corta');
    await button('Crear y entrar').click();
    must(await page.locator('input[name=password]:invalid').count(), 'the browser says so');
    await page.getByLabel(/^Contraseña/).fill(PASSWORD);
    await button('Crear y entrar').click();
    await seen(page.getByRole('heading', { name: 'Casos', level: 1 }));
    await seen(page.getByText(NAME));
});

await test('the session is in a cookie that no script can read', async () => {
    const [cookie] = await context.cookies(BASE);
    must(cookie.httpOnly && cookie.sameSite === 'Strict' && cookie.path === '/', JSON.stringify({ ...cookie, value: '' }));
    must((await page.evaluate(() => document.cookie)) === '', 'document.cookie is empty');
});

await test('the open tickets are there, the topic in words, and the list is accessible', async () => {
    await seen(rows());
    must(/[A-Z0-9]{3}-[A-Z0-9]{2}/.test(await rows().first().innerText()), await rows().first().innerText());
    await accessible('list');
    await shot('list');
});

let code = '';
await test('with the keyboard alone: j marks, Enter opens, c claims, r writes', async () => {
    await page.keyboard.press('j');
    await seen(page.locator('.row:focus'));
    await page.keyboard.press('Enter');
    await seen(page.locator('.thread .bubble'));
    code = await page.locator('h2 .code').innerText();
    must(await page.getByLabel('Su respuesta').isDisabled(), 'nobody answers a ticket that is not theirs');
    await page.keyboard.press('c');
    await seen(page.locator('.held', { hasText: 'Lo tiene usted' }));
    await page.keyboard.press('r');
    await seen(page.locator('#reply:focus'));
});

await test('the number is masked, and what the person wrote is there', async () => {
    const facts = await page.locator('.facts').innerText();
    must(/\+\d+\*+\d+/.test(facts), facts);
    await seen(page.locator('.bubble.in'));
    await accessible('ticket');
});

await test('what is typed and not sent survives Escape and a look elsewhere', async () => {
    await page.getByLabel('Su respuesta').fill('a medio escribir');
    await page.keyboard.press('Escape');
    must(await page.locator('h2 .code').isVisible(), 'the first Escape only leaves the box');
    await page.keyboard.press('Escape');
    await page.locator('.ticket.none').waitFor();
    await rows().filter({ hasText: code }).click();
    must((await page.getByLabel('Su respuesta').inputValue()) === 'a medio escribir', 'the words are still there');
});

await test('Ctrl+Enter sends, the answer shows at once and becomes part of the conversation, as text', async () => {
    await page.getByLabel('Su respuesta').fill(ANSWER);
    await page.keyboard.press('Control+Enter');
    await seen(page.locator('.bubble.staff', { hasText: ANSWER }));
    await page.locator('.bubble.staff:not(.pending)', { hasText: ANSWER }).waitFor();
    must((await page.locator('.bubble b').count()) === 0, 'markup of a text is not markup of the page');
    must((await page.locator('.bubble.staff', { hasText: ANSWER }).count()) === 1, 'once');
    must((await page.locator('.bubble.staff', { hasText: ANSWER }).innerText()).includes(NAME), 'with the name of who wrote it');
    must((await page.getByLabel('Su respuesta').inputValue()) === '', 'the box is empty again');
    await shot('ticket');
});

await test('who holds a ticket is told by name', async () => {
    const answer = await page.evaluate(async () => {
        const { tickets } = await (await fetch('/api/v1/tickets')).json();
        return tickets.find((one) => one.state === 'claimed').claimed_by.name;
    });
    must(answer === NAME, answer);
});

await test('the help names the keys, Escape closes it, and single keys can be switched off', async () => {
    await page.locator('.thread').focus();
    await page.keyboard.press('?');
    await seen(page.getByRole('dialog'));
    await accessible('help');
    await page.getByLabel(/teclas de una sola letra/).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.thread').focus();
    await page.keyboard.press('?');
    must((await page.getByRole('dialog').count()) === 0, 'off means off');
    await button('Ayuda (tecla ?)').click();
    await page.getByLabel(/teclas de una sola letra/).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Cerrar' }).click();
});

await test('closing asks how it ended, and undo brings the ticket back', async () => {
    await button('Cerrar caso').click();
    await seen(page.getByRole('dialog'));
    await accessible('close');
    await shot('close');
    await page.getByLabel('Derivado a otra institución').check();
    await button('Cerrar el caso').click();
    await seen(page.locator('.held', { hasText: 'Derivado' }));
    await button('Deshacer').click();
    await seen(page.locator('.held', { hasText: 'Sin tomar' }));
    await seen(rows().filter({ hasText: code }));
});

await test('a closed ticket is in the other list, and can be reopened there', async () => {
    await button('Tomar el caso').click();
    await button('Cerrar caso').click();
    await button('Cerrar el caso').click();
    await button('Cerrados').click();
    await rows().filter({ hasText: code }).click();
    await button('Reabrir').click();
    await seen(page.locator('.held', { hasText: 'Sin tomar' }));
    await button('Abiertos').click();
    await seen(rows().filter({ hasText: code }));
});

await test('a change that somebody else makes appears by itself', async () => {
    const id = await page.evaluate(() => decodeURIComponent(location.hash.split('/').pop()));
    const second = await context.newPage();
    await second.goto(`${BASE}/desk`);
    const done = await second.evaluate(async (ticket) => (await fetch(`/api/v1/tickets/${ticket}/claim`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })).status, id);
    must(done === 200, `claimed by another page: ${done}`);
    await seen(page.locator('.held', { hasText: 'Lo tiene usted' }));
    await second.close();
    await button('Soltar').click();
    await seen(page.locator('.held', { hasText: 'Sin tomar' }));
});

await test('an act without a line to the server says so in words, and can be done again', async () => {
    await context.setOffline(true);
    await button('Tomar el caso').click();
    await seen(page.locator('.notice.bad'));
    await context.setOffline(false);
    await button('Tomar el caso').click();
    await seen(page.locator('.held', { hasText: 'Lo tiene usted' }));
    await button('Soltar').click();
});

await test('when the live line breaks a banner says so, and goes away when it is back', async () => {
    const second = await context.newPage();
    await second.route('**/api/v1/live', (route) => route.abort());
    await second.goto(`${BASE}/desk`);
    await seen(second.locator('.offline'));
    await second.unroute('**/api/v1/live');
    await second.locator('.offline').waitFor({ state: 'detached' });
    await second.close();
});

await test('it fits a phone of 360 pixels, light and dark, and the way back is the phone\'s own', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    must((await wide()) <= 360, `the ticket is ${await wide()} px wide`);
    await shot('phone-ticket');
    await accessible('ticket on a phone');
    await page.goBack();
    await page.goto(`${BASE}/desk`);
    await seen(rows());
    must((await wide()) <= 360, `the list is ${await wide()} px wide`);
    await shot('phone-list');
    await page.emulateMedia({ colorScheme: 'dark' });
    await rows().first().click();
    await seen(page.locator('.thread .bubble'));
    await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await accessible('dark');
    await shot('phone-dark');
    await page.goBack();
    await seen(rows());
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 800 });
});

await test('who leaves is out: the old cookie opens nothing, and the page asks for a login', async () => {
    const before = await context.cookies(BASE);
    await button('Salir').click();
    await seen(button('Entrar'));
    await accessible('login');
    await shot('login');
    await context.addCookies(before);
    must((await page.evaluate(async () => (await fetch('/api/v1/tickets')).status)) === 401, 'a stolen cookie is worth nothing');
});

await test('a wrong password is told in plain words, the right one opens the desk again', async () => {
    await page.getByLabel('Usuario').fill(LOGIN);
    await page.getByLabel('Contraseña').fill('no es esta frase');
    await button('Entrar').click();
    await seen(page.getByText('El usuario o la contraseña no son correctos.'));
    await page.getByLabel('Contraseña').fill(PASSWORD);
    await button('Entrar').click();
    await seen(rows());
});

await test('the used link opens nothing any more', async () => {
    await page.goto(BASE + JOIN);
    await seen(page.getByText(/ya se usó o venció/));
});

await conclude();
