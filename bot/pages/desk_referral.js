// desk_referral - a person is sent to an organisation of the directory, and what became of it.
import { html, useEffect, useState } from '/vendor/htm-preact.js';
import { api, pressKey } from './desk_api.js';
import { Dialog } from './desk_dialogs.js';
import { text } from './strings.es.js';

const words = text.referral;

function ReferralDialog({ onDone, onCancel }) {
    const [all, setAll] = useState([]), [chosen, setChosen] = useState(''), [share, setShare] = useState('no');
    useEffect(() => {
        api.directory().then(({ organisations }) => (setAll(organisations), setChosen(organisations[0]?.id ?? '')), () => {});
    }, []);
    const one = all.find((each) => each.id === chosen);
    return html`<${Dialog} title=${words.title} onCancel=${onCancel}>
        <form class="stack" onSubmit=${(event) => (event.preventDefault(), onDone(chosen, share))}>
            <label class="field"><span>${words.organisation}</span>
                <select name="organisation" value=${chosen} onChange=${(event) => setChosen(event.target.value)}>
                    ${all.map((each) => html`<option key=${each.id} value=${each.id}>${each.name}</option>`)}
                </select></label>
            ${one && html`<p class="hint">${one.does}. ${one.topics.join(', ')}. ${one.speaks.map((code) => text.languages[code] ?? code).join(', ')}.</p>`}
            <fieldset><legend>${words.share}</legend>
                ${['no', 'yes'].map((id) => html`<label class="check" key=${id}><input type="radio" name="share" value=${id} checked=${share === id} onChange=${() => setShare(id)} /> ${words.shares[id]}</label>`)}
            </fieldset>
            <p class="hint">${words.note}</p>
            <div class="dialog-foot"><button type="button" class="quiet" onClick=${onCancel}>${words.cancel}</button><button class="primary" disabled=${!chosen}>${words.send}</button></div>
        </form>
    <//>`;
}

/** The button of who holds the ticket, and where the person has been sent so far. */
export function ReferralPart({ ticket, mine, onFault, onChanged }) {
    const [list, setList] = useState([]), [asking, setAsking] = useState(false);
    useEffect(() => {
        let wanted = true;
        api.referrals(ticket.id).then((answer) => wanted && setList(answer.referrals), () => {});
        return () => (wanted = false);
    }, [ticket]);
    const send = (organisation, share) => (setAsking(false), api.refer(ticket.id, pressKey(), organisation, share).catch(onFault).then(onChanged));
    if (!mine && !list.length) return null;
    return html`<section class="referrals" aria-label=${words.list}>
        ${list.length > 0 && html`<ul>${list.map((each) => html`<li key=${each.id}>${words.sent(each.name)} <span class="tag">${words.states[each.state]}</span></li>`)}</ul>`}
        ${mine && html`<button class="quiet" onClick=${() => setAsking(true)}>${words.title}</button>`}
        ${asking && html`<${ReferralDialog} onDone=${send} onCancel=${() => setAsking(false)} />`}
    </section>`;
}
