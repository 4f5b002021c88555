/* settings_table - see settings_table.h. */
#include "config/settings_table.h"

#include "config/settings.h"

#include <string.h>

#define OFFICE(field)                                                                                                  \
    .section = "office", .key = #field, .at = offsetof(struct settings, office.field),                                 \
    .room = sizeof((struct settings *)0)->office.field
#define SERVER(field)                                                                                                  \
    .section = "server", .key = #field, .at = offsetof(struct settings, server.field),                                 \
    .room = sizeof((struct settings *)0)->server.field
#define DATA(field)                                                                                                    \
    .section = "data", .key = #field, .at = offsetof(struct settings, data.field),                                     \
    .room = sizeof((struct settings *)0)->data.field
#define REDIS(field)                                                                                                   \
    .section = "redis", .key = #field, .at = offsetof(struct settings, redis.field),                                   \
    .room = sizeof((struct settings *)0)->redis.field
#define WORKER(field)                                                                                                  \
    .section = "worker", .key = #field, .at = offsetof(struct settings, worker.field),                                 \
    .room = sizeof((struct settings *)0)->worker.field
#define DUTY(field)                                                                                                    \
    .section = "duty", .key = #field, .at = offsetof(struct settings, duty.field),                                     \
    .room = sizeof((struct settings *)0)->duty.field
#define SEND(field)                                                                                                    \
    .section = "send", .key = #field, .at = offsetof(struct settings, send.field),                                     \
    .room = sizeof((struct settings *)0)->send.field
#define MEDIA(field)                                                                                                   \
    .section = "media", .key = #field, .at = offsetof(struct settings, media.field),                                   \
    .room = sizeof((struct settings *)0)->media.field
#define SURVEY(field)                                                                                                  \
    .section = "survey", .key = #field, .at = offsetof(struct settings, survey.field),                                 \
    .room = sizeof((struct settings *)0)->survey.field
#define CHANNEL(field)                                                                                                 \
    .section = "channel", .key = #field, .at = offsetof(struct channel, field),                                        \
    .room = sizeof((struct channel *)0)->field

