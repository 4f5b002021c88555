// desk_activity_dialogs - what asks before many are written to, and the code of the day, large enough for a room.
import { html, useEffect, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { Dialog } from './desk_dialogs.js';
import { text } from './strings.es.js';

const clock = new Intl.DateTimeFormat('es-CL', { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** The number of people has to be typed, so that a slip of the hand reaches nobody. With nobody to tell, one press does. */
function TypedNumber({ count, confirm, onConfirm, onCancel }) {
    const [typed, setTyped] = useState(''), [busy, setBusy] = useState(false);
    const ready = !busy && (count === 0 || typed.trim() === String(count));
    const send = (event) => (event.preventDefault(), ready && (setBusy(true), onConfirm()));
    return html`<form onSubmit=${send}>
        ${count > 0 && html`<label class="field"><span>${text.activities.type_number(count)}</span><input inputmode="numeric" autocomplete="off" value=${typed} onInput=${(event) => setTyped(event.target.value)} /></label>`}
        <div class="dialog-foot">
            <button type="button" class="quiet" onClick=${onCancel}>${text.activities.leave}</button>
            <button class="primary" disabled=${!ready}>${confirm}</button>
        </div>
    </form>`;
}

export function ConfirmDialog({ title, count, confirm, onConfirm, onCancel }) {
    return html`<${Dialog} title=${title} onCancel=${onCancel}>
        <p>${count > 0 ? text.activities.will_hear(count) : text.activities.nobody_hears}</p>
        <${TypedNumber} count=${count} confirm=${confirm} onConfirm=${onConfirm} onCancel=${onCancel} />
    <//>`;
}

function Preview({ preview }) {
    return html`<div class="preview" tabindex="0" role="region" aria-label=${text.activities.texts}><ul>${Object.entries(preview.by_language).map(([language, row]) => html`<li key=${language}>
        <strong>${text.languages[language]}</strong> · ${text.activities.people_segments(row.people, row.segments)}
        <p lang=${language}>${row.text}</p>
    </li>`)}</ul></div>`;
}

export function InviteDialog({ activity, onInvite, onFault, onCancel }) {
    const [preview, setPreview] = useState(null);
    useEffect(() => {
        api.activityPreview(activity.id).then(setPreview, onFault);
    }, [activity.id]);
    return html`<${Dialog} title=${text.activities.invite_title(activity.title.es)} onCancel=${onCancel}>
        ${!preview && html`<p>${text.loading}</p>`}
        ${preview && html`<p>${preview.people ? text.activities.will_get(preview.people, preview.segments_total) : text.activities.nobody_gets}</p>
            <${Preview} preview=${preview} />`}
        ${preview?.people > 0 && html`<${TypedNumber} count=${preview.people} confirm=${text.activities.invite_confirm} onConfirm=${() => onInvite(preview.people)} onCancel=${onCancel} />`}
        ${preview?.people === 0 && html`<div class="dialog-foot"><button class="primary" onClick=${onCancel}>${text.activities.leave}</button></div>`}
    <//>`;
}

export function CodeDialog({ title, session, onCancel }) {
    return html`<${Dialog} title=${title} onCancel=${onCancel}>
        <p>${clock.format(session.from_ms)}</p>
        <p class="big-code">${session.code}</p>
        <p class="hint">${text.activities.code_hint}</p>
        <div class="dialog-foot"><button class="primary" onClick=${onCancel}>${text.help.close}</button></div>
    <//>`;
}
