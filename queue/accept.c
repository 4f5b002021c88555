/* accept - the first durable step: what a webhook carried goes into mailboxes and status records. */
#include "queue/accept.h"

#include "config/clock.h"
#include "queue/args.h"
#include "queue/mail.h"
#include "queue/send_rules.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct acceptance {
    struct office *office;
    const struct channel *channel;
    int64_t now_ms;
    size_t waiting; /* scripts under way, and one for the loop that calls them */
    struct accept_result result;
    struct error why; /* the first that went wrong */
    accept_done done;
    void *arg;
};

static void one_less(struct acceptance *acceptance) {
    if (--acceptance->waiting) return;
    office_door(acceptance->office, -1);
    acceptance->done(acceptance->arg, &acceptance->result, acceptance->why.kind ? &acceptance->why : NULL);
    free(acceptance);
}

static int answered(struct acceptance *acceptance, const redisReply *reply, const struct error *why, const char *word) {
    if (why && !acceptance->why.kind) acceptance->why = *why;
    return !why && reply->type == REDIS_REPLY_STRING && strcmp(reply->str, word) == 0;
}

static void on_message(void *arg, const redisReply *reply, const struct error *why) {
    struct acceptance *acceptance = arg;
    if (answered(acceptance, reply, why, "fresh"))
        acceptance->result.fresh++;
    else if (!why)
        acceptance->result.seen++;
    one_less(acceptance);
}

static void on_status(void *arg, const redisReply *reply, const struct error *why) {
    struct acceptance *acceptance = arg;
    if (answered(acceptance, reply, why, "unknown"))
        acceptance->result.unknown_statuses++;
    else if (!why)
        acceptance->result.statuses++;
    one_less(acceptance);
}

/* A message that waited for days at the provider opened its window when it was written. */
static int64_t wrote_ms(const struct message *message, int64_t now_ms) {
    return message->at_ms > 0 && message->at_ms < now_ms ? message->at_ms : now_ms;
}

static void add_window(const struct acceptance *acceptance, const struct message *message, struct args *args) {
    char realm[PERSON_REALM_MAX], index[VAULT_INDEX_MAX + 1];
    if (!send_rules_has_window(acceptance->channel)) return;
    args_number(args, wrote_ms(message, acceptance->now_ms));
    if (!*message->user_id) return;
    person_realm(acceptance->channel, realm);
    vault_index(office_vault(acceptance->office), realm, message->user_id, index);
    args_text(args, index);
}

static void accept_message(struct acceptance *acceptance, const struct message *message) {
    const struct vault *vault = office_vault(acceptance->office);
    own_args struct args args = ARGS_INIT;
    char domain[SETTINGS_SHORT_MAX + 8], realm[PERSON_REALM_MAX];
    char event[VAULT_INDEX_MAX + 1], index[VAULT_INDEX_MAX + 1];
    snprintf(domain, sizeof domain, "event/%s", acceptance->channel->name);
    person_realm(acceptance->channel, realm);
    vault_index(vault, domain, message->id, event);
    vault_index(vault, realm, message->from, index);
    args_number(&args, acceptance->now_ms);
    args_text(&args, event);
    args_text(&args, index);
    args_text(&args, realm);
    args_text(&args, acceptance->channel->name);
    args_newcomer(&args, vault, message->from);
    args_text(&args, "M");
    const char *read_id = acceptance->channel->mark_read ? message->id : "";
    mail_seal_message(&args, vault, &(struct mail_message){event, read_id, message});
    add_window(acceptance, message, &args);
    acceptance->waiting++;
    args_call(&args, acceptance->office, "accept", on_message, acceptance);
    office_ring(acceptance->office, "mail");
}

static int64_t morning_ms(const struct acceptance *acceptance) {
    uint32_t chance = 0;
    if (getrandom(&chance, sizeof chance, GRND_NONBLOCK) < 0) chance = 0;
    return send_rules_morning(office_pack(acceptance->office), acceptance->now_ms, chance);
}

static void accept_status(struct acceptance *acceptance, const struct status *status) {
    static const char *const states[] = {
        [DELIVERY_NONE] = "none",     [DELIVERY_QUEUED] = "queued",       [DELIVERY_SENT] = "sent",
        [DELIVERY_FAILED] = "failed", [DELIVERY_DELIVERED] = "delivered", [DELIVERY_READ] = "read",
    };
    own_args struct args args = ARGS_INIT;
    char domain[SETTINGS_SHORT_MAX + 8], index[VAULT_INDEX_MAX + 1] = "";
    snprintf(domain, sizeof domain, "out/%s", acceptance->channel->name);
    if (*status->provider_id) vault_index(office_vault(acceptance->office), domain, status->provider_id, index);
    args_number(&args, acceptance->now_ms);
    args_text(&args, status->out_id);
    args_text(&args, index);
    args_number(&args, status->delivery);
    args_text(&args, states[status->delivery]);
    args_text(&args, status->code);
    args_number(&args, status->stopped ? 1 : 0);
    args_text(&args, outcome_word(status->cause));
    send_rules_add_backup(office_settings(acceptance->office), acceptance->channel, &args);
    args_number(&args, status->cause == OUTCOME_DAY ? morning_ms(acceptance) : 0);
    acceptance->waiting++;
    args_call(&args, acceptance->office, "status", on_status, acceptance);
}

void accept_inbox(struct office *office, const struct channel *channel, const struct inbox *inbox, accept_done done,
                  void *arg) {
    struct acceptance *acceptance = calloc(1, sizeof *acceptance);
    if (!acceptance) {
        struct error why = ERROR_INIT;
        struct accept_result none = {0};
        error_set(&why, ERROR_BUSY, "no memory to accept messages");
        done(arg, &none, &why);
        return;
    }
    acceptance->office = office;
    acceptance->channel = channel;
    acceptance->now_ms = clock_wall_ms();
    acceptance->waiting = 1;
    acceptance->done = done;
    acceptance->arg = arg;
    office_door(office, 1);
    for (size_t i = 0; i < inbox->message_count; i++) accept_message(acceptance, &inbox->messages[i]);
    for (size_t i = 0; i < inbox->status_count; i++) accept_status(acceptance, &inbox->statuses[i]);
    one_less(acceptance);
}
