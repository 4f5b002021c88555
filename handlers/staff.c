/* staff - a caseworker has the word. */
#include "handlers/staff.h"

#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/ticket.h"
#include "handlers/topic.h"
#include "messages/match.h"

#include <string.h>

static int reply(const struct event *event, struct turn *turn, struct error *why) {
    if (!event->text || !event->text[strspn(event->text, " \n\t")])
        return error_set(why, ERROR_INPUT, "an empty reply of the staff");
    turn_say_literal(turn, event->text);
    form_leave(event, turn);
    turn_go(turn, event, STAFF_STATE);
    turn_understood(turn, "staff", "reply");
    return TURN_DONE;
}

/* A form that the person opened meanwhile goes on. */
static int closed(const struct event *event, struct turn *turn) {
    turn_say(turn, "staff_closed");
    if (turn_is_in(turn, STAFF_STATE)) turn_go(turn, event, "idle");
    turn_understood(turn, "staff", "closed");
    return TURN_DONE;
}

int staff_event(const struct event *event, struct turn *turn, struct error *why) {
    const char *name = event->name ? event->name : "";
    if (strcmp(name, "reply") == 0) return reply(event, turn, why);
    if (strcmp(name, "closed") == 0) return closed(event, turn);
    return error_set(why, ERROR_INPUT, "an event of the staff is neither reply nor closed");
}

/* The topic that the whole message is a keyword of; NULL when it is only about it, or has to be asked back. */
static const struct pack_topic *exact_topic(const struct event *event, const struct turn *turn) {
    own_text struct text folded = TEXT_INIT(8192);
    struct match match = match_text(event->pack, event->text, turn_language(event, turn));
    if (match.kind != MATCH_TOPIC || !topic_is_short(match.topic)) return NULL;
    heard_folded(event, &folded);
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (heard_word(text_get(&folded), &match.topic->keywords[language])) return match.topic;
    return NULL;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    if (!ticket_is_open(event)) { /* closed meanwhile: nobody would read it */
        turn_go(turn, event, "idle");
        return TURN_PASS;
    }
    ticket_note(event, turn);
    const struct pack_topic *topic = exact_topic(event, turn);
    if (topic) return topic_speak(event, turn, topic, why);
    turn_understood(turn, "staff", "note");
    return TURN_DONE;
}

const struct handler staff_handler = {STAFF_STATE, step};
