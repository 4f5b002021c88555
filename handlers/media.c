/* media - what came without words: a picture, a voice note, a place, a contact, a reaction. */
#include "handlers/media.h"

#include "handlers/form.h"
#include "handlers/staff.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"

#include <string.h>

#define QUIET_AFTER 3 /* such things in a row are answered; a robot that sends more hears nothing */

static const char *phrase_of(enum message_kind kind) {
    switch (kind) {
    case MESSAGE_LOCATION: return "location";
    case MESSAGE_CONTACT: return "contact";
    case MESSAGE_REACTION: return "reaction";
    case MESSAGE_TEXT:
    case MESSAGE_BUTTON:
    case MESSAGE_MEDIA:
    case MESSAGE_UNSUPPORTED: return "media";
    }
    return "media";
}

static int has_words(const struct event *event) {
    if (event->message_kind == MESSAGE_TEXT || event->message_kind == MESSAGE_BUTTON) return 1;
    /* a reaction's text is its emoji, a place's or contact's is data that the channel made */
    return event->message_kind == MESSAGE_MEDIA && event->text[strspn(event->text, " \n\t")];
}

int media_step(const struct event *event, struct turn *turn, struct error *why) {
    if (has_words(event)) return TURN_PASS;
    int misses = turn->next.misses + 1;
    turn_understood(turn, "media", "");
    ticket_note(event, turn);
    if (turn_is_in(turn, STAFF_STATE) && ticket_is_open(event)) return TURN_DONE;
    if (misses <= QUIET_AFTER) {
        welcome_say(event, turn);
        turn_say(turn, phrase_of(event->message_kind));
        form_repeat(event, turn);
    }
    turn->next.misses = misses;
    return TURN_DONE;
}
