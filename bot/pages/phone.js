// phone - two telephones in the browser. They reach this program over its own webhooks, and nobody else.

const WORDS = {
    title: 'Teléfono de prueba',
    phone: (n) => `Teléfono ${n}`,
    channel: 'Canal',
    number: 'Número',
    kind: { sms: 'SMS', whatsapp: 'WhatsApp' },
    write: 'Escribe un mensaje',
    send: 'Enviar',
    attach: 'Enviar una foto, una nota de voz o un archivo (hasta 1 MB)',
    picture: 'Imagen enviada',
    sound: 'Nota de voz enviada',
    file: '[archivo]',
    tooBig: 'El archivo es demasiado grande: hasta 1 MB.',
    talk: (n) => `Conversación del teléfono ${n}`,
    empty: 'Escribe un mensaje o toca una sugerencia para empezar.',
    chips: 'Sugerencias',
    me: 'Tú',
    office: 'Oficina',
    state: { sending: 'Enviando', delivered: 'Entregado', failed: 'No se entregó' },
    typing: 'La oficina está respondiendo',
    online: 'Conectado',
    offline: 'Sin conexión con el programa. Reintentando…',
    badNumber: 'Escribe el número con + y el código del país, por ejemplo +56911111111.',
    refused: 'El programa no aceptó el mensaje.',
    noChannels: 'No hay canales de prueba en esta oficina. Agrega uno con wire = phone en la configuración.',
    unread: (n) => `${n} sin leer`,
    cost: (segments, used, room) => `${segments} SMS · ${used}/${room}`,
};
const PHONES = [
    { number: '+56911111111', kind: 'sms' },
    { number: '+56922222222', kind: 'whatsapp' },
];
const CHIPS = ['Hola', 'BONJOU', 'menu', '9'];
const TYPING_MS = 8000;
const FILE_MAX = 1024 * 1024;
const MARKS = { sending: '◷', delivered: '✓✓', failed: '!' };

// What an SMS costs: 3GPP TS 23.038 default alphabet, and its extension that takes two places.
const GSM = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_TWICE = '^{}\\[~]|€';

function smsCost(text) {
    const letters = [...text];
    const plain = letters.every((c) => GSM.includes(c) || GSM_TWICE.includes(c));
    const used = plain ? letters.reduce((n, c) => n + (GSM_TWICE.includes(c) ? 2 : 1), 0) : text.length;
    const [one, many] = plain ? [160, 153] : [70, 67];
    const segments = used <= one ? 1 : Math.ceil(used / many);
    return { segments, used, room: segments === 1 ? one : segments * many };
}

function element(tag, props = {}, ...children) {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...children);
    return made;
}

function remembered(key, fallback) {
    try {
        return localStorage.getItem(key) ?? fallback;
    } catch {
        return fallback;
    }
}

function remember(key, value) {
    try {
        localStorage.setItem(key, value);
    } catch {
        // private windows may forbid it; the page works without
    }
}

