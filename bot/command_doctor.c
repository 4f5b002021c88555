/* command_doctor - `acogida doctor`: is each channel well, looked at from outside in?
 *
 * The questions of a channel, the first bad answer ends it: do the settings hold what the provider needs; does the
 * webhook answer under the public URL, through proxy and TLS, as it answers a stranger (403); does it take a request
 * signed as the provider signs, so that address, secret and proxy are right; does the provider know our credentials; is
 * our clock the provider's; are the templates approved. Nothing is sent to anybody. */
#include "bot/command.h"
#include "config/clock.h"
#include "messages/wire.h"
#include "queue/catalogue.h"
#include "queue/client.h"

#include <stdio.h>
#include <string.h>

#define TIMEOUT_S       10
#define CLOCK_OFF_S_MAX 60 /* more than the way of an answer can explain */

struct answer {
    struct loop *loop;
    const char *own_base;          /* of the provider's API, for a question whose Date is looked at; NULL otherwise */
    const struct channel *channel; /* of a template: what is asked, and what was said of it */
    struct wire_template_question question;
    struct wire_approval approval;
    int failed;
    struct error *why;
    enum http_fate fate;
    int status;
    int64_t date_ms;
};

static void on_reply(void *arg, const struct http_reply *reply) {
    struct answer *answer = arg;
    answer->fate = reply->fate;
    answer->status = reply->fate == HTTP_ANSWERED ? reply->status : 0;
    answer->date_ms = reply->date_ms;
    loop_stop(answer->loop);
}

/* Makes one call and waits for its answer. */
static int ask(struct http_call *call, client_done done, struct answer *ret, struct error *why) {
    struct client *client = NULL;
    if (loop_new(&ret->loop, why)) return -1;
    int failed = client_new(ret->loop, TIMEOUT_S, &client, why);
    if (!failed) {
        const struct client_fetch fetch = {ret->own_base, HTTP_REPLY_MAX};
        if (ret->own_base)
            client_fetch(client, call, &fetch, done, ret);
        else
            client_send(client, call, done, ret);
        loop_run(ret->loop);
    }
    client_free(client);
    loop_free(ret->loop);
    return failed;
}

static int unanswered(const struct answer *answer, const char *where, struct error *why) {
    return error_set(why, ERROR_BUSY, "%s does not answer (%s)", where,
                     answer->fate == HTTP_NOT_SENT ? "no connection: name, port, certificate?" : "no answer in time");
}

/* A stranger's request must come through to us and be refused by us. */
static int check_door(const struct settings *settings, const struct channel *channel, struct error *why) {
    struct http_call call;
    struct answer answer = {0};
    http_call_init(&call);
    text_addf(&call.url, "%s/hook/%s", settings->server.public_url, channel->name);
    text_add(&call.body, "{}");
    if (http_call_header(&call, "Content-Type", "application/json", why) || ask(&call, on_reply, &answer, why))
        return -1;
    http_call_release(&call);
    if (answer.fate != HTTP_ANSWERED) return unanswered(&answer, "the webhook under server.public_url", why);
    if (answer.status == 403 || answer.status == 503) return 0; /* Vonage's unsigned one is put off */
    return error_set(why, ERROR_INPUT,
                     "the webhook under server.public_url answers %d where Acogida would say 403: does the proxy hand "
                     "/hook/ on, and is `acogida run` running?",
                     answer.status);
}

/* What the provider signs must be taken by us as the provider's. */
static int check_knock(const struct settings *settings, const struct channel *channel, struct error *why) {
    const struct wire *wire = wire_find(channel->wire);
    struct http_call call;
    struct answer answer = {0};
    if (!wire->knock) return 0;
    if (wire->knock(channel, settings->server.public_url, &call, why)) return -1;
    int failed = ask(&call, on_reply, &answer, why);
    http_call_release(&call);
    if (failed) return -1;
    if (answer.fate != HTTP_ANSWERED) return unanswered(&answer, "the webhook under server.public_url", why);
    if (answer.status == 200) return 0;
    return error_set(why, ERROR_DENIED,
                     "the webhook answers %d to a request signed with this secret: does `acogida run` use these "
                     "settings, and does the proxy hand on what it gets without changing it?",
                     answer.status);
}

static int check_clock(const struct answer *answer, struct error *why) {
    int64_t ahead_s = answer->date_ms ? (clock_wall_ms() - answer->date_ms) / 1000 : 0;
    if (ahead_s >= -CLOCK_OFF_S_MAX && ahead_s <= CLOCK_OFF_S_MAX) return 0;
    return error_set(why, ERROR_SYSTEM,
                     "the clock of this machine is %lld s %s the provider's: set it by the network (timedatectl "
                     "set-ntp true), reminders and signatures go by it",
                     (long long)(ahead_s < 0 ? -ahead_s : ahead_s), ahead_s < 0 ? "behind" : "ahead of");
}

