// desk_person - what the office does with all that is kept of a person: a copy of it, a code for a new telephone, a word reset.
import { html, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { Dialog } from './desk_dialogs.js';
import { text } from './strings.es.js';

const words = text.person;

/** Hands the browser a file; its name tells neither the person nor the number. */
function save(name, json) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(json, null, 2)], { type: 'application/json' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000); // the download has begun by then
}

/** What each button does; what it returns is shown in the window, { code } to be read out. */
const acts = {
    export: async (ticket) => {
        save(`datos-${ticket.code}.json`, await api.personExport(ticket.person.id));
        return { words: words.export.done };
    },
    number: async (ticket) => ({ code: (await api.personNumberCode(ticket.person.id)).code, words: words.number.done }),
    word: async (ticket) => {
        await api.personWordReset(ticket.person.id);
        return { words: words.word.done };
    },
};

function ActDialog({ name, ticket, onFault, onEnd }) {
    const [busy, setBusy] = useState(false), [done, setDone] = useState(null);
    const told = (error) => {
        if (name === 'word' && error.kind === 'conflict') return setDone({ words: words.word.none });
        onEnd();
        return onFault(error);
    };
    const go = () => (setBusy(true), acts[name](ticket).then(setDone, told).then(() => setBusy(false)));
    return html`<${Dialog} title=${words[name].title} onCancel=${onEnd}>
        ${!done && html`<p>${words[name].note}</p>`}
        <div role="status">${done && html`<p>${done.words}</p>${done.code && html`<p class="read-out">${done.code}</p>`}`}</div>
        <div class="dialog-foot">
            ${done
                ? html`<button class="primary" key="end" ref=${(button) => button?.focus()} onClick=${onEnd}>${words.end}</button>`
                : html`<button class="quiet" key="no" onClick=${onEnd}>${words.cancel}</button><button class="primary" key="yes" disabled=${busy} onClick=${go}>${words[name].confirm}</button>`}
        </div>
    <//>`;
}

export function PersonPart({ ticket, mine, onFault }) {
    const [asking, setAsking] = useState(null);
    if (!mine) return null;
    return html`<details class="person-part"><summary>${words.part}</summary>
        <div class="actions">${Object.keys(acts).map((name) => html`<button class="quiet" key=${name} onClick=${() => setAsking(name)}>${words[name].title}</button>`)}</div>
        ${asking && html`<${ActDialog} name=${asking} ticket=${ticket} onFault=${onFault} onEnd=${() => setAsking(null)} />`}
    </details>`;
}
