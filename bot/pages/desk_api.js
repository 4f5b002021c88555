// desk_api - calls of the desk's JSON API, and its live stream.

export class ApiError extends Error {
    constructor(status, kind, message) {
        super(message);
        this.status = status;
        this.kind = kind;
    }
}

/** What the page asks by itself is marked, so that an open page does not keep a session alive. */
async function call(method, path, { body, background } = {}) {
    const headers = {};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (background) headers['X-Background'] = '1';
    let response;
    try {
        response = await fetch(`/api/v1${path}`, { method, credentials: 'same-origin', headers, body: body && JSON.stringify(body) });
    } catch {
        throw new ApiError(0, 'network', '');
    }
    const json = await response.json().catch(() => null);
    if (response.ok && json) return json;
    throw new ApiError(response.status, json?.error?.kind ?? 'system', json?.error?.text ?? '');
}

/** The bytes of what a person sent. */
async function file(path) {
    let response;
    try {
        response = await fetch(`/api/v1${path}`, { credentials: 'same-origin' });
    } catch {
        throw new ApiError(0, 'network', '');
    }
    if (response.ok) return response.blob();
    const json = await response.json().catch(() => null);
    throw new ApiError(response.status, json?.error?.kind ?? 'system', json?.error?.text ?? '');
}

const post = (path, body = {}) => call('POST', path, { body });
const activityPath = (id) => `/activities/${encodeURIComponent(id)}`;
const casePath = (id) => `/cases/${encodeURIComponent(id)}`;
const personPath = (id) => `/people/${encodeURIComponent(id)}`;
const surveyPath = (id) => `/surveys/${encodeURIComponent(id)}`;
const byQuery = (by) => (by ? `?by=${encodeURIComponent(by)}` : '');
const ticketPath = (id) => `/tickets/${encodeURIComponent(id)}`;

