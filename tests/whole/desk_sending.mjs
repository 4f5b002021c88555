// desk_sending - what leaves, in a real browser: a message that nobody knows of, one that failed, and a line that is stopped.
//
// Asks BASE (the program, with a WhatsApp line "wa-1" whose template is paused, and "line-1" over which ANA's reply lost its answer and BEA's was refused) and JOIN (path of a
// one-time link). SHOTS: a folder for pictures.
import { accessible, button, conclude, join, must, page, seen, shot, test } from './page.mjs';

await join('Tere Técnica');
const messages = page.locator('[data-message]');
const lost = page.locator('[data-message]', { hasText: 'No se sabe si llegó' }), failed = page.locator('[data-message]', { hasText: 'El número no es válido' });

await test('messages that did not arrive are listed, with the reason in plain words and what to do', async () => {
    await page.getByRole('link', { name: 'Envíos' }).click();
    await seen(page.getByRole('heading', { name: 'No llegaron' }));
    await seen(lost);
    await seen(failed);
    must((await messages.count()) === 2, `two are listed, not ${await messages.count()}`);
    must(!(await page.content()).includes('56911000001'), 'the number is masked');
    must((await failed.getByRole('button', { name: 'Enviar otra vez' }).count()) === 0, 'only what nobody knows of can be sent again');
    await accessible('sending');
    await shot('list');
});

await test('the list can be narrowed to one kind', async () => {
    await page.getByLabel('Mostrar').selectOption('unknown');
    await failed.waitFor({ state: 'detached' });
    must((await messages.count()) === 1, 'one is left');
    await page.getByLabel('Mostrar').selectOption('');
    await seen(failed);
});

await test('what nobody knows of goes again only after a warning, and once', async () => {
    await lost.getByRole('button', { name: 'Enviar otra vez' }).click();
    await seen(page.getByText('la persona lo recibirá dos veces'));
    await accessible('the question');
    await button('No hacer nada').click();
    await seen(lost);
    await lost.getByRole('button', { name: 'Enviar otra vez' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enviar otra vez' }).click();
    await lost.waitFor({ state: 'detached' });
    await seen(page.getByText('El mensaje sale otra vez.'));
});

await test('a line is stopped and goes on after a question', async () => {
    const line = page.locator('[data-channel="line-1"]');
    await seen(line.getByText('Funciona'));
    await line.getByRole('button', { name: 'Detener envíos' }).click();
    await seen(page.getByText('ni respuestas ni avisos de peligro'));
    await page.getByRole('dialog').getByRole('button', { name: 'Detener envíos' }).click();
    await seen(line.getByText('Detenida', { exact: true }));
    await seen(line.getByText('La detuvo Tere Técnica.'));
    await accessible('a stopped line');
    await shot('held');
    await line.getByRole('button', { name: 'Reanudar envíos' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reanudar envíos' }).click();
    await seen(line.getByText('Funciona'));
});

await test('a template that WhatsApp has paused is told, and that it is not used', async () => {
    const template = page.locator('[data-channel="wa-1"] [data-template]');
    await seen(template.getByText('en pausa'));
    await seen(template.getByText('No se usa.'));
    await seen(template.getByText('Aviso de la oficina: {{1}}'));
    await accessible('a paused template');
    await shot('template');
});

await test('somebody will call: a ticket is opened, and the message leaves the list', async () => {
    await failed.getByRole('button', { name: 'Abrir caso para llamar' }).click();
    await seen(page.getByRole('heading', { name: 'Un mensaje no le llegó: llamar' }));
    await page.getByRole('link', { name: 'Envíos' }).click();
    await seen(page.getByText('No hay mensajes perdidos.'));
});

await test('the page works on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await accessible('sending on a phone');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    must(!wide, 'nothing sticks out at the side');
    await shot('phone');
});

await conclude();
