/* pack_guess - what a text is probably about, learnt from the pack's own examples. For pack and match only.
 *
 * People in danger seldom use the dictionary's danger word, and people who ask seldom use the office's word. So a pack
 * may hold example sentences: of each topic (`examples` in topics/<id>.yaml), of each danger (`examples` in
 * urgent.yaml) and of daily life that is no question at all (`small_talk` in ambiguous.yaml). When the pack is loaded,
 * one softmax regression over all of these classes together is fitted to them and to the keywords: danger competes with
 * the harmless sentences that look like it ("me muero de risa"), a topic with its neighbours.
 *
 * A text is cut into pieces: runs of three and four letters (blanks count), words and pairs of words, after letters
 * that people mix up were made one (c k q, s z, b v, h, ll y i, ou u ...: "nesesito ora kon migrasiones"). The pieces
 * are hashed into GUESS_BUCKETS rows of one weight a class. Fitting is GUESS_ROUNDS passes of stochastic gradient
 * descent in a fixed order: the same pack gives the same weights, on every process. No file is trained offline: an
 * office that adds a sentence has it understood at the next load. */
#ifndef MESSAGES_PACK_GUESS_H
#define MESSAGES_PACK_GUESS_H

#include "messages/pack.h"

#include <stdint.h>

#define GUESS_BUCKETS    16384
#define GUESS_PIECES_MAX 1200 /* pieces of a text that are looked at: about 400 letters */
#define GUESS_WORDS_MAX  64
#define GUESS_WORD_BITS  (1 << 20)
#define GUESS_KINDS_MAX  16 /* topics of danger */
#define GUESS_ROUNDS     5

struct guesser;

/* Learns a loaded pack. *ret is NULL when the pack holds no examples: then there is nothing to guess by. -1 when there
 * is no memory. */
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

/* The pieces of a folded text, each once, and its words that are not small (hashes). */
struct guess_cut {
    uint16_t pieces[GUESS_PIECES_MAX]; /* below GUESS_BUCKETS */
    size_t count;
    uint32_t words[GUESS_WORDS_MAX]; /* below GUESS_WORD_BITS */
    size_t word_count;
};
void guess_cut(const char *folded, struct guess_cut *ret);

#endif
