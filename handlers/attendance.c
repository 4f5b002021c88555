/* attendance - the code of the day. */
#include "handlers/attendance.h"

#include "handlers/activity_say.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ", digits[] = "23456789";

int attendance_is_code(const char *text) {
    if (strlen(text) != ATTENDANCE_CODE_LEN) return 0;
    for (int i = 0; i < ATTENDANCE_CODE_LEN; i++) {
        int upper = text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i];
        if (!strchr(i % 2 ? digits : letters, upper)) return 0;
    }
    return 1;
}

void attendance_code(uint64_t seed, char ret[ATTENDANCE_CODE_LEN + 1]) {
    for (int i = 0; i < ATTENDANCE_CODE_LEN; i++) {
        const char *from = i % 2 ? digits : letters;
        ret[i] = from[seed % strlen(from)];
        seed /= strlen(from);
    }
    ret[ATTENDANCE_CODE_LEN] = '\0';
}

/* A session of this code: the one that is on, else any. Returns 1 when there is one. */
static int find(const struct event *event, const char *code, struct activity_about *ret) {
    int found = 0;
    for (size_t i = 0; i < event->board->activity_count; i++) {
        const struct board_activity *activity = &event->board->activities[i];
        for (size_t k = 0; k < activity->session_count; k++) {
            if (strcasecmp(activity->sessions[k].code, code) != 0 || activity->state == BOARD_CANCELLED) continue;
            if (found && !board_takes_code(&activity->sessions[k], event->now_ms)) continue;
            *ret = (struct activity_about){activity, k, 0};
            found = 1;
        }
    }
    return found;
}

/* A session that is on and in which the person has a seat: another code was meant. */
static int find_own(const struct event *event, struct activity_about *ret) {
    for (size_t i = 0; i < event->board->activity_count; i++) {
        const struct board_activity *activity = &event->board->activities[i];
        const struct known_seat *seat = known_seat(event, activity->id);
        if (!seat || seat->state != SEAT_YES || activity->state == BOARD_CANCELLED) continue;
        for (size_t k = 0; k < activity->session_count; k++) {
            if (!board_takes_code(&activity->sessions[k], event->now_ms)) continue;
            *ret = (struct activity_about){activity, k, 0};
            return 1;
        }
    }
    return 0;
}

static void record(struct turn *turn, const struct activity_about *about) {
    char session[24];
    snprintf(session, sizeof session, "%zu", about->session);
    effect_value(turn_record(turn, "came", about->activity->id, NULL), "session", session);
}

static void take_seat(struct turn *turn, const struct board_activity *activity) {
    char version[24];
    struct effect *seat = turn_record(turn, "seat", activity->id, NULL);
    snprintf(version, sizeof version, "%" PRId64, activity->version);
    effect_value(seat, "state", seat_state_name(SEAT_YES));
    effect_value(seat, "size", "1");
    effect_value(seat, "version", version);
    effect_value(seat, "place", "0");
}

static const char *phrase_of(const struct event *event, struct turn *turn, const struct activity_about *about) {
    const struct board_session *session = &about->activity->sessions[about->session];
    const struct known_seat *seat = known_seat(event, about->activity->id);
    int has_seat = seat && seat->state == SEAT_YES;
    if (event->now_ms < session->from_ms - BOARD_CODE_MARGIN_MS) return "activity_code_early";
    if (!board_takes_code(session, event->now_ms)) return "activity_code_late";
    if (!has_seat && (about->activity->kind == BOARD_WORKSHOP || !board_room(about->activity)))
        return "activity_code_stranger";
    if (!has_seat) take_seat(turn, about->activity);
    if (!has_seat || !(seat->came >> about->session & 1)) record(turn, about);
    return "activity_came";
}

int attendance_words(const struct event *event, struct turn *turn, struct error *why) {
    own_text struct text folded = TEXT_INIT(8192);
    struct activity_about about;
    heard_folded(event, &folded);
    if (!event->board || !attendance_is_code(text_get(&folded)) || form_takes_text(event, turn)) return TURN_PASS;
    if (find(event, text_get(&folded), &about))
        activity_say(event, turn, phrase_of(event, turn, &about), &about);
    else if (find_own(event, &about))
        activity_say(event, turn, "activity_code_wrong", &about);
    else
        return TURN_PASS;
    turn_understood(turn, "attendance", about.activity->id);
    ticket_note(event, turn);
    form_repeat(event, turn);
    return TURN_DONE;
}
