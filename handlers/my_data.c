/* my_data - the control words MY DATA and ERASE: a person of the office takes the request. */
#include "handlers/my_data.h"

#include "handlers/form.h"
#include "handlers/ticket.h"

static int hand_over(const struct event *event, struct turn *turn, const char *phrase, const char *wish) {
    form_leave(event, turn);
    struct effect *ticket = ticket_open(event, turn, "datos", 0);
    if (!ticket) return TURN_DONE;
    if (ticket->kind == EFFECT_TICKET_OPEN) effect_value(ticket, "pedido", wish);
    ticket_say(turn, phrase, ticket->ticket_code);
    return TURN_DONE;
}

int my_data_control(const struct event *event, struct turn *turn, struct error *why) {
    return hand_over(event, turn, "my_data", "Ver o corregir sus datos");
}

int my_data_erase_control(const struct event *event, struct turn *turn, struct error *why) {
    return hand_over(event, turn, "erase", "Borrar sus datos");
}
