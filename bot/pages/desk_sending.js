// desk_sending - what leaves: the office's lines and how they are, and messages that did not reach their person.
import { html, useCallback, useEffect, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { Dialog } from './desk_dialogs.js';
import { text } from './strings.es.js';

const words = text.sending, PAGE = 50;
const clock = new Intl.DateTimeFormat('es-CL', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const money = new Intl.NumberFormat('es-CL', { maximumFractionDigits: 2 });
const when = (ms) => html`<time datetime=${new Date(ms).toISOString()}>${clock.format(ms)}</time>`;

/** A question before something that cannot be taken back, or that many feel. */
function Confirm({ asked, onYes, onNo }) {
    return html`<${Dialog} title=${asked.title} onCancel=${onNo}>
        ${asked.tells.map((line) => html`<p key=${line}>${line}</p>`)}
        <div class="dialog-foot"><button class="quiet" onClick=${onNo}>${words.leave}</button><button class="primary" onClick=${onYes}>${asked.confirm}</button></div>
    <//>`;
}

/** What WhatsApp says of each template; one that it does not take is not used. */
function Templates({ all }) {
    return html`<ul>${all.map((one) => html`<li key=${one.language} data-template=${one.name} data-state=${one.state}>
        ${one.name} (${one.language === '*' ? words.any : text.languages[one.language] ?? one.language}) <span class=${`tag ${one.used ? 'good' : 'bad'}`}>${one.used || one.state !== 'approved' ? words.approvals[one.state] : words.placeholders(one.params)}</span>
        ${!one.used && html` <strong>${words.not_used}</strong>`}${one.reason && html` <span class="meta">${one.reason}</span>`}${one.said_ms > 0 && html` <span class="meta">${when(one.said_ms)}</span>`}
        ${one.text && html`<br /><q dir="auto">${one.text}</q>`}
    </li>`)}</ul>`;
}

function Facts({ line }) {
    const facts = [[words.number, line.number], [words.provider, line.wire]];
    if (line.backup) facts.push([words.backup, line.backup]);
    if (line.daily_max) facts.push([words.today, words.of(line.segments_today, line.daily_max)]);
    if (line.price_month) facts.push([words.price, words.prices(money.format(line.price_today), money.format(line.price_month))]);
    if (line.credit) facts.push([words.credit, html`${money.format(line.credit.amount)} ${line.credit.currency} ${line.credit.low && html`<span class="tag bad">${words.low}</span> `}<span class="meta">${when(line.credit.said_ms)}</span>`]);
    if (line.window) facts.push([words.templates, line.templates.length ? html`<${Templates} all=${line.templates} />` : words.no_templates]);
    facts.push([words.hook, html`<code class="wrap">${line.hook}</code>`]);
    return html`<dl class="facts">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function Line({ line, onAsk }) {
    const held = line.state === 'held', amiss = line.state !== 'well';
    return html`<li class="question" data-channel=${line.name}>
        <p class="words">${line.name} <span class="meta">${line.kind === 'sms' ? 'SMS' : 'WhatsApp'}</span> <span class=${`tag ${amiss ? 'bad' : 'good'}`}>${words.states[line.state]}</span></p>
        ${amiss && html`<p class="warning">${held ? words.held_by(line.by) : line.why?.es ?? words.no_answer} ${words.since} ${when(line.since_ms)}. ${!held && html`${words.next} ${when(line.until_ms)}.`}</p>`}
        <${Facts} line=${line} />
        <div class="actions"><button class="quiet" onClick=${() => onAsk(held ? 'resume' : 'hold', line.name)}>${held ? words.resume : words.hold}</button></div>
    </li>`;
}

function Lines({ onFault }) {
    const [found, setFound] = useState(null), [asked, setAsked] = useState(null);
    const refresh = useCallback(() => api.channels().then(setFound, onFault), []);
    useEffect(() => {
        refresh();
        const timer = setInterval(() => document.hidden || api.channels(true).then(setFound, () => {}), 30000);
        return () => clearInterval(timer);
    }, []);
    const act = () => {
        const { act, name } = asked;
        setAsked(null);
        (act === 'hold' ? api.channelHold(name) : api.channelResume(name)).catch(onFault).then(refresh);
    };
    return html`<section aria-labelledby="lines-title">
        <h2 id="lines-title">${words.lines}</h2>
        <ul>${found?.channels.map((line) => html`<${Line} key=${line.name} line=${line} onAsk=${(act, name) => setAsked({ act, name })} />`)}</ul>
        ${found?.gaps.map((gap) => html`<p class="hint" key=${`${gap.channel} ${gap.from_ms}`}>${words.gap(gap.channel)} ${when(gap.from_ms)} ${words.until} ${when(gap.until_ms)}. ${words.fetched(gap.fetched)}</p>`)}
        ${asked && html`<${Confirm} asked=${words.asks[asked.act](asked.name)} onYes=${act} onNo=${() => setAsked(null)} />`}
    </section>`;
}

function kindOf(one) {
    return one.campaign ? words.kinds.campaign : words.kinds[one.purpose] ?? one.purpose;
}

function Message({ one, onAgain, onCall, onDrop }) {
    return html`<li class="question" data-message=${one.id}>
        <p class="words"><span dir="auto">${one.person.name || words.nameless}</span> <span class="meta">${one.person.number}</span></p>
        <p class="meta">${kindOf(one)} · ${one.channel} · ${when(one.at_ms)}</p>
        <p class="warning">${one.why?.es ?? words.outcomes[one.state]}${one.why?.next_es ? html`. <strong>${one.why.next_es}.</strong>` : '.'}</p>
        <div class="actions">
            <button class="quiet" onClick=${onCall}>${one.ticket ? words.go(one.ticket.code) : words.call}</button>
            ${one.state === 'unknown' && !one.again && html`<button class="quiet" onClick=${onAgain}>${words.again}</button>`}
            <button class="quiet" onClick=${onDrop}>${words.drop}</button>
        </div>
    </li>`;
}

function Astray({ onFault, onNotice, onTicket }) {
    const [found, setFound] = useState(null), [state, setState] = useState(''), [limit, setLimit] = useState(PAGE), [asked, setAsked] = useState(null);
    const refresh = useCallback(() => api.astray(state, limit).then(setFound, onFault), [state, limit]);
    useEffect(() => {
        refresh();
    }, [refresh]);
    const again = () => {
        const id = asked;
        setAsked(null);
        api.astrayAgain(id).then(() => onNotice({ words: words.went }), onFault).then(refresh);
    };
    const call = (one) => api.astrayCall(one.id).then((answer) => onTicket(answer.ticket), onFault);
    return html`<section aria-labelledby="astray-title">
        <h2 id="astray-title">${words.astray}</h2>
        <p class="hint">${words.astray_note}</p>
        <label class="field inline"><span>${words.filter}</span>
            <select value=${state} onChange=${(event) => (setState(event.target.value), setLimit(PAGE))}>
                <option value="">${words.all}</option>
                ${Object.entries(words.outcomes).map(([id, label]) => html`<option key=${id} value=${id}>${label}</option>`)}
            </select></label>
        ${found?.messages.length === 0 && html`<p class="empty">${words.none}</p>`}
        <ul>${found?.messages.map((one) => html`<${Message} key=${one.id} one=${one} onAgain=${() => setAsked(one.id)} onCall=${() => call(one)} onDrop=${() => api.astrayDrop(one.id).catch(onFault).then(refresh)} />`)}</ul>
        ${found?.messages.length === limit && limit < 100 && html`<button class="quiet" onClick=${() => setLimit(100)}>${words.more}</button>`}
        ${asked && html`<${Confirm} asked=${words.asks.again} onYes=${again} onNo=${() => setAsked(null)} />`}
    </section>`;
}

export function Sending({ onFault, onNotice, onTicket }) {
    return html`<main class="improve" id="content" tabindex="-1">
        <h1>${words.title}</h1>
        <${Astray} onFault=${onFault} onNotice=${onNotice} onTicket=${onTicket} />
        <${Lines} onFault=${onFault} />
    </main>`;
}
