// desk_surveys - a survey in a real browser: codes for those who ask others, answers by text, closed, results that tell of nobody.
//
// Asks BASE (the program) and JOIN (path of a one-time link). SHOTS: a folder for pictures.
import { readFileSync } from 'node:fs';

import { accessible, button, conclude, join, must, page, seen, shot, test, text } from './page.mjs';

const fits = async (where) => {
    const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll') && !one.closest('.parts')).map((one) => `${one.tagName}.${one.className}`).slice(0, 6).join(' '));
    must(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where} is wider than the phone: ${wide}`);
};

await join('Inés Encuesta');

await test('surveys are one link away, with title, state and a rounded number of answers', async () => {
    await page.getByRole('link', { name: 'Encuestas' }).click();
    await seen(page.getByRole('heading', { name: 'Encuestas', level: 1 }));
    const row = page.locator('.row', { hasText: 'Primera consulta' });
    await seen(row);
    const words = await row.innerText();
    must(words.includes('Abierta') && words.includes('<5 respuestas') && words.includes('16 preguntas'), words);
    await accessible('list');
    await row.focus();
    await page.keyboard.press('Enter');
    await seen(page.getByRole('heading', { name: /Primera consulta/, level: 2 }));
    await seen(page.locator('h2:focus')); // the focus goes along
    must((await button('Ver los resultados').count()) === 0, 'an open survey tells nothing');
    await accessible('one');
    await shot('open');
});

let word = '';
await test('a code for a volunteer is given out for a point, works by text, and can be taken back', async () => {
    await page.getByLabel('Punto').selectOption('P07');
    await button('Dar un código').click();
    const code = page.locator('.volunteers li', { hasText: 'P07' });
    await seen(code);
    word = await code.locator('.code').innerText();
    must(/^ENCUESTADOR V[A-Z]{4}\d\d$/.test(word), word);
    await page.waitForTimeout(300); // the notice has come up
    await accessible('code');
    await shot('code');
    await text('+56977770001', 'ESPANOL', word);
    await text('+56977770001', ...Array(3).fill(['si', '1', '2', '1', 'alto', word]).flat().slice(0, -1));
    await page.getByRole('button', { name: /Quitar el código/ }).click();
    await code.waitFor({ state: 'detached' });
    await seen(page.getByText(/ya no sirve/));
    await seen(page.getByText('Todavía no hay códigos.'));
});

await test('what people answered is not told of an open survey, not even to who asks the API', async () => {
    const numbers = Array.from({ length: 24 }, (_, at) => `+569777701${String(at).padStart(2, '0')}`);
    await Promise.all(numbers.map((number) => text(number, 'ESPANOL', 'encuesta', 'si', '1', '2', '1', 'alto')));
    await page.waitForTimeout(1000);
    const told = await page.evaluate(() => fetch('/api/v1/surveys/encuesta-primera/results').then((answer) => answer.status));
    must(told === 409, `status ${told}`);
});

await test('closing says in plain words what it means, and Escape does nothing', async () => {
    await button('Cerrar la encuesta').click();
    await seen(page.getByText(/Mientras nadie vea los resultados, se puede abrir otra vez/));
    await accessible('close dialog');
    await shot('close');
    await page.keyboard.press('Escape');
    await seen(button('Cerrar la encuesta'));
    await button('Cerrar la encuesta').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cerrar', exact: true }).click();
    await seen(page.getByText('Encuesta cerrada.'));
    await seen(button('Ver los resultados'));
    await seen(button('Abrir'));
});

await test('results are seen only after a warning that they freeze; then it is never opened again', async () => {
    await button('Ver los resultados').click();
    await seen(page.getByText(/cerrada para siempre/));
    await accessible('results dialog');
    await page.getByRole('button', { name: 'Ver y cerrar para siempre' }).click();
    const table = page.getByRole('table', { name: '¿En qué país nació usted?' });
    await seen(table);
    await seen(page.getByRole('table', { name: 'Entera o a medias' }));
    const cells = (await table.locator('tbody tr').allInnerTexts()).map((row) => row.split('\t')[1].trim());
    must(cells.length === 8 && cells.every((cell) => cell === '<5' || Number(cell) % 5 === 0), cells.join(' '));
    must(cells[1] === '<5', 'nobody was from there');
    must(Number(cells[0]) >= 5, `nearly all are from Haiti: ${cells[0]}`);
    must(Number(await table.locator('rect').first().getAttribute('width')) === 100 && Number(await table.locator('rect').nth(1).getAttribute('width')) === 0, 'bars as long as the numbers are large');
    must((await button('Abrir').count()) === 0, 'never again');
    await accessible('results');
    await shot('results');
    await page.reload();
    await seen(table);
    must((await button('Abrir').count()) === 0, 'never again, and after a reload too');
});

await test('one question, or two together', async () => {
    await page.getByLabel('Pregunta').selectOption('edad');
    await page.getByRole('table', { name: '¿En qué país nació usted?' }).waitFor({ state: 'detached' });
    must((await page.getByRole('table').count()) === 1, 'one table');
    await page.getByLabel('Cruzar con').selectOption('genero');
    const table = page.getByRole('table', { name: '¿Qué edad tiene? / ¿Usted es?' });
    await seen(table);
    must((await table.locator('thead th').allInnerTexts()).join('|') === 'Respuesta|Todas|Mujer|Hombre|Otro|Prefiere no decir', (await table.locator('thead th').allInnerTexts()).join('|'));
    await accessible('two together');
    await shot('crossed');
});

await test('the file for a spreadsheet holds the same, and no count under five', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /planilla/ }).click()]);
    const csv = readFileSync(await download.path(), 'utf8').trim().split('\n');
    must(csv[0] === 'question,text,answer,label,by_genero,count', csv[0]);
    const counts = csv.slice(1).map((line) => line.match(/(?:^|,)(?:"(<5)"|(\d+))$/)).map((found) => found?.[1] ?? Number(found?.[2]));
    must(counts.length > 100 && counts.every((count) => count === '<5' || (count >= 5 && count % 5 === 0)), counts.join(' '));
});

await test('the printed page holds tables and no buttons', async () => {
    await page.emulateMedia({ media: 'print' });
    must(!(await button('Imprimir').isVisible()) && !(await page.locator('.top').isVisible()) && !(await page.locator('.list').isVisible()), 'nothing to press on paper');
    must(await page.getByRole('table').first().isVisible(), 'the table is there');
    await shot('print');
    await page.emulateMedia({ media: 'screen' });
});

await test('it fits a phone of 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await fits('results');
    await accessible('phone');
    await shot('phone');
    await button('Volver a la lista').click();
    await seen(page.locator('.row', { hasText: 'Cerrada' }));
    await fits('list');
    await shot('phone-list');
});

await conclude();
