// desk_person - in a real browser: a copy of what is kept of a person, a code for a new telephone, a word that was forgotten;
// and the barriers of the complaints.
//
// Asks BASE (the program) and JOIN (path of a one-time link). SHOTS: a folder for pictures.
import { readFileSync } from 'node:fs';

import { accessible, button, conclude, join, must, page, seen, shot, test, text } from './page.mjs';

const LUZ = '+56977770001', NEW = '+56977770002', ANA = '+56977770003';

await join('Pilar Privacidad');
await text(LUZ, 'ESPANOL', 'me llamo Rosalba y busco a una persona', '9', '8', '1', '1', '4');

const dialog = page.getByRole('dialog');
const open = async (title) => {
    await button(title).click();
    await seen(dialog.getByRole('heading', { name: title }));
};

await test('only who holds the ticket sees what can be done with the data', async () => {
    await page.locator('.row', { hasText: 'Otra cosa' }).first().click();
    await seen(button('Tomar el caso'));
    must((await page.getByText('Datos y teléfono de la persona').count()) === 0, 'not before');
    await button('Tomar el caso').click();
    await page.getByText('Datos y teléfono de la persona').click();
    await seen(button('Exportar datos de la persona'));
    await accessible('person part');
});

await test('the export asks first; no is no, yes downloads a file with all of it', async () => {
    await open('Exportar datos de la persona');
    await accessible('export dialog');
    await shot('export');
    let asked = 0;
    page.on('request', (request) => request.url().includes('/export') && asked++);
    await dialog.getByRole('button', { name: 'No hacer nada' }).click();
    await dialog.waitFor({ state: 'detached' });
    must(asked === 0, 'nothing was asked of the server');
    await open('Exportar datos de la persona');
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Bajar el archivo' }).click()]);
    must(/^datos-[A-Z0-9]{3}-[A-Z0-9]{2}\.json$/.test(download.suggestedFilename()), download.suggestedFilename());
    const file = JSON.parse(readFileSync(await download.path(), 'utf8'));
    must(Object.values(file.person.numbers).includes(LUZ), 'her number, in full');
    must(file.conversation.some((line) => line.text.includes('Rosalba')), 'her words');
    await seen(dialog.getByText(/está en las descargas/));
    await dialog.getByRole('button', { name: 'Cerrar', exact: true }).click();
});

await test('a code for a new number is shown once, and moves her to the telephone that sends it', async () => {
    await open('Código para número nuevo');
    await accessible('code dialog');
    await dialog.getByRole('button', { name: 'Crear el código' }).click();
    await seen(dialog.locator('.read-out'));
    const code = await dialog.locator('.read-out').innerText();
    await accessible('code shown');
    await shot('code');
    await dialog.getByRole('button', { name: 'Cerrar', exact: true }).click();
    must(!(await page.content()).includes(code), 'gone from the page');
    await text(NEW, code);
    await page.reload();
    await seen(page.locator('.facts', { hasText: NEW.slice(-3) }));
});

await test('a word is reset only where there is one, and then LEER opens', async () => {
    await page.getByText('Datos y teléfono de la persona').click();
    await open('Restablecer palabra');
    await dialog.getByRole('button', { name: 'Quitar la palabra' }).click();
    await seen(dialog.getByText(/no usa el modo discreto/));
    await dialog.getByRole('button', { name: 'Cerrar', exact: true }).click();
    await text(NEW, 'discreto', 'girasol');
    await open('Restablecer palabra');
    await accessible('word dialog');
    await dialog.getByRole('button', { name: 'Quitar la palabra' }).click();
    await seen(dialog.getByText(/se abren con LEER/));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
});

await test('the part fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await seen(button('Exportar datos de la persona'));
    must(!(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)), 'wider than the phone');
    await accessible('person part on a phone');
    await shot('phone');
    await page.setViewportSize({ width: 1280, height: 800 });
});

await test('complaints are counted by institution and barrier', async () => {
    await page.getByRole('link', { name: 'Mejorar' }).click();
    await seen(page.getByText('Todavía no hay reclamos.'));
    await text(ANA, 'ESPANOL', 'queja', '1', 'me exigieron papeles', 'no me dieron hora', 'CESFAM', 'ayer', 'saltar', 'no');
    await page.reload();
    const table = page.getByRole('region', { name: 'Reclamos por barrera' }).getByRole('table');
    await seen(table.getByRole('columnheader', { name: 'Barrera' }));
    must((await table.locator('tbody tr').count()) === 1, 'one row');
    must(/papeles\s+1$/.test((await table.locator('tbody tr').innerText()).trim()), await table.innerText());
    await accessible('barriers');
    await shot('barriers');
});

await test('who is on duty is changed, shown masked, and given back to the settings', async () => {
    const part = page.getByRole('region', { name: 'De turno' });
    await seen(part.getByText('los teléfonos de la configuración', { exact: false }));
    await part.getByLabel('Teléfonos').fill('9 8888 0001, +56988880002');
    await part.getByLabel('Último día').fill(new Date(Date.now() + 5 * 86400000).toISOString().slice(0, 10));
    await part.getByRole('button', { name: 'Guardar el turno' }).click();
    await seen(part.getByText('Guardado.'));
    const now = await part.locator('.duty-now').innerText();
    must(/001, .*002 · hasta el /.test(now) && !now.includes('8888'), now);
    await accessible('duty');
    await shot('duty');
    await part.getByRole('button', { name: 'Volver a los de la configuración' }).click();
    await seen(part.locator('.duty-now', { hasText: 'los teléfonos de la configuración' }));
});

await conclude();