static int check_provider(const struct channel *channel, struct error *why) {
    const struct wire *wire = wire_find(channel->wire);
    struct http_call call;
    struct answer answer = {.own_base = *channel->api_base ? channel->api_base : wire->default_base};
    if (!wire->probe) return 0;
    if (wire->probe(channel, &call, why)) return -1;
    int failed = ask(&call, on_reply, &answer, why);
    http_call_release(&call);
    if (failed) return -1;
    if (answer.fate != HTTP_ANSWERED) return unanswered(&answer, "the provider", why);
    if (answer.status == wire->probe_good) return check_clock(&answer, why);
    return error_set(why, ERROR_DENIED, "the provider answers %d: account or token are not what it knows",
                     answer.status);
}

static void on_approval(void *arg, const struct http_reply *reply) {
    struct answer *answer = arg;
    answer->failed = wire_find(answer->channel->wire)
                         ->approved(answer->channel, &answer->question, reply, &answer->approval, answer->why);
    loop_stop(answer->loop);
}

/* 0 with what was said, 1 when this channel's provider cannot be asked. */
static int ask_approval(struct answer *answer, struct error *why) {
    const struct channel *channel = answer->channel;
    struct http_call call;
    int said;
    while ((said = wire_find(channel->wire)->approval(channel, &answer->question, &call, why)) == 0) {
        int failed = ask(&call, on_approval, answer, why);
        http_call_release(&call);
        if (failed || answer->failed) return -1;
        answer->question.step++;
    }
    return said < 0 ? -1 : answer->question.step == 0;
}

static int check_template(const struct channel *channel, const struct message_template *template, struct error *why) {
    struct answer answer = {.channel = channel, .question = {template, 0}, .why = why};
    int said = ask_approval(&answer, why);
    if (said < 0) return error_wrap(why, "template %s", template->name);
    if (said == 1 || approval_may(&answer.approval)) return 0;
    if (answer.approval.state != APPROVAL_APPROVED)
        return error_set(why, ERROR_INPUT, "template %s (%s) is %s%s%s: it is not used", template->name,
                         *template->language ? template->language : "any language",
                         approval_word(answer.approval.state), *answer.approval.reason ? ": " : "",
                         answer.approval.reason);
    if (answer.approval.params == WIRE_APPROVAL_OTHER)
        return error_set(why, ERROR_INPUT, "the placeholder of template %s must be {{1}} in its text: it is not used",
                         template->name);
    return error_set(why, ERROR_INPUT, "template %s has %d placeholders and must have one: it is not used",
                     template->name, answer.approval.params);
}

static int check_templates(const struct channel *channel, struct error *why) {
    char key[SETTINGS_PAIR_MAX], value[SETTINGS_PAIR_MAX], room[SETTINGS_PAIR_MAX];
    if (!wire_find(channel->wire)->approval) return 0;
    for (size_t i = 0; settings_pair_at(channel->templates, i, key, value); i++) {
        struct message_template template;
        catalogue_template(key, value, room, &template);
        if (check_template(channel, &template, why)) return -1;
    }
    return 0;
}

static int look_at(const struct settings *settings, const struct channel *channel) {
    struct error why = ERROR_INIT;
    const struct wire *wire = wire_find(channel->wire);
    if (wire_check(channel, &why) || check_door(settings, channel, &why) || check_knock(settings, channel, &why) ||
        (!wire->simulated && (check_provider(channel, &why) || check_templates(channel, &why)))) {
        printf("%s: %s\n", channel->name, why.text);
        return 1;
    }
    printf("%s: well (%s, %s)%s\n", channel->name, channel->wire, channel->kind,
           wire->probe || wire->simulated ? "" : "; this provider has no way to ask whether it knows us");
    return 0;
}

static int doctor_run(const struct command_line *line) {
    struct settings settings;
    int faults = 0;
    if (command_no_words(line, &command_doctor) != COMMAND_OK) return COMMAND_USAGE;
    if (command_settings(line, &settings) != COMMAND_OK) return COMMAND_FAULT;
    for (size_t i = 0; i < settings.channel_count; i++) faults += look_at(&settings, &settings.channels[i]);
    return faults ? COMMAND_FAULT : COMMAND_OK;
}

const struct command command_doctor = {
    .name = "doctor",
    .arguments = "",
    .summary = "is each channel well: settings, webhook and signature from outside, credentials, clock, templates",
    .help = "Looks at each channel from outside in while `acogida run` is running: do the settings hold what the\n"
            "provider needs; does the webhook answer under server.public_url as it answers a stranger, and take a\n"
            "request signed with our secret; does the provider know our account and token; does its clock agree\n"
            "with ours; are the templates approved. Nothing is sent to anybody. Exit 1 when one is not well.\n",
    .run = doctor_run,
};
