/* duty_text - a text to a telephone on duty. */
#include "queue/duty_text.h"

#include "config/clock.h"
#include "config/own.h"
#include "messages/segments_smart.h"

#include <stdlib.h>
#include <string.h>

#define USELESS_MS (60 * 60 * 1000)

struct finding {
    struct office *office;
    duty_found found;
    void *arg;
};

/* {person, wrapped key} */
static void on_phone(void *arg, const redisReply *reply, const struct error *why) {
    own_mem struct finding *finding = arg;
    const struct vault_key *key = NULL;
    struct error fault = ERROR_INIT;
    int is_pair = !why && reply->type == REDIS_REPLY_ARRAY && reply->elements == 2 && reply->element[0]->str &&
                  reply->element[1]->str;

    if (!why && !is_pair) error_set(&fault, ERROR_SYSTEM, "alarm_phone gave something that is no person");
    if (is_pair) {
        struct vault_bytes wrapped = {reply->element[1]->str, reply->element[1]->len};
        person_key(office_keys(finding->office), reply->element[0]->str, wrapped, &key, &fault);
    }
    if (!why && fault.kind) why = &fault;
    finding->found(finding->arg, why ? NULL : reply->element[0]->str, key, why);
}

void duty_text_find(struct office *office, const struct channel *channel, const char *number, duty_found found,
                    void *arg) {
    const struct vault *vault = office_vault(office);
    own_args struct args args = ARGS_INIT;
    char realm[PERSON_REALM_MAX], index[VAULT_INDEX_MAX + 1];
    struct finding *finding = malloc(sizeof *finding);
    struct error why = ERROR_INIT;

    if (!finding) {
        error_set(&why, ERROR_SYSTEM, "no memory for a telephone on duty");
        found(arg, NULL, NULL, &why);
        return;
    }
    *finding = (struct finding){office, found, arg};
    person_realm(channel, realm);
    vault_index(vault, realm, number, index);
    args_number(&args, clock_wall_ms());
    args_text(&args, index);
    args_text(&args, realm);
    args_text(&args, channel->name);
    args_newcomer(&args, vault, number);
    args_call(&args, office, "alarm_phone", on_phone, finding);
}

void duty_text_add(const struct duty_text *text, const char *person, const struct vault_key *key, struct args *args) {
    own_text struct text sent = TEXT_INIT(DUTY_TEXT_MAX * 2UL);
    char realm[PERSON_REALM_MAX], bound[PERSON_BOUND_MAX];
    size_t segments = segments_on_channel(text->channel, text->text, &sent);

    person_realm(text->channel, realm);
    args_text(args, text->out_id);
    args_text(args, person);
    args_text(args, text->channel->name);
    args_text(args, realm);
    args_number(args, clock_wall_ms() + USELESS_MS);
    args_number(args, (int64_t)segments);
    args_seal_text(args, key, person_bound("out", text->out_id, NULL, bound), text_get(&sent));
}
