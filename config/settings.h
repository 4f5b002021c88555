/* settings - how the program is told: one const table from which parsing, ranges, defaults, environment overrides,
 * --help, redaction and config/acogida.conf.example come.
 *
 * One INI file (--config FILE or ACOGIDA_CONFIG). `[office] mode = live` is overridden by ACOGIDA_OFFICE_MODE=live;
 * `[channel line-1] secret = ...` by ACOGIDA_CHANNEL_LINE_1_SECRET. A secret may be given as `secret_file = PATH` or by
 * ACOGIDA_..._SECRET_FILE: the first line of that file, which not everybody may read. Paths are relative to where the
 * program runs. A comment is a line of its own. All faults are reported at once, each as `file:line: message` (for the
 * environment `environment:VARIABLE: message`); an unknown key names the nearest known one. The struct does not change
 * after start.
 * Without any file: the sample office in trial mode with two simulated channels, `phone-sms` and `phone-whatsapp`. */
#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H

#include "config/error.h"

#include <stddef.h>
#include <stdio.h>

#define SETTINGS_CHANNELS_MAX 8
#define SETTINGS_TEXT_MAX     256
#define SETTINGS_SHORT_MAX    64
#define SETTINGS_LONG_MAX     900
#define SETTINGS_FAULTS_MAX   50

enum settings_mode { MODE_TRIAL, MODE_LIVE };

/* One line to the outside: a number at a provider. Section [channel NAME]; NAME is [a-z0-9-]{1,32}, and the webhook
 * is POST /hook/NAME. */
struct channel {
    char name[SETTINGS_SHORT_MAX];
    char wire[SETTINGS_SHORT_MAX];        /* provider: twilio, phone (the simulator) ... checked by messages/wires */
    char kind[SETTINGS_SHORT_MAX];        /* sms or whatsapp */
    char encoding[SETTINGS_SHORT_MAX];    /* of SMS: smart or full; see messages/segments_smart.h */
    char number[SETTINGS_SHORT_MAX];      /* our number, E.164 */
    char account[SETTINGS_TEXT_MAX];      /* provider's account id */
    char secret[SETTINGS_TEXT_MAX];       /* provider's token: signs webhooks, authenticates sends */
    char secret_next[SETTINGS_TEXT_MAX];  /* second token, accepted during rotation; empty = none */
    char token[SETTINGS_LONG_MAX];        /* what sends are authenticated with, where that is not secret */
    char verify_token[SETTINGS_TEXT_MAX]; /* word of ours with which Meta asks whether the webhook is ours */
    char business_account[SETTINGS_SHORT_MAX]; /* meta: WhatsApp Business account id, for the catalogue of templates */
    char contents[SETTINGS_LONG_MAX];          /* twilio: pairs "options:ContentSid" of what can be tapped */
    char templates[SETTINGS_LONG_MAX]; /* pairs "language:name" or "language:name/code", "*" for other languages */
    char backup[SETTINGS_SHORT_MAX];   /* name of the channel that takes what this one cannot deliver; empty = none */
    char prices[SETTINGS_LONG_MAX];    /* pairs "+56:4.5" of a segment (SMS) or message, by prefix; "*" for others */
    long mark_read;                    /* 1: a person sees that their message was read (wires that can) */
    long low_credit;                   /* told when less is left, in the account's currency; 0 = not asked */
    long daily_max;                    /* segments a day, office's local time; 0 = as many as there are */
    char smsc[SETTINGS_SHORT_MAX];     /* kannel: the SMSC that is to send; empty = Kannel decides */
    char http_method[SETTINGS_SHORT_MAX];  /* http: of a send, POST, GET or PUT */
    char http_url[SETTINGS_LONG_MAX];      /* http: of a send, with placeholders {to} {from} {text} {id} {status_url}
                                              {account} {token}, each escaped for where it stands */
    char http_headers[SETTINGS_LONG_MAX];  /* http: "Name: value | Name: value", with {account} and {token} */
    char http_type[SETTINGS_SHORT_MAX];    /* http: form, json or text */
    char http_body[SETTINGS_LONG_MAX];     /* http: template of the body; empty = none */
    char http_ok[SETTINGS_TEXT_MAX];       /* http: what the body of a good reply contains; empty = any 2xx is good */
    char http_ok_field[SETTINGS_TEXT_MAX]; /* http: "path.of.field=value" in the JSON of a good reply */
    char http_id[SETTINGS_TEXT_MAX];       /* http: path of the provider's id in the JSON of a reply */
    char http_stopped[SETTINGS_TEXT_MAX];  /* http: what a refusal of somebody who opted out contains */
    char http_secret[SETTINGS_SHORT_MAX];  /* http: name of the query field or header that carries secret */
    char http_fields[SETTINGS_LONG_MAX];   /* http: pairs "ours:theirs" of the fields that come in */
    char http_states[SETTINGS_LONG_MAX];   /* http: pairs "their word:sent|delivered|read|failed|stopped" */
    char http_answer[SETTINGS_TEXT_MAX];   /* http: what the provider wants to hear with our 200 */
    char api_base[SETTINGS_TEXT_MAX];      /* provider's API, e.g. https://api.twilio.com; empty = the wire's own */
    long rate_per_s;                       /* segments handed over a second, 1..100000 */
};

