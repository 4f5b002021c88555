/* whatsapp - a message in the JSON of WhatsApp's own API: what Meta takes, and what others hand on to Meta. */
#ifndef MESSAGES_WIRE_WHATSAPP_H
#define MESSAGES_WIRE_WHATSAPP_H

#include "messages/message.h"

#include <jansson.h>

/* Adds "type" and what belongs to it to root: a template when out has one; reply buttons (up to 3) or a list (up to 10)
 * when out has options and they and the text fit WhatsApp's limits (letters: text 1024, button 20, row 24 and 72 more,
 * id 200); else plain text of up to 4096. -1 ERROR_INPUT: empty, too long, not UTF-8. */
int whatsapp_content(const struct message_out *out, json_t *root, struct error *why);

/* A value for a template: WhatsApp refuses line ends, tabs and runs of blanks there. Appends words with one blank in
 * place of each such run; at most 1024 letters. */
void whatsapp_param(struct text *ret, const char *words);

#define WHATSAPP_BUTTONS_MAX            3
#define WHATSAPP_BUTTON_LETTERS_MAX     20
#define WHATSAPP_LIST_LABEL_LETTERS_MAX 20
#define WHATSAPP_ROW_LETTERS_MAX        24

/* 1 when the options can stand under the text: WhatsApp refuses the whole message for one that is empty, too long or
 * there twice, and for a text of more than 1024 letters. */
int whatsapp_can_tap(const struct message_out *out);
int whatsapp_are_titles_short(const struct message_out *out, size_t letters_max);
/* Bytes of the beginning of a title that fits so many letters, cut between words when it must be cut. */
size_t whatsapp_head_len(const char *title, size_t letters_max);

/* How many letters (code points) a UTF-8 string has. */
size_t whatsapp_letters(const char *string);

#endif
