// desk_improve - for those who write the answers: what could not be answered, which answers did not help, who was seen where, what stood in the way.
import { html, useCallback, useEffect, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { Duty } from './desk_duty.js';
import { text } from './strings.es.js';

const words = text.improve;
const languageName = (code) => text.languages[code] ?? code;

/** One question: made an example of a topic (shown to be copied), or dealt with. */
function Question({ one, topics, onDone, onFault }) {
    const [topic, setTopic] = useState(''), [example, setExample] = useState(null);
    const choose = (id) => (setTopic(id), setExample(null), id && api.unansweredExample(one.id, id).then(setExample, onFault));
    return html`<li class="question">
        <p class="words" dir="auto" lang=${one.language || undefined}>${one.text}</p>
        <p class="meta">${languageName(one.language)} · <time datetime=${one.day}>${one.day}</time></p>
        <div class="actions">
            <label class="field inline"><span>${words.example}</span>
                <select value=${topic} onChange=${(event) => choose(event.target.value)}>
                    <option value="">${words.choose}</option>
                    ${topics.map((each) => html`<option key=${each.id} value=${each.id}>${each.title}</option>`)}
                </select></label>
            <button class="quiet" onClick=${() => api.unansweredDismiss(one.id).then(onDone, onFault)}>${words.dismiss}</button>
        </div>
        ${example && html`<p class="hint">${words.copy(example.file, example.under)}</p><pre class="copy" tabindex="0">${example.line}</pre>`}
    </li>`;
}

function Questions({ onFault }) {
    const [found, setFound] = useState(null), [language, setLanguage] = useState(''), [topics, setTopics] = useState([]);
    const refresh = useCallback(() => api.unanswered(language).then(setFound, onFault), [language]);
    useEffect(() => {
        refresh();
    }, [refresh]);
    useEffect(() => {
        api.topics().then((answer) => setTopics(answer.topics), onFault);
    }, []);
    return html`<section aria-labelledby="unanswered-title">
        <h2 id="unanswered-title">${words.unanswered}</h2>
        <p class="hint">${words.names}</p>
        <label class="field inline"><span>${words.language}</span>
            <select value=${language} onChange=${(event) => setLanguage(event.target.value)}>
                <option value="">${words.all}</option>
                ${Object.entries(text.languages).map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}
            </select></label>
        ${found?.questions.length === 0 && html`<p class="empty">${words.none}</p>`}
        <ul>${found?.questions.map((one) => html`<${Question} key=${one.id} one=${one} topics=${topics} onDone=${refresh} onFault=${onFault} />`)}</ul>
    </section>`;
}

function Table({ id, title, note, head, rows, none }) {
    return html`<section aria-labelledby=${id}>
        <h2 id=${id}>${title}</h2>
        <p class="hint">${note}</p>
        ${rows?.length === 0 && html`<p class="empty">${none}</p>`}
        ${rows?.length > 0 && html`<div class="scroll" tabindex="0" role="group" aria-labelledby=${id}><table>
            <thead><tr>${head.map((cell) => html`<th scope="col" key=${cell}>${cell}</th>`)}</tr></thead>
            <tbody>${rows.map((row) => html`<tr key=${row.key}>${row.cells.map((cell, at) => (at ? html`<td>${cell}</td>` : html`<th scope="row">${cell}</th>`))}</tr>`)}</tbody>
        </table></div>`}
    </section>`;
}

function useOnce(call, onFault) {
    const [found, setFound] = useState(null);
    useEffect(() => {
        call().then(setFound, onFault);
    }, []);
    return found;
}

export function Improve({ onFault }) {
    const helped = useOnce(api.helped, onFault), counts = useOnce(api.referralCounts, onFault), complaints = useOnce(api.complaints, onFault);
    const answers = helped?.answers.map((one) => ({ key: `${one.topic} ${one.language}`, cells: [one.title, languageName(one.language), one.no, one.yes] }));
    const bodies = counts?.organisations.map((one) => ({ key: one.id, cells: [one.name, one.sent, one.seen, one.not, one.unknown, one.waiting, one.rate === null ? '–' : `${one.rate} %`] }));
    const barriers = complaints?.complaints.map((one) => ({ key: `${one.institution} ${one.barrier}`, cells: [one.institution_title, one.barrier_title, one.count] }));
    return html`<main class="improve" id="content" tabindex="-1">
        <h1>${words.title}</h1>
        <${Questions} onFault=${onFault} />
        <${Table} id="helped-title" title=${words.helped} note=${words.helped_note} head=${words.helped_head} rows=${answers} none=${words.helped_none} />
        <${Table} id="bodies-title" title=${words.bodies} note=${words.bodies_note} head=${words.bodies_head} rows=${bodies} none=${words.bodies_none} />
        <${Table} id="barriers-title" title=${words.barriers} note=${words.barriers_note} head=${words.barriers_head} rows=${barriers} none=${words.barriers_none} />
        <${Duty} onFault=${onFault} />
    </main>`;
}
