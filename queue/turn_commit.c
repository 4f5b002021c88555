/* turn_commit - a turn as the arguments of a script: what is said, set and noted, sealed with the person's key. */
#include "queue/turn_commit.h"

#include "config/own.h"
#include "handlers/discreet.h"
#include "handlers/machine.h"
#include "messages/segments_smart.h"
#include "queue/send_rules.h"
#include "queue/turn_media.h"
#include "queue/turn_records.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SAY_BYTES_MAX (16 * 1024)
#define TURN_QUIET    "q" /* end of the id of a text that is forgotten once sent; see out_write in queue/lua */
#define DAY_MS        (24LL * 3600 * 1000)

static int reaches(const struct claim *claim, const struct channel *channel) {
    char realm[PERSON_REALM_MAX], field[PERSON_REALM_MAX + 8];
    person_realm(channel, realm);
    snprintf(field, sizeof field, "to:%s", realm);
    return claim_field(claim, field).len > 0;
}

const struct channel *turn_commit_channel(const struct settings *settings, const struct claim *claim) {
    const char *names[] = {claim->channel, claim_field(claim, "chan").at};
    for (size_t i = 0; i < 2; i++) {
        const struct channel *channel = settings_channel(settings, names[i]);
        if (channel && reaches(claim, channel)) return channel;
    }
    for (size_t i = 0; i < settings->channel_count; i++)
        if (reaches(claim, &settings->channels[i])) return &settings->channels[i];
    return NULL;
}

void turn_commit_begin(const struct claim *claim, int64_t now_ms, struct args *args) {
    args_number(args, now_ms);
    args_text(args, claim->person);
    args_text(args, claim->token);
    args_text(args, claim->event);
}

int turn_commit_state(const struct turn_commit *commit, struct args *args, struct error *why) {
    char bound[PERSON_BOUND_MAX];
    own_mem char *json = state_encode(&commit->turn->next);
    if (!json) return error_set(why, ERROR_SYSTEM, "no memory for a state");
    person_bound("state", commit->claim->person, NULL, bound);
    args_seal_text(args, &commit->claim->key, bound, json);
    return 0;
}

/* What the staff see of a message that is more than text. */
static const char *const kind_marks[] = {
    [MESSAGE_TEXT] = "",
    [MESSAGE_BUTTON] = "",
    [MESSAGE_MEDIA] = "[media] ",
    [MESSAGE_LOCATION] = "[location] ",
    [MESSAGE_CONTACT] = "[contact] ",
    [MESSAGE_REACTION] = "[reaction] ",
    [MESSAGE_UNSUPPORTED] = "[unsupported] ",
};

static int add_inbound(const struct turn_commit *commit, struct args *args, struct error *why) {
    own_text struct text line = TEXT_INIT(PERSON_SEAL_MAX);
    text_add(&line, kind_marks[commit->event->message_kind]);
    text_add(&line, discreet_is_secret(commit->turn) ? "***" : commit->event->text);
    if (text_check(&line, "a message", why) < 0) return -1;
    turn_written_log(commit, "in", commit->claim->event, text_get(&line), args);
    return 0;
}

static int lane_of(enum purpose purpose) {
    return purpose == PURPOSE_REPLY ? 0 : purpose == PURPOSE_REMINDERS ? 1 : 2;
}

static void add_say_op(const struct turn_commit *commit, const struct effect *effect, const char *out_id,
                       const char *text, struct args *args) {
    char realm[PERSON_REALM_MAX], bound[PERSON_BOUND_MAX];
    int64_t useless_ms = effect->useless_after_ms ? effect->useless_after_ms : commit->event->now_ms + DAY_MS;
    own_text struct text sent = TEXT_INIT(SAY_BYTES_MAX);
    char segments[SEND_RULES_SEGMENTS_MAX];
    segments_on_channel(commit->channel, text, &sent);
    person_realm(commit->channel, realm);
    args_text(args, effect->held ? "hold" : "say");
    args_text(args, out_id);
    args_number(args, lane_of(effect->purpose));
    args_text(args, purpose_name(effect->purpose));
    args_text(args, commit->channel->name);
    args_text(args, realm);
    args_number(args, useless_ms);
    args_text(args, send_rules_segments(office_settings(commit->office), commit->channel, text, segments));
    args_seal_text(args, &commit->claim->key, person_bound("out", out_id, NULL, bound), text_get(&sent));
    args_text(args, commit->by);
}

static void quieten(char out_id[TURN_WRITTEN_ID_MAX]) {
    size_t len = strlen(out_id);
    snprintf(out_id + len, TURN_WRITTEN_ID_MAX - len, TURN_QUIET);
}

static int add_say(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    own_text struct text text = TEXT_INIT(SAY_BYTES_MAX);
    char out_id[TURN_WRITTEN_ID_MAX];
    enum language language =
        effect->language != LANGUAGE_NONE ? effect->language : machine_language(commit->event, commit->turn);
    if (machine_render(effect, commit->event, language, &text, why) < 0) return -1;
    if (text_check(&text, "a text", why) < 0) return -1;
    turn_written_id(commit, index, out_id);
    if (effect->unlogged) quieten(out_id);
    add_say_op(commit, effect, out_id, text_get(&text), args);
    if (effect->unlogged) return 0;
    turn_written_log(commit, commit->event->kind == EVENT_STAFF ? "staff" : "out", out_id, text_get(&text), args);
    return 0;
}

