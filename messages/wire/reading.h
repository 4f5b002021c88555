/* reading - what wires share when they make a message out of what a provider says. */
#ifndef MESSAGES_WIRE_READING_H
#define MESSAGES_WIRE_READING_H

#include "messages/http.h"
#include "messages/message.h"

#include <jansson.h>

/* The object that a reply holds, a new reference into ret (NULL otherwise). 1: there is none of that name, 404. -1
 * ERROR_BUSY not answered, 429 or 5xx; ERROR_DENIED any other status; ERROR_INPUT no JSON object. */
int reading_object(const struct http_reply *reply, json_t **ret, struct error *why);

/* A member that is a string; "" when it is absent or something else. Borrowed. */
const char *reading_text(const json_t *object, const char *name);

/* Somebody who can be answered, as message.from is written: "56911111111", "0056...", "+56..." -> "+56...", a short
 * code of up to 6 digits or a WhatsApp user id as it is. 0 and ret "" when it is nobody. */
int reading_address(const char *address, char ret[MESSAGE_ADDRESS_MAX + 1]);

/* A new message of this sender; NULL when the inbox is full or without memory. kind, id, from and time are set. */
struct message_head {
    enum message_kind kind;
    const char *id, *from; /* both checked before */
    int64_t at_ms;
};
struct message *reading_message(struct inbox *inbox, const struct message_head *head);

void reading_body(struct message *message, const char *words);
/* Payload, and the words on what was tapped; without a payload the words are it. */
void reading_button(struct message *message, const char *payload, const char *title);
/* One that is too long, or holds a control character, is left out. */
void reading_media(struct message *message, const char *reference, const char *type);
/* The same for one more medium of a message that has one. */
void reading_more_media(struct message *message, const char *reference, const char *type);
/* "latitude,longitude"; a place that is none on earth (or NAN) adds nothing. */
void reading_place(struct message *message, double latitude, double longitude);
/* A member that is a number; NAN when it is absent or something else. */
double reading_number(const json_t *object, const char *name);
/* One more line of the body; "" adds nothing. */
void reading_line(struct message *message, const char *words);

/* "1750091045" or 1750091045, seconds (or, from 10^11 on, ms) since 1970, as ms; 0 when it is no time. */
int64_t reading_time(const char *digits);
/* "2020-01-01T14:00:00.000Z", also with a blank for T, without seconds' fractions, and with "+02:00" (RFC 3339);
 * without an offset it is UTC. 0 when it is no time since 1970. */
int64_t reading_iso_time(const char *words);

#endif
