// desk_media - what a person sent besides words: a picture is seen, a voice note is heard, the rest can be saved.
import { html, useEffect, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { text } from './strings.es.js';

const EXTENSIONS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/gif': 'gif', 'audio/ogg': 'ogg', 'audio/mpeg': 'mp3', 'audio/amr': 'amr', 'audio/aac': 'aac', 'audio/mp4': 'm4a', 'video/mp4': 'mp4', 'video/3gpp': '3gp', 'application/pdf': 'pdf' };
const KEPT_MAX = 40;

/** Addresses of what has been fetched: a line that is drawn again fetches nothing. The oldest go. */
const fetched = new Map();

async function addressOf(id) {
    if (fetched.has(id)) return fetched.get(id);
    const address = URL.createObjectURL(await api.media(id));
    fetched.set(id, address);
    if (fetched.size > KEPT_MAX) {
        const [oldest, old] = fetched.entries().next().value;
        URL.revokeObjectURL(old);
        fetched.delete(oldest);
    }
    return address;
}

function save(id, type, address) {
    const link = document.createElement('a');
    link.href = address;
    link.download = `acogida-${id}.${EXTENSIONS[type] ?? 'bin'}`;
    link.click();
}

/** A picture is there when the conversation is; a voice note is fetched when somebody wants to hear it. */
function useFile(id, atOnce) {
    const [address, setAddress] = useState(fetched.get(id) ?? ''), [fault, setFault] = useState(false), [busy, setBusy] = useState(false);
    const load = async () => {
        setBusy(true);
        setFault(false);
        const found = await addressOf(id).catch(() => '');
        setBusy(false);
        setFault(!found);
        setAddress(found);
        return found;
    };
    useEffect(() => {
        if (atOnce && !address) load();
    }, [id]);
    return { address, fault, busy, load };
}

const Again = ({ load, words }) => html`<p class="media-note">${words} <button class="link" onClick=${load}>${text.media.again}</button></p>`;

function Picture({ id, type, about }) {
    const { address, fault, load } = useFile(id, true);
    if (fault) return html`<${Again} load=${load} words=${text.media.no_file} />`;
    if (!address) return html`<p class="media-note">${text.media.loading}</p>`;
    return html`<figure class="media"><img src=${address} alt=${about} /><figcaption><button class="link" onClick=${() => save(id, type, address)}>${text.media.save}</button></figcaption></figure>`;
}

function Sound({ id, type, about }) {
    const { address, fault, busy, load } = useFile(id, false);
    if (fault) return html`<${Again} load=${load} words=${text.media.no_file} />`;
    if (!address) return html`<p class="media"><button class="quiet" disabled=${busy} onClick=${load}>${busy ? text.media.loading : text.media.listen}</button></p>`;
    return html`<p class="media"><audio src=${address} controls autoplay aria-label=${about} /> <button class="link" onClick=${() => save(id, type, address)}>${text.media.save}</button></p>`;
}

function Document({ id, type }) {
    const { fault, busy, load } = useFile(id, false);
    const fetchAndSave = async () => {
        const address = await load();
        if (address) save(id, type, address);
    };
    if (fault) return html`<${Again} load=${fetchAndSave} words=${text.media.no_file} />`;
    return html`<p class="media"><button class="quiet" disabled=${busy} onClick=${fetchAndSave}>${busy ? text.media.loading : text.media.save_as(text.media.kinds[type] ?? type)}</button></p>`;
}

const isSound = (type) => type.startsWith('audio/') && type !== 'audio/amr'; // no browser plays AMR

export function Media({ line, when }) {
    const { state, reason, type } = line.media;
    if (state === 'due') return html`<p class="media-note">${text.media.due}</p>`;
    if (state !== 'kept') return html`<p class="media-note bad">${text.media[state]}${text.media.reasons[reason] ? `: ${text.media.reasons[reason]}` : ''}.</p>`;
    if (type.startsWith('image/')) return html`<${Picture} id=${line.id} type=${type} about=${text.media.picture(when)} />`;
    if (isSound(type)) return html`<${Sound} id=${line.id} type=${type} about=${text.media.sound(when)} />`;
    return html`<${Document} id=${line.id} type=${type} />`;
}
