/* fields - what every wire asks of a field that a provider filled. */
#ifndef MESSAGES_WIRE_FIELDS_H
#define MESSAGES_WIRE_FIELDS_H

/* A provider's message id that we accept: 1 to MESSAGE_ID_MAX of [A-Za-z0-9_.:-]. NULL is none. */
int fields_is_id(const char *id);
/* Likewise, with the letters of base64 (+ / =) too: WhatsApp's own "wamid.HBgL...==". It never enters a URL. */
int fields_is_base64_id(const char *id);

/* An id of ours as it comes back from a callback: 1 to OUT_ID_MAX of the same letters. */
int fields_is_out_id(const char *id);

/* A provider's error code that fits status.code: up to 31 of [A-Za-z0-9_.-]; "" is one. */
int fields_is_code(const char *code);

/* Somebody who can be answered: "+" and 7 to 15 digits, a short code of 3 to 15 digits, or a WhatsApp user id without
 * a number ("US.1349120865"). A word ("BancoEstado") is nobody: such senders are robots and nothing can be sent back.
 */
int fields_is_address(const char *address);

#endif
