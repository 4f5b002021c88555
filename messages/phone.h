/* phone - numbers as E.164: "+" and 8 to 15 digits, first digit not 0. */
#ifndef MESSAGES_PHONE_H
#define MESSAGES_PHONE_H

#include "config/error.h"
#include "messages/message.h"

/* "+56 9 1111-1111", "0056...", "9 1111 1111" (with prefix "+56") -> "+56911111111". Full-width and Arabic digits are
 * understood; so are "(0)" behind a country prefix, and a trunk zero in front of a local number. Without + or 00 the
 * number is local to prefix, unless its length says that the prefix is already there ("56911111111"); for countries
 * whose plan is known (phone.c) a local number with a digit too few or too many is refused.
 * ERROR_INPUT: letters, too short, too long, nothing. The text of the error does not hold the number. */
int phone_normalise(const char *text, const char *prefix, char ret[MESSAGE_ADDRESS_MAX + 1], struct error *why);

/* "+569*****111": for staff screens that need to tell numbers apart without showing them. */
void phone_mask(const char *number, char ret[MESSAGE_ADDRESS_MAX + 1]);

#endif
