/* generic_fill - placeholders of the http wire's templates. */
#ifndef MESSAGES_WIRE_GENERIC_FILL_H
#define MESSAGES_WIRE_GENERIC_FILL_H

#include "messages/wire.h"

enum generic_place { GENERIC_URL, GENERIC_HEADER, GENERIC_FORM, GENERIC_JSON, GENERIC_TEXT };

/* Appends a template, its {to} {to_digits} {from} {from_digits} {text} {id} {status_url} {account} {token} {basic}
 * (base64 of account:token) filled, each escaped for the place where it stands; other braces stay. */
void generic_fill(const struct channel *channel, const struct message_out *out, enum generic_place place,
                  const char *template, struct text *ret);

/* The first {word} of a template that is no placeholder, NULL when there is none. For settings: a misspelt one would be
 * sent to people as it stands. Borrowed, up to its brace. */
const char *generic_fill_unknown(const char *template);

#endif
