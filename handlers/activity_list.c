/* activity_list - which activities there are, and which one is meant. */
#include "handlers/activity_list.h"

#include "handlers/activity.h"
#include "handlers/activity_say.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/options.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"

#include <string.h>

static const char state_name[] = "activity-list";

#define LEAVE     "leave" /* subject of the state */
#define NEXT_PAGE "+"
#define PAGE_MAX  3 /* each line has a day and a place: more of them are more than two SMS */

/* Of all of the board, those that a question is about. */
typedef int (*picker)(const struct event *event, const struct board_activity *activity);

static int is_offered(const struct event *event, const struct board_activity *activity) {
    return activity_is_open(activity, event->now_ms);
}

static int is_mine(const struct event *event, const struct board_activity *activity) {
    const struct known_seat *seat = known_seat(event, activity->id);
    return seat && (seat->state == SEAT_YES || seat->state == SEAT_WAITING) && activity->state != BOARD_CANCELLED &&
           board_next(activity, event->now_ms);
}

static size_t pick(const struct event *event, picker picks, const struct board_activity *ret[BOARD_ACTIVITIES_MAX]) {
    size_t count = 0;
    for (size_t i = 0; event->board && i < event->board->activity_count; i++)
        if (picks(event, &event->board->activities[i])) ret[count++] = &event->board->activities[i];
    return count;
}

size_t activity_mine(const struct event *event, const struct board_activity **ret_next) {
    const struct board_activity *all[BOARD_ACTIVITIES_MAX];
    size_t count = pick(event, is_mine, all);
    *ret_next = NULL;
    for (size_t i = 0; i < count; i++)
        if (!*ret_next || board_next(all[i], event->now_ms)->from_ms < board_next(*ret_next, event->now_ms)->from_ms)
            *ret_next = all[i];
    return count;
}

/* --- the list --- */

static void add_line(const struct event *event, size_t number, const struct board_activity *activity,
                     enum language language, struct text *ret) {
    own_text struct text line = TEXT_INIT(OPTIONS_TEXT_MAX);
    struct activity_about about = activity_about(activity, event->now_ms);
    struct pack_fill_args with = {event->pack, language, NULL, 0};
    activity_text(&with, activity->kind == BOARD_WORKSHOP ? "activity_line_workshop" : "activity_line", &about, &line);
    options_add_plain(ret, number, text_get(&line));
}

/* state.question holds the index of the page's first activity. */
static void show(const struct event *event, struct turn *turn, picker picks, size_t first) {
    const struct board_activity *all[BOARD_ACTIVITIES_MAX];
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    enum language language = turn_language(event, turn);
    size_t total = pick(event, picks, all), left = total > first ? total - first : 0;
    size_t count = left < PAGE_MAX ? left : PAGE_MAX;
    turn_go(turn, event, state_name);
    if (picks == is_mine) snprintf(turn->next.subject, sizeof turn->next.subject, LEAVE);
    turn->next.question = first;
    for (size_t i = 0; i < count; i++) {
        add_line(event, i + 1, all[first + i], language, &lines);
        turn_option(turn, all[first + i]->id);
    }
    if (count < left) {
        options_add_plain(&lines, count + 1, pack_phrase(event->pack, "more", language));
        turn_option(turn, NEXT_PAGE);
    }
    effect_value(turn_say(turn, picks == is_mine ? "activity_leave_which" : "activity_list"), "opciones",
                 text_get(&lines));
    turn_understood(turn, "activity", "");
}

int activity_service(const struct event *event, struct turn *turn, struct error *why) {
    const struct board_activity *all[BOARD_ACTIVITIES_MAX];
    if (!pick(event, is_offered, all) || turn_is_in(turn, FORM_STATE)) return TURN_PASS;
    show(event, turn, is_offered, 0);
    turn_understood(turn, "topic", "eventos");
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    int number = heard_number(event, turn), leaving = strcmp(turn->next.subject, LEAVE) == 0;
    picker picks = leaving ? is_mine : is_offered;
    if (heard_too_late(event, turn) || number < 0) return TURN_PASS;
    if (number < 1 || (size_t)number > turn->next.option_count) {
        show(event, turn, picks, turn->next.question);
        return TURN_DONE;
    }
    const char *option = turn->next.options[number - 1];
    const struct board_activity *activity = board_activity(event->board, option);
    if (strcmp(option, NEXT_PAGE) == 0)
        show(event, turn, picks, turn->next.question + PAGE_MAX);
    else if (!activity)
        turn_say(turn, "activity_gone");
    else if (leaving)
        activity_leave(event, turn, activity);
    else
        activity_ask(event, turn, activity);
    return TURN_DONE;
}

