/* answer - one answer of the pack is spoken, or a person takes over. */
#include "handlers/answer.h"

#include "handlers/ticket.h"

int answer_is_spoken(const struct event *event, const struct pack_answer *answer) {
    return answer && (answer->approved || !event->live);
}

void answer_say(const struct event *event, struct turn *turn, const struct pack_answer *answer, const char *topic) {
    if (answer_is_spoken(event, answer)) {
        turn_say_answer(turn, answer);
        return;
    }
    struct effect *ticket = ticket_open(event, turn, topic, 0);
    if (ticket) ticket_say(turn, "unsure", ticket->ticket_code);
}