/* clang-format off: a table reads by its columns */
const struct settings_row settings_rows[] = {
    {OFFICE(tag), .type = SETTINGS_NAME, .min = 1, .fallback = "quilicura",
     .help = "Short name of the office; part of every key in Redis. Never change it once people have written."},
    {OFFICE(name), .type = SETTINGS_TEXT, .min = 1, .fallback = "Oficina de Migrantes de Quilicura (muestra)",
     .help = "Name of the office as people and staff read it."},
    {OFFICE(mode), .type = SETTINGS_CHOICE, .choices = "trial|live", .fallback = "trial",
     .help = "trial: everything can be tried, proposed answers are spoken, and real numbers are reached only if "
             "trial_numbers lists them. live: only approved answers are spoken."},
    {OFFICE(timezone), .type = SETTINGS_ZONE, .min = 1, .fallback = "America/Santiago",
     .help = "Time zone of the office, a name of the tz database."},
    {OFFICE(trial_numbers), .type = SETTINGS_NUMBERS, .fallback = "",
     .help = "Numbers, or beginnings of numbers that end in *, that real channels may reach in trial mode; separated "
             "by commas: +56911111111, +5692222*"},
    {OFFICE(content), .type = SETTINGS_TEXT, .fallback = "",
     .help = "Folder of the content pack (answers, forms, words). Empty: the built-in sample."},
    {OFFICE(phone_prefix), .type = SETTINGS_PREFIX, .min = 1, .fallback = "+56",
     .help = "Country prefix of numbers that an imported list writes without one."},
    {OFFICE(helped_every), .type = SETTINGS_INT, .min = 0, .max = 1000, .fallback = "4",
     .help = "After one answer in so many the person is asked, two minutes later and once a week at most, whether it "
             "helped; that is one more SMS. 0: never."},
    {OFFICE(unanswered_max), .type = SETTINGS_INT, .min = 0, .max = 500, .fallback = "500",
     .help = "Questions that could not be answered and are kept for the staff, without a person and with their digits "
             "masked, for 90 days. 0: none."},

    {SERVER(listen), .type = SETTINGS_LISTEN, .min = 1, .fallback = "127.0.0.1:8080",
     .help = "Address and port of the desk, the API and the webhooks. Port 0 takes any free one. An address that "
             "others can reach needs behind_proxy, since Acogida itself speaks no TLS."},
    {SERVER(public_url), .type = SETTINGS_URL, .fallback = "",
     .help = "Base URL under which providers reach this server; their signatures depend on it, letter by letter. "
             "Empty: http:// and the listen address."},
    {SERVER(behind_proxy), .type = SETTINGS_BOOL, .fallback = "no",
     .help = "yes when a proxy with TLS stands in front: cookies are marked Secure and any listen address is allowed."},

    {DATA(dir), .type = SETTINGS_TEXT, .min = 1, .fallback = "var",
     .help = "Folder of everything that Acogida keeps on disk."},
    {DATA(key_file), .type = SETTINGS_TEXT, .fallback = "",
     .help = "File of the master key (32 bytes, mode 0600). Without it nothing kept can be read: back it up, apart "
             "from the data. Empty: master.key in the data folder."},

    {REDIS(url), .type = SETTINGS_STORE, .fallback = "",
     .help = "unix:/path/of/socket or tcp://host:port of a Redis 7. Empty: Acogida starts its own redis-server. The "
             "link has no TLS, so a host outside your own network is refused."},
    {REDIS(password), .type = SETTINGS_SECRET, .fallback = "", .help = "Password of that Redis."},

    {WORKER(lease_s), .type = SETTINGS_SECONDS, .min = 5, .max = 600, .fallback = "30",
     .help = "How long one worker may hold a person's mailbox before another may take it over."},
    {WORKER(tries_max), .type = SETTINGS_INT, .min = 1, .max = 20, .fallback = "3",
     .help = "How often a message that fails is tried before it is set aside for the staff."},
    {WORKER(auto_replies_per_hour_max), .type = SETTINGS_INT, .min = 1, .max = 1000, .fallback = "40",
     .help = "Automatic replies to one person in an hour; stops two robots that talk to each other."},
    {WORKER(chatter_replies_per_hour_max), .type = SETTINGS_INT, .min = 1, .max = 1000, .fallback = "5",
     .help = "The same for what was not understood, for pictures, and for thanks: a robot hears no more than this."},
    {WORKER(messages_per_minute_max), .type = SETTINGS_INT, .min = 1, .max = 1000, .fallback = "20",
     .help =
         "Messages of one person in a minute that are worked; more are kept, and answered with one moment, please."},

    {DUTY(numbers), .type = SETTINGS_NUMBERS, .fallback = "",
     .help =
         "Telephones of those on duty, in the order in which they are alarmed, at any hour, when a person in danger "
         "has written: +56911111111, +56922222222. They get the code and the kind of a ticket, nothing of the person."},
    {DUTY(repeat_min), .type = SETTINGS_INT, .min = 1, .max = 120, .fallback = "10",
     .help = "Minutes until the next of them is alarmed while nobody has claimed that ticket."},
    {DUTY(escalate_numbers), .type = SETTINGS_NUMBERS, .fallback = "",
     .help = "Telephones that hear of any ticket that nobody claims: the colleague first, then the coordinator."},
    {DUTY(escalate_min), .type = SETTINGS_INT, .min = 5, .max = 2400, .fallback = "120",
     .help = "Minutes of open office until the first of them hears of it; each further one so much later."},
    {DUTY(technical_numbers), .type = SETTINGS_NUMBERS, .fallback = "",
     .help = "Telephones that hear, once, that a provider refuses the account: no credit, a wrong key, a ban. Empty: "
             "escalate_numbers, or else numbers."},
    {DUTY(channel), .type = SETTINGS_TEXT, .fallback = "",
     .help = "Channel over which alarms leave. Empty: the first SMS channel."},

    {SEND(in_flight_max), .type = SETTINGS_INT, .min = 1, .max = 1000, .fallback = "64",
     .help = "Sends that may be under way at once."},
    {SEND(timeout_s), .type = SETTINGS_SECONDS, .min = 1, .max = 120, .fallback = "20",
     .help = "How long one send may take before its outcome is called unknown."},
    {SEND(quiet_from), .type = SETTINGS_TIME_OF_DAY, .min = 1, .fallback = "21:00",
     .help = "From this hour, local time, nothing but replies leaves ..."},
    {SEND(quiet_until), .type = SETTINGS_TIME_OF_DAY, .min = 1, .fallback = "09:00",
     .help = "... until this one. Both equal: no quiet hours."},
    {SEND(currency), .type = SETTINGS_TEXT, .fallback = "CLP",
     .help = "Currency in which the channels' prices are written."},

    {MEDIA(max_kib), .type = SETTINGS_INT, .min = 0, .max = 16384, .fallback = "5120",
     .help =
         "Largest picture, voice note or document (KiB) that is fetched from the provider and shown at the desk. 0: "
         "none is."},
    {MEDIA(keep_days), .type = SETTINGS_INT, .min = 1, .max = 3650, .fallback = "90",
     .help = "Days after which they are deleted."},
    {MEDIA(total_mib), .type = SETTINGS_INT, .min = 1, .max = 1048576, .fallback = "2048",
     .help = "Room (MiB) that all of them may take in the data folder; further ones are not fetched."},

    {SURVEY(least), .type = SETTINGS_INT, .min = 3, .max = 100, .fallback = "5",
     .help = "The least number of people that a result of a survey tells of; what is fewer is not shown. Results are "
             "rounded to multiples of it."},
    {.key = NULL}};

