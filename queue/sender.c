/* sender - the outbox on its way to providers: reserve, hand over, write down what became of it.
 *
 * A job is one message between SEND_RESERVE and SEND_DONE. It counts as under way until Redis has taken the outcome:
 * while Redis is away the outcome is kept and told again, so that a "sent" is not turned into an "unknown" by a short
 * loss. */
#include "queue/sender.h"

#include "config/clock.h"
#include "config/log.h"
#include "config/own.h"
#include "messages/choices.h"
#include "messages/wire.h"
#include "queue/args.h"
#include "queue/catalogue.h"
#include "queue/outcomes.h"
#include "queue/person.h"
#include "queue/send_rules.h"

#include <sys/random.h>

#define TICK_MS       500
#define BATCH_MAX     128   /* items a SEND_RESERVE: some 4 ms of Redis' time at most */
#define LEASE_MORE_MS 20000 /* beyond the timeout of a send, for the way to Redis and back */
#define PAUSE_MS      60000 /* of a channel whose credentials or account are refused */
#define MOVE_MS       2000  /* until the next try where a backup may take over */

struct send_job {
    struct outcome_told told; /* first: what is told of it is found again by it */
    struct sender *sender;
};

/* A SEND_RESERVE under way: two at a time, so that Redis looks for the next while we hand over what it has found. */
struct asking {
    struct sender *sender;
    size_t max; /* 0 = none */
};
#define ASKING_MAX 2

struct sender {
    struct office *office;
    struct client *client;
    struct loop_timer *tick;
    struct loop_hook *hook;
    size_t calling; /* messages at a provider */
    size_t in_flight,
        users; /* in_flight: with those whose outcome is being told; users: callbacks to come, and the owner */
    struct outcomes outcomes;
    struct channel_states *states;
    struct asking asking[ASKING_MAX];
    int wanted, draining, closed;
    void (*idle)(void *arg);
    void *idle_arg;
};

static void leave(struct sender *sender) {
    if (--sender->users == 0) free(sender);
}

/* Messages that are being asked for. */
static size_t asked(const struct sender *sender) {
    size_t sum = 0;

    for (size_t i = 0; i < ASKING_MAX; i++) sum += sender->asking[i].max;
    return sum;
}

static struct asking *asking_free(struct sender *sender) {
    for (size_t i = 0; i < ASKING_MAX; i++)
        if (!sender->asking[i].max) return &sender->asking[i];
    return NULL;
}

static void look_idle(struct sender *sender) {
    void (*idle)(void *arg) = sender->idle;

    if (!idle || sender->in_flight || asked(sender)) return;
    sender->idle = NULL;
    idle(sender->idle_arg);
}

static void job_free(struct send_job *job) {
    send_item_release(&job->told.item);
    free(job);
}

static void job_end(struct send_job *job) {
    struct sender *sender = job->sender;

    job_free(job);
    sender->in_flight--;
    if (!sender->closed) look_idle(sender);
    leave(sender);
}

static void on_ended(void *arg, struct outcome_told *told) {
    (void)arg;
    job_end((struct send_job *)told);
}

static void end_with(struct send_job *job, const char *outcome, const char *code) {
    job->told.outcome = outcome;
    snprintf(job->told.code, sizeof job->told.code, "%s", code);
    job->sender->wanted = 1; /* the person's next message is asked for behind this, in the same write */
    outcomes_add(&job->sender->outcomes, &job->told);
}

/* --- what the provider said --- */

static const char *const words[] = {
    [OUTCOME_SENT] = "sent",       [OUTCOME_THROTTLED] = "later", [OUTCOME_NOT_SENT] = "later",
    [OUTCOME_REFUSED] = "failed",  [OUTCOME_STOPPED] = "stopped", [OUTCOME_CHANNEL] = "later",
    [OUTCOME_UNKNOWN] = "unknown", [OUTCOME_DAY] = "later",       [OUTCOME_UNREACHABLE] = "other",
    [OUTCOME_TEMPLATE] = "other",
};

