/* pack_guess - what a text is probably about, learnt from the pack's own examples. For pack and match only.
 *
 * People in danger seldom use the dictionary's danger word, and people who ask seldom use the office's word. So a pack
 * holds sentences as people write them, by language, in examples/<language>.yaml: of each topic, of each danger
 * (`urgent`), of daily life that is no question at all (`none`), and the greetings and excuses that people put before
 * a question (`openings`). One softmax regression over all of these classes together is fitted to the sentences and
 * the keywords: danger competes with the harmless sentences that look like it ("me muero de risa"), a topic with its
 * neighbours.
 *
 * A text is cut into pieces, after letters that people mix up were made one (c k q, s z, b v, h, ll y i, ou u ...:
 * "nesesito ora kon migrasiones"): runs of three to five letters of a word with its ends, words, pairs of words, and
 * pairs with one word between. Pieces that fewer than GUESS_SEEN_MIN sentences hold are dropped. The rarer a piece is
 * among the sentences the more it tells; a text is brought to length one, so a long story weighs what a short one does.
 * Fitting (pack_guess_learn.c) is GUESS_ROUNDS passes of stochastic gradient descent, in an order and with pieces left
 * out (so that no single word decides) that a fixed seed gives: the same pack gives the same weights. Every
 * sentence is also learnt with an opening before it.
 *
 * Fitting the sample takes about half a second, so the build does it (messages/teach/teach.c) and links the table in. A
 * pack whose sentences, keywords and topics are those of the sample - any office that only edits answers and texts -
 * uses that table where it lies, without reading its sentences; another pack is fitted when it is loaded: an office
 * that adds a sentence has it understood at the next load. Weights are kept as one byte each, with a scale a piece. */
#ifndef MESSAGES_PACK_GUESS_H
#define MESSAGES_PACK_GUESS_H

#include "messages/pack.h"

#include <stdint.h>

#define GUESS_PIECES_MAX 1600 /* pieces of a text that are looked at: about 400 letters */
#define GUESS_WORDS_MAX  64
#define GUESS_WORD_BITS  (1 << 18)
#define GUESS_KINDS_MAX  16 /* topics of danger */
#define GUESS_ROUNDS     8
#define GUESS_SEEN_MIN   4

struct guesser;

/* Adds the bytes of a file of examples to a digest that begins as 0. */
void guess_digest_file(const struct pack_file *file, uint64_t *digest);

/* 1 when the table that is linked in was learnt from what this pack teaches: then its sentences need not be read. All
 * but the sentences must be there, and their digest. */
int guesser_is_linked(const struct pack *pack);

/* Takes the table that is linked in, or learns a pack while its lessons are there. *ret is NULL when the pack holds no
 * examples: then there is nothing to guess by. -1 when there is no memory. */
int guesser_make(const struct pack *pack, struct guesser **ret);
void guesser_free(struct guesser *guesser);

struct guess {
    float topics[PACK_FILES_MAX];    /* the probability of each topic of the pack, in its order */
    float danger;                    /* of all dangers together */
    const struct pack_topic *urgent; /* the likeliest danger, NULL when the pack has none */
    float nothing;                   /* that it is no question to the office */
    size_t words, seen;              /* words that are not small, and how many of them the lessons held */
};

/* Guesses a folded text. Probabilities add up to 1. Pure, no allocation. */
void guesser_ask(const struct guesser *guesser, const char *folded, struct guess *ret);

/* The pieces of a folded text (hashes), each once, and its words that are not small. */
struct guess_cut {
    uint32_t pieces[GUESS_PIECES_MAX];
    size_t count;
    uint32_t words[GUESS_WORDS_MAX]; /* below GUESS_WORD_BITS */
    size_t word_count;
};
void guess_cut(const char *folded, struct guess_cut *ret);

#endif
