// desk_cases - a mediator in a real browser: a mediation from the asking to the meeting, a referral, and the page of what to improve.
//
// Asks BASE (the program) and JOIN (path of a one-time link). SHOTS: a folder for pictures.
import { accessible, button, conclude, join, must, page, seen, shot, test, text } from './page.mjs';

const A = '+56966660001', B = '+56966660002', LOST = '+56966660003';

await join('Marta Mediadora');
await text(A, 'mediacion', '1', '2', '1', 'Villa Secreta', '1', '1');

await test('the ticket of who asked tells that it is a mediation, and which party this is', async () => {
    await page.locator('.row', { hasText: 'Problema con un vecino' }).first().click();
    await seen(page.getByRole('heading', { name: /Mediación · Parte A/ }));
    must((await button('Invitar a la otra parte').count()) === 0, 'nobody acts on a ticket that is not theirs');
    await button('Tomar el caso').click();
    await seen(button('Invitar a la otra parte'));
    await accessible('case');
    await shot('asked');
});

await test('the other party is invited at a number typed here, which the page does not keep', async () => {
    await button('Invitar a la otra parte').click();
    await page.getByLabel('Número de teléfono').fill(B);
    await page.getByLabel('Idioma').selectOption('ht');
    await accessible('invite dialog');
    await button('Enviar la invitación').click();
    await seen(page.locator('.case .tag', { hasText: 'Invitación enviada' }));
    must(!(await page.content()).includes('66660002'), 'the number of the other stands nowhere');
});

await test('her answer comes to the case; her conversation is another page, without a word of the first', async () => {
    await text(B, 'wi', 'chen an se pa pou mwen');
    await page.reload();
    await seen(page.locator('.case .tag', { hasText: 'La otra parte aceptó' }));
    must(!(await page.locator('.thread').innerText()).includes('chen an'), 'not in the conversation of party A');
    await page.getByRole('link', { name: /Parte B/ }).click();
    await seen(page.getByRole('heading', { name: /Mediación · Parte B/ }));
    await seen(page.locator('.bubble.in', { hasText: 'chen an' }));
    const all = await page.content();
    must(!all.includes('Villa Secreta') && !all.includes('66660001'), 'nothing of party A');
    await shot('other');
    await page.getByRole('link', { name: /Parte A/ }).click();
});

await test('a meeting is fixed once, for both', async () => {
    const date = new Date(Date.now() + 6 * 86400000).toISOString().slice(0, 10);
    await button('Fijar la reunión').click();
    await page.getByLabel('Día').fill(date);
    await page.getByLabel('Lugar').fill('Sede vecinal');
    await accessible('meeting dialog');
    await button('Avisar a las dos partes').click();
    await seen(page.locator('.case', { hasText: 'Sede vecinal' }));
    await seen(page.locator('.bubble.out', { hasText: 'Reunión con el mediador' }));
});

await test('a person is sent to an organisation, and the ticket tells so', async () => {
    await button('Derivar').click();
    await page.getByLabel('Organización').selectOption('sjm');
    await accessible('referral dialog');
    await page.getByRole('dialog').getByRole('button', { name: 'Derivar', exact: true }).click();
    await seen(page.locator('.referrals', { hasText: 'Servicio Jesuita' }));
    await seen(page.locator('.bubble.out', { hasText: 'sjmchile.org' }));
});

await test('the mediation is closed, and both are told', async () => {
    await button('Cerrar la mediación').click();
    await page.getByLabel('Hubo acuerdo', { exact: true }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Cerrar la mediación' }).click();
    await seen(page.locator('.case .tag', { hasText: 'Cerrada' }));
    await seen(page.locator('.bubble.out', { hasText: 'La mediación quedó cerrada' }));
    await shot('closed');
});

await test('what could not be answered is there without its digits, becomes an example, and is dealt with', async () => {
    await text(LOST, 'ESPANOL', 'grumf tarsk 98765');
    await page.getByRole('link', { name: 'Mejorar' }).click();
    const one = page.locator('.question', { hasText: 'grumf tarsk #####' });
    await seen(one);
    await one.getByLabel('Hacer ejemplo del tema').selectOption('cesfam');
    await seen(one.locator('pre', { hasText: 'grumf tarsk' }));
    must((await one.innerText()).includes('examples/es.yaml'), 'where it goes');
    await accessible('improve');
    await shot('improve');
    await one.getByRole('button', { name: 'Ya está resuelta' }).click();
    await one.waitFor({ state: 'detached' });
});

await test('the rate of each organisation is on the same page', async () => {
    const row = page.locator('tr', { hasText: 'Servicio Jesuita' });
    must((await row.innerText()).split('\t').map((cell) => cell.trim())[1] === '1', await row.innerText());
});

await test('it is readable on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    must(!wide, `wider than the phone: ${await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll')).map((one) => `${one.tagName}.${one.className}`).slice(0, 6).join(' '))}`);
    await accessible('improve on a phone');
    await shot('phone');
});

await conclude();