static size_t channel_index(const struct sender *sender, const struct channel *channel) {
    return (size_t)(channel - office_settings(sender->office)->channels);
}

static int64_t next_try_ms(const struct send_job *job, const struct outcome *outcome) {
    int64_t now_ms = clock_wall_ms();
    uint32_t chance = 200;

    if (outcome->kind == OUTCOME_UNREACHABLE || outcome->kind == OUTCOME_TEMPLATE) return now_ms;
    if (outcome->kind == OUTCOME_CHANNEL) return *job->told.item.channel->backup ? now_ms : now_ms + PAUSE_MS;
    if (outcome->kind == OUTCOME_NOT_SENT && *job->told.item.channel->backup) return now_ms + MOVE_MS;
    if (getrandom(&chance, sizeof chance, GRND_NONBLOCK) < 0) chance = 200;
    if (outcome->kind == OUTCOME_DAY) return send_rules_morning(office_pack(job->sender->office), now_ms, chance);
    return send_rules_retry_at(now_ms, job->told.item.tries, outcome->retry_after_s, chance);
}

static void outcome_take(struct send_job *job, const struct outcome *outcome) {
    struct sender *sender = job->sender;
    const struct channel *channel = job->told.item.channel;
    char domain[SETTINGS_SHORT_MAX + 8];

    job->told.retry_at_ms = next_try_ms(job, outcome);
    /* a template that is not taken: another one will not help, another channel may */
    int no_template = job->told.item.as_template && outcome->kind == OUTCOME_TEMPLATE;
    job->told.cause = outcome_word(no_template ? OUTCOME_UNREACHABLE : outcome->kind);
    channel_states_end(sender->states, channel_index(sender, channel), outcome->kind, outcome->code);
    if (no_template) catalogue_doubt(sender->office, channel);
    snprintf(domain, sizeof domain, "out/%s", channel->name);
    if (outcome->kind == OUTCOME_SENT && *outcome->provider_id)
        vault_index(office_vault(sender->office), domain, outcome->provider_id, job->told.index);
    end_with(job, words[outcome->kind], outcome->code);
}

static void on_reply(void *arg, const struct http_reply *reply) {
    struct send_job *job = arg;
    struct outcome outcome = {.kind = OUTCOME_UNKNOWN};

    job->sender->calling--;
    if (job->sender->closed) {
        job_end(job);
        return;
    }
    if (reply->fate == HTTP_NOT_SENT)
        outcome = (struct outcome){.kind = OUTCOME_NOT_SENT, .code = "not-sent"};
    else if (reply->fate == HTTP_LOST)
        outcome = (struct outcome){.kind = OUTCOME_UNKNOWN, .code = "no-answer"};
    else
        wire_find(job->told.item.channel->wire)->read_reply(job->told.item.channel, reply, &outcome);
    outcome_take(job, &outcome);
}

/* --- handing over --- */

/* The word that ends a message which must not be handed over at all; NULL when it may. */
static const char *refusal(const struct sender *sender, const struct send_item *item) {
    const struct settings *settings = office_settings(sender->office);
    const struct wire *wire = item->channel ? wire_find(item->channel->wire) : NULL;

    if (!item->text || !item->to) return "unreadable";
    if (!wire) return "no-channel";
    /* WhatsApp's user id is no number of a phone */
    if (strcmp(item->channel->kind, "sms") == 0 && *item->to >= 'A' && *item->to <= 'Z') return "no-address";
    if (settings->office.mode == MODE_TRIAL && !wire->simulated && !settings_trial_allows(settings, item->to))
        return "trial";
    return NULL;
}

/* One that has just been withheld is still better than free text, which is surely refused. */
static int find_template(const struct send_job *job, char name_code[SETTINGS_PAIR_MAX], struct message_template *ret) {
    const struct send_item *item = &job->told.item;
    const char *use = office_templates(job->sender->office, channel_index(job->sender, item->channel));

    return send_rules_template(use, item->language, item->text, name_code, ret) ||
           send_rules_template(item->channel->templates, item->language, item->text, name_code, ret);
}

