// desk_ticket - one ticket: what was asked, the conversation, the answer, and how it ends.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '/vendor/htm-preact.js';
import { api, pressKey } from './desk_api.js';
import { CasePart } from './desk_case.js';
import { CloseDialog } from './desk_dialogs.js';
import { holder } from './desk_list.js';
import { Media } from './desk_media.js';
import { PersonPart } from './desk_person.js';
import { ReferralPart } from './desk_referral.js';
import { text } from './strings.es.js';

const LETTERS_MAX = 1500;
const clock = new Intl.DateTimeFormat('es-CL', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function Delivery({ line }) {
    if (line.direction === 'in' || !line.delivery) return null;
    const bad = ['failed', 'unknown', 'expired', 'skipped'].includes(line.delivery);
    const why = line.why && [line.why.es, line.why.next_es].filter(Boolean).join('. ');
    const by = line.channel && ` · ${text.kinds[line.channel] ?? line.channel}${line.as_template ? ` ${text.delivery_template}` : ''}`;
    return html`<span class=${bad ? 'delivery bad' : 'delivery'}>${by} · ${text.delivery[line.delivery] ?? line.delivery}${why ? ` (${why})` : ''}</span>`;
}

const speaker = (line) => (line.by === 'person' ? text.ticket.person : line.by === 'staff' ? line.name || text.ticket.staff : text.ticket.bot);

/** Marks of what is no text, in words; a file that is shown below needs none. */
function words(line) {
    if (line.text === null) return text.ticket.unreadable;
    const [, mark, rest] = line.direction === 'in' ? (line.text.match(/^\[(media|location|contact|reaction|unsupported)\] ([^]*)$/) ?? []) : [];
    if (!mark) return line.text;
    return mark === 'media' && line.media ? rest : `${text.marks[mark]}${rest && ': '}${rest}`;
}

function Bubble({ line, language }) {
    const said = words(line);
    return html`<li class=${`bubble ${line.direction} ${line.by}`}>
        ${said && html`<p class="said" dir="auto" lang=${line.by === 'staff' ? undefined : language || undefined}>${said}</p>`}
        ${line.media && html`<${Media} line=${line} when=${clock.format(line.at_ms)} />`}
        <p class="meta">${speaker(line)} · <time datetime=${new Date(line.at_ms).toISOString()}>${clock.format(line.at_ms)}</time><${Delivery} line=${line} /></p>
    </li>`;
}

function Pending({ item }) {
    return html`<li class="bubble out staff pending"><p class="said" dir="auto">${item.words}</p><p class="meta">${text.ticket.you} · ${item.event ? text.delivery.ready : text.reply.sending}</p></li>`;
}

function Thread({ lines, pending, language }) {
    const box = useRef(null), atEnd = useRef(true);
    const count = lines.length + pending.length;
    useLayoutEffect(() => {
        if (atEnd.current) box.current.scrollTop = box.current.scrollHeight;
    }, [count]);
    const onScroll = ({ target }) => (atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < 48);
    return html`<section ref=${box} class="thread" role="log" aria-label=${text.ticket.thread} tabindex="0" onScroll=${onScroll}>
        ${count === 0
            ? html`<p class="empty">${text.ticket.no_messages}</p>`
            : html`<ol>
                  ${lines.map((line) => html`<${Bubble} key=${line.id + line.direction} line=${line} language=${language} />`)}
                  ${pending.map((item) => html`<${Pending} key=${item.key} item=${item} />`)}
              </ol>`}
    </section>`;
}

/** Words that were typed and not yet sent outlive a look at another ticket, and a session that ended. */
const drafts = new Map();

function Reply({ ticket, mine, focus, onSend }) {
    const box = useRef(null);
    const [words, setWords] = useState(drafts.get(ticket.id) ?? ''), [busy, setBusy] = useState(false);
    const letters = [...words.trim()].length;
    const keep = (next) => (drafts.set(ticket.id, next), setWords(next));
    useEffect(() => {
        if (focus) box.current.focus();
    }, [focus]);
    const send = async () => {
        const sent = words.trim();
        if (!letters || letters > LETTERS_MAX || busy || !mine) return;
        setBusy(true);
        keep('');
        if (!(await onSend(sent))) keep(drafts.get(ticket.id) || sent);
        setBusy(false);
        box.current?.focus();
    };
    const onKey = (event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
    };
    return html`<form class=${mine ? 'reply' : 'reply idle'} onSubmit=${(event) => (event.preventDefault(), send())}>
        <label for="reply">${text.reply.label}</label>
        <textarea id="reply" ref=${box} rows="3" disabled=${!mine} value=${words} onInput=${(event) => keep(event.target.value)} onKeyDown=${onKey} dir="auto" aria-describedby="reply-hint" />
        <div class="reply-foot">
            <span id="reply-hint" class="hint">${mine ? text.reply.hint : text.ticket.claim_first}</span>
            ${letters > 0 && html`<span class=${letters > LETTERS_MAX ? 'hint bad' : 'hint'}>${letters > LETTERS_MAX ? text.reply.over(letters - LETTERS_MAX) : text.reply.length(letters)}</span>`}
            <button class="primary" disabled=${!mine || busy || !letters || letters > LETTERS_MAX}>${busy ? text.reply.sending : text.reply.send}</button>
        </div>
    </form>`;
}

/** By which way an answer would leave, and for how long WhatsApp takes free text. */
function Reach({ reach }) {
    const { window: rule, way, by, until_ms: until } = reach;
    const end = until && clock.format(until);
    const lines = [rule === 'open' ? text.reach.open(end) : rule === 'closed' && text.reach.closed, text.reach.ways[way]?.(text.kinds[by] ?? by)];
    return html`<p class=${way === 'none' ? 'reach bad' : 'reach'}>${lines.filter(Boolean).join(' ')}</p>`;
}

function Facts({ ticket }) {
    const isWide = useMemo(() => matchMedia('(min-width: 761px)').matches, []); // a phone has no room for all at once
    const fact = (name, value) => value && html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`;
    const { person, fields } = ticket;
    return html`<details class="facts" open=${isWide}><summary>${text.ticket.facts}</summary><dl>
        ${fact(text.ticket.name, person.name)}
        ${fact(text.ticket.language, text.languages[ticket.language] ?? ticket.language)}
        ${fact(text.ticket.number, [person.number, text.kinds[ticket.channel]].filter(Boolean).join(' · '))}
        ${fact(text.ticket.since, clock.format(ticket.created_ms))}
        ${fields.map((field) => fact(text.questions[field.question] ?? field.question, field.answer))}
    </dl></details>`;
}

function Actions({ ticket, mine, act, onAskClose }) {
    if (ticket.state === 'closed') return html`<button class="primary" onClick=${() => act(api.reopen)}>${text.ticket.reopen}</button>`;
    if (!ticket.claimed_by) return html`<button class="primary" onClick=${() => act(api.claim)}>${text.ticket.claim}</button>`;
    if (!mine) return null;
    return html`<button class="quiet" onClick=${() => act(api.release)}>${text.ticket.release}</button>
        <button class="primary" onClick=${onAskClose}>${text.ticket.close}</button>`;
}

/** Replies on their way: shown at once, and until the conversation has them. A second try of the same words is the same press. */
function usePending(ticket, onFault, onChanged) {
    const [items, setItems] = useState([]);
    const failed = useRef(null);
    const send = async (words) => {
        const item = { key: failed.current?.words === words ? failed.current.key : pressKey(), words };
        setItems((now) => [...now, item]);
        try {
            const { event } = await api.reply(ticket.id, item.key, words);
            failed.current = null;
            setItems((now) => now.map((one) => (one.key === item.key ? { ...one, event } : one)));
            onChanged();
            return true;
        } catch (error) {
            failed.current = item;
            setItems((now) => now.filter((one) => one.key !== item.key));
            onFault(error);
            onChanged();
            return false;
        }
    };
    const arrived = (item) => item.event && ticket.thread.some((line) => line.id.startsWith(`${item.event}.`));
    return [items.filter((item) => !arrived(item)), send];
}

export function Ticket({ ticket, me, replyFocus, onBack, onChanged, onFault, onClosed }) {
    const [closing, setClosing] = useState(false);
    const head = useRef(null);
    const [pending, send] = usePending(ticket, onFault, onChanged);
    const mine = ticket.state === 'claimed' && ticket.claimed_by?.id === me.id;
    useEffect(() => head.current.focus(), []);
    const act = (call) => call(ticket.id).catch(onFault).then(onChanged);
    const close = async (outcome) => {
        setClosing(false);
        await api.close(ticket.id, outcome).then(() => onClosed(ticket), onFault);
        onChanged();
    };
    return html`<main class="ticket" id="content" tabindex="-1">
        <header class="ticket-head">
            <button class="quiet back" aria-label=${text.ticket.back} onClick=${onBack}>←</button>
            <h2 ref=${head} tabindex="-1">${ticket.topic_title} <span class="code">${ticket.code}</span> ${ticket.priority > 0 && html`<span class="tag urgent">${text.list.urgent}</span>`}</h2>
            <span class="held" aria-live="polite">${ticket.state === 'closed' ? text.ticket.closed_as(holder(ticket, me)) : holder(ticket, me)}</span>
            <div class="actions"><${Actions} ticket=${ticket} mine=${mine} act=${act} onAskClose=${() => setClosing(true)} /></div>
        </header>
        <${Facts} ticket=${ticket} />
        <${CasePart} ticket=${ticket} mine=${mine} onFault=${onFault} onChanged=${onChanged} />
        <${ReferralPart} ticket=${ticket} mine=${mine} onFault=${onFault} onChanged=${onChanged} />
        <${PersonPart} ticket=${ticket} mine=${mine} onFault=${onFault} />
        ${ticket.person.stopped && html`<p class="warning">${text.ticket.stopped}</p>`}
        ${ticket.person.neutral_only && html`<p class="warning" role="note">${text.ticket.neutral_only}</p>`}
        <${Thread} lines=${ticket.thread} pending=${pending} language=${ticket.language} />
        ${ticket.state !== 'closed' && ticket.reach && html`<${Reach} reach=${ticket.reach} />`}
        ${ticket.state !== 'closed' && html`<${Reply} ticket=${ticket} mine=${mine} focus=${replyFocus} onSend=${send} />`}
        ${closing && html`<${CloseDialog} onClose=${close} onCancel=${() => setClosing(false)} />`}
    </main>`;
}
