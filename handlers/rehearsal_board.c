/* rehearsal_board - the board and a person's seats in a rehearsal: headers of a transcript, and what the real store
 * does with a seat (queue/lua/46_seat.lua). */
#include "handlers/rehearsal_inside.h"

#include "messages/fold.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WEEK_MS    INT64_C(604800000)
#define SESSION_MS INT64_C(7200000)
#define SEATS_MAX  10000

static struct board_activity *find(struct rehearsal *rehearsal, const char *id) {
    return (struct board_activity *)board_activity(&rehearsal->board, id);
}

static struct known_seat *seat_of(struct rehearsal *rehearsal, const char *id) {
    struct known *known = &rehearsal->known;
    for (size_t i = 0; i < known->seat_count; i++)
        if (strcmp(known->seats[i].activity, id) == 0) return &known->seats[i];
    if (known->seat_count == EVENT_SEATS_MAX) return NULL;
    struct known_seat *seat = &known->seats[known->seat_count++];
    memset(seat, 0, sizeof *seat);
    snprintf(seat->activity, sizeof seat->activity, "%s", id);
    return seat;
}

/* --- timers of a seat --- */

static void timers(struct rehearsal *rehearsal, const struct board_activity *activity, int set) {
    struct board_time times[BOARD_TIMES_MAX];
    size_t count = board_times(activity, times);
    for (size_t i = 0; i < count; i++) {
        struct effect due = {.kind = EFFECT_DUE_SET, .at_ms = times[i].at_ms};
        snprintf(due.ref, sizeof due.ref, "%s.%" PRId64 ".%zu.%s", activity->id, activity->version, times[i].session,
                 board_time_name(times[i].kind));
        snprintf(due.name, sizeof due.name, "session:%.39s", due.ref);
        if (!set)
            rehearsal_due_drop(rehearsal, due.name);
        else if (due.at_ms > rehearsal->now_ms)
            rehearsal_due_set(rehearsal, &due);
    }
}

static void seat_set(struct rehearsal *rehearsal, struct board_activity *activity, enum seat_state state,
                     int64_t size) {
    struct known_seat *seat = seat_of(rehearsal, activity->id);
    if (!seat) return;
    int64_t held = seat->state == SEAT_YES ? seat->size : 0, wants = state == SEAT_YES ? size : 0;
    activity->waiting += (state == SEAT_WAITING) - (seat->state == SEAT_WAITING);
    activity->taken += wants - held;
    if (state == SEAT_WAITING && seat->state != SEAT_WAITING) seat->place = activity->waiting;
    if ((wants > 0) != (held > 0)) timers(rehearsal, activity, wants > 0);
    seat->state = state;
    seat->size = size;
    seat->at_ms = rehearsal->now_ms;
}

static enum seat_state state_named(const char *name) {
    enum seat_state state = SEAT_NO;
    while (state > SEAT_NONE && strcmp(seat_state_name(state), name) != 0) state--;
    return state;
}

/* --- records --- */

static const char *value_of(const struct effect *effect, const char *name) {
    for (size_t i = 0; i < effect->value_count; i++)
        if (strcmp(effect->values[i].name, name) == 0) return effect->values[i].value;
    return "";
}

void rehearsal_seat(struct rehearsal *rehearsal, const struct effect *effect) {
    struct board_activity *activity = find(rehearsal, effect->ref);
    if (activity)
        seat_set(rehearsal, activity, state_named(value_of(effect, "state")),
                 strtoll(value_of(effect, "size"), NULL, 10));
}

void rehearsal_came(struct rehearsal *rehearsal, const struct effect *effect) {
    struct board_activity *activity = find(rehearsal, effect->ref);
    struct known_seat *seat = activity ? seat_of(rehearsal, activity->id) : NULL;
    unsigned long session = strtoul(value_of(effect, "session"), NULL, 10);
    if (!seat || session >= activity->session_count) return;
    seat->came |= UINT64_C(1) << session;
    activity->sessions[session].came++;
}

/* --- headers --- */

static int malformed(struct error *why) {
    return error_set(why, ERROR_INPUT,
                     "an activity is written: ID event|workshop 2026-12-05 18:00 xSESSIONS "
                     "TAKEN/SEATS+WAITING CODE TITLE | PLACE");
}

static void copy(const char *from, size_t len, char *ret, size_t size) {
    while (len && *from == ' ') from++, len--;
    while (len && from[len - 1] == ' ') len--;
    snprintf(ret, size, "%.*s", (int)(len < size ? len : size - 1), from);
}

static void read_title(const char *text, enum language language, struct board_activity *ret) {
    const char *bar = strchr(text, '|');
    copy(text, bar ? (size_t)(bar - text) : strlen(text), ret->title[language], sizeof ret->title[language]);
    if (bar) copy(bar + 1, strlen(bar + 1), ret->place[language], sizeof ret->place[language]);
}

/* Sessions are a week apart and two hours long; the last letter of the code counts up. */
static void add_sessions(struct board_activity *activity, int64_t from_ms, const char *code, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        struct board_session *session = &activity->sessions[activity->session_count++];
        *session = (struct board_session){.from_ms = from_ms + i * WEEK_MS};
        session->until_ms = session->from_ms + SESSION_MS;
        session->after_ms = board_after_ms(session->until_ms);
        snprintf(session->code, sizeof session->code, "%.3s%c", code, (char)(code[3] + (int)i));
    }
}

