/* send_item - one message that SEND_RESERVE handed over, unsealed. */
#include "queue/send_item.h"

#include "config/own.h"
#include "messages/segments_smart.h"
#include "queue/person.h"

#include <stdlib.h>
#include <string.h>

/* What stands where in an item (queue/lua/50_send.lua). */
enum {
    OUT_ID,
    PERSON,
    TOKEN,
    CHANNEL,
    LANE,
    TRIES,
    TEXT,
    KEY,
    ADDRESS,
    CAMPAIGN,
    LANGUAGE,
    HOW,
    THEIR_LANGUAGE,
    ITEM_COUNT
};

static int is_item(const redisReply *reply) {
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != ITEM_COUNT) return 0;
    for (size_t i = 0; i < ITEM_COUNT; i++)
        if (reply->element[i]->type != REDIS_REPLY_STRING) return 0;
    return reply->element[OUT_ID]->len <= OUT_ID_MAX && reply->element[PERSON]->len <= VAULT_ID_MAX;
}

static struct vault_bytes bytes_of(const redisReply *value) {
    return (struct vault_bytes){value->str, value->len};
}

static int unseal_text(struct office *office, const struct send_item *item, const redisReply *reply,
                       const struct vault_key *key, char **ret, struct error *why) {
    const redisReply *const *at = (const redisReply *const *)reply->element;
    char bound[PERSON_BOUND_MAX];
    size_t len;

    if (!item->is_campaign)
        return vault_unseal(key, person_bound("out", item->out_id, NULL, bound), bytes_of(at[TEXT]), ret, &len, why);
    person_bound("campaign", at[CAMPAIGN]->str, at[LANGUAGE]->str, bound);
    return vault_unseal(vault_office_key(office_vault(office)), bound, bytes_of(at[TEXT]), ret, &len, why);
}

/* A campaign's text is kept as it was written; each channel hands over its own spelling of it. So does the channel that
 * a message has moved to. */
static int spell(struct send_item *item, struct error *why) {
    own_text struct text sent = TEXT_INIT(2 * strlen(item->text) + 1);

    if ((!item->is_campaign && !item->is_moved) || !item->channel) return 0;
    segments_on_channel(item->channel, item->text, &sent);
    item->full = give(item->text);
    item->text = text_ok(&sent) ? text_take(&sent) : NULL;
    return item->text ? 0 : error_set(why, ERROR_INPUT, "no memory for a campaign's text");
}

int send_item_read(struct office *office, const redisReply *reply, struct send_item *ret, struct error *why) {
    const struct vault_key *key;
    char bound[PERSON_BOUND_MAX];
    size_t len;

    *ret = (struct send_item){.text = NULL};
    if (!is_item(reply)) return error_set(why, ERROR_SYSTEM, "send_reserve gave something that is no item");
    const redisReply *const *at = (const redisReply *const *)reply->element;
    snprintf(ret->out_id, sizeof ret->out_id, "%s", at[OUT_ID]->str);
    snprintf(ret->person, sizeof ret->person, "%s", at[PERSON]->str);
    snprintf(ret->token, sizeof ret->token, "%s", at[TOKEN]->str);
    ret->channel = settings_channel(office_settings(office), at[CHANNEL]->str);
    ret->lane = strtol(at[LANE]->str, NULL, 10);
    ret->tries = strtol(at[TRIES]->str, NULL, 10);
    ret->is_campaign = at[CAMPAIGN]->len > 0;
    ret->as_template = strstr(at[HOW]->str, "template") != NULL;
    ret->is_moved = strstr(at[HOW]->str, "moved") != NULL;
    snprintf(ret->language, sizeof ret->language, "%s", at[THEIR_LANGUAGE]->str);
    if (person_key(office_keys(office), ret->person, bytes_of(at[KEY]), &key, why) < 0) return -1;
    if (vault_unseal(key, person_bound("to", ret->person, NULL, bound), bytes_of(at[ADDRESS]), &ret->to, &len, why) < 0)
        return -1;
    return unseal_text(office, ret, reply, key, &ret->text, why) < 0 ? -1 : spell(ret, why);
}

void send_item_release(struct send_item *item) {
    free(give(item->text));
    free(give(item->to));
    free(give(item->full));
}

void send_item_log(struct office *office, const struct send_item *item, const redisReply *reply, struct args *args) {
    const struct vault_key *key;
    char bound[PERSON_BOUND_MAX];

    if (person_key(office_keys(office), item->person, bytes_of(reply->element[KEY]), &key, NULL) < 0) return;
    args_text(args, item->person);
    args_text(args, item->out_id);
    args_seal_text(args, key, person_bound("log", item->person, NULL, bound), item->full ? item->full : item->text);
}
