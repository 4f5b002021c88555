/* simulator_phones - the phones of the simulator: what each wrote and got, and the pages that look at it. */
#ifndef BOT_SIMULATOR_PHONES_H
#define BOT_SIMULATOR_PHONES_H

#include "bot/http.h"
#include "config/settings.h"
#include "messages/message.h"

#define PHONES_MAX           64
#define PHONES_MESSAGES_MAX  200           /* of a phone; the oldest go first */
#define PHONES_BYTES_MAX     (64UL * 1024) /* of texts of a phone, likewise */
#define PHONES_LISTENERS_MAX 8             /* open pages of a phone */
#define PHONES_ID_MAX        24

struct phones;
struct phones *phones_new(void);          /* NULL: no memory */
void phones_close(struct phones *phones); /* ends all streams */
void phones_free(struct phones *phones);  /* NULL-safe; ends all streams */

/* A phone is a number on a channel. */
struct phones_key {
    const char *channel, *number;
};

/* One bubble. text is borrowed. */
struct phones_message {
    char id[PHONES_ID_MAX + 1];
    int mine; /* written on the phone; else by the office */
    const char *text, *state;
    char media[PHONES_ID_MAX + 1]; /* of a picture or voice note that was sent, "" = none: simulator_media.h */
    const char *media_type;        /* static; NULL = nothing that can be shown */
    int64_t at_ms;
};

/* Keeps a message and shows it. ERROR_BUSY: all phones are in use, no memory. */
int phones_add(struct phones *phones, const struct phones_key *key, const struct phones_message *message,
               struct error *why);
/* A message's new state (static text); nothing when it is gone. */
void phones_state(struct phones *phones, const struct phones_key *key, const char *id, const char *state);
/* Answers with the phone's events. */
void phones_listen(struct phones *phones, const struct phones_key *key, struct http_exchange *exchange);

#endif
