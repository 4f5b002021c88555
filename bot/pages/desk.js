// desk - the staff's page: who is it, the list and one ticket beside it, kept fresh by the live stream.
import { html, render, useCallback, useEffect, useRef, useState } from '/vendor/htm-preact.js';
import { Activities } from './desk_activities.js';
import { api, live } from './desk_api.js';
import { Help, Notice } from './desk_dialogs.js';
import { Improve } from './desk_improve.js';
import { List } from './desk_list.js';
import { Join, Login } from './desk_login.js';
import { Sending } from './desk_sending.js';
import { Surveys } from './desk_surveys.js';
import { Ticket } from './desk_ticket.js';
import { text } from './strings.es.js';

const PAGE = 50, ASK_MAX = 100;

async function fetchTickets(state, wanted, background) {
    const all = { tickets: [], total: 0 };
    do {
        const part = await api.tickets({ state, offset: all.tickets.length, limit: Math.min(ASK_MAX, wanted - all.tickets.length) }, background);
        all.tickets.push(...part.tickets);
        all.total = part.total;
        if (!part.tickets.length) break;
    } while (all.tickets.length < Math.min(wanted, all.total));
    return all;
}

/** The list of one state; refresh() asks anew for as much of it as is shown. onFresh(ticket): one that was not there before. */
function useTickets(state, onFault, onFresh) {
    const [found, setFound] = useState({ tickets: null, total: 0 });
    const [pages, setPages] = useState(1);
    const asked = useRef(''), known = useRef(null);
    const refresh = useCallback(
        async (background) => {
            asked.current = `${state} ${pages}`;
            try {
                const answer = await fetchTickets(state, PAGE * pages, background);
                if (asked.current !== `${state} ${pages}`) return;
                const fresh = state === 'open' && known.current && answer.tickets.find((ticket) => !known.current.has(ticket.id));
                if (state === 'open') known.current = new Set([...(known.current ?? []), ...answer.tickets.map((ticket) => ticket.id)]);
                setFound(answer);
                if (fresh && background) onFresh(fresh);
            } catch (error) {
                onFault(error);
            }
        },
        [state, pages],
    );
    useEffect(() => {
        refresh();
    }, [refresh]);
    const restart = () => (setFound({ tickets: null, total: 0 }), setPages(1));
    return { ...found, refresh, restart, more: () => setPages(pages + 1) };
}

function useTicket(id, onFault) {
    const [ticket, setTicket] = useState(null);
    const wanted = useRef(id);
    wanted.current = id;
    const refresh = useCallback(
        async (background) => {
            if (!id) return;
            try {
                const answer = await api.ticket(id, background);
                if (wanted.current === id) setTicket(answer);
            } catch (error) {
                onFault(error);
            }
        },
        [id],
    );
    useEffect(() => {
        refresh();
    }, [refresh]);
    return [id && ticket?.id === id ? ticket : null, refresh];
}

/** Where one is, in the address, so that "back" on a phone goes back to the list: the part of the desk and what is open. */
const PARTS = { tickets: ['#/', '#/caso/'], activities: ['#/actividades', '#/actividades/'], surveys: ['#/encuestas', '#/encuestas/'], sending: ['#/envios', '#/envios/'], improve: ['#/mejorar', '#/mejorar/'] };

function readPlace() {
    const part = ['activities', 'surveys', 'sending', 'improve'].find((name) => location.hash.startsWith(PARTS[name][0])) ?? 'tickets';
    const open = location.hash.startsWith(PARTS[part][1]) ? decodeURIComponent(location.hash.slice(PARTS[part][1].length)) : '';
    return { part, open: open || null };
}

function usePlace() {
    const [place, setPlace] = useState(readPlace());
    useEffect(() => {
        const onHash = () => setPlace(readPlace());
        addEventListener('hashchange', onHash);
        return () => removeEventListener('hashchange', onHash);
    }, []);
    return [place, (part, id) => (location.hash = id ? PARTS[part][1] + encodeURIComponent(id) : PARTS[part][0])];
}

const KEYS_OFF = 'acogida-keys-off';

