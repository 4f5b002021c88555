/* pack_guess_table - what a guesser has learnt, as the build links it in: one block of bytes that is used where it
 * lies.
 *
 * head, then first, pieces, scales, telling, words, bias and rows, each aligned to GUESS_ALIGN. Native byte order: the
 * machine that builds it runs it. For pack_guess and its parts only. */
#ifndef MESSAGES_PACK_GUESS_TABLE_H
#define MESSAGES_PACK_GUESS_TABLE_H

#include "messages/pack_guess.h"

#define GUESS_ALIGN       16
#define GUESS_LANES       8          /* classes that are added at once; a row is filled up to a multiple */
#define GUESS_FIRST_BITS  12         /* pieces are found by the first bits of their hash */
#define GUESS_MAGIC       0x67757232 /* another number when the cutting or the layout changes */
#define GUESS_CLASSES_MAX (PACK_FILES_MAX + GUESS_KINDS_MAX + GUESS_LANES)

struct guess_head {
    uint32_t magic, size;        /* bytes of the whole block */
    uint64_t lessons;            /* guess_digest of what was learnt */
    uint32_t piece_count, width; /* bytes of a row */
    uint32_t topic_count, kind_count;
    uint16_t kinds[GUESS_KINDS_MAX]; /* topics of danger, by their place in the pack */
};

/* The parts of a block. Classes: topics, dangers, nothing. */
struct guess_table {
    const struct guess_head *head;
    const uint32_t *first;  /* of the pieces that begin with these bits; one more stands behind the last */
    const uint32_t *pieces; /* hashes, sorted */
    const float *scales;    /* of a row: weight times telling = scale times byte */
    const float *telling;   /* how much a piece tells */
    const uint64_t *words;  /* bits of the words seen */
    const float *bias;
    const int8_t *rows; /* piece_count of width */
};

/* Where the parts of a block lie. bytes may be NULL: only the size is wanted. Returns the size. */
size_t guess_table_lay(const struct guess_head *head, const void *bytes, struct guess_table *ret);

/* What a pack teaches, as one number. */
uint64_t guess_digest(const struct pack *pack);

/* The block of a guesser, borrowed; *ret_size its bytes. */
const void *guesser_bytes(const struct guesser *guesser, size_t *ret_size);

/* Fits a pack. The block is freed with free(). NULL when there is no memory. */
void *guess_learn(const struct pack *pack);

#endif
