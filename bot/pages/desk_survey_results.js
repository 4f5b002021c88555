// desk_survey_results - what may be told of a survey: a table with bars for each question, or for two questions together.
import { html, useEffect, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { text } from './strings.es.js';

const words = text.surveys;

/** A count that is too small to be told comes as text ("<5"). */
const isFew = (count) => typeof count !== 'number';
const shown = (count) => (isFew(count) ? html`<span title=${words.few}>${count}</span>` : count);
const most = (counts) => Math.max(1, ...counts.filter((count) => !isFew(count)));

function Table({ id, title, children }) {
    return html`<div class="scroll" tabindex="0" role="region" aria-labelledby=${id}><table class="numbers"><caption id=${id}>${title}</caption>${children}</table></div>`;
}

/** The bar says nothing that the number beside it does not. */
function Bar({ count, of }) {
    const wide = isFew(count) ? 0 : Math.round((count / of) * 100);
    return html`<td class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false"><rect width=${wide} height="10" /></svg></td>`;
}

function OneWay({ question }) {
    const of = most(question.answers.map((answer) => answer.count));
    return html`<${Table} id=${`q-${question.id}`} title=${question.text}>
        <thead><tr><th scope="col">${words.answer}</th><th scope="col">${words.people}</th><td class="bar" aria-hidden="true"></td></tr></thead>
        <tbody>${question.answers.map((answer) => html`<tr key=${answer.id}><th scope="row">${answer.label}</th><td>${shown(answer.count)}</td><${Bar} count=${answer.count} of=${of} /></tr>`)}</tbody>
    <//>`;
}

function TwoWay({ question, other }) {
    return html`<${Table} id=${`q-${question.id}`} title=${words.crossed(question.text, other.text)}>
        <thead><tr><th scope="col">${words.answer}</th><th scope="col">${words.all}</th>${other.answers.map((answer) => html`<th scope="col" key=${answer.id}>${answer.label}</th>`)}</tr></thead>
        <tbody>${question.answers.map((answer) => html`<tr key=${answer.id}><th scope="row">${answer.label}</th><td>${shown(answer.count)}</td>${answer.by.map((cell) => html`<td key=${cell.id}>${shown(cell.count)}</td>`)}</tr>`)}</tbody>
    <//>`;
}

function Choice({ label, empty, value, questions, onChoose }) {
    return html`<label class="field inline"><span>${label}</span>
        <select value=${value} onChange=${(event) => onChoose(event.target.value)}>
            <option value="">${empty}</option>
            ${questions.map((one) => html`<option key=${one.id} value=${one.id}>${one.text}</option>`)}
        </select></label>`;
}

/** onSeen: the results are out, and the survey is never opened again. */
export function Results({ survey, onSeen, onFault }) {
    const [found, setFound] = useState(null), [one, setOne] = useState(''), [by, setBy] = useState('');
    useEffect(() => {
        api.surveyResults(survey.id, by).then((answer) => (setFound(answer), survey.shown || onSeen()), onFault);
    }, [survey.id, by]);
    if (!found) return html`<p>${text.loading}</p>`;
    const other = found.by === by ? found.questions.find((question) => question.id === by) : undefined;
    const asked = found.questions.filter((question) => (!one || question.id === one) && question.id !== other?.id);
    return html`<section class="results" aria-label=${words.results}>
        <p>${words.told(found.answers)}</p>
        <p class="hint">${words.results_note(found.least)}</p>
        <div class="chooser">
            <${Choice} label=${words.question} empty=${words.all_questions} value=${one} questions=${found.questions} onChoose=${setOne} />
            <${Choice} label=${words.by} empty=${words.by_none} value=${by} questions=${found.questions} onChoose=${setBy} />
            <a class="button" href=${api.surveyCsvPath(survey.id, by)} download>${words.csv}</a>
            <button class="quiet" onClick=${() => print()}>${words.print}</button>
        </div>
        ${asked.map((question) => (other ? html`<${TwoWay} key=${question.id} question=${question} other=${other} />` : html`<${OneWay} key=${question.id} question=${question} />`))}
    </section>`;
}
