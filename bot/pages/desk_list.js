// desk_list - the tickets: open ones with the urgent and the oldest first, or the closed ones.
import { html, useEffect, useRef, useState } from '/vendor/htm-preact.js';
import { text } from './strings.es.js';

/** "hace 5 min": short, since a list is skimmed. */
export function ago(at_ms, now_ms = Date.now()) {
    const minutes = Math.floor((now_ms - at_ms) / 60000);
    if (minutes < 1) return text.ago.now;
    if (minutes < 60) return text.ago.minutes(minutes);
    if (minutes < 48 * 60) return text.ago.hours(Math.floor(minutes / 60));
    return text.ago.days(Math.floor(minutes / 1440));
}

export function holder(ticket, me) {
    if (ticket.state === 'closed') return text.outcomes[ticket.outcome] ?? text.outcomes.other;
    if (!ticket.claimed_by) return text.list.free;
    return ticket.claimed_by.id === me.id ? text.list.mine : text.list.held(ticket.claimed_by.name);
}

/** How old things are changes without anything happening. */
function useClock() {
    const [now, setNow] = useState(Date.now());
    useEffect(() => {
        const timer = setInterval(() => setNow(Date.now()), 30000);
        return () => clearInterval(timer);
    }, []);
    return Math.max(now, Date.now());
}

function Row({ ticket, me, now, selected, marked, onOpen }) {
    const button = useRef(null);
    useEffect(() => {
        if (marked) button.current.focus();
    }, [marked]);
    const at = ticket.state === 'closed' ? ticket.closed_ms : ticket.created_ms;
    return html`<li>
        <button ref=${button} class=${`row ${selected ? 'selected' : ''}`} aria-current=${selected ? 'true' : undefined} onClick=${() => onOpen(ticket.id)}>
            <span class="row-top">
                <span class="row-topic">${ticket.topic_title}</span>
                ${ticket.unread > 0 && html`<span class="dot" role="img" aria-label=${text.list.unread}></span>`}
                <time class="age" datetime=${new Date(at).toISOString()}>${ago(at, now)}</time>
            </span>
            <span class="row-foot">
                ${ticket.priority > 0 && html`<span class="tag urgent">${text.list.urgent}</span>`}
                <span class="code">${ticket.code}</span>
                <span>${[text.languages[ticket.language] ?? ticket.language, text.kinds[ticket.channel], holder(ticket, me)].filter(Boolean).join(' · ')}</span>
            </span>
        </button>
    </li>`;
}

export function List({ tickets, total, state, me, selected, marked, onState, onOpen, onMore }) {
    const now = useClock();
    const tab = (name, label) => html`<button class="tab" aria-pressed=${state === name ? 'true' : 'false'} onClick=${() => onState(name)}>${label}</button>`;
    return html`<nav class="list" aria-label=${text.list.title}>
        <div class="list-head">
            <h1>${text.list.title}</h1>
            <span class="count">${tickets && text.list.count(total)}</span>
            <div role="group" aria-label=${text.list.show} class="tabs">${tab('open', text.list.open)}${tab('closed', text.list.closed)}</div>
        </div>
        ${tickets === null && html`<p class="empty">${text.loading}</p>`}
        ${tickets?.length === 0 && html`<p class="empty">${state === 'open' ? text.list.none_open : text.list.none_closed}</p>`}
        ${tickets?.length > 0 && html`<ul class="rows">
            ${tickets.map((ticket) => html`<${Row} key=${ticket.id} ticket=${ticket} me=${me} now=${now} selected=${ticket.id === selected} marked=${ticket.id === marked} onOpen=${onOpen} />`)}
        </ul>`}
        ${tickets && tickets.length < total && html`<button class="quiet more" onClick=${onMore}>${text.list.more}</button>`}
    </nav>`;
}
