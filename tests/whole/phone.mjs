// phone - the phone simulator in a real browser (BASE): two phones, two languages, wide and narrow. SHOTS = folder for pictures.
import assert from 'node:assert/strict';
import { conclude, open, shot, test } from './page.mjs';

/** The simulator with both phones connected. */
async function phones(width, height) {
    const page = await open('/phone', width, height);
    await page.locator('#phone-1[data-online="true"]').waitFor({ state: 'attached' });
    await page.locator('#phone-2[data-online="true"]').waitFor({ state: 'attached' });
    return page;
}

const bubbles = (page, phone, side) => page.locator(`#phone-${phone} .bubble.${side}:not(.dots) .words`);

/** Writes on a phone by keyboard and waits for one more reply; returns what is new. */
async function say(page, phone, words) {
    const theirs = bubbles(page, phone, 'theirs');
    const before = await theirs.count();
    const text = page.locator(`#phone-${phone} textarea`);
    await text.fill(words);
    await text.press('Enter');
    await theirs.nth(before).waitFor();
    await page.waitForTimeout(400); // a turn may say more than one text
    return (await theirs.allTextContents()).slice(before).join('\n');
}

const page = await phones(1280, 900);
const stamp = String(Date.now()).slice(-8); // numbers nobody has used before

await test('the page says that nothing leaves this machine', async () => {
    assert.match(await page.locator('#notice').textContent(), /Teléfono de prueba: nada sale de esta máquina/);
    assert.ok(await page.locator('#notice').isVisible());
    assert.equal(await page.locator('html').getAttribute('lang'), 'es');
});

await test('two phones stand side by side with their own numbers', async () => {
    const one = await page.locator('#phone-1').boundingBox(), two = await page.locator('#phone-2').boundingBox();
    assert.ok(one.x + one.width <= two.x && Math.abs(one.y - two.y) < 2);
    assert.equal(await page.locator('#phone-1 input[name=number]').inputValue(), '+56911111111');
    assert.equal(await page.locator('#phone-2 input[name=number]').inputValue(), '+56922222222');
    await shot('empty', page);
});

await test('the two phones of the sample have an appointment, and there is a survey to answer', async () => {
    assert.match(await say(page, 1, 'cuando es mi hora?'), /hora: (lunes|martes|miercoles|jueves|viernes) .* a las 10:00/);
    assert.match(await say(page, 2, 'kilè randevou mwen?'), /randevou ou: (lendi|madi|mèkredi|jedi|vandredi) .* a 11:30/);
    assert.match(await say(page, 1, 'ENCUESTA'), /16 preguntas/);
});

await test('the number can be changed, and a wrong one is told', async () => {
    for (const [phone, first] of [[1, '+569'], [2, '+568']]) {
        const number = page.locator(`#phone-${phone} input[name=number]`);
        await number.fill('911');
        await number.press('Enter');
        await page.locator(`#phone-${phone} .fault`).waitFor();
        await number.fill(`${first}${stamp.slice(0, 4)} ${stamp.slice(4)}`);
        await number.press('Tab');
        await page.locator(`#phone-${phone} .fault`).waitFor({ state: 'hidden' });
        assert.equal(await number.inputValue(), `${first}${stamp}`);
        await page.locator(`#phone-${phone}[data-online="true"]`).waitFor();
    }
});

await test('"Hola" on phone 1 gets a reply, and its ticks say delivered', async () => {
    const reply = await say(page, 1, 'Hola');
    assert.ok(reply.length > 20, reply);
    assert.deepEqual(await bubbles(page, 1, 'mine').allTextContents(), ['Hola']);
    await page.locator('#phone-1 .mark[data-state="delivered"]').waitFor();
    assert.equal(await bubbles(page, 2, 'theirs').count(), 0, 'the other phone hears nothing');
});