static int is_seats(int64_t number) {
    return number >= 0 && number <= SEATS_MAX;
}

static int read_activity(const char *line, struct board_activity *ret, struct error *why) {
    char kind[12], code[8];
    int64_t from_ms;
    unsigned sessions;
    int len = 0, at = 0;
    memset(ret, 0, sizeof *ret);
    if (sscanf(line, "%19s %11s %n", ret->id, kind, &at) != 2 || !at) return malformed(why);
    if (rehearsal_time(line + at, &from_ms, &len, why) < 0) return -1;
    at += len;
    len = 0;
    if (sscanf(line + at, " x%u %" SCNd64 "/%" SCNd64 "+%" SCNd64 " %7s %n", &sessions, &ret->taken, &ret->capacity,
               &ret->waiting, code, &len) != 5 ||
        !len || sessions < 1 || sessions > BOARD_SESSIONS_MAX || strlen(code) != 4)
        return malformed(why);
    if (strcmp(kind, "event") != 0 && strcmp(kind, "workshop") != 0) return malformed(why);
    if (!is_seats(ret->taken) || !is_seats(ret->capacity) || !is_seats(ret->waiting)) return malformed(why);
    ret->kind = *kind == 'w' ? BOARD_WORKSHOP : BOARD_EVENT;
    read_title(line + at + len, LANGUAGE_ES, ret);
    add_sessions(ret, from_ms, code, sessions);
    return ret->title[LANGUAGE_ES][0] && ret->place[LANGUAGE_ES][0] ? 0 : malformed(why);
}

int rehearsal_activity(struct rehearsal *rehearsal, const char *line, struct error *why) {
    struct board_activity activity;
    if (read_activity(line, &activity, why) < 0) return -1;
    struct board_activity *at = find(rehearsal, activity.id);
    if (!at && rehearsal->board.activity_count == BOARD_ACTIVITIES_MAX)
        return error_set(why, ERROR_INPUT, "more than %d activities", BOARD_ACTIVITIES_MAX);
    activity.version = at ? at->version + 1 : 1;
    if (!at) at = &rehearsal->board.activities[rehearsal->board.activity_count++];
    *at = activity;
    struct known_seat *seat = activity.version > 1 ? seat_of(rehearsal, activity.id) : NULL;
    if (seat && seat->state == SEAT_YES) timers(rehearsal, at, 1);
    return 0;
}

/* The activity that a line begins with, and what follows; NULL when there is none. */
static struct board_activity *take(struct rehearsal *rehearsal, const char *line, const char **ret_rest,
                                   struct error *why) {
    char id[20] = "";
    int len = 0;
    struct board_activity *activity = sscanf(line, "%19s %n", id, &len) == 1 ? find(rehearsal, id) : NULL;
    if (!activity) error_set(why, ERROR_INPUT, "there is no activity '%.20s'", id);
    *ret_rest = line + len;
    return activity;
}

int rehearsal_activity_title(struct rehearsal *rehearsal, const char *line, struct error *why) {
    const char *rest;
    struct board_activity *activity = take(rehearsal, line, &rest, why);
    char code[4] = "";
    if (!activity) return -1;
    snprintf(code, sizeof code, "%.2s", rest);
    enum language language = language_of_code(code);
    if (language == LANGUAGE_NONE || rest[2] != ' ')
        return error_set(why, ERROR_INPUT, "a title is written: ID LANGUAGE TITLE | PLACE");
    read_title(rest + 3, language, activity);
    return 0;
}

int rehearsal_activity_set(struct rehearsal *rehearsal, const char *line, struct error *why) {
    const char *rest;
    struct board_activity *activity = take(rehearsal, line, &rest, why);
    own_text struct text folded = TEXT_INIT(256);
    if (!activity) return -1;
    if (strncmp(rest, "word ", 5) == 0) {
        fold_text(rest + 5, &folded);
        snprintf(activity->word, sizeof activity->word, "%.31s", text_get(&folded));
    } else if (strncmp(rest, "came ", 5) == 0 && strtoul(rest + 5, NULL, 10) < activity->session_count) {
        activity->sessions[strtoul(rest + 5, NULL, 10)].came++;
    } else if (strcmp(rest, "closed") == 0) {
        activity->state = BOARD_CLOSED;
    } else if (strcmp(rest, "cancelled") == 0) {
        activity->state = BOARD_CANCELLED;
        activity->version++;
    } else {
        return error_set(why, ERROR_INPUT,
                         "an activity can be closed or cancelled, get a word, or somebody came SESSION");
    }
    return 0;
}

int rehearsal_seat_header(struct rehearsal *rehearsal, const char *line, struct error *why) {
    const char *rest;
    struct board_activity *activity = take(rehearsal, line, &rest, why);
    char state[12] = "";
    int64_t size = 1;
    if (!activity) return -1;
    int count = sscanf(rest, "%11s %" SCNd64, state, &size);
    if (count < 1 || state_named(state) == SEAT_NONE || size < 1 || size > SEATS_MAX)
        return error_set(why, ERROR_INPUT, "a seat is written: ID invited|yes|waiting|no [SEATS]");
    seat_set(rehearsal, activity, state_named(state), size);
    return 0;
}