export const api = {
    session: () => call('GET', '/session'),
    login: (login, password) => post('/login', { login, password }),
    logout: () => post('/logout'),
    invite: (token) => call('GET', `/invite?token=${encodeURIComponent(token)}`),
    join: (join) => post('/join', join),
    tickets: ({ state, offset, limit }, background) => call('GET', `/tickets?state=${state}&offset=${offset}&limit=${limit}`, { background }),
    ticket: (id, background) => call('GET', ticketPath(id), { background }),
    media: (id) => file(`/media/${encodeURIComponent(id)}`),
    claim: (id) => post(`${ticketPath(id)}/claim`),
    release: (id) => post(`${ticketPath(id)}/release`),
    reopen: (id) => post(`${ticketPath(id)}/reopen`),
    reply: (id, key, text) => post(`${ticketPath(id)}/reply`, { key, text }),
    close: (id, outcome) => post(`${ticketPath(id)}/close`, { outcome }),
    caseOfTicket: (id) => call('GET', `${ticketPath(id)}/case`, { background: true }),
    caseAllow: (id) => post(`${casePath(id)}/allow`),
    caseInvite: (id, number, language) => post(`${casePath(id)}/invite`, { number, language }),
    caseMeet: (id, date, time, place) => post(`${casePath(id)}/meeting`, { date, time, place }),
    caseClose: (id, outcome) => post(`${casePath(id)}/close`, { outcome }),
    directory: () => call('GET', '/directory'),
    refer: (id, key, organisation, share) => post(`${ticketPath(id)}/referral`, { key, organisation, share }),
    referrals: (id) => call('GET', `${ticketPath(id)}/referrals`, { background: true }),
    referralCounts: () => call('GET', '/referrals'),
    duty: () => call('GET', '/duty'),
    dutySet: (numbers, until) => post('/duty', { numbers, until }),
    complaints: () => call('GET', '/complaints'),
    personExport: (id) => call('GET', `${personPath(id)}/export`),
    personNumberCode: (id) => post(`${personPath(id)}/number-code`),
    personWordReset: (id) => post(`${personPath(id)}/word-reset`),
    unanswered: (language) => call('GET', `/unanswered?language=${encodeURIComponent(language)}&limit=100`),
    unansweredDismiss: (id) => post(`/unanswered/${encodeURIComponent(id)}/dismiss`),
    unansweredExample: (id, topic) => post(`/unanswered/${encodeURIComponent(id)}/example`, { topic }),
    channels: (background) => call('GET', '/channels', { background }),
    channelHold: (name) => post(`/channels/${encodeURIComponent(name)}/hold`),
    channelResume: (name) => post(`/channels/${encodeURIComponent(name)}/resume`),
    astray: (state, limit) => call('GET', `/astray?state=${state}&limit=${limit}`),
    astrayAgain: (id) => post(`/astray/${encodeURIComponent(id)}/again`),
    astrayCall: (id) => post(`/astray/${encodeURIComponent(id)}/call`),
    astrayDrop: (id) => post(`/astray/${encodeURIComponent(id)}/drop`),
    topics: () => call('GET', '/topics'),
    helped: () => call('GET', '/helped'),
    surveys: () => call('GET', '/surveys'),
    surveyOpen: (id) => post(`${surveyPath(id)}/open`),
    surveyClose: (id) => post(`${surveyPath(id)}/close`),
    surveyVolunteers: (id) => call('GET', `${surveyPath(id)}/volunteers`),
    surveyVolunteer: (id, point) => post(`${surveyPath(id)}/volunteers`, { point }),
    surveyRevoke: (id, code) => post(`${surveyPath(id)}/revoke`, { code }),
    surveyResults: (id, by) => call('GET', `${surveyPath(id)}/results${byQuery(by)}`),
    surveyCsvPath: (id, by) => `/api/v1${surveyPath(id)}/results.csv${byQuery(by)}`,
    activities: () => call('GET', '/activities?limit=100', { background: true }),
    activity: (id) => call('GET', activityPath(id), { background: true }),
    activityCreate: (activity) => post('/activities', { activity }),
    activityChange: (id, activity) => post(`${activityPath(id)}/change`, { activity }),
    activityState: (id, state) => post(`${activityPath(id)}/state`, { state }),
    activityUndo: (id) => post(`${activityPath(id)}/undo`),
    activityPreview: (id) => call('GET', `${activityPath(id)}/invite`),
    activityInvite: (id, people) => post(`${activityPath(id)}/invite`, { people: String(people) }),
    activityPeople: (id, offset) => call('GET', `${activityPath(id)}/people?offset=${offset}&limit=200`),
    activityCame: (id, person, session) => post(`${activityPath(id)}/came`, { person, session: String(session) }),
    certificatesPath: (id) => `/api/v1${activityPath(id)}/certificates.csv`,
    campaignState: (id, state) => post(`/campaigns/${encodeURIComponent(id)}/state`, { state }),
};

/**
 * Calls heard(name, data) for every event, online(bool) as the line comes and goes, and gone() when the session has ended.
 * Returns a function that ends it.
 */
export function live({ heard, online, gone }) {
    let source = null, timer = 0, ended = false;
    const open = () => {
        source = new EventSource('/api/v1/live');
        source.onopen = () => online(true);
        source.onerror = () => {
            online(false);
            if (source.readyState === EventSource.CLOSED) askWhy();
        };
        for (const name of ['ticket', 'tickets', 'log', 'activity']) source.addEventListener(name, (event) => heard(name, event.data));
        source.addEventListener('end', () => (source.close(), gone()));
    };
    // a browser tries again by itself unless the answer was no stream: then there is no session, or no room
    const askWhy = async () => {
        const fault = await api.session().then(() => null, (error) => error);
        if (ended) return;
        if (fault?.status === 401) gone();
        else timer = setTimeout(open, 3000);
    };
    open();
    return () => {
        ended = true;
        clearTimeout(timer);
        source.close();
    };
}

/** An id of one press of a button: the server writes the same one only once. */
export const pressKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('');
