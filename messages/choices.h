/* choices - what a text offers by number, so that it can be tapped where the channel has buttons.
 *
 * Texts name their choices in two ways: a line each ("1 Salud", also several on one: "0 Menú, 9 Una persona"), or a run
 * within a sentence that begins with 1 ("Responda 1 Confirmo, 2 Cambiar hora."). A title begins with a capital letter,
 * which tells a choice from a mere number ("Lleve 1 foto, 2 copias"). What is tapped comes back as the number, as if it
 * had been typed. */
#ifndef MESSAGES_CHOICES_H
#define MESSAGES_CHOICES_H

#include "messages/language.h"
#include "messages/message.h"

struct choices {
    struct message_option options[OUT_OPTIONS_MAX];
    size_t count;
    char *bytes; /* owned: what the options point into */
};

/* Reads them from a text; none when there is only one, more than OUT_OPTIONS_MAX, or no memory. */
void choices_read(const char *text, struct choices *ret);
void choices_release(struct choices *choices);
#define own_choices __attribute__((cleanup(choices_release)))

/* The word on the button that opens a list of choices; LANGUAGE_NONE is Spanish. */
const char *choices_label(enum language language);

#endif
