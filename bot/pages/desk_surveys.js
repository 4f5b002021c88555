// desk_surveys - surveys: open and close them, who asks others, and what may be told of the answers.
import { html, useCallback, useEffect, useRef, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { Results } from './desk_survey_results.js';
import { Dialog } from './desk_dialogs.js';
import { text } from './strings.es.js';

const words = text.surveys;

function Row({ survey, selected, onOpen }) {
    return html`<li>
        <button class=${`row ${selected ? 'selected' : ''}`} aria-current=${selected ? 'true' : undefined} onClick=${() => onOpen(survey.id)}>
            <span class="row-topic whole">${survey.title}</span>
            <span class="row-foot">${words.states[survey.state]} · ${words.answers(survey.answers)} · ${words.questions(survey.questions)}</span>
        </button>
    </li>`;
}

function SurveyList({ surveys, selected, onOpen }) {
    return html`<nav class="list" aria-label=${words.title}>
        <div class="list-head"><h1>${words.title}</h1></div>
        ${surveys === null && html`<p class="empty">${text.loading}</p>`}
        ${surveys?.length === 0 && html`<p class="empty">${words.none}</p>`}
        ${surveys?.length > 0 && html`<ul class="rows">${surveys.map((one) => html`<${Row} key=${one.id} survey=${one} selected=${one.id === selected} onOpen=${onOpen} />`)}</ul>`}
    </nav>`;
}

/** What is about to happen, in plain words, before it happens. */
function Confirm({ dialog, onConfirm, onCancel }) {
    const [busy, setBusy] = useState(false);
    const { title, tells, confirm } = words.confirm[dialog];
    return html`<${Dialog} title=${title} onCancel=${onCancel}>
        <ul class="points">${tells.map((line) => html`<li key=${line}>${line}</li>`)}</ul>
        <div class="dialog-foot">
            <button class="quiet" onClick=${onCancel}>${words.leave}</button>
            <button class="primary" disabled=${busy} onClick=${() => (setBusy(true), onConfirm())}>${confirm}</button>
        </div>
    <//>`;
}

function Volunteer({ one, points, onRevoke }) {
    const name = points.find((point) => point.code === one.point)?.name;
    return html`<li>
        <p><strong class="code">${one.word.toUpperCase()}</strong> <span class="hint">${one.point ? `${one.point} · ${name ?? ''}` : words.no_point}</span></p>
        <button class="quiet" aria-label=${words.revoke_long(one.code.toUpperCase())} onClick=${() => onRevoke(one)}>${words.revoke}</button>
    </li>`;
}

/** Codes for those who ask others on one phone: given out for a point, taken back one by one. */
function Volunteers({ survey, onFault, onNotice }) {
    const [found, setFound] = useState(null), [point, setPoint] = useState('');
    const refresh = useCallback(() => api.surveyVolunteers(survey.id).then(setFound, onFault), [survey.id]);
    useEffect(() => {
        refresh();
    }, [refresh]);
    const act = (doing, said) => doing.then((result) => onNotice({ words: said(result) }), onFault).then(refresh);
    const issue = (event) => (event.preventDefault(), act(api.surveyVolunteer(survey.id, point), (result) => words.issued(result.word.toUpperCase())));
    const revoke = (one) => act(api.surveyRevoke(survey.id, one.code), () => words.revoked(one.code.toUpperCase()));
    return html`<section aria-labelledby="volunteers-title">
        <h3 id="volunteers-title">${words.volunteers}</h3>
        <p class="hint">${words.volunteers_note}</p>
        ${found && html`<form class="issue" onSubmit=${issue}>
            <label class="field inline"><span>${words.point}</span>
                <select value=${point} onChange=${(event) => setPoint(event.target.value)}>
                    <option value="">${words.no_point}</option>
                    ${found.points.map((one) => html`<option key=${one.code} value=${one.code}>${one.code} · ${one.name}</option>`)}
                </select></label>
            <button>${words.issue}</button>
        </form>`}
        ${found?.volunteers.length === 0 && html`<p class="hint">${words.no_volunteers}</p>`}
        ${found?.volunteers.length > 0 && html`<ul class="volunteers">${found.volunteers.map((one) => html`<${Volunteer} key=${one.code} one=${one} points=${found.points} onRevoke=${revoke} />`)}</ul>`}
    </section>`;
}

function Survey({ survey, onBack, onChanged, onFault, onNotice }) {
    const [dialog, setDialog] = useState(null), [sees, setSees] = useState(survey.shown);
    const heading = useRef(null);
    useEffect(() => heading.current.focus(), [survey.id]);
    const shut = () => setDialog(null);
    const act = (doing, said) => doing.then(() => onNotice({ words: said }), onFault).then(shut).then(onChanged);
    const confirmed = {
        open: () => act(api.surveyOpen(survey.id), words.opened),
        close: () => act(api.surveyClose(survey.id), words.closed),
        results: () => (shut(), setSees(true)),
    };
    const open = survey.state === 'open';
    return html`<main class="ticket survey" id="content" tabindex="-1">
        <div class="ticket-head">
            <button class="back quiet" onClick=${onBack}>${words.back}</button>
            <h2 ref=${heading} tabindex="-1">${survey.title} <span class="tag">${words.states[survey.state]}</span></h2>
            <div class="actions">
                ${open && html`<button class="primary" onClick=${() => setDialog('close')}>${words.close}</button>`}
                ${!open && !survey.shown && !sees && html`<button onClick=${() => setDialog('open')}>${words.open}</button>`}
                ${!open && !sees && html`<button class="primary" onClick=${() => setDialog('results')}>${words.see}</button>`}
            </div>
        </div>
        <div class="activity-body" tabindex="0" role="region" aria-label=${survey.title}>
            ${open && html`<p>${words.answers(survey.answers)} · ${words.questions(survey.questions)}. ${words.rounded}</p>`}
            ${open && html`<p class="hint">${words.open_note}</p><${Volunteers} survey=${survey} onFault=${onFault} onNotice=${onNotice} />`}
            ${!open && !sees && html`<p class="hint">${words.closed_note}</p>`}
            ${!open && sees && html`<${Results} survey=${survey} onSeen=${onChanged} onFault=${onFault} />`}
        </div>
        ${dialog && html`<${Confirm} dialog=${dialog} onConfirm=${confirmed[dialog]} onCancel=${shut} />`}
    </main>`;
}

export function Surveys({ open, onOpen, onFault, onNotice }) {
    const [list, setList] = useState(null);
    const refresh = useCallback(() => api.surveys().then((answer) => setList(answer.surveys), onFault), []);
    useEffect(() => {
        refresh();
    }, [refresh]);
    const one = list?.find((each) => each.id === open);
    return html`<div class=${`desk ${open ? 'has-ticket' : ''}`}>
        <${SurveyList} surveys=${list} selected=${open} onOpen=${onOpen} />
        ${one
            ? html`<${Survey} key=${one.id} survey=${one} onBack=${() => onOpen(null)} onChanged=${refresh} onFault=${onFault} onNotice=${onNotice} />`
            : html`<main class="ticket none" id="content" tabindex="-1"><p class="empty">${open && !list ? text.loading : words.choose}</p></main>`}
    </div>`;
}
