/* urgent - danger words: numbers at once, a ticket of the first priority. */
#include "handlers/urgent.h"

#include "handlers/answer.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/render.h"
#include "handlers/ticket.h"
#include "handlers/unsafe.h"

#include <string.h>

static const char state_name[] = "urgent";

/* 1 when the message is a bare number that this text does not tell to call: 133 answered by "call 131". */
static int misses_number(const struct event *event, const struct pack_answer *answer, enum language language) {
    own_text struct text said = TEXT_INIT(4096);
    struct pack_fill_args with = {event->pack, language, NULL, 0};
    char number[16];
    int heard = heard_digits(event);
    if (heard < 0) return 0;
    snprintf(number, sizeof number, "%d", heard);
    pack_fill(&with, render_answer(event, answer, language), &said);
    return !strstr(text_get(&said), number);
}

static void say(const struct event *event, struct turn *turn, const struct pack_answer *answer) {
    if (answer_is_spoken(event, answer) && !misses_number(event, answer, turn_language(event, turn)))
        turn_say_answer(turn, answer);
    else
        turn_say(turn, "urgent_numbers");
    if (turn_language_is_unknown(event, turn)) turn_say(turn, "language_hint");
}

static int speak(const struct event *event, struct turn *turn, const struct pack_topic *topic, int priority) {
    const char *id = topic ? topic->id : "urgencia";
    say(event, turn, topic && topic->answer_count ? topic->answers[0] : NULL);
    ticket_open(event, turn, id, priority);
    form_leave(event, turn); /* what it asks is of no weight now, and its end would be a second ticket */
    turn_go(turn, event, state_name);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", id);
    turn_understood(turn, "urgent", id);
    return TURN_DONE;
}

int urgent_topic(const struct event *event, struct turn *turn, const struct pack_topic *topic) {
    return speak(event, turn, topic, 1);
}

int urgent_looked_up(const struct event *event, struct turn *turn, const struct pack_topic *topic) {
    return speak(event, turn, topic, 0);
}

int urgent_goes_on(const struct event *event, struct turn *turn) {
    if (!turn_is_in(turn, state_name) || heard_too_late(event, turn)) return TURN_PASS;
    ticket_note(event, turn);
    turn_say(turn, "urgent_noted");
    turn_understood(turn, "urgent", turn->next.subject);
    return TURN_DONE;
}

/* 1 when the answer that was spoken asks whether it is safe to write. */
static int asks_safe(const struct event *event, const char *topic_id) {
    const struct pack_topic *topic = pack_topic(event->pack, topic_id);
    const struct pack_answer *answer = topic && topic->answer_count ? topic->answers[0] : NULL;
    return answer && answer->asks_safe && answer_is_spoken(event, answer);
}

/* Whatever is answered is shown to the staff. A "no" to "is it safe?" is kept until the person says otherwise, and one
 * neutral word is all that is said. */
static int step(const struct event *event, struct turn *turn, struct error *why) {
    int yes = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    if (yes < 0) return TURN_PASS;
    ticket_note(event, turn);
    if (yes)
        unsafe_drop(event, turn);
    else if (asks_safe(event, turn->next.subject))
        unsafe_set(event, turn);
    turn_say(turn, yes ? "urgent_noted" : "urgent_no");
    turn_understood(turn, "urgent", yes ? "yes" : "no");
    return TURN_DONE;
}

const struct handler urgent_handler = {state_name, step};
