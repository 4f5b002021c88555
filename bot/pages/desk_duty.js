// desk_duty - who is alarmed in these days when a person in danger waits: looked at, changed, given back to the settings.
import { html, useEffect, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { text } from './strings.es.js';

const words = text.duty;
const day = new Intl.DateTimeFormat('es-CL', { weekday: 'long', day: 'numeric', month: 'long' });

export function Duty({ onFault }) {
    const [found, setFound] = useState(null), [numbers, setNumbers] = useState(''), [until, setUntil] = useState(''), [told, setTold] = useState('');
    useEffect(() => {
        api.duty().then(setFound, onFault);
    }, []);
    const write = (list, last) =>
        api.dutySet(list, last).then((now) => {
            setFound(now);
            setNumbers('');
            setTold(words.done);
        }, onFault);
    return html`<section aria-labelledby="duty-title">
        <h2 id="duty-title">${words.title}</h2>
        <p class="hint">${words.note}</p>
        ${found && html`<p class="duty-now">${found.numbers.length ? found.numbers.join(', ') : words.nobody} · ${found.is_roster ? words.until(day.format(found.until_ms - 1)) : words.settings}</p>`}
        <form class="stack" onSubmit=${(event) => (event.preventDefault(), write(numbers, until))}>
            <label class="field"><span>${words.numbers}</span><input name="numbers" required maxlength="160" autocomplete="off" value=${numbers} onInput=${(event) => setNumbers(event.target.value)} /></label>
            <label class="field"><span>${words.last}</span><input name="until" type="date" required value=${until} onInput=${(event) => setUntil(event.target.value)} /></label>
            <div class="dialog-foot">
                ${found?.is_roster && html`<button type="button" class="quiet" onClick=${() => write('', '')}>${words.clear}</button>`}
                <button class="primary">${words.save}</button>
            </div>
        </form>
        <p role="status">${told}</p>
    </section>`;
}