/* --- words --- */

static const struct board_activity *named(const struct event *event) {
    own_text struct text folded = TEXT_INIT(8192);
    heard_folded(event, &folded);
    for (size_t i = 0; event->board && i < event->board->activity_count; i++) {
        const struct board_activity *activity = &event->board->activities[i];
        if (!is_offered(event, activity) && !is_mine(event, activity)) continue;
        if (activity->word[0] && strcmp(activity->word, text_get(&folded)) == 0) return activity;
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            if (activity->title[language][0] && heard_title(event, activity->title[language])) return activity;
    }
    return NULL;
}

/* The one that is spoken of just now, the one they were invited to, or the only one that there is. */
static const struct board_activity *meant(const struct event *event, const struct turn *turn) {
    const struct board_activity *all[BOARD_ACTIVITIES_MAX], *found = NULL;
    if (turn_is_in(turn, ACTIVITY_STATE)) found = board_activity(event->board, turn->next.subject);
    if (found) return found;
    for (size_t i = 0; i < event->known.seat_count; i++)
        if (event->known.seats[i].state == SEAT_INVITED)
            found = board_activity(event->board, event->known.seats[i].activity);
    if (found && is_offered(event, found)) return found;
    return pick(event, is_offered, all) == 1 ? all[0] : NULL;
}

static int leave(const struct event *event, struct turn *turn) {
    const struct board_activity *mine[BOARD_ACTIVITIES_MAX], *now = NULL;
    size_t count = pick(event, is_mine, mine);
    if (turn_is_in(turn, ACTIVITY_STATE)) now = board_activity(event->board, turn->next.subject);
    if (now && (is_mine(event, now) || !count || !known_seat(event, now->id))) {
        activity_leave(event, turn, now);
        return TURN_DONE;
    }
    if (!count) now = meant(event, turn);
    if (!count && (!now || !known_seat(event, now->id))) return TURN_PASS;
    if (count > 1 && !turn_is_in(turn, FORM_STATE))
        show(event, turn, is_mine, 0);
    else
        activity_leave(event, turn, count ? mine[0] : now);
    return TURN_DONE;
}

static int come(const struct event *event, struct turn *turn) {
    const struct board_activity *all[BOARD_ACTIVITIES_MAX], *one = meant(event, turn);
    if (turn_is_in(turn, FORM_STATE) || turn_is_in(turn, ACTIVITY_STATE)) return TURN_PASS;
    if (one)
        activity_ask(event, turn, one);
    else if (pick(event, is_offered, all))
        show(event, turn, is_offered, 0);
    else
        return TURN_PASS;
    return TURN_DONE;
}

int activity_words(const struct event *event, struct turn *turn, struct error *why) {
    if (!event->board || form_takes_text(event, turn)) return TURN_PASS;
    const struct board_activity *activity = turn_is_in(turn, FORM_STATE) ? NULL : named(event);
    const char *choice = activity_choice(event, turn);
    int answer = TURN_PASS;
    if (!activity && !choice) return TURN_PASS;
    if (!turn_is_in(turn, FORM_STATE)) welcome_say(event, turn);
    if (activity)
        activity_ask(event, turn, activity);
    else
        answer = strcmp(choice, "leaving") == 0 ? leave(event, turn) : come(event, turn);
    if (activity) answer = TURN_DONE;
    if (answer == TURN_DONE) {
        ticket_note(event, turn);
        form_repeat(event, turn);
    }
    return answer;
}

const struct handler activity_list_handler = {state_name, step};
