/* catalogue - what the providers say of the templates in the settings. */
#include "queue/catalogue.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "messages/wire.h"
#include "queue/args.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TICK_MS             20000
#define SOON_MS             500 /* while there is something to ask */
#define REPLY_BYTES_MAX     (512 * 1024)
#define DOUBT_GAP_MS        (10 * 60 * 1000) /* since it was asked last */
#define NEWS_GAP_MS         2000             /* news of several templates come together */

#define CATALOGUE_FIELD_MAX (SETTINGS_SHORT_MAX + SETTINGS_PAIR_MAX + 1)

struct catalogue {
    struct office *office;
    struct client *client;
    struct loop_timer *tick;
    int asking, closed;
    size_t users; /* the owner, and the answers to come */
};

/* A template that is being asked for. */
struct question {
    struct catalogue *catalogue;
    const struct channel *channel;
    char field[CATALOGUE_FIELD_MAX], room[SETTINGS_PAIR_MAX], language[SETTINGS_PAIR_MAX];
    struct message_template template;
    struct wire_template_question asked;
    struct wire_approval approval; /* as far as it has been said */
};

static void leave(struct catalogue *catalogue) {
    if (--catalogue->users == 0) free(catalogue);
}

/* --- names --- */

void catalogue_template(const char *key, const char *value, char room[SETTINGS_PAIR_MAX],
                        struct message_template *ret) {
    snprintf(room, SETTINGS_PAIR_MAX, "%s", value);
    char *slash = strrchr(room, '/');
    if (slash) *slash = '\0';
    *ret = (struct message_template){.name = room, .language = slash ? slash + 1 : strcmp(key, "*") == 0 ? "" : key};
}

static void write_field(const struct channel *channel, const char *value, char ret[CATALOGUE_FIELD_MAX]) {
    snprintf(ret, CATALOGUE_FIELD_MAX, "%s %s", channel->name, value);
}

/* "<asked> <said> <state> <params> <reason or ->", then a line end and the text. */
static void read_record(const char *record, struct wire_approval *ret, int64_t *ret_said_ms) {
    char state[24] = "", reason[WIRE_APPROVAL_REASON_MAX + 1] = "-";
    *ret = (struct wire_approval){.params = WIRE_APPROVAL_NOT_TOLD};
    *ret_said_ms = 0;
    if (sscanf(record, "%*d %" SCNd64 " %23s %d %40s", ret_said_ms, state, &ret->params, reason) != 4) return;
    const char *body = strchr(record, '\n');
    ret->state = approval_of_word(state);
    if (strcmp(reason, "-") != 0) snprintf(ret->reason, sizeof ret->reason, "%s", reason);
    if (body) snprintf(ret->body, sizeof ret->body, "%s", body + 1);
}

/* --- what all processes know --- */

static const char *record_of(const redisReply *all, const char *field) {
    for (size_t i = 0; i + 1 < all->elements; i += 2)
        if (strcmp(all->element[i]->str, field) == 0) return all->element[i + 1]->str;
    return "";
}

void catalogue_find(const redisReply *all, const struct channel *channel, const char *value, struct wire_approval *ret,
                    int64_t *ret_said_ms) {
    char field[CATALOGUE_FIELD_MAX];
    write_field(channel, value, field);
    read_record(all->type == REDIS_REPLY_ARRAY ? record_of(all, field) : "", ret, ret_said_ms);
}

static void use_of_channel(struct office *office, size_t index, const redisReply *all) {
    const struct channel *channel = &office_settings(office)->channels[index];
    own_text struct text use = TEXT_INIT(SETTINGS_LONG_MAX);
    char key[SETTINGS_PAIR_MAX], value[SETTINGS_PAIR_MAX];
    for (size_t i = 0; settings_pair_at(channel->templates, i, key, value); i++) {
        struct wire_approval approval;
        int64_t said_ms;
        catalogue_find(all, channel, value, &approval, &said_ms);
        if (approval_may(&approval)) text_addf(&use, "%s%s:%s", use.len ? "," : "", key, value);
    }
    office_set_templates(office, index, text_get(&use));
}

