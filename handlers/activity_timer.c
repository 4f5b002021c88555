/* activity_timer - what an activity makes the office say by itself. */
#include "handlers/activity_timer.h"

#include "handlers/activity.h"
#include "handlers/activity_say.h"
#include "handlers/heard.h"

#include <inttypes.h>
#include <string.h>

static const char thanks_state[] = "activity-thanks";

#define LOOK_BACK_MS INT64_C(43200000) /* so long "we did not see you" is worth saying */

/* What a timer is about. */
struct reference {
    char activity[20], kind[8];
    int64_t version;
    unsigned session;
};

static int read_reference(const char *ref, struct reference *ret) {
    memset(ret, 0, sizeof *ret);
    return sscanf(ref, "%19[^.].%" SCNd64 ".%u.%7s", ret->activity, &ret->version, &ret->session, ret->kind);
}

/* COMMIT refuses the turn when the activity has another version by then. */
static void holds(struct turn *turn, const struct board_activity *activity) {
    char version[24];
    snprintf(version, sizeof version, "%" PRId64, activity->version);
    effect_value(turn_record(turn, "board-is", activity->id, NULL), "version", version);
}

static void go(const struct event *event, struct turn *turn, const char *state, const struct board_activity *activity) {
    turn_understood(turn, "activity", activity->id);
    if (!activity_may_ask(turn)) return;
    turn_go(turn, event, state);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", activity->id);
}

static enum seat_state seat_of(const struct event *event, const struct board_activity *activity) {
    const struct known_seat *seat = known_seat(event, activity->id);
    return seat ? seat->state : SEAT_NONE;
}

/* --- before and after a session --- */

static void remind(const struct event *event, struct turn *turn, struct activity_about *about) {
    const struct board_session *session = &about->activity->sessions[about->session];
    int workshop = about->activity->kind == BOARD_WORKSHOP;
    if (session->from_ms <= event->now_ms) return;
    about->n = (int64_t)about->session + 1;
    activity_tell(event, turn, workshop ? "activity_reminder_workshop" : "activity_reminder", about, session->from_ms);
    turn_understood(turn, "reminder", about->activity->id);
}

static void ask_back(const struct event *event, struct turn *turn, const struct activity_about *about) {
    own_text struct text next = TEXT_INIT(EFFECT_VALUE_MAX);
    const struct known_seat *seat = known_seat(event, about->activity->id);
    if (seat->came >> about->session & 1 || !about->activity->sessions[about->session].came) return;
    activity_day_hour(&about->activity->sessions[about->session + 1], turn_language(event, turn), &next);
    size_t said = turn->effect_count;
    activity_tell(event, turn, "activity_missed", about, event->now_ms + LOOK_BACK_MS);
    if (said < TURN_EFFECTS_MAX) effect_value(&turn->effects[said], "proxima", text_get(&next));
    turn_understood(turn, "missed", about->activity->id);
}

static void thank(const struct event *event, struct turn *turn, const struct activity_about *about) {
    if (!activity_may_ask(turn)) return;
    activity_tell(event, turn, "activity_thanks", about, event->now_ms + LOOK_BACK_MS);
    go(event, turn, thanks_state, about->activity);
}

static void on_session(const struct event *event, struct turn *turn, struct activity_about *about, const char *kind) {
    if (strcmp(kind, board_time_name(BOARD_AFTER)) != 0)
        remind(event, turn, about);
    else if (about->session + 1 < about->activity->session_count && about->activity->kind == BOARD_WORKSHOP)
        ask_back(event, turn, about);
    else
        thank(event, turn, about);
}

int activity_session_timer(const struct event *event, struct turn *turn, struct error *why) {
    struct reference reference;
    if (read_reference(event->ref, &reference) != 4)
        return error_set(why, ERROR_INPUT, "a timer of an activity has a malformed reference");
    const struct board_activity *activity = board_activity(event->board, reference.activity);
    if (!activity || reference.version < activity->version || reference.session >= activity->session_count)
        return TURN_DONE; /* it has moved, or is over: others speak of what is now */
    if (activity->state == BOARD_CANCELLED || seat_of(event, activity) != SEAT_YES) return TURN_DONE;
    if (event->known.consent[PURPOSE_REMINDERS] == CONSENT_NO) return TURN_DONE;
    struct activity_about about = {activity, reference.session, 0};
    holds(turn, activity);
    if (reference.version == activity->version) on_session(event, turn, &about, reference.kind);
    return TURN_DONE;
}

/* --- a seat that got free, a change --- */

int activity_seat_timer(const struct event *event, struct turn *turn, struct error *why) {
    const struct board_activity *activity = board_activity(event->board, event->ref);
    const struct board_session *next = activity ? board_next(activity, event->now_ms) : NULL;
    if (!next || activity->state == BOARD_CANCELLED || seat_of(event, activity) != SEAT_YES) return TURN_DONE;
    struct activity_about about = activity_about(activity, event->now_ms);
    holds(turn, activity);
    activity_tell(event, turn, "activity_seat", &about, next->until_ms);
    go(event, turn, ACTIVITY_STATE, activity);
    return TURN_DONE;
}

static const char *notice_of(const struct board_activity *activity, enum seat_state seat) {
    if (seat != SEAT_INVITED && seat != SEAT_YES && seat != SEAT_WAITING) return NULL;
    if (activity->state == BOARD_CANCELLED) return "activity_cancelled";
    return seat == SEAT_INVITED ? "activity_changed_invited" : "activity_changed";
}

int activity_notice_timer(const struct event *event, struct turn *turn, struct error *why) {
    struct reference reference;
    if (read_reference(event->ref, &reference) < 2)
        return error_set(why, ERROR_INPUT, "a notice of an activity has a malformed reference");
    const struct board_activity *activity = board_activity(event->board, reference.activity);
    const struct board_session *next = activity ? board_next(activity, event->now_ms) : NULL;
    const char *phrase = next ? notice_of(activity, seat_of(event, activity)) : NULL;
    if (!phrase || reference.version < activity->version) return TURN_DONE; /* a newer notice is on its way */
    struct activity_about about = activity_about(activity, event->now_ms);
    holds(turn, activity);
    if (reference.version > activity->version) return TURN_DONE; /* COMMIT says that our board is old */
    activity_tell(event, turn, phrase, &about, next->until_ms);
    turn_understood(turn, "activity", activity->id);
    if (activity->state != BOARD_CANCELLED) go(event, turn, ACTIVITY_STATE, activity);
    return TURN_DONE;
}

/* --- one question after --- */

static int step(const struct event *event, struct turn *turn, struct error *why) {
    char answer[4];
    int number = heard_number(event, turn);
    if (event->now_ms - turn->next.since_ms > ACTIVITY_ANSWER_MS || number < 1 || number > 3) return TURN_PASS;
    snprintf(answer, sizeof answer, "%d", number);
    effect_value(turn_record(turn, "thanks", turn->next.subject, NULL), "answer", answer);
    turn_say(turn, "activity_thanked");
    turn_go(turn, event, "idle");
    turn_understood(turn, "activity", "thanks");
    return TURN_DONE;
}

const struct handler activity_thanks_handler = {thanks_state, step};
