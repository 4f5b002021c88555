/* match - which topic does a text mean? Exact first, then folded phrases and words, then one guarded typo.
 *
 * Order: urgent words; whole-message control word or name of a language; phrases (longest first); words; one-letter
 * typos on words of six letters or more that are not frequent words nor on the pack's list of excluded ones.
 * Where that does not explain a short text wholly, pack_guess.h adds what it learnt from examples: danger told in other
 * words, and odds for topics; a text whose words it never saw is left alone. One topic
 * ahead -> TOPIC; several about level, an ambiguous word, or one word in a long story -> ASK ("did you mean 1, 2, 3",
 * also with one candidate); nothing -> NONE, never a wrong answer. */
#ifndef MESSAGES_MATCH_H
#define MESSAGES_MATCH_H

#include "messages/pack.h"

#define MATCH_OTHERS_MAX 3

enum match_kind { MATCH_NONE, MATCH_TOPIC, MATCH_CONTROL, MATCH_URGENT, MATCH_ASK };

struct match {
    enum match_kind kind;
    enum pack_control
        control; /* when CONTROL; LANGUAGE when ASK may also mean that ("espanol": speak it, or a course); else NONE */
    const struct pack_topic *topic; /* when TOPIC, URGENT or ASK (the first candidate) */
    int danger;   /* ASK only: the first candidate is a danger that the text may tell of, so ask about that first */
    double score; /* 0..1 */
    const struct pack_topic *others[MATCH_OTHERS_MAX]; /* further candidates, best first */
    size_t other_count;
};

/* language may be LANGUAGE_NONE: all languages count alike; else it only breaks ties. Pure, no allocation.
 * "9" is CONTROL person and "0" is CONTROL menu here. Never fails: what cannot be understood is MATCH_NONE. */
struct match match_text(const struct pack *pack, const char *text, enum language language);

const char *match_kind_name(enum match_kind kind); /* "topic", "control", "urgent", "ask", "none" */

#endif
