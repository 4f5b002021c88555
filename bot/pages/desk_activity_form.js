// desk_activity_form - a new event or workshop, or a change of one.
import { html, useEffect, useRef, useState } from '/vendor/htm-preact.js';
import { text } from './strings.es.js';

const LANGUAGES = ['es', 'ht', 'fr', 'en', 'pt'];
const TITLE_MAX = 48, PLACE_MAX = 60, SESSIONS_MAX = 12, WEEK_MS = 7 * 24 * 3600e3, MINUTES = 120;

/** A time as <input type="datetime-local"> has it, and back: local time of the browser. */
const toField = (ms) => {
    const local = new Date(ms);
    return new Date(ms - local.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
};
const fromField = (value) => new Date(value).getTime();

/** A week later by the calendar, so that daylight saving does not move the hour. */
const weekLater = (value) => {
    const date = new Date(value);
    date.setDate(date.getDate() + 7);
    return Number.isNaN(date.getTime()) ? '' : toField(date.getTime());
};

const blank = () => ({ kind: 'event', title: {}, place: {}, word: '', capacity: '40', sessions: [{ from: toField(Math.ceil((Date.now() + WEEK_MS) / 3600e3) * 3600e3), minutes: String(MINUTES) }] });
const filled = (activity) => ({
    kind: activity.kind,
    title: { ...activity.title },
    place: { ...activity.place },
    word: activity.word,
    capacity: String(activity.capacity),
    sessions: activity.sessions.map((one) => ({ from: toField(one.from_ms), minutes: String(Math.round((one.until_ms - one.from_ms) / 60000)) })),
});

/** What the API takes. A text that was emptied is sent as "", so that it goes away. */
function wishOf(form, activity) {
    const texts = (now, was = {}) => Object.fromEntries(LANGUAGES.filter((code) => now[code]?.trim() || was[code]).map((code) => [code, (now[code] ?? '').trim()]));
    const wish = {
        title: texts(form.title, activity?.title),
        place: texts(form.place, activity?.place),
        word: form.word.trim(),
        capacity: Number(form.capacity),
        sessions: form.sessions.map((one) => ({ from_ms: fromField(one.from), until_ms: fromField(one.from) + Number(one.minutes) * 60000 })),
    };
    return activity ? wish : { ...wish, kind: form.kind };
}

function Texts({ form, set, name, max }) {
    return html`<fieldset class="texts">
        <legend>${text.activities.form[name]}</legend>
        ${LANGUAGES.map((code) => html`<label class="field" key=${code}>
            <span>${text.languages[code]}${code === 'es' ? '' : ` (${text.activities.form.optional})`}</span>
            <input name=${`${name}-${code}`} lang=${code} maxlength=${max} required=${code === 'es'} value=${form[name][code] ?? ''} onInput=${(event) => set({ [name]: { ...form[name], [code]: event.target.value } })} />
        </label>`)}
    </fieldset>`;
}

function Sessions({ form, set }) {
    const change = (at, field, value) => set({ sessions: form.sessions.map((one, k) => (k === at ? { ...one, [field]: value } : one)) });
    const add = () => set({ sessions: [...form.sessions, { from: weekLater(form.sessions.at(-1).from), minutes: form.sessions.at(-1).minutes }] });
    return html`<fieldset class="texts">
        <legend>${text.activities.form.sessions}</legend>
        ${form.sessions.map((one, at) => html`<div class="session" key=${at}>
            <label class="field"><span>${text.activities.form.session(at + 1)}</span><input type="datetime-local" required value=${one.from} onInput=${(event) => change(at, 'from', event.target.value)} /></label>
            <label class="field"><span>${text.activities.form.minutes}</span><input type="number" min="15" max="720" step="5" required value=${one.minutes} onInput=${(event) => change(at, 'minutes', event.target.value)} /></label>
        </div>`)}
        ${form.kind === 'workshop' && html`<div class="actions">
            ${form.sessions.length < SESSIONS_MAX && html`<button type="button" onClick=${add}>${text.activities.form.add_session}</button>`}
            ${form.sessions.length > 1 && html`<button type="button" class="quiet" onClick=${() => set({ sessions: form.sessions.slice(0, -1) })}>${text.activities.form.drop_session}</button>`}
        </div>`}
    </fieldset>`;
}

/** What people were told of has become another: they will hear it. */
function isTold(form, activity) {
    const now = wishOf(form, activity), was = wishOf(filled(activity), activity);
    return ['title', 'place', 'sessions'].some((name) => JSON.stringify(now[name]) !== JSON.stringify(was[name]));
}

export function ActivityForm({ activity, told = 0, onSave, onCancel }) {
    const [form, setForm] = useState(() => (activity ? filled(activity) : blank())), [busy, setBusy] = useState(false), [typed, setTyped] = useState('');
    const heading = useRef(null);
    useEffect(() => heading.current.focus(), []);
    const set = (part) => setForm({ ...form, ...part });
    const asks = Boolean(activity) && told > 0 && isTold(form, activity);
    const kind = (name) => set({ kind: name, sessions: name === 'event' ? form.sessions.slice(0, 1) : form.sessions });
    const save = async (event) => {
        event.preventDefault();
        if (asks && typed.trim() !== String(told)) return;
        setBusy(true);
        await onSave(wishOf(form, activity));
        setBusy(false);
    };
    return html`<form class="activity-form" onSubmit=${save} aria-labelledby="form-title">
        <h2 id="form-title" ref=${heading} tabindex="-1">${activity ? text.activities.form.change : text.activities.form.fresh}</h2>
        ${!activity && html`<fieldset>
            <legend>${text.activities.form.kind}</legend>
            ${Object.entries(text.activities.kinds).map(([id, label]) => html`<label class="check" key=${id}><input type="radio" name="kind" value=${id} checked=${form.kind === id} onChange=${() => kind(id)} /> ${label}</label>`)}
        </fieldset>`}
        <${Texts} form=${form} set=${set} name="title" max=${TITLE_MAX} />
        <${Texts} form=${form} set=${set} name="place" max=${PLACE_MAX} />
        <${Sessions} form=${form} set=${set} />
        <label class="field"><span>${text.activities.form.capacity}</span><input type="number" min="1" max="10000" required value=${form.capacity} onInput=${(event) => set({ capacity: event.target.value })} /></label>
        <label class="field"><span>${text.activities.form.word} (${text.activities.form.optional})</span><input maxlength="24" value=${form.word} onInput=${(event) => set({ word: event.target.value })} /></label>
        ${asks && html`<p class="warning">${text.activities.will_hear(told)}</p>
            <label class="field"><span>${text.activities.type_number(told)}</span><input inputmode="numeric" autocomplete="off" value=${typed} onInput=${(event) => setTyped(event.target.value)} /></label>`}
        <div class="dialog-foot">
            <button type="button" class="quiet" onClick=${onCancel}>${text.activities.leave}</button>
            <button class="primary" disabled=${busy || (asks && typed.trim() !== String(told))}>${text.activities.form.save}</button>
        </div>
    </form>`;
}