static void on_loaded(void *arg, const redisReply *reply, const struct error *why) {
    struct catalogue *catalogue = arg;
    size_t count = office_settings(catalogue->office)->channel_count;
    if (!catalogue->closed && !why && reply->type == REDIS_REPLY_ARRAY)
        for (size_t i = 0; i < count; i++) use_of_channel(catalogue->office, i, reply);
    leave(catalogue);
}

static void load(struct catalogue *catalogue) {
    char key[OFFICE_KEY_MAX];
    const struct redis_arg command[] = {redis_arg("HGETALL"),
                                        redis_arg(office_key(catalogue->office, "templates", NULL, key))};
    catalogue->users++;
    redis_command(office_redis(catalogue->office), command, 2, on_loaded, catalogue);
}

/* --- asking the provider --- */

static void question_end(struct question *question) {
    struct catalogue *catalogue = question->catalogue;
    free(question);
    catalogue->asking = 0;
    if (!catalogue->closed) loop_timer_set(catalogue->tick, SOON_MS);
    leave(catalogue);
}

static void tell(const struct question *question) {
    const struct wire_approval *approval = &question->approval;
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    args_text(&args, question->field);
    args_text(&args, approval_word(approval->state));
    args_number(&args, approval->params);
    args_text(&args, *approval->reason ? approval->reason : "-");
    args_text(&args, approval->body);
    args_call(&args, question->catalogue->office, "template_said", NULL, NULL);
    if (!approval_may(approval))
        log_warn("catalogue", "channel '%s': template '%s' is not used: %s", question->channel->name,
                 question->field + strlen(question->channel->name) + 1,
                 approval->state == APPROVAL_APPROVED ? "{{1}} in its text is not all that it wants filled in"
                                                      : approval_word(approval->state));
}

static void ask(struct question *question);

static void on_reply(void *arg, const struct http_reply *reply) {
    struct question *question = arg;
    const struct channel *channel = question->channel;
    struct error why = ERROR_INIT;
    if (question->catalogue->closed) {
        question_end(question);
        return;
    }
    int failed = wire_find(channel->wire)->approved(channel, &question->asked, reply, &question->approval, &why);
    if (failed) log_warn("catalogue", "channel '%s': a template cannot be asked for: %s", channel->name, why.text);
    if (!failed && question->approval.state != APPROVAL_MISSING) {
        question->asked.step++;
        ask(question);
        return;
    }
    /* approved, but what it wants filled in could not be had just now: what was known before stands */
    int is_later =
        failed && (question->asked.step == 0 || (why.kind == ERROR_BUSY && approval_may(&question->approval)));
    if (!is_later) tell(question);
    question_end(question);
}

static void ask(struct question *question) {
    const struct channel *channel = question->channel;
    const struct wire *wire = wire_find(channel->wire);
    struct client_fetch fetch = {*channel->api_base ? channel->api_base : wire->default_base, REPLY_BYTES_MAX};
    struct http_call call;
    struct error why = ERROR_INIT;
    int said = wire->approval(channel, &question->asked, &call, &why);
    if (said == 0) {
        client_fetch(question->catalogue->client, &call, &fetch, on_reply, question);
        return;
    }
    if (said < 0) log_warn("catalogue", "channel '%s': %s", channel->name, why.text);
    if (question->asked.step > 0) tell(question);
    question_end(question);
}

/* --- which is next --- */