struct settings {
    struct {
        char tag[SETTINGS_SHORT_MAX]; /* the {office} of every key, [a-z0-9-] */
        char name[SETTINGS_TEXT_MAX]; /* shown to people and staff */
        long mode;                    /* enum settings_mode */
        char timezone[SETTINGS_SHORT_MAX];
        char trial_numbers[SETTINGS_TEXT_MAX]; /* comma list of numbers, or prefixes ending in *, that real channels may
                                                  reach in trial mode */
        char content[SETTINGS_TEXT_MAX];       /* folder of the content pack; empty = the built-in sample */
        char phone_prefix[SETTINGS_SHORT_MAX]; /* country prefix of local numbers in imports, e.g. +56 */
        long helped_every;                     /* "did this help?" after one answer in so many, 0 = never, default 4 */
        long unanswered_max;                   /* unanswered questions that are kept, 0..500 */
    } office;
    struct {
        char listen[SETTINGS_SHORT_MAX];    /* ADDR:PORT, default 127.0.0.1:8080; port 0 = any free one */
        char public_url[SETTINGS_TEXT_MAX]; /* base URL as providers see it; signatures depend on it */
        long behind_proxy; /* a TLS proxy stands in front: Secure cookies, a public listen address allowed */
    } server;
    struct {
        char dir[SETTINGS_TEXT_MAX];      /* data folder, default var */
        char key_file[SETTINGS_TEXT_MAX]; /* default <dir>/master.key */
    } data;
    struct {
        char url[SETTINGS_TEXT_MAX]; /* unix:/path or tcp://host:port; empty = our own redis-server child */
        char password[SETTINGS_TEXT_MAX];
    } redis;
    struct {
        long lease_s;                      /* a turn's lease, 5..600, default 30 */
        long tries_max;                    /* turns tried before an event is buried, default 3 */
        long auto_replies_per_hour_max;    /* loop limit a person, default 40 */
        long chatter_replies_per_hour_max; /* of what was not understood, default 5 */
        long messages_per_minute_max;      /* of one person, default 20 */
    } worker;
    struct {
        char numbers[SETTINGS_TEXT_MAX];           /* comma list of telephones of those on duty */
        long repeat_min;                           /* until the next is alarmed, 1..120, default 10 */
        char escalate_numbers[SETTINGS_TEXT_MAX];  /* comma list: colleague, coordinator */
        char technical_numbers[SETTINGS_TEXT_MAX]; /* hear of a refused account; up to four */
        long escalate_min;                         /* of open office, 5..2400, default 120 */
        char channel[SETTINGS_SHORT_MAX];          /* alarms leave over; empty = the first SMS channel */
    } duty;
    struct {
        long in_flight_max;                   /* sends at once, default 64 */
        long timeout_s;                       /* of one send, default 20 */
        char quiet_from[SETTINGS_SHORT_MAX];  /* HH:MM local; nothing but replies leaves from here ... */
        char quiet_until[SETTINGS_SHORT_MAX]; /* ... to here; equal = no quiet hours */
        char currency[SETTINGS_SHORT_MAX];    /* of the channels' prices, "CLP" */
    } send;
    struct {
        long max_kib;   /* of one picture, voice note, document; 0 = none is fetched. Default 5120 */
        long keep_days; /* default 90 */
        long total_mib; /* of all of them on the disk, default 2048 */
    } media;
    struct {
        long least; /* people that a result of a survey tells of, default 5 */
    } survey;
    struct channel channels[SETTINGS_CHANNELS_MAX];
    size_t channel_count;
};

/* The faults of a load, in the order of the file, each "file:line: message". */
struct settings_faults {
    size_t count;
    char text[SETTINGS_FAULTS_MAX][ERROR_TEXT_MAX];
};

/* Fills ret with defaults, then the file (NULL = none), then the environment, then cross-checks (a channel without
 * secret, two channels of one number, a public listen address without behind_proxy, a bad zone ...).
 * -1 when there is any fault; why then says how many, faults says which. */
int settings_load(const char *path, struct settings *ret, struct settings_faults *faults, struct error *why);

/* Overrides one value by its dotted name ("server.listen", "channel.line-1.rate_per_s"; the channel must exist), as
 * command-line flags do. A public_url and key_file that only followed from the old value follow the new one.
 * ERROR_INPUT: no such setting, a bad value, or one that contradicts the others; nothing is changed then. */
int settings_set(struct settings *settings, const char *name, const char *value, struct error *why);

/* Writes the commented example file made from the table. config/acogida.conf.example is this, held equal by a test. */
void settings_write_example(FILE *out);

/* Writes every setting and its value, secrets as (set) or (empty). */
void settings_write_redacted(const struct settings *settings, FILE *out);

/* The channel of this name, or NULL. Borrowed. */
const struct channel *settings_channel(const struct settings *settings, const char *name);

/* The value of a key in a setting of pairs, "a:1, b:2", into ret (SETTINGS_PAIR_MAX bytes). 0 when it is not there. */
#define SETTINGS_PAIR_MAX 160
int settings_pair(const char *pairs, const char *key, char ret[SETTINGS_PAIR_MAX]);
/* Key and value of the pair at a place, 0 the first. 0 when there is none, or one that is too long. */
int settings_pair_at(const char *pairs, size_t at, char ret_key[SETTINGS_PAIR_MAX], char ret_value[SETTINGS_PAIR_MAX]);

/* The number at a place of a comma list ("+56911111111, +56922222222") into ret; 0 when there is none. */
int settings_number_at(const char *list, size_t at, char ret[SETTINGS_SHORT_MAX]);

/* The channel over which alarms leave; NULL without channels. Borrowed. */
const struct channel *settings_duty_channel(const struct settings *settings);

/* 1 when a real channel may send to this number in trial mode: office.trial_numbers, and those on duty. */
int settings_trial_allows(const struct settings *settings, const char *number);

#endif
