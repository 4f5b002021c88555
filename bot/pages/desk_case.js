// desk_case - the mediation of a ticket: which party this is, how far it is, and what the mediator does next. No number, no name:
// each party has a conversation of its own, and nothing of one is shown beside the other's.
import { html, useEffect, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { Dialog } from './desk_dialogs.js';
import { text } from './strings.es.js';

const words = text.mediation;
const clock = new Intl.DateTimeFormat('es-CL', { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** What is refused here has reasons of its own: "somebody was faster" would not be true. */
const tell = (onFault) => (error) => onFault(error.kind === 'conflict' ? { ...error, kind: 'case_conflict', status: error.status } : error);

function Foot({ onCancel, label, ready = true }) {
    return html`<div class="dialog-foot">
        <button type="button" class="quiet" onClick=${onCancel}>${words.cancel}</button>
        <button class="primary" disabled=${!ready}>${label}</button>
    </div>`;
}

function InviteDialog({ onDone, onCancel }) {
    const [number, setNumber] = useState(''), [language, setLanguage] = useState('es');
    return html`<${Dialog} title=${words.invite.title} onCancel=${onCancel}>
        <form class="stack" onSubmit=${(event) => (event.preventDefault(), onDone(number.trim(), language))}>
            <label class="field"><span>${words.invite.number}</span><input type="tel" name="number" autocomplete="off" required value=${number} onInput=${(event) => setNumber(event.target.value)} /></label>
            <label class="field"><span>${words.invite.language}</span>
                <select name="language" value=${language} onChange=${(event) => setLanguage(event.target.value)}>
                    ${Object.entries(text.languages).map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}
                </select></label>
            <p class="hint">${words.invite.note}</p>
            <${Foot} onCancel=${onCancel} label=${words.invite.send} ready=${number.trim().length > 5} />
        </form>
    <//>`;
}

function MeetingDialog({ place: was, onDone, onCancel }) {
    const [date, setDate] = useState(''), [time, setTime] = useState('18:00'), [place, setPlace] = useState(was);
    return html`<${Dialog} title=${words.meet.title} onCancel=${onCancel}>
        <form class="stack" onSubmit=${(event) => (event.preventDefault(), onDone(date, time, place.trim()))}>
            <label class="field"><span>${words.meet.date}</span><input type="date" name="date" required value=${date} onInput=${(event) => setDate(event.target.value)} /></label>
            <label class="field"><span>${words.meet.time}</span><input type="time" name="time" required value=${time} onInput=${(event) => setTime(event.target.value)} /></label>
            <label class="field"><span>${words.meet.place}</span><input name="place" maxlength="60" required value=${place} onInput=${(event) => setPlace(event.target.value)} /></label>
            <p class="hint">${words.meet.note}</p>
            <${Foot} onCancel=${onCancel} label=${words.meet.send} ready=${date && time && place.trim()} />
        </form>
    <//>`;
}

function EndDialog({ onDone, onCancel }) {
    const [outcome, setOutcome] = useState('agreement');
    return html`<${Dialog} title=${words.end.title} onCancel=${onCancel}>
        <form onSubmit=${(event) => (event.preventDefault(), onDone(outcome))}>
            <fieldset><legend class="hidden">${words.end.title}</legend>
                ${['agreement', 'no_agreement', 'declined', 'referred', 'withdrawn'].map((id) => html`<label class="check" key=${id}><input type="radio" name="outcome" value=${id} checked=${outcome === id} onChange=${() => setOutcome(id)} /> ${words.outcomes[id]}</label>`)}
            </fieldset>
            <p class="hint">${words.end.note}</p>
            <${Foot} onCancel=${onCancel} label=${words.end.send} />
        </form>
    <//>`;
}

/** What may be done now, by who holds the ticket of party A. */
function Acts({ one, act, ask }) {
    return html`<div class="actions">
        ${!one.permission && html`<button class="quiet" onClick=${() => act(api.caseAllow(one.id))}>${words.allow}</button>`}
        ${one.permission && one.state === 'asked' && html`<button class="primary" onClick=${() => ask('invite')}>${words.invite.title}</button>`}
        ${['accepted', 'meeting'].includes(one.state) && html`<button class="primary" onClick=${() => ask('meet')}>${one.meeting ? words.meet.again : words.meet.title}</button>`}
        <button class="quiet" onClick=${() => ask('end')}>${words.end.title}</button>
    </div>`;
}

function useCase(ticket) {
    const [found, setFound] = useState({ case: null, party: '' });
    useEffect(() => {
        let wanted = true;
        api.caseOfTicket(ticket.id).then((answer) => wanted && setFound(answer), () => {});
        return () => (wanted = false);
    }, [ticket]); // asked anew whenever the ticket is: what the other party does rings for it too
    return found;
}

export function CasePart({ ticket, mine, onFault, onChanged }) {
    const { case: one, party } = useCase(ticket);
    const [open, ask] = useState(null);
    if (!one) return null;
    const act = (call) => (ask(null), call.catch(tell(onFault)).then(onChanged));
    const other = one.parties.find((each) => each.party !== party);
    const cancel = () => ask(null);
    return html`<section class="case" aria-label=${words.title}>
        <h3>${words.title} · ${words.party[party]} <span class="tag">${words.states[one.state]}</span></h3>
        <p class="hint">${words.apart}</p>
        ${!one.permission && html`<p class="warning">${words.no_permission}</p>`}
        ${one.answer && html`<p>${words.answered[one.answer]}</p>`}
        ${one.meeting && html`<p>${words.meeting(clock.format(one.meeting.at_ms), one.meeting.place)} ${one.parties.map((each) => each.appointment && `${words.party[each.party]}: ${words.appointments[each.appointment]}. `)}</p>`}
        ${one.outcome && html`<p>${words.outcomes[one.outcome]}</p>`}
        ${other && html`<p><a href=${`#/caso/${encodeURIComponent(other.ticket)}`}>${words.see(words.party[other.party])}</a></p>`}
        ${mine && party === 'A' && one.state !== 'closed' && html`<${Acts} one=${one} act=${act} ask=${ask} />`}
        ${open === 'invite' && html`<${InviteDialog} onCancel=${cancel} onDone=${(number, language) => act(api.caseInvite(one.id, number, language))} />`}
        ${open === 'meet' && html`<${MeetingDialog} place=${one.meeting?.place ?? ''} onCancel=${cancel} onDone=${(date, time, place) => act(api.caseMeet(one.id, date, time, place))} />`}
        ${open === 'end' && html`<${EndDialog} onCancel=${cancel} onDone=${(outcome) => act(api.caseClose(one.id, outcome))} />`}
    </section>`;
}