const hour = (ms) => new Date(ms).toLocaleTimeString('es-CL', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

class Phone {
    constructor(index, channels) {
        this.index = index;
        this.channels = channels;
        this.bubbles = new Map();
        this.unread = 0;
        this.node = document.getElementById('phone').content.cloneNode(true).firstElementChild;
        for (const name of ['who', 'fault', 'talk', 'chips', 'write', 'line', 'cost']) this[name] = this.node.querySelector(`.${name}`);
        this.fill();
        this.listen();
        this.open();
    }

    fill() {
        const n = this.index + 1;
        const { channel, number } = this.who.elements;
        this.node.id = `phone-${n}`;
        this.node.setAttribute('aria-label', WORDS.phone(n));
        this.talk.setAttribute('aria-label', WORDS.talk(n));
        this.chips.setAttribute('aria-label', WORDS.chips);
        for (const word of this.node.querySelectorAll('[data-word]')) word.textContent = WORDS[word.dataset.word];
        for (const one of this.channels) channel.append(element('option', { value: one.name, textContent: this.label(one) }));
        const liked = this.channels.find((one) => one.kind === PHONES[this.index].kind) ?? this.channels[0];
        channel.value = remembered(`phone-${n}-channel`, liked.name);
        if (channel.selectedIndex < 0) channel.value = liked.name;
        number.value = remembered(`phone-${n}-number`, PHONES[this.index].number);
        for (const words of CHIPS) this.chips.append(element('button', { type: 'button', className: 'chip', textContent: words }));
        Object.assign(this.write.elements.text, { placeholder: WORDS.write, ariaLabel: WORDS.write });
        this.write.querySelector('.send').setAttribute('aria-label', WORDS.send);
        this.write.elements.file.setAttribute('aria-label', WORDS.attach);
    }

    label(channel) {
        const kind = WORDS.kind[channel.kind] ?? channel.kind;
        const alone = this.channels.filter((one) => one.kind === channel.kind).length === 1;
        return alone ? kind : `${kind} · ${channel.name}`;
    }

    listen() {
        const { text } = this.write.elements;
        this.who.addEventListener('submit', (event) => event.preventDefault());
        this.who.addEventListener('change', () => this.open());
        this.chips.addEventListener('click', (event) => {
            const chip = event.target.closest('.chip');
            if (chip) this.send(chip.textContent);
        });
        this.write.addEventListener('submit', (event) => {
            event.preventDefault();
            this.sendWritten();
        });
        text.addEventListener('keydown', (event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            this.sendWritten();
        });
        text.addEventListener('input', () => this.measure());
        this.write.elements.file.addEventListener('change', () => this.sendFile());
    }

    /** Begins to be the phone of the chosen channel and number. */
    open() {
        const { channel, number } = this.who.elements;
        const written = number.value.replace(/[\s().-]/g, '');
        this.stream?.close();
        this.clear();
        if (!/^\+[1-9]\d{7,14}$/.test(written)) {
            number.setAttribute('aria-invalid', 'true');
            this.show(WORDS.badNumber);
            return;
        }
        number.removeAttribute('aria-invalid');
        this.show('');
        this.number = number.value = written;
        this.channel = channel.value;
        remember(`phone-${this.index + 1}-number`, this.number);
        remember(`phone-${this.index + 1}-channel`, this.channel);
        this.node.dataset.kind = this.channels.find((one) => one.name === this.channel).kind;
        this.measure();
        const query = new URLSearchParams({ channel: this.channel, number: this.number });
        this.stream = new EventSource(`/phone/api/live?${query}`);
        this.stream.onopen = () => this.connection(true);
        this.stream.onerror = () => this.connection(false);
        this.stream.onmessage = (event) => this.hear(JSON.parse(event.data));
    }

    clear() {
        this.bubbles.clear();
        this.typing(false);
        this.talk.replaceChildren(element('p', { className: 'empty', textContent: WORDS.empty }));
    }

    connection(up) {
        this.node.dataset.online = up;
        this.line.textContent = up ? WORDS.online : WORDS.offline;
    }

    show(fault) {
        this.fault.hidden = !fault;
        this.fault.textContent = fault;
    }

    hear(event) {
        if (event?.type === 'message') this.bubble(event);
        if (event?.type === 'state') this.state(event.id, event.state);
    }

    /** After a lost connection the program tells everything again: what is here already is not shown twice. */
    bubble({ id, by, text, at_ms: at, state, media, media_type: type }) {
        if (this.bubbles.has(id)) return this.state(id, state);
        const mine = by === 'me';
        const foot = element('span', { className: 'when', textContent: hour(at) });
        const node = element('div', { className: `bubble ${mine ? 'mine' : 'theirs'}` },
            element('span', { className: 'by', textContent: `${mine ? WORDS.me : WORDS.office}: ` }),
            ...(media ? [this.shown(media, type)] : []),
            element('span', { className: 'words', textContent: text }), foot);
        if (mine) foot.append(element('span', { className: 'mark' }));
        this.talk.querySelector('.empty')?.remove();
        this.bubbles.set(id, node);
        if (!mine) this.typing(false);
        this.talk.append(node);
        if (mine) this.state(id, state);
        this.talk.scrollTop = this.talk.scrollHeight;
        if (!mine && !this.visible()) this.unread++;
        drawTabs();
    }

    /** What was sent besides words. */
    shown(media, type) {
        const src = `/phone/api/media?id=${encodeURIComponent(media)}`;
        if (type.startsWith('image/')) return element('img', { src, alt: WORDS.picture });
        if (type.startsWith('audio/')) return element('audio', { src, controls: true, ariaLabel: WORDS.sound });
        return element('span', { textContent: WORDS.file });
    }

    state(id, state) {
        const mark = this.bubbles.get(id)?.querySelector('.mark');
        if (!mark) return;
        mark.dataset.state = state;
        mark.textContent = MARKS[state] ?? '';
        mark.title = WORDS.state[state] ?? '';
        mark.setAttribute('role', 'img');
        mark.setAttribute('aria-label', WORDS.state[state] ?? '');
    }

    typing(on) {
        clearTimeout(this.typingTimer);
        this.dots?.remove();
        if (!on) return;
        this.dots = element('div', { className: 'bubble theirs dots', title: WORDS.typing }, element('i'), element('i'), element('i'));
        this.dots.setAttribute('aria-hidden', 'true');
        this.talk.append(this.dots);
        this.talk.scrollTop = this.talk.scrollHeight;
        this.typingTimer = setTimeout(() => this.typing(false), TYPING_MS);
    }

    async sendWritten() {
        const { text } = this.write.elements;
        const words = text.value;
        if (!words.trim()) return;
        text.value = '';
        this.measure();
        if (!(await this.send(words)) && !text.value) text.value = words;
        this.measure();
    }

    /** A chosen file leaves at once, with what is written as its caption. */
    async sendFile() {
        const { file, text } = this.write.elements;
        const [chosen] = file.files;
        if (!chosen) return;
        const query = new URLSearchParams({ channel: this.channel, number: this.number, text: text.value });
        const fits = chosen.size <= FILE_MAX;
        if (!fits) this.show(WORDS.tooBig);
        if (fits && (await this.post(`/phone/api/media?${query}`, { headers: { 'Content-Type': 'application/octet-stream' }, body: chosen }))) text.value = '';
        file.value = '';
        this.measure();
    }

    send(text) {
        return this.post('/phone/api/send', { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ channel: this.channel, number: this.number, text }) });
    }

    async post(path, what) {
        if (!this.number || this.who.elements.number.hasAttribute('aria-invalid')) {
            this.show(WORDS.badNumber);
            return false;
        }
        let response;
        try {
            response = await fetch(path, { method: 'POST', ...what });
        } catch {
            response = null;
        }
        this.show(response?.ok ? '' : response ? WORDS.refused : WORDS.offline);
        if (response?.ok) this.typing(true);
        return Boolean(response?.ok);
    }

    measure() {
        const { text } = this.write.elements;
        const { segments, used, room } = smsCost(text.value);
        this.cost.textContent = this.node.dataset.kind === 'sms' && used ? WORDS.cost(segments, used, room) : '';
        text.rows = Math.min(5, Math.max(1, text.value.split('\n').length, Math.ceil(text.value.length / 34)));
    }

    visible() {
        return getComputedStyle(this.node).display !== 'none';
    }
}