static void hand_over(struct send_job *job) {
    const struct settings *settings = office_settings(job->sender->office);
    const struct channel *channel = job->told.item.channel;
    const char *no = refusal(job->sender, &job->told.item);
    char status_url[SETTINGS_TEXT_MAX + SETTINGS_SHORT_MAX + OUT_ID_MAX + 16];
    struct http_call call;

    if (no) {
        end_with(job, "failed", no);
        return;
    }
    snprintf(status_url, sizeof status_url, "%s/hook/%s?out=%s", settings->server.public_url, channel->name,
             job->told.item.out_id);
    struct message_template template;
    char name_code[SETTINGS_PAIR_MAX];
    struct message_out out = {.out_id = job->told.item.out_id,
                              .to = job->told.item.to,
                              .body = job->told.item.text,
                              .status_url = status_url};
    own_choices struct choices choices = {.count = 0};
    if (strcmp(channel->kind, "whatsapp") == 0) choices_read(job->told.item.text, &choices);
    out.options = choices.options;
    out.option_count = choices.count;
    out.options_label = choices_label(language_of_code(job->told.item.language));
    if (job->told.item.as_template && find_template(job, name_code, &template)) out.template = &template;
    send_rules_price(channel, job->told.item.to, job->told.item.text, job->told.price);
    if (wire_find(channel->wire)->build(channel, &out, &call, NULL) < 0) {
        end_with(job, "failed", "malformed");
        return;
    }
    job->sender->calling++;
    channel_states_begin(job->sender->states, channel_index(job->sender, channel));
    client_send(job->sender->client, &call, on_reply, job);
}

/* logs: gathers what enters conversations. */
static void job_start(struct sender *sender, const redisReply *reply, struct args *logs) {
    struct error why = ERROR_INIT;
    struct send_job *job = calloc(1, sizeof *job);

    if (!job) {
        log_error("sender", "no memory for a message; it becomes unknown");
        return;
    }
    job->sender = sender;
    if (send_item_read(sender->office, reply, &job->told.item, &why) < 0) {
        log_error("sender", "message %s cannot be read: %s", job->told.item.out_id, why.text);
        if (why.kind == ERROR_SYSTEM) {
            job_free(job);
            return;
        }
    } else if (job->told.item.is_campaign && job->told.item.tries == 0) {
        send_item_log(sender->office, &job->told.item, reply, logs);
    }
    sender->in_flight++;
    sender->users++;
    hand_over(job);
}

/* --- reserving --- */

static void timer_next(struct sender *sender, const char *next) {
    int64_t wait_ms = *next ? (int64_t)strtod(next, NULL) - clock_wall_ms() + 1 : TICK_MS;

    if (wait_ms < 1) wait_ms = 1;
    loop_timer_set(sender->tick, wait_ms < TICK_MS ? wait_ms : TICK_MS);
}

static void jobs_start(struct sender *sender, const redisReply *reply) {
    own_args struct args logs = ARGS_INIT;

    args_number(&logs, clock_wall_ms());
    for (size_t i = 1; i < reply->elements; i++) job_start(sender, reply->element[i], &logs);
    if (logs.count > 1) args_call(&logs, sender->office, "send_logged", NULL, NULL);
}

static void on_reserved(void *arg, const redisReply *reply, const struct error *why) {
    struct asking *asking = arg;
    struct sender *sender = asking->sender;

    asking->max = 0;
    if (why && why->kind != ERROR_BUSY) log_error("sender", "send_reserve: %s", why->text);
    if (!sender->closed && !why && reply->type == REDIS_REPLY_ARRAY && reply->elements > 0) {
        timer_next(sender, reply->element[0]->str ? reply->element[0]->str : "");
        if (reply->elements > 1) sender->wanted = 1;
        jobs_start(sender, reply);
    }
    if (!sender->closed) look_idle(sender);
    leave(sender);
}

