// desk_activities - an organizer in a real browser: a new event, its sign-ups, its code, a change taken back, an invitation.
//
// Asks BASE (the program) and JOIN (path of a one-time link). SHOTS: a folder for pictures.
import { accessible, button, conclude, join, must, page, seen, shot, test, text } from './page.mjs';

const NUMBER = '+56955555555';

await join('Rosa Organiza');

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
    await text(NUMBER, 'cine1');
    await page.waitForTimeout(600);
    await text(NUMBER, '1');
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

await conclude();