/* The fields of a ticket: [{"question","answer"}]. */
static json_t *ticket_fields(const struct effect *effect) {
    json_t *fields = json_array();
    for (size_t i = 0; i < effect->value_count; i++)
        json_array_append_new(
            fields, json_pack("{s:s, s:s}", "question", effect->values[i].name, "answer", effect->values[i].value));
    return fields;
}

static int add_ticket(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    char id[TURN_WRITTEN_ID_MAX], bound[PERSON_BOUND_MAX];
    turn_written_id(commit, index, id);
    args_text(args, "ticket");
    args_text(args, id);
    args_text(args, effect->ticket_code);
    args_text(args, effect->name);
    args_number(args, effect->priority);
    return turn_written_seal(commit, person_bound("ticket", id, NULL, bound), ticket_fields(effect), args, why);
}

/* The proof of a consent: the person's own words, when and over which channel, and what they had before them: the
 * phrase, in which language, of which version of the content. */
static json_t *consent_proof(const struct turn_commit *commit, const struct effect *effect) {
    return json_pack("{s:s, s:b, s:I, s:s, s:s, s:s, s:s, s:s}", "purpose", purpose_name(effect->purpose), "yes",
                     effect->consent == CONSENT_YES, "at", (json_int_t)commit->event->now_ms, "channel",
                     commit->channel ? commit->channel->name : "", "words",
                     commit->event->text ? commit->event->text : "", "question", effect->phrase, "language",
                     language_code(turn_language(commit->event, commit->turn)), "version",
                     pack_version(commit->event->pack));
}

static int add_consent(const struct turn_commit *commit, const struct effect *effect, struct args *args,
                       struct error *why) {
    char bound[PERSON_BOUND_MAX];
    json_t *proof = consent_proof(commit, effect);
    args_text(args, "consent");
    args_text(args, purpose_name(effect->purpose));
    args_number(args, effect->consent == CONSENT_YES);
    return turn_written_seal(commit, person_bound("proof", commit->claim->person, NULL, bound), proof, args, why);
}

static void add_words(struct args *args, const char *op, const char *first, const char *second) {
    args_text(args, op);
    if (first) args_text(args, first);
    if (second) args_text(args, second);
}

static void add_due(const struct effect *effect, struct args *args) {
    add_words(args, "due", effect->name, effect->ref);
    args_number(args, effect->at_ms);
}

static int add_effect(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    switch (effect->kind) {
    case EFFECT_SAY: return add_say(commit, index, args, why);
    case EFFECT_TICKET_OPEN: return add_ticket(commit, index, args, why);
    case EFFECT_CONSENT: return add_consent(commit, effect, args, why);
    case EFFECT_TICKET_NOTE:
        add_words(args, "note", NULL, NULL);
        if (effect->priority) add_words(args, "raise", effect->name, NULL);
        return 0;
    case EFFECT_DUE_SET: add_due(effect, args); return 0;
    case EFFECT_DUE_DROP: add_words(args, "undue", effect->name, NULL); return 0;
    case EFFECT_LANGUAGE:
        add_words(args, "lang", language_code(effect->language), effect->chosen ? "1" : "0");
        return 0;
    case EFFECT_APPOINTMENT: add_words(args, "appt", effect->ref, effect->name); return 0;
    case EFFECT_GREETED: add_words(args, "greeted", NULL, NULL); return 0;
    case EFFECT_MARK: add_words(args, "mark", effect->name, effect->ref); return 0;
    case EFFECT_COUNT:
        add_words(args, "count", effect->name, NULL);
        args_number(args, 1);
        return 0;
    case EFFECT_RECORD: return turn_records_add(commit, index, args, why);
    }
    return error_set(why, ERROR_SYSTEM, "a turn has an unknown effect");
}

static void add_count(struct args *args, const char *name, int64_t by) {
    args_text(args, "count");
    args_text(args, name);
    args_number(args, by);
}

int turn_commit_ops(const struct turn_commit *commit, struct args *args, struct error *why) {
    int64_t left = commit->channel ? turn_limits_left(&commit->limits) : 0, said = 0, dropped = 0;
    int is_logged = commit->event->kind == EVENT_MESSAGE && !commit->turn->unlogged;
    if (is_logged && add_inbound(commit, args, why) < 0) return -1;
    if (is_logged) turn_media_add(commit, args);
    for (size_t i = 0; i < commit->turn->effect_count; i++) {
        const struct effect *effect = &commit->turn->effects[i];
        /* a survey's questions come to an end by themselves, and a volunteer asks many people on one phone */
        int is_say = effect->kind == EFFECT_SAY && !effect->unlogged;
        if (is_say && said == left) {
            dropped++;
            continue;
        }
        said += is_say;
        if (add_effect(commit, i, args, why) < 0) return -1;
    }
    turn_limits_add(&commit->limits, said, args);
    if (dropped) add_count(args, commit->channel ? "says_over_limit" : "says_without_channel", dropped);
    return 0;
}
