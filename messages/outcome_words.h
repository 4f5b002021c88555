/* outcome_words - why a message did not arrive, in plain words for the staff, and what they can do next. Pure.
 *
 * Codes are those that an outbound record keeps: our own ("window", "too-late", "no-answer"), "http-500", "dlr-2" of
 * Kannel, and the providers' numbers: Vonage's are 1000 to 1999, Twilio's 10000 to 79999, all others Meta's, so that a
 * number is enough to know whose it is. Sentences have no full stop at their end and name nobody. */
#ifndef MESSAGES_OUTCOME_WORDS_H
#define MESSAGES_OUTCOME_WORDS_H

#include "messages/message.h"

struct outcome_words {
    const char *es, *en;           /* why */
    const char *next_es, *next_en; /* what to do; "" = nothing */
};

/* What a code means for us; OUTCOME_REFUSED for one that no table has. */
enum outcome_kind outcome_words_kind(const char *code);

/* state: of the outbound record ("ready" with a code waits for its next try, "failed", "unknown", "expired",
 * "skipped"). 0 and ret empty when there is nothing to explain: another state, or no code but of "unknown". The strings
 * live as long as the program. */
int outcome_words(const char *state, const char *code, struct outcome_words *ret);

/* The topic of a ticket that stands for a message without a way ("window", "unreachable", "astray"), in Spanish; NULL
 * for any other. */
const char *outcome_words_topic(const char *topic);

#endif