await test('phone 2 is answered in Haitian Creole', async () => {
    const reply = await say(page, 2, 'Bonjou, mwen bezwen èd silvouplè');
    assert.match(reply, /\b(mwen|ou|nou|yon|pou|ak|nan)\b/);
    await shot('talk', page);
});

await test('a suggestion is sent by one press', async () => {
    const theirs = bubbles(page, 1, 'theirs');
    const before = await theirs.count();
    await page.locator('#phone-1 .chip', { hasText: 'menu' }).click();
    await theirs.nth(before).waitFor();
    assert.equal((await bubbles(page, 1, 'mine').allTextContents()).at(-1), 'menu');
});

await test('what a person writes is shown as written, never run', async () => {
    await say(page, 1, '<img src=x onerror=alert(1)> {comuna} %s');
    assert.equal((await bubbles(page, 1, 'mine').allTextContents()).at(-1), '<img src=x onerror=alert(1)> {comuna} %s');
    assert.equal(await page.locator('.talk img').count(), 0);
});

await test('Shift+Enter is a new line, and an SMS shows what it costs', async () => {
    const text = page.locator('#phone-1 textarea');
    await text.fill('uno');
    await text.press('Shift+Enter');
    await text.type('dos');
    assert.equal(await text.inputValue(), 'uno\ndos');
    await text.fill('ñandú'); // ú is not of the SMS alphabet
    assert.equal(await page.locator('#phone-1 .cost').textContent(), '1 SMS · 5/70');
    await text.fill('a'.repeat(161));
    assert.equal(await page.locator('#phone-1 .cost').textContent(), '2 SMS · 161/306');
    await text.fill('');
});

await test('after a reload the conversation is still there, once', async () => {
    const before = await bubbles(page, 1, 'mine').allTextContents();
    await page.reload();
    await bubbles(page, 1, 'mine').nth(before.length - 1).waitFor();
    assert.deepEqual(await bubbles(page, 1, 'mine').allTextContents(), before);
});

await test('it can be used by keyboard and read by a screen reader', async () => {
    const log = page.locator('#phone-1 .talk');
    assert.equal(await log.getAttribute('role'), 'log');
    assert.equal(await log.getAttribute('aria-live'), 'polite');
    assert.ok(await log.getAttribute('aria-label'));
    const unnamed = await page.evaluate(() => [...document.querySelectorAll('button, input, select, textarea')].filter((one) => !(one.ariaLabel || one.textContent.trim() || one.labels?.length)).length);
    assert.equal(unnamed, 0, 'every control has a name');
    await page.locator('#phone-1 select').focus();
    const seen = [];
    for (let i = 0; i < 9; i++) {
        seen.push(await page.evaluate(() => document.activeElement.tagName));
        await page.keyboard.press('Tab');
    }
    assert.ok(['SELECT', 'INPUT', 'BUTTON', 'TEXTAREA'].every((tag) => seen.includes(tag)), seen.join());
});

const narrow = await phones(360, 740);

await test('on a phone of 360 px one phone is seen at a time and nothing overflows', async () => {
    assert.ok(await narrow.locator('#phone-1').isVisible());
    assert.ok(!(await narrow.locator('#phone-2').isVisible()));
    const { wide, seen, high, tall } = await narrow.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: innerWidth, high: document.documentElement.scrollHeight, tall: innerHeight }));
    assert.ok(wide <= seen && high <= tall, `${wide} of ${seen}, ${high} of ${tall}`);
    await say(narrow, 1, 'Hola');
    await shot('narrow', narrow);
    await narrow.locator('.tab').nth(1).click();
    assert.ok(await narrow.locator('#phone-2').isVisible());
    assert.ok(!(await narrow.locator('#phone-1').isVisible()));
    await say(narrow, 2, 'BONJOU');
    await shot('narrow-2', narrow);
    const small = await narrow.evaluate(() => [...document.querySelectorAll('button, input, select')].filter((one) => one.offsetParent && one.getBoundingClientRect().height < 40).length);
    assert.equal(small, 0, 'everything can be hit with a thumb');
});

await conclude();
