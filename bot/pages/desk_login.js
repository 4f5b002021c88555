// desk_login - coming in: with name and password, or by a one-time link that makes a user.
import { html, useEffect, useRef, useState } from '/vendor/htm-preact.js';
import { api } from './desk_api.js';
import { text } from './strings.es.js';

function Field({ label, name, type = 'text', autocomplete, autocapitalize = 'none', minlength, maxlength, focus }) {
    const input = useRef(null);
    useEffect(() => {
        if (focus) input.current.focus();
    }, [focus]);
    return html`<label class="field">
        <span>${label}</span>
        <input ref=${input} name=${name} type=${type} autocomplete=${autocomplete} minlength=${minlength} maxlength=${maxlength} required autocapitalize=${autocapitalize} spellcheck=${false} />
    </label>`;
}

function Card({ title, children }) {
    return html`<main class="gate" id="content">
        <div class="card">
            <p class="wordmark"><img src="/acogida.svg" alt="" width="32" height="32" /> ${text.app}</p>
            <h1>${title}</h1>
            ${children}
        </div>
    </main>`;
}

/** A form whose submit runs send(values); shows what went wrong in words. */
function useSubmit(send, explain) {
    const [busy, setBusy] = useState(false);
    const [fault, setFault] = useState('');
    const submit = async (event) => {
        event.preventDefault();
        setBusy(true);
        setFault('');
        try {
            await send(Object.fromEntries(new FormData(event.target)));
        } catch (error) {
            setFault(explain(error));
            setBusy(false);
        }
    };
    return { busy, fault, submit };
}

const inWords = (error, own) => own[error.kind] ?? text.errors[error.kind] ?? text.errors.system;

export function Login({ ended, onEnter }) {
    const { busy, fault, submit } = useSubmit(
        async ({ login, password }) => onEnter(await api.login(login.trim(), password)),
        (error) => inWords(error, { denied: text.login.wrong, input: text.login.wrong, busy: text.login.often }),
    );
    return html`<${Card} title=${text.login.title}>
        ${ended && html`<p>${text.login.ended}</p>`}
        <form onSubmit=${submit}>
            <${Field} label=${text.login.login} name="login" autocomplete="username" focus />
            <${Field} label=${text.login.password} name="password" type="password" autocomplete="current-password" />
            <p class="fault" role="alert">${fault}</p>
            <button class="primary wide" disabled=${busy}>${busy ? text.login.entering : text.login.enter}</button>
        </form>
    <//>`;
}

export function Join({ token, onEnter, onLogin }) {
    const [valid, setValid] = useState(null);
    const [shown, setShown] = useState(false);
    useEffect(() => {
        api.invite(token).then((look) => setValid(look.valid), () => setValid(false));
    }, [token]);
    const { busy, fault, submit } = useSubmit(
        async ({ name, login, password }) => onEnter(await api.join({ invite: token, name: name.trim(), login: login.trim(), password })),
        (error) => inWords(error, { denied: text.join.dead, input: text.join.odd, conflict: text.join.taken }),
    );
    if (valid === null) return html`<${Card} title=${text.join.title}><p>${text.loading}</p><//>`;
    if (!valid) return html`<${Card} title=${text.join.title}><p class="fault">${text.join.dead}</p><button class="quiet wide" onClick=${onLogin}>${text.login.title}</button><//>`;
    return html`<${Card} title=${text.join.title}>
        <p>${text.join.intro}</p>
        <form onSubmit=${submit}>
            <${Field} label=${text.join.name} name="name" autocomplete="name" autocapitalize="words" maxlength="64" focus />
            <${Field} label=${text.join.login} name="login" autocomplete="username" minlength="2" maxlength="32" />
            <${Field} label=${text.join.password} name="password" type=${shown ? 'text' : 'password'} autocomplete="new-password" minlength="10" maxlength="128" />
            <label class="check"><input type="checkbox" checked=${shown} onChange=${(event) => setShown(event.target.checked)} /> ${text.join.show}</label>
            <p class="fault" role="alert">${fault}</p>
            <button class="primary wide" disabled=${busy}>${busy ? text.join.creating : text.join.create}</button>
        </form>
    <//>`;
}