/** Keyboard first: j and k move, Enter opens (the row has the focus), c claims, r answers, Esc goes back. */
function useKeys(handlers, hasKeys) {
    const now = useRef(handlers);
    now.current = hasKeys ? handlers : { Escape: handlers.Escape };
    useEffect(() => {
        const onKey = (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
            const field = event.target.closest?.('input, textarea, select');
            if (field && event.key === 'Escape') return field.blur();
            if (field || !Object.hasOwn(now.current, event.key)) return;
            event.preventDefault();
            now.current[event.key]();
        };
        addEventListener('keydown', onKey);
        return () => removeEventListener('keydown', onKey);
    }, []);
}

/** Asks anew when something rang: the list, and the open ticket when it is meant. Several events of one turn are one. */
function useLive({ ticket, refreshList, refreshTicket, onActivity, onGone }) {
    const [online, setOnline] = useState(true);
    const now = useRef(null);
    now.current = { ticket, refreshList, refreshTicket, onActivity };
    useEffect(() => {
        let timer = 0, list = false, one = false, activity = false;
        const flush = () => {
            if (list) now.current.refreshList(true);
            if (one) now.current.refreshTicket(true);
            if (activity) now.current.onActivity();
            timer = list = one = activity = 0;
        };
        const heard = (name, data) => {
            const shown = now.current.ticket;
            list ||= name === 'tickets';
            one ||= data === '*' || (name === 'ticket' && data === shown?.id) || (name === 'log' && data === shown?.person.id);
            activity ||= name === 'activity' || data === '*';
            if (!timer && (list || one || activity)) timer = setTimeout(flush, 120);
        };
        const back = (is) => {
            setOnline(is);
            if (is) heard('tickets', '*');
        };
        return live({ heard, online: back, gone: onGone });
    }, []);
    return online;
}

function Top({ session, part, onHelp, onLeave }) {
    const link = (name) => html`<a href=${PARTS[name][0]} aria-current=${part === name ? 'page' : undefined}>${text.top[name]}</a>`;
    return html`<header class="top">
        <p class="wordmark"><img src="/acogida.svg" alt="" width="24" height="24" /> ${text.app}</p>
        <nav class="parts" aria-label=${text.top.parts}>${link('tickets')} ${link('activities')} ${link('surveys')} ${link('sending')} ${link('improve')}</nav>
        <span class="office">${session.office}</span>
        ${session.trial && html`<span class="tag">${text.top.trial}</span>`}
        <span class="who">${session.user.name}</span>
        <button class="quiet" onClick=${onHelp} aria-label=${text.top.help}>?</button>
        <button class="quiet" onClick=${onLeave}>${text.top.logout}</button>
    </header>`;
}