let phones = [];
let chosen = 0;

function choose(index) {
    chosen = index;
    drawTabs();
    phones[index].talk.scrollTop = phones[index].talk.scrollHeight;
}

/** On a narrow screen one phone is seen at a time. */
function drawTabs() {
    document.getElementById('tabs').replaceChildren(...phones.map((phone, index) => {
        if (index === chosen) phone.unread = 0;
        phone.node.classList.toggle('chosen', index === chosen);
        const tab = element('button', { type: 'button', className: 'tab', textContent: WORDS.phone(index + 1), onclick: () => choose(index) });
        tab.setAttribute('aria-pressed', index === chosen);
        if (phone.unread) {
            const badge = element('span', { className: 'badge', textContent: phone.unread });
            badge.setAttribute('aria-label', WORDS.unread(phone.unread));
            tab.append(badge);
        }
        return tab;
    }));
}

async function begin() {
    const place = document.getElementById('phones');
    const response = await fetch('/phone/api/channels').catch(() => null);
    const { office = '', channels = [] } = response?.ok ? await response.json() : {};
    if (!channels.length) {
        place.replaceChildren(element('p', { className: 'alone', textContent: response?.ok ? WORDS.noChannels : WORDS.offline }));
        return;
    }
    if (office) document.getElementById('title').textContent = office;
    document.title = `${WORDS.title} · ${office}`;
    phones = PHONES.map((_, index) => new Phone(index, channels));
    place.replaceChildren(...phones.map((phone) => phone.node));
    drawTabs();
}

begin();
