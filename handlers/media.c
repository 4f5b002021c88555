/* media - what came without words: a picture, a voice note, a place, a contact, a reaction. */
#include "handlers/media.h"

#include "handlers/form.h"
#include "handlers/staff.h"
#include "handlers/ticket.h"
#include "handlers/welcome.h"

#include <string.h>

#define QUIET_AFTER 3 /* such things in a row are answered; a robot that sends more hears nothing */

/* A voice note cannot be heard here, but whoever does not write may be called; a sticker says no more than a smile. */
static const char *phrase_of_media(const struct event *event) {
    const char *type = event->media_type;
    if (type && strcmp(type, "image/webp") == 0) return "reaction"; /* a sticker */
    if (ticket_is_open(event)) return "media_for_person";
    return type && strncmp(type, "audio/", 6) == 0 ? "voice" : "media";
}

static const char *phrase_of(const struct event *event) {
    switch (event->message_kind) {
    case MESSAGE_LOCATION: return "location";
    case MESSAGE_CONTACT: return "contact";
    case MESSAGE_REACTION: return "reaction";
    case MESSAGE_MEDIA: return phrase_of_media(event);
    case MESSAGE_TEXT:
    case MESSAGE_BUTTON:
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
        turn_say(turn, phrase_of(event));
        form_repeat(event, turn);
    }
    turn->next.misses = misses;
    return TURN_DONE;
}
