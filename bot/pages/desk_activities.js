// desk_activities - events and workshops: the list, one of them with its numbers and its people, and what is done with it.
import { html, useCallback, useEffect, useRef, useState } from '/vendor/htm-preact.js';
import { CodeDialog, ConfirmDialog, InviteDialog } from './desk_activity_dialogs.js';
import { ActivityForm } from './desk_activity_form.js';
import { api } from './desk_api.js';
import { text } from './strings.es.js';

const day = new Intl.DateTimeFormat('es-CL', { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const MARGIN_MS = 30 * 60000; // a code counts from so long before its session until so long after it

export const titleOf = (activity) => activity.title.es;
const isOver = (activity) => activity.sessions.at(-1).until_ms < Date.now();
/** The session that is on or comes next, else the last one. */
const current = (activity) => activity.sessions.find((session) => session.until_ms + MARGIN_MS > Date.now()) ?? activity.sessions.at(-1);

/** How many hear of a change: all that were told, but those who said no. */
export const toldBy = (activity) => Object.values(activity.counts).reduce((sum, row) => sum + row.invited - row.no, 0);

function stateOf(activity) {
    if (activity.state === 'cancelled') return text.activities.states.cancelled;
    if (isOver(activity)) return text.activities.states.over;
    return text.activities.states[activity.state];
}

function Row({ activity, selected, onOpen }) {
    return html`<li>
        <button class=${`row ${selected ? 'selected' : ''}`} aria-current=${selected ? 'true' : undefined} onClick=${() => onOpen(activity.id)}>
            <span class="row-top"><span class="row-topic">${titleOf(activity)}</span><span class="age">${stateOf(activity)}</span></span>
            <span class="row-foot">${day.format(current(activity).from_ms)}</span>
            <span class="row-foot">${text.activities.seats(activity.taken, activity.capacity)}${activity.waiting > 0 && ` · ${text.activities.waiting(activity.waiting)}`}</span>
        </button>
    </li>`;
}

function ActivityList({ activities, selected, onOpen, onNew }) {
    return html`<nav class="list" aria-label=${text.activities.title}>
        <div class="list-head">
            <h1>${text.activities.title}</h1>
            <button class="primary" onClick=${onNew}>${text.activities.fresh}</button>
        </div>
        ${activities === null && html`<p class="empty">${text.loading}</p>`}
        ${activities?.length === 0 && html`<p class="empty">${text.activities.none}</p>`}
        ${activities?.length > 0 && html`<ul class="rows">${activities.map((one) => html`<${Row} key=${one.id} activity=${one} selected=${one.id === selected} onOpen=${onOpen} />`)}</ul>`}
    </nav>`;
}

const COUNTS = ['invited', 'yes', 'waiting', 'no', 'came'];

/** A table that may be wider than a phone, and can then be scrolled by keyboard too. */
function Table({ title, children }) {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}><table class="numbers"><caption>${title}</caption>${children}</table></div>`;
}

function Counts({ activity }) {
    const rows = Object.entries(activity.counts);
    if (!rows.length) return html`<p class="hint">${text.activities.nobody}</p>`;
    const cells = (row) => COUNTS.map((name) => html`<td key=${name}>${row[name]}</td>`);
    const sum = Object.fromEntries(COUNTS.map((name) => [name, rows.reduce((all, [, row]) => all + row[name], 0)]));
    return html`<${Table} title=${text.activities.by_language}>
        <thead><tr><th scope="col">${text.activities.language}</th>${COUNTS.map((name) => html`<th scope="col" key=${name}>${text.activities.counts[name]}</th>`)}</tr></thead>
        <tbody>${rows.map(([language, row]) => html`<tr key=${language}><th scope="row">${text.languages[language] ?? text.activities.no_language}</th>${cells(row)}</tr>`)}</tbody>
        <tfoot><tr><th scope="row">${text.activities.all}</th>${cells(sum)}</tr></tfoot>
    <//>`;
}

function Sessions({ activity, onCode }) {
    return html`<${Table} title=${text.activities.sessions}>
        <thead><tr><th scope="col">${text.activities.when}</th><th scope="col">${text.activities.code}</th><th scope="col">${text.activities.counts.came}</th></tr></thead>
        <tbody>${activity.sessions.map((session, at) => html`<tr key=${session.code}>
            <th scope="row">${day.format(session.from_ms)}</th>
            <td><button class="link" aria-label=${text.activities.show_code(session.code, at + 1)} onClick=${() => onCode(session)}>${session.code}</button></td>
            <td>${session.came}</td>
        </tr>`)}</tbody>
    <//>`;
}

function came(person) {
    return person.came.length ? person.came.map((at) => at + 1).join(', ') : '–';
}

/** The sessions that have begun and this person was not at: seen there, they can be noted by hand. */
function Note({ activity, person, onCame }) {
    const missing = activity.sessions.map((session, at) => at).filter((at) => activity.sessions[at].from_ms - MARGIN_MS < Date.now() && !person.came.includes(at));
    if (person.state !== 'yes' || !missing.length) return null;
    return missing.map((at) => html`<button class="link" key=${at} aria-label=${text.activities.note_long(at + 1, person.name || person.code)} onClick=${() => onCame(person, at)}>${text.activities.note(at + 1)}</button>`);
}

function People({ activity, people, onCame }) {
    const calls = people.filter((one) => one.call);
    return html`<div>
        ${calls.length > 0 && html`<p class="warning">${text.activities.calls(calls.length)}</p>`}
        <${Table} title=${text.activities.people}>
            <thead><tr>${text.activities.columns.map((name) => html`<th scope="col" key=${name}>${name}</th>`)}</tr></thead>
            <tbody>${people.map((one) => html`<tr key=${one.person}>
                <th scope="row">${one.name || html`<span class="code">${one.code}</span>`}</th>
                <td>${text.languages[one.language] ?? '–'}</td>
                <td>${text.activities.answers[one.state]}</td>
                <td>${one.seats}</td>
                <td>${came(one)} <${Note} activity=${activity} person=${one} onCame=${onCame} /></td>
                <td>${one.call ? html`<span class="tag urgent">${text.activities.call}</span>` : one.missed}</td>
            </tr>`)}</tbody>
        <//>
    </div>`;
}

/** The names are asked for only when somebody wants to see them: each look is in the audit log. */
function usePeople(activity, onFault) {
    const [people, setPeople] = useState(null);
    useEffect(() => setPeople(null), [activity.id]);
    const load = async () => {
        const all = [];
        try {
            for (let total = 1; all.length < total; ) {
                const part = await api.activityPeople(activity.id, all.length);
                total = part.people.length ? part.total : 0;
                all.push(...part.people);
            }
            setPeople(all);
        } catch (error) {
            onFault(error);
        }
    };
    return [people, load];
}

function Actions({ activity, onDialog, onAct }) {
    const over = isOver(activity), gone = activity.state === 'cancelled';
    if (gone || over) return null;
    return html`<div class="actions">
        ${activity.state === 'open' && html`<button class="primary" onClick=${() => onDialog('invite')}>${text.activities.invite}</button>`}
        <button onClick=${() => onDialog('change')}>${text.activities.change}</button>
        ${activity.state === 'open' && html`<button class="quiet" onClick=${() => onAct(() => api.activityState(activity.id, 'closed'))}>${text.activities.close}</button>`}
        ${activity.state === 'closed' && html`<button class="quiet" onClick=${() => onAct(() => api.activityState(activity.id, 'open'))}>${text.activities.open}</button>`}
        <button class="quiet" onClick=${() => onDialog('cancel')}>${text.activities.cancel}</button>
    </div>`;
}

function Thanks({ answers }) {
    if (!answers.some((count) => count > 0)) return null;
    return html`<p>${text.activities.thanks(answers)}</p>`;
}

function Activity({ activity, onBack, onChanged, onFault, onNotice }) {
    const [dialog, setDialog] = useState(null), [code, setCode] = useState(null);
    const [people, loadPeople] = usePeople(activity, onFault);
    const heading = useRef(null);
    useEffect(() => heading.current.focus(), [activity.id]);
    const shut = () => setDialog(null);
    // undo(result) gives what takes it back, or nothing when nobody is told
    const act = async (doing, words, undo) => {
        try {
            const result = await doing();
            const back = undo?.(result);
            shut();
            onNotice({ words: (back || !undo) && words ? words : text.activities.done, undo: back && (() => act(back, text.activities.undone)) });
        } catch (error) {
            onFault(error);
        }
        onChanged();
    };
    const undoChange = () => api.activityUndo(activity.id);
    const told = toldBy(activity);
    const noteCame = async (person, session) => {
        await act(() => api.activityCame(activity.id, person.person, session));
        await loadPeople();
    };
    const change = (wish) => act(() => api.activityChange(activity.id, { ...wish, version: activity.version }), text.activities.told_soon, ({ notice }) => notice && told > 0 && undoChange);
    const cancel = () => act(() => api.activityState(activity.id, 'cancelled'), text.activities.told_soon, () => told > 0 && undoChange);
    const invite = (people_) => act(() => api.activityInvite(activity.id, people_), text.activities.invited, ({ id }) => () => api.campaignState(id, 'cancelled'));
    if (dialog === 'change') return html`<main class="ticket" id="content" tabindex="-1"><${ActivityForm} activity=${activity} told=${told} onSave=${change} onCancel=${shut} /></main>`;
    return html`<main class="ticket activity" id="content" tabindex="-1">
        <div class="ticket-head">
            <button class="back quiet" onClick=${onBack}>${text.activities.back}</button>
            <h2 ref=${heading} tabindex="-1">${titleOf(activity)} <span class="tag">${stateOf(activity)}</span></h2>
            <${Actions} activity=${activity} onDialog=${setDialog} onAct=${act} />
        </div>
        <div class="activity-body" tabindex="0" role="region" aria-label=${titleOf(activity)}>
            <p>${activity.place.es} · ${text.activities.kinds[activity.kind]} · ${text.activities.seats(activity.taken, activity.capacity)}${activity.waiting > 0 && ` · ${text.activities.waiting(activity.waiting)}`}</p>
            ${activity.word && html`<p class="hint">${text.activities.word_hint(activity.word)}</p>`}
            ${activity.undo && html`<p class="warning">${text.activities.pending} <button class="link" onClick=${() => act(undoChange, text.activities.undone)}>${text.activities.undo}</button></p>`}
            <${Counts} activity=${activity} />
            <${Sessions} activity=${activity} onCode=${setCode} />
            <${Thanks} answers=${activity.answers} />
            ${people ? html`<${People} activity=${activity} people=${people} onCame=${noteCame} />` : html`<p><button onClick=${loadPeople}>${text.activities.show_people}</button></p>`}
            <p><a href=${api.certificatesPath(activity.id)} download>${text.activities.certificates}</a></p>
        </div>
        ${dialog === 'invite' && html`<${InviteDialog} activity=${activity} onFault=${(error) => (shut(), onFault(error))} onCancel=${shut} onInvite=${invite} />`}
        ${dialog === 'cancel' && html`<${ConfirmDialog} title=${text.activities.cancel_title(titleOf(activity))} count=${told} confirm=${text.activities.cancel_confirm} onCancel=${shut} onConfirm=${cancel} />`}
        ${code && html`<${CodeDialog} title=${titleOf(activity)} session=${code} onCancel=${() => setCode(null)} />`}
    </main>`;
}

/** rang: goes up with every word of the live stream about activities. */
export function Activities({ open, onOpen, onFault, onNotice, rang }) {
    const [list, setList] = useState(null), [one, setOne] = useState(null), [making, setMaking] = useState(false);
    const refresh = useCallback(async () => {
        try {
            setList((await api.activities()).activities);
            if (open) setOne(await api.activity(open));
        } catch (error) {
            onFault(error);
        }
    }, [open]);
    useEffect(() => {
        refresh();
    }, [refresh, rang]);
    const create = async (wish) => {
        try {
            const { id } = await api.activityCreate(wish);
            setMaking(false);
            onNotice({ words: text.activities.created });
            onOpen(id);
        } catch (error) {
            onFault(error);
        }
    };
    const shown = open && one?.id === open ? one : null;
    const pane = making
        ? html`<main class="ticket" id="content" tabindex="-1"><${ActivityForm} onSave=${create} onCancel=${() => setMaking(false)} /></main>`
        : shown
          ? html`<${Activity} key=${shown.id} activity=${shown} onBack=${() => onOpen(null)} onChanged=${refresh} onFault=${onFault} onNotice=${onNotice} />`
          : html`<main class="ticket none" id="content" tabindex="-1"><p class="empty">${open ? text.loading : text.activities.choose}</p></main>`;
    return html`<div class=${`desk ${open || making ? 'has-ticket' : ''}`}>
        <${ActivityList} activities=${list} selected=${open} onOpen=${(id) => (setMaking(false), onOpen(id))} onNew=${() => setMaking(true)} />
        ${pane}
    </div>`;
}
