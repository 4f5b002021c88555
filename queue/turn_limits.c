/* turn_limits - paces of one person: replies, replies to chatter, messages. */
#include "queue/turn_limits.h"

#include "handlers/ticket.h"

#include <inttypes.h>
#include <string.h>

#define HOUR_MS   INT64_C(3600000)
#define MINUTE_MS INT64_C(60000)

/* A moment that lies further ahead than its window comes from a clock that was set back. */
static int64_t not_too_far(int64_t until_ms, int64_t now_ms, int64_t window_ms) {
    if (until_ms < now_ms || until_ms > now_ms + 2 * window_ms) return now_ms;
    return until_ms;
}

static int64_t fits(int64_t until_ms, int64_t now_ms, int64_t cost_ms) {
    int64_t left_ms = HOUR_MS - (until_ms - now_ms);
    return left_ms > 0 ? left_ms / cost_ms : 0;
}

static void read_field(const struct claim *claim, struct turn_limits *ret) {
    char field[TURN_LIMITS_FIELD_MAX];
    struct vault_bytes pace = claim_field(claim, "pace");
    snprintf(field, sizeof field, "%.*s", (int)pace.len, (const char *)pace.at);
    if (sscanf(field, "%" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64, &ret->says_until_ms, &ret->chatter_until_ms,
               &ret->heard_until_ms, &ret->told_ms) != 4)
        ret->says_until_ms = ret->chatter_until_ms = ret->heard_until_ms = ret->told_ms = 0;
    ret->says_until_ms = not_too_far(ret->says_until_ms, ret->now_ms, HOUR_MS);
    ret->chatter_until_ms = not_too_far(ret->chatter_until_ms, ret->now_ms, HOUR_MS);
    ret->heard_until_ms = not_too_far(ret->heard_until_ms, ret->now_ms, MINUTE_MS);
    if (ret->told_ms > ret->now_ms) ret->told_ms = 0;
}

static int is_one_of(const char *kind, const char *const *kinds) {
    for (; *kinds; kinds++)
        if (strcmp(*kinds, kind) == 0) return 1;
    return 0;
}

/* A question of a form that is asked again belongs to the form. */
static int is_chatter(const struct turn *turn) {
    static const char *const kinds[] = {"none", "media", "courtesy", NULL};
    return is_one_of(turn->kind, kinds) && !turn_is_in(turn, "form");
}

static int is_always_worked(const struct turn *turn) {
    static const char *const kinds[] = {"urgent", "danger", NULL};
    if (turn->unlogged) return 1; /* answers of a survey: nothing else may keep their words */
    return is_one_of(turn->kind, kinds) || (strcmp(turn->kind, "control") == 0 && strcmp(turn->id, "stop") == 0);
}

static void only_note(const struct state *was, const struct event *event, struct turn *turn, struct turn_limits *ret) {
    turn_release(turn);
    turn_init(turn, was);
    ticket_note(event, turn);
    turn_understood(turn, "flood", "");
    if (ret->now_ms - ret->told_ms < MINUTE_MS) return;
    turn_say(turn, "one_moment");
    ret->told_ms = ret->now_ms;
}

void turn_limits_take(const struct settings *settings, const struct claim *claim, const struct state *was,
                      const struct event *event, struct turn *turn, struct turn_limits *ret) {
    int64_t message_ms = MINUTE_MS / settings->worker.messages_per_minute_max;
    *ret = (struct turn_limits){.is_limited = event->kind == EVENT_MESSAGE, .now_ms = event->now_ms};
    if (!ret->is_limited) return;
    ret->reply_ms = HOUR_MS / settings->worker.auto_replies_per_hour_max;
    ret->chatter_ms = HOUR_MS / settings->worker.chatter_replies_per_hour_max;
    read_field(claim, ret);
    if (ret->heard_until_ms + message_ms <= ret->now_ms + MINUTE_MS)
        ret->heard_until_ms += message_ms;
    else if (!is_always_worked(turn))
        only_note(was, event, turn, ret);
    ret->is_chatter = is_chatter(turn);
}

int64_t turn_limits_left(const struct turn_limits *limits) {
    if (!limits->is_limited) return TURN_EFFECTS_MAX;
    int64_t left = fits(limits->says_until_ms, limits->now_ms, limits->reply_ms);
    int64_t chatter = fits(limits->chatter_until_ms, limits->now_ms, limits->chatter_ms);
    return limits->is_chatter && chatter < left ? chatter : left;
}

void turn_limits_add(const struct turn_limits *limits, int64_t said, struct args *args) {
    char field[TURN_LIMITS_FIELD_MAX];
    if (!limits->is_limited) return;
    snprintf(field, sizeof field, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
             limits->says_until_ms + said * limits->reply_ms,
             limits->chatter_until_ms + (limits->is_chatter ? said * limits->chatter_ms : 0), limits->heard_until_ms,
             limits->told_ms);
    args_text(args, "pace");
    args_text(args, field);
}