static void add_channels(struct sender *sender, struct args *args) {
    const struct settings *settings = office_settings(sender->office);
    char realm[PERSON_REALM_MAX];
    int64_t now_ms = clock_wall_ms();

    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct channel *channel = &settings->channels[i];
        person_realm(channel, realm);
        args_text(args, channel->name);
        args_number(args, channel->rate_per_s);
        args_text(args, realm);
        own_text struct text more = TEXT_INIT(2 * SETTINGS_LONG_MAX);
        const struct send_rules_now now = {channel_states_may(sender->states, i, now_ms),
                                           office_templates(sender->office, i), now_ms};
        send_rules_channel(channel, &now, &more);
        args_text(args, text_get(&more));
    }
}

static void reserve(struct asking *asking, size_t max) {
    struct sender *sender = asking->sender;
    const struct settings *settings = office_settings(sender->office);
    own_args struct args args = ARGS_INIT;
    int64_t now_ms = clock_wall_ms();

    sender->wanted = 0;
    asking->max = max;
    sender->users++;
    args_number(&args, now_ms);
    args_number(&args, (int64_t)max);
    args_number(&args, settings->send.timeout_s * 1000 + LEASE_MORE_MS);
    args_number(&args, send_rules_quiet(settings, now_ms));
    add_channels(sender, &args);
    args_call(&args, sender->office, "send_reserve", on_reserved, asking);
}

/* Once a turn of the loop, so that many endings are told, and ask for more, together. */
static void on_turn(void *arg) {
    struct sender *sender = arg;
    int pressed = office_is_pressed(sender->office);
    size_t max = pressed ? OFFICE_PRESSED_SHARE : (size_t)office_settings(sender->office)->send.in_flight_max;
    size_t taken = sender->calling + asked(sender), room = max > taken ? max - taken : 0;
    struct asking *asking = asking_free(sender);

    if (!office_is_open(sender->office)) return;
    outcomes_flush(&sender->outcomes);
    if (!sender->wanted || !asking || room == 0 || sender->draining) return;
    reserve(asking, room < BATCH_MAX ? room : BATCH_MAX);
}

static void on_tick(void *arg) {
    struct sender *sender = arg;

    sender->wanted = 1;
    loop_timer_set(sender->tick, TICK_MS);
    if (office_is_open(sender->office)) outcomes_again(&sender->outcomes);
}

static void on_bell(void *arg, const char *word) {
    struct sender *sender = arg;

    if (strcmp(word, "out") == 0) sender->wanted = 1;
}

int sender_start(const struct sender_tools *tools, struct sender **ret, struct error *why) {
    struct office *office = tools->office;
    struct sender *sender = calloc(1, sizeof *sender);

    if (!sender) return error_set(why, ERROR_SYSTEM, "no memory for the sender");
    sender->office = office;
    sender->client = tools->client;
    sender->states = tools->states;
    sender->users = 1;
    sender->wanted = 1;
    outcomes_init(&sender->outcomes, office, on_ended, sender);
    for (size_t i = 0; i < ASKING_MAX; i++) sender->asking[i].sender = sender;
    if (loop_timer_new(office_loop(office), on_tick, sender, &sender->tick, why) < 0 ||
        loop_hook_new(office_loop(office), on_turn, sender, &sender->hook, why) < 0) {
        sender_free(sender);
        return -1;
    }
    office_on_bell(office, on_bell, sender);
    loop_timer_set(sender->tick, 0);
    *ret = sender;
    return 0;
}

void sender_drain(struct sender *sender, void (*idle)(void *arg), void *arg) {
    sender->draining = 1;
    sender->idle = idle;
    sender->idle_arg = arg;
    look_idle(sender);
}

void sender_free(struct sender *sender) {
    if (!sender) return;
    sender->closed = 1;
    office_forget(sender->office, sender);
    loop_timer_free(sender->tick);
    loop_hook_free(sender->hook);
    outcomes_close(&sender->outcomes);
    leave(sender);
}
