// desk_dialogs - what comes over the page: help, how a ticket ends, and short notices.
import { html, useEffect, useRef, useState } from '/vendor/htm-preact.js';
import { text } from './strings.es.js';

/** A modal window: the browser keeps the focus in it, and gives it back. */
export function Dialog({ title, onCancel, children }) {
    const dialog = useRef(null), before = useRef(document.activeElement);
    useEffect(() => {
        dialog.current.showModal();
        return () => before.current?.isConnected && before.current.focus();
    }, []);
    return html`<dialog ref=${dialog} aria-labelledby="dialog-title" onCancel=${(event) => (event.preventDefault(), onCancel())}>
        <h2 id="dialog-title">${title}</h2>
        ${children}
    </dialog>`;
}

export function Help({ hasKeys, onKeys, onClose }) {
    return html`<${Dialog} title=${text.help.title} onCancel=${onClose}>
        <dl class="keys">${text.help.keys.map(([key, what]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}</dl>
        <label class="check"><input type="checkbox" checked=${hasKeys} onChange=${(event) => onKeys(event.target.checked)} /> ${text.help.switch}</label>
        <div class="dialog-foot"><button class="primary" onClick=${onClose}>${text.help.close}</button></div>
    <//>`;
}

export function CloseDialog({ onClose, onCancel }) {
    const [outcome, setOutcome] = useState('answered');
    return html`<${Dialog} title=${text.close.title} onCancel=${onCancel}>
        <form onSubmit=${(event) => (event.preventDefault(), onClose(outcome))}>
            <fieldset>
                <legend class="hidden">${text.close.title}</legend>
                ${Object.entries(text.outcomes).map(([id, label]) => html`<label class="check" key=${id}><input type="radio" name="outcome" value=${id} checked=${outcome === id} onChange=${() => setOutcome(id)} /> ${label}</label>`)}
            </fieldset>
            <p class="hint">${text.close.note}</p>
            <div class="dialog-foot">
                <button type="button" class="quiet" onClick=${onCancel}>${text.close.cancel}</button>
                <button class="primary">${text.close.confirm}</button>
            </div>
        </form>
    <//>`;
}

const NOTICE_MS = 8000, UNDO_MS = 20000;

/** One notice at a time; it stays while the pointer or the focus is on it. */
export function Notice({ notice, onGone }) {
    const [held, setHeld] = useState(false);
    useEffect(() => {
        if (!notice || held) return undefined;
        const timer = setTimeout(onGone, notice.undo ? UNDO_MS : NOTICE_MS);
        return () => clearTimeout(timer);
    }, [notice, held]);
    const hold = { onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false), onFocusIn: () => setHeld(true), onFocusOut: () => setHeld(false) };
    return html`<div class="notice-place" role="status" aria-live="polite">
        ${notice && html`<p class=${`notice ${notice.bad ? 'bad' : ''}`} ...${hold}>
            ${notice.words} ${notice.undo && html`<button class="link" onClick=${notice.undo}>${text.close.undo}</button>`}
        </p>`}
    </div>`;
}