const struct settings_row settings_channel_rows[] = {
    {CHANNEL(wire), .type = SETTINGS_NAME, .min = 1, .fallback = "",
     .help = "Provider that carries this line, such as twilio or kannel; phone is the simulator."},
    {CHANNEL(kind), .type = SETTINGS_WORD, .choices = "sms|whatsapp", .fallback = "sms",
     .help = "What people write to it with."},
    {CHANNEL(encoding), .type = SETTINGS_WORD, .choices = "smart|full", .fallback = "smart",
     .help = "smart: accents that make an SMS dear (á í ó ú ç ã ê ...) are left out where that saves a segment, and "
             "only there; ñ and é always stay. full: every text leaves as it is written. WhatsApp: always full."},
    {CHANNEL(number), .type = SETTINGS_NUMBER, .min = 1, .fallback = "",
     .help = "Our number: + and digits, or a short code."},
    {CHANNEL(account), .type = SETTINGS_TEXT, .fallback = "", .help = "Account at the provider."},
    {CHANNEL(secret), .type = SETTINGS_SECRET, .fallback = "",
     .help =
         "What checks that a message really comes from the provider: Twilio's auth token (which also sends), Meta's "
         "app secret, Vonage's signature secret, for Kannel and http a long word of your own."},
    {CHANNEL(secret_next), .type = SETTINGS_SECRET, .fallback = "",
     .help = "Second token, accepted as well while tokens are being changed."},
    {CHANNEL(token), .type = SETTINGS_SECRET, .fallback = "",
     .help =
         "What sends: Meta's access token, Vonage's API secret, the password of Kannel's sendsms-user. Twilio sends "
         "with its secret."},
    {CHANNEL(verify_token), .type = SETTINGS_SECRET, .fallback = "",
     .help = "meta: a word of your own, the same as in Meta's form for the webhook."},
    {CHANNEL(api_base), .type = SETTINGS_URL, .fallback = "",
     .help = "Base URL of the provider's API. Empty: the provider's usual one."},
    {CHANNEL(rate_per_s), .type = SETTINGS_INT, .min = 1, .max = 100000, .fallback = "10",
     .help = "Segments handed to the provider in a second; ask what your contract allows."},
    {CHANNEL(daily_max), .type = SETTINGS_INT, .min = 0, .max = 10000000, .fallback = "0",
     .help = "Segments handed to the provider in a day; what is beyond waits for the next one. 0: no limit."},
    {CHANNEL(low_credit), .type = SETTINGS_INT, .min = 0, .max = 1000000000, .fallback = "0",
     .help =
         "twilio, vonage: when less than this is left on the account, in its currency, duty.technical_numbers hear of "
         "it. Asked every hour. 0: not asked."},
    {CHANNEL(mark_read), .type = SETTINGS_BOOL, .fallback = "no",
     .help = "meta: yes shows people that their message was read, once its turn is done. Not in trial mode."},
    {CHANNEL(backup), .type = SETTINGS_NAME, .fallback = "",
     .help = "Name of the channel that takes over when this one is down, does not reach somebody, or may not write to "
             "them (WhatsApp after 24 hours without a template)."},
    {CHANNEL(templates), .type = SETTINGS_PAIRS, .fallback = "",
     .help = "whatsapp: approved templates with {{1}} in the text as the only placeholder, which takes the whole "
             "message, for people who have not written for 24 hours: language:name/code, * for the other languages: "
             "es:aviso/es, pt:aviso/pt_BR, *:aviso/es. Twilio: language:ContentSid."},
    {CHANNEL(business_account), .type = SETTINGS_TEXT, .fallback = "",
     .help = "meta: id of the WhatsApp Business account. With it Meta is asked once a day whether the templates are "
             "approved; one that is paused or rejected is not used. Twilio is asked without it."},
    {CHANNEL(prices), .type = SETTINGS_PAIRS, .fallback = "",
     .help = "What a segment (WhatsApp: a message) costs, by the beginning of the number, * for all others: +56:32.5, "
             "+1:7, *:60"},
    {CHANNEL(contents), .type = SETTINGS_PAIRS, .fallback = "",
     .help = "twilio whatsapp: contents with buttons or a list to tap, options:ContentSid. Up to 3 options: "
             "twilio/quick-reply with text {{1}}, titles {{2}} {{4}} {{6}} and ids {{3}} {{5}} {{7}}. 4 to 10: "
             "twilio/list-picker with text {{1}}, button {{2}}, items {{3}} {{5}} ... and ids {{4}} {{6}} ... Without, "
             "people answer with the number."},
    {CHANNEL(smsc), .type = SETTINGS_NAME, .fallback = "",
     .help = "kannel: smsc-id that is to send. Empty: Kannel decides."},
    {CHANNEL(http_method), .type = SETTINGS_WORD, .choices = "POST|GET|PUT", .fallback = "POST",
     .help = "http: method of a send."},
    {CHANNEL(http_url), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: address of a send. Placeholders here and in the body: {to} {from} (with +) {to_digits} "
             "{from_digits} {text} {id} (ours) {status_url} {account} {token}; each is escaped for where it stands."},
    {CHANNEL(http_headers), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: further headers, with | between: Authorization: Bearer {token} | X-Account: {account}"},
    {CHANNEL(http_type), .type = SETTINGS_WORD, .choices = "form|json|text", .fallback = "form",
     .help = "http: what the body is."},
    {CHANNEL(http_body), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: body of a send, such as to={to}&message={text}, or {\"to\":\"{to}\",\"text\":\"{text}\"}"},
    {CHANNEL(http_ok), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: words that stand in the reply when the message was taken. Empty: 2xx says so."},
    {CHANNEL(http_ok_field), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: the same for a field of a JSON reply: messages.0.status=0"},
    {CHANNEL(http_id), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: field of a JSON reply that holds the provider's id of the message: messages.0.id"},
    {CHANNEL(http_stopped), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: words in a refusal that say that the person has opted out."},
    {CHANNEL(http_secret), .type = SETTINGS_TEXT, .fallback = "key",
     .help = "http: name of the field of the query, or of the header, in which the provider sends secret."},
    {CHANNEL(http_fields), .type = SETTINGS_PAIRS,
     .fallback = "id:id, from:from, to:to, text:text, time:time, out:out, state:state, code:code",
     .help = "http: how the provider names what it sends (query, form or JSON): ours:theirs. A report of delivery is a "
             "request with a state; out is our id as {id} or {status_url} gave it."},
    {CHANNEL(http_states), .type = SETTINGS_PAIRS,
     .fallback = "sent:sent, delivered:delivered, read:read, failed:failed",
     .help = "http: what the provider's states mean: theirs:ours, ours is sent, delivered, read, failed or stopped "
             "(opted out)."},
    {CHANNEL(http_answer), .type = SETTINGS_TEXT, .fallback = "",
     .help = "http: what the provider wants to hear when a message has arrived. Empty: 200 alone."},
    {.key = NULL}};

static const struct {
    const char *section, *help;
} sections[] = {{"office", "Who speaks."},
                {"server", "Where the desk and the providers come in."},
                {"data", "What is kept on disk."},
                {"redis", "Where messages wait."},
                {"worker", "How conversations are worked on."},
                {"duty", "Who is alarmed when a ticket waits."},
                {"send", "How messages leave."},
                {"media", "Pictures, voice notes and documents that people send; they lie sealed in the data folder."},
                {"survey", "What is told of surveys."},
                {"channel", "A line to the outside, one section each, at most 8; its webhook is /hook/NAME. Without "
                            "any, trial mode has two simulated ones: phone-sms and phone-whatsapp."},
                {NULL, NULL}};
/* clang-format on */

static const struct settings_row *rows_of(const char *section) {
    return strcmp(section, "channel") ? settings_rows : settings_channel_rows;
}

const struct settings_row *settings_row_find(const char *section, const char *key) {
    for (const struct settings_row *row = rows_of(section); row->key; row++)
        if (!strcmp(row->section, section) && !strcmp(row->key, key)) return row;
    return NULL;
}

const char *settings_section_help(const char *section) {
    for (size_t i = 0; sections[i].section; i++)
        if (!strcmp(sections[i].section, section)) return sections[i].help;
    return NULL;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Levenshtein's distance; of a longer word only the first letters count. */
static size_t distance(const char *a, const char *b) {
    size_t row[48], a_len = strlen(a), b_len = least(strlen(b), sizeof row / sizeof *row - 1);

    for (size_t k = 0; k <= b_len; k++) row[k] = k;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b_len; k++) {
            size_t above = row[k];
            row[k] = least(diagonal + (a[i - 1] != b[k - 1]), least(row[k - 1], above) + 1);
            diagonal = above;
        }
    }
    return row[b_len];
}

/* Keeps the nearer of best and candidate, unless more than half of the letters would have to change. */
static const char *nearer(const char *given, const char *best, const char *candidate) {
    size_t far = distance(given, candidate);

    if (far > strlen(candidate) / 2) return best;
    return best && distance(given, best) <= far ? best : candidate;
}

const char *settings_nearest_section(const char *section) {
    const char *best = NULL;

    for (size_t i = 0; sections[i].section; i++) best = nearer(section, best, sections[i].section);
    return best;
}

const char *settings_nearest_key(const char *section, const char *key) {
    const char *best = NULL;

    for (const struct settings_row *row = rows_of(section); row->key; row++)
        if (!strcmp(row->section, section)) best = nearer(key, best, row->key);
    return best;
}