/* The question of a field, from the settings; 0 when they do not name it any more. */
static int find(struct catalogue *catalogue, const char *field, struct question *ret) {
    const struct settings *settings = office_settings(catalogue->office);
    char value[SETTINGS_PAIR_MAX];
    for (size_t c = 0; c < settings->channel_count; c++) {
        const struct channel *channel = &settings->channels[c];
        for (size_t i = 0; settings_pair_at(channel->templates, i, ret->language, value); i++) {
            write_field(channel, value, ret->field);
            if (strcmp(ret->field, field) != 0) continue;
            ret->channel = channel;
            catalogue_template(ret->language, value, ret->room, &ret->template);
            ret->asked = (struct wire_template_question){&ret->template, 0};
            return 1;
        }
    }
    return 0;
}

static void on_due(void *arg, const redisReply *reply, const struct error *why) {
    struct catalogue *catalogue = arg;
    int is_one = !why && !catalogue->closed && reply->type == REDIS_REPLY_STRING && reply->len;
    struct question *question = is_one ? calloc(1, sizeof *question) : NULL;
    if (question) {
        question->catalogue = catalogue;
        if (find(catalogue, reply->str, question)) {
            ask(question);
            return;
        }
        free(question);
    }
    catalogue->asking = 0;
    leave(catalogue);
}

static void add_fields(const struct catalogue *catalogue, struct args *args) {
    const struct settings *settings = office_settings(catalogue->office);
    char key[SETTINGS_PAIR_MAX], value[SETTINGS_PAIR_MAX], field[CATALOGUE_FIELD_MAX];
    for (size_t c = 0; c < settings->channel_count; c++) {
        const struct channel *channel = &settings->channels[c];
        const struct wire *wire = wire_find(channel->wire);
        if (!wire || !wire->approval) continue;
        for (size_t i = 0; settings_pair_at(channel->templates, i, key, value); i++) {
            write_field(channel, value, field);
            args_text(args, field);
        }
    }
}

static void look(struct catalogue *catalogue) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    add_fields(catalogue, &args);
    if (catalogue->asking || args.count == 1) return;
    catalogue->asking = 1;
    catalogue->users++;
    args_call(&args, catalogue->office, "template_due", on_due, catalogue);
}

static void ask_again(struct office *office, const struct channel *channel, int64_t gap_ms) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    args_text(&args, channel->name);
    args_number(&args, gap_ms);
    args_call(&args, office, "template_doubt", NULL, NULL);
}

void catalogue_doubt(struct office *office, const struct channel *channel) {
    ask_again(office, channel, DOUBT_GAP_MS);
}

void catalogue_news(struct office *office, const struct channel *channel) {
    ask_again(office, channel, NEWS_GAP_MS);
}

/* --- life --- */

static void on_tick(void *arg) {
    struct catalogue *catalogue = arg;
    loop_timer_set(catalogue->tick, TICK_MS);
    if (office_is_open(catalogue->office)) look(catalogue);
}

static void on_open(void *arg) {
    struct catalogue *catalogue = arg;
    load(catalogue);
    loop_timer_set(catalogue->tick, 0);
}

static void on_bell(void *arg, const char *word) {
    struct catalogue *catalogue = arg;
    if (strcmp(word, "templates") == 0) load(catalogue);
    if (strcmp(word, "templates-doubt") == 0) loop_timer_set(catalogue->tick, 0);
}

int catalogue_start(struct office *office, struct client *client, struct catalogue **ret, struct error *why) {
    struct catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (!catalogue) return error_set(why, ERROR_SYSTEM, "no memory for the catalogue of templates");
    *catalogue = (struct catalogue){.office = office, .client = client, .users = 1};
    if (loop_timer_new(office_loop(office), on_tick, catalogue, &catalogue->tick, why) < 0) {
        free(catalogue);
        return -1;
    }
    office_on_bell(office, on_bell, catalogue);
    office_on_open(office, on_open, catalogue);
    *ret = catalogue;
    return 0;
}

void catalogue_free(struct catalogue *catalogue) {
    if (!catalogue) return;
    office_forget(catalogue->office, catalogue);
    loop_timer_free(catalogue->tick);
    catalogue->closed = 1;
    leave(catalogue);
}
