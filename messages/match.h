/* match - which topic does a text mean? Exact first, then folded phrases and words, then one guarded typo.
 *
 * Order: urgent words; whole-message control word or name of a language; phrases (longest first); words; one-letter
 * typos on words of six letters or more that are not frequent words nor on the pack's list of excluded ones.
 * Where that does not explain a short text wholly, pack_guess.h adds what it learnt from sentences: the words that were
 * found pull its odds. One topic well ahead -> TOPIC; else ASK ("did you mean 1, 2, 3", also with one candidate), also
 * for an ambiguous word and for one word in a long story; nothing -> NONE, never a wrong answer.
 *
 * Danger told in other words is URGENT when the guess is sure. When it is only likely, or when a danger word stands in
 * a sentence that sounds harmless, it is an ASK with `danger` set: the danger is the first candidate, the likeliest
 * topics follow. Only words and guess of four words and more are trusted with help at once. */
#ifndef MESSAGES_MATCH_H
#define MESSAGES_MATCH_H

#include "messages/pack.h"

#define MATCH_OTHERS_MAX 2

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
