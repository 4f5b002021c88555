/* match_inside - a text while it is weighed. For match and match_decide only. */
#ifndef MESSAGES_MATCH_INSIDE_H
#define MESSAGES_MATCH_INSIDE_H

#include "messages/match.h"
#include "messages/pack_index.h"
#include "messages/pack_inside.h"

/* What a phrase is worth. Tuned on the keywords of the sample pack and the cases of tests/messages/match_test.c. */
#define WORD_WORTH      1.0
#define NEXT_WORD_WORTH 1.2   /* each further word: phrases before words */
#define HOME_LANGUAGE   1.001 /* of equals the meaning in Spanish, the country's language, stands first */

#define ALONE_MESSAGE   2 /* words that say something */

struct topic_score {
    double all, sure; /* sure: without ambiguous and weak words */
};

struct matcher {
    const struct pack *pack;
    enum language language;
    struct pack_tokens tokens;
    char corrected[PACK_TOKENS_MAX]; /* 1 = a letter was changed */
    char covered[PACK_TOKENS_MAX];
    size_t content; /* words that are not small */
    struct topic_score scores[PACK_FILES_MAX];
};

/* By the words that were found alone. */
struct match match_decide(const struct matcher *matcher);

/* By words and guess together: what words alone do not explain. The pack must have a guesser. */
struct match match_sentence(const struct matcher *matcher, const char *folded);

/* Exact words first: a short text that is understood to its last word needs no guess. */
int match_needs_guess(const struct matcher *matcher);

/* Help at once. */
struct match match_danger(const struct pack_topic *topic, double score);

/* "I am dying of laughter" holds a danger word, and so does no cry for help. *ret is then how likely it is one. */
int match_is_harmless(const struct matcher *matcher, const char *folded, double *ret);

#endif