function Desk({ session, onGone }) {
    const me = session.user;
    const [state, setState] = useState('open'), [{ part, open: opened }, goTo] = usePlace(), [marked, setMarked] = useState(null), [rang, setRang] = useState(0);
    const open = part === 'tickets' ? opened : null, setOpen = (id) => goTo('tickets', id);
    const [notice, setNotice] = useState(null), [help, setHelp] = useState(false), [replyFocus, setReplyFocus] = useState(0);
    const [hasKeys, setHasKeys] = useState(!localStorage.getItem(KEYS_OFF));
    const onFault = useCallback((error) => {
        if (error.status === 401) return onGone(true);
        if (error.kind === 'missing') goTo(readPlace().part, null);
        return setNotice({ words: text.errors[error.kind] ?? text.errors.system, bad: true });
    }, []);
    const list = useTickets(state, onFault, (fresh) => setNotice({ words: text.list.fresh(fresh.topic_title) }));
    const [ticket, refreshTicket] = useTicket(open, onFault);
    const online = useLive({ ticket, refreshList: list.refresh, refreshTicket, onActivity: () => setRang((count) => count + 1), onGone: () => onGone(true) });
    const refresh = () => (list.refresh(true), refreshTicket(true));
    const unread = state === 'open' ? (list.tickets ?? []).filter((one) => one.unread > 0).length : 0;
    useEffect(() => {
        document.title = unread ? `(${unread}) ${text.app}` : text.app;
    }, [unread]);
    const move = (by) => {
        const ids = (list.tickets ?? []).map((one) => one.id);
        const at = ids.indexOf(marked ?? open);
        if (ids.length) setMarked(ids[Math.max(0, Math.min(ids.length - 1, at + by))]);
    };
    const back = () => (setMarked(open), setOpen(null));
    const keys = { j: () => move(1), k: () => move(-1), r: () => setReplyFocus(replyFocus + 1), '?': () => setHelp(true), Escape: back };
    keys.c = () => ticket?.state === 'open' && api.claim(ticket.id).catch(onFault).then(refresh);
    useKeys(part === 'tickets' ? keys : { '?': keys['?'], Escape: () => goTo(part, null) }, hasKeys);
    const onKeys = (on) => (on ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, '1'), setHasKeys(on));
    const onClosed = (was) => setNotice({ words: text.close.done(was.code), undo: () => (setNotice(null), api.reopen(was.id).catch(onFault).then(refresh)) });
    const onState = (next) => next !== state && (list.restart(), setState(next), setMarked(null));
    const pane = ticket
        ? html`<${Ticket} key=${ticket.id} ticket=${ticket} me=${me} replyFocus=${replyFocus} onBack=${back} onChanged=${refresh} onFault=${onFault} onClosed=${onClosed} />`
        : html`<main class="ticket none" id="content" tabindex="-1"><p class="empty">${open ? text.loading : text.ticket.choose}</p></main>`;
    return html`<div class="shell">
        <a class="skip" href="#content" onClick=${(event) => (event.preventDefault(), document.getElementById('content').focus())}>${text.skip}</a>
        <${Top} session=${session} part=${part} onHelp=${() => setHelp(true)} onLeave=${() => api.logout().then(() => onGone(), onFault)} />
        ${!online && html`<p class="offline" role="alert">${text.offline}</p>`}
        ${part === 'activities' && html`<${Activities} open=${opened} onOpen=${(id) => goTo('activities', id)} onFault=${onFault} onNotice=${setNotice} rang=${rang} />`}
        ${part === 'surveys' && html`<${Surveys} open=${opened} onOpen=${(id) => goTo('surveys', id)} onFault=${onFault} onNotice=${setNotice} />`}
        ${part === 'sending' && html`<${Sending} onFault=${onFault} onNotice=${setNotice} onTicket=${(id) => goTo('tickets', id)} />`}
        ${part === 'improve' && html`<${Improve} onFault=${onFault} />`}
        ${part === 'tickets' && html`<div class=${`desk ${open ? 'has-ticket' : ''}`}>
            <${List} ...${list} state=${state} me=${me} selected=${open} marked=${marked} onState=${onState} onOpen=${(id) => (setOpen(id), setMarked(null))} onMore=${list.more} />
            ${pane}
        </div>`}
        <${Notice} notice=${notice} onGone=${() => setNotice(null)} />
        ${help && html`<${Help} hasKeys=${hasKeys} onKeys=${onKeys} onClose=${() => setHelp(false)} />`}
    </div>`;
}

/** The token of a one-time link leaves the address bar at once: it must not stay in a history or be shared by mistake. */
function takeToken() {
    if (location.pathname !== '/join') return null;
    const found = new URLSearchParams(location.search).get('token');
    history.replaceState(null, '', '/desk');
    return found ?? '';
}

const token = takeToken();

function App() {
    const [session, setSession] = useState(undefined); // undefined: not asked yet; null: nobody
    const [joining, setJoining] = useState(token !== null);
    const [ended, setEnded] = useState(false), [fault, setFault] = useState(false);
    useEffect(() => {
        api.session().then(setSession, (error) => (error.status === 401 ? setSession(null) : setFault(true)));
    }, []);
    const enter = (fresh) => (setJoining(false), setEnded(false), setSession(fresh));
    const leave = (byItself) => (setEnded(Boolean(byItself)), setSession(null));
    if (joining) return html`<${Join} token=${token} onEnter=${enter} onLogin=${() => setJoining(false)} />`;
    if (fault) return html`<main class="gate"><p class="empty" role="alert">${text.errors.network}</p></main>`;
    if (session === undefined) return html`<main class="gate"><p class="empty">${text.loading}</p></main>`;
    if (session === null) return html`<${Login} ended=${ended} onEnter=${enter} />`;
    return html`<${Desk} session=${session} onGone=${leave} />`;
}

const place = document.getElementById('app');
place.textContent = '';
render(html`<${App} />`, place);
