/* pack_guess - what a text is probably about, learnt from the pack's own examples. */
#include "messages/pack_guess.h"

#include "config/embed.h"
#include "messages/pack_guess_table.h"
#include "messages/pack_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A piece that no lesson held makes the guess less sure. */
#define UNKNOWN 30.0f

typedef float lanes __attribute__((vector_size(GUESS_LANES * sizeof(float))));
typedef int32_t int_lanes __attribute__((vector_size(GUESS_LANES * sizeof(int32_t))));

struct guesser {
    struct guess_table table;
    const struct pack *pack;
    void *own; /* the block, when it is not linked in */
};

static size_t lay(size_t *at, size_t size) {
    size_t place = *at;
    *at += (size + GUESS_ALIGN - 1) & ~(size_t)(GUESS_ALIGN - 1);
    return place;
}

size_t guess_table_lay(const struct guess_head *head, const void *bytes, struct guess_table *ret) {
    size_t at = 0, count = head->piece_count;
    const char *base = bytes;
    size_t places[8] = {lay(&at, sizeof *head),
                        lay(&at, ((1u << GUESS_FIRST_BITS) + 1) * sizeof(uint32_t)),
                        lay(&at, count * sizeof(uint32_t)),
                        lay(&at, count * sizeof(float)),
                        lay(&at, count * sizeof(float)),
                        lay(&at, GUESS_WORD_BITS / 8),
                        lay(&at, head->width * sizeof(float)),
                        lay(&at, count * head->width)};
    if (!base) return at;
    *ret = (struct guess_table){
        .head = (const void *)(base + places[0]),
        .first = (const void *)(base + places[1]),
        .pieces = (const void *)(base + places[2]),
        .scales = (const void *)(base + places[3]),
        .telling = (const void *)(base + places[4]),
        .words = (const void *)(base + places[5]),
        .bias = (const void *)(base + places[6]),
        .rows = (const void *)(base + places[7]),
    };
    return at;
}

/* The table of the sample, when it was learnt from what this pack teaches. */
static const void *linked_table(const struct pack *pack) {
    const char *at = sample_guesser[0].at;
    const struct guess_head *head = (const void *)at;
    if (!pack->lessons.digest || !sample_guesser[0].name || (size_t)(sample_guesser[0].end - at) < sizeof *head)
        return NULL;
    if (head->magic != GUESS_MAGIC || head->lessons != guess_digest(pack)) return NULL;
    return head->size == (size_t)(sample_guesser[0].end - at) ? at : NULL;
}

int guesser_is_linked(const struct pack *pack) {
    return linked_table(pack) != NULL;
}

int guesser_make(const struct pack *pack, struct guesser **ret) {
    *ret = NULL;
    const void *bytes = linked_table(pack);
    if (!bytes && !pack->lessons.count) return 0;
    struct guesser *guesser = calloc(1, sizeof *guesser);
    if (!guesser) return -1;
    if (!bytes) bytes = guesser->own = guess_learn(pack);
    if (!bytes) {
        free(guesser);
        return -1;
    }
    guesser->pack = pack;
    guess_table_lay(bytes, bytes, &guesser->table);
    *ret = guesser;
    return 0;
}

void guesser_free(struct guesser *guesser) {
    if (!guesser) return;
    free(guesser->own);
    free(guesser);
}

const void *guesser_bytes(const struct guesser *guesser, size_t *ret_size) {
    *ret_size = guesser ? guesser->table.head->size : 0;
    return guesser ? guesser->table.head : NULL;
}

/* The row of a piece; -1 when no lesson held it. */
static long row_of(const struct guess_table *table, uint32_t piece) {
    uint32_t bits = piece >> (32 - GUESS_FIRST_BITS);
    for (uint32_t i = table->first[bits]; i < table->first[bits + 1] && table->pieces[i] <= piece; i++)
        if (table->pieces[i] == piece) return i;
    return -1;
}

struct scores {
    lanes at[GUESS_CLASSES_MAX / GUESS_LANES];
};

/* A row of bytes, times its scale, on top of the scores. */
static void add_row(const struct guess_table *table, struct scores *scores, size_t row) {
    const int8_t *bytes = table->rows + row * table->head->width;
    for (size_t i = 0; i < table->head->width / GUESS_LANES; i++) {
        int_lanes part = {0};
        /* small numbers with a sign, no letters: NOLINTNEXTLINE(bugprone-signed-char-misuse) */
        for (size_t k = 0; k < GUESS_LANES; k++) part[k] = bytes[i * GUESS_LANES + k];
        scores->at[i] += __builtin_convertvector(part, lanes) * table->scales[row];
    }
}

/* Scores become probabilities. */
static void weigh(const struct scores *scores, const float *bias, float scale, float *ret, size_t count) {
    float best = -INFINITY, all = 0;
    for (size_t i = 0; i < count; i++) {
        ret[i] = scores->at[i / GUESS_LANES][i % GUESS_LANES] * scale + bias[i];
        if (ret[i] > best) best = ret[i];
    }
    for (size_t i = 0; i < count; i++) all += ret[i] = expf(ret[i] - best);
    for (size_t i = 0; i < count; i++) ret[i] /= all;
}

static void guess_odds(const struct guess_table *table, const struct guess_cut *cut, float *ret) {
    struct scores scores;
    float length = 0;
    memset(scores.at, 0, table->head->width / GUESS_LANES * sizeof *scores.at);
    for (size_t i = 0; i < cut->count; i++) {
        long row = row_of(table, cut->pieces[i]);
        if (row < 0) {
            length += UNKNOWN;
            continue;
        }
        length += table->telling[row] * table->telling[row];
        add_row(table, &scores, (size_t)row);
    }
    size_t classes = table->head->topic_count + table->head->kind_count + 1;
    weigh(&scores, table->bias, length > 0 ? 1 / sqrtf(length) : 1, ret, classes);
}

void guesser_ask(const struct guesser *guesser, const char *folded, struct guess *ret) {
    const struct guess_table *table = &guesser->table;
    const struct guess_head *head = table->head;
    struct guess_cut cut;
    float odds[GUESS_CLASSES_MAX] = {0};
    guess_cut(folded, &cut);
    guess_odds(table, &cut, odds);
    memcpy(ret->topics, odds, head->topic_count * sizeof *odds);
    ret->danger = 0;
    ret->urgent = NULL;
    float best = -1;
    for (size_t i = 0; i < head->kind_count; i++) {
        float odd = odds[head->topic_count + i];
        ret->danger += odd;
        if (odd <= best) continue;
        best = odd;
        ret->urgent = &guesser->pack->topics[head->kinds[i]];
    }
    ret->nothing = odds[head->topic_count + head->kind_count];
    ret->words = cut.word_count;
    ret->seen = 0;
    for (size_t n = 0; n < cut.word_count; n++) ret->seen += table->words[cut.words[n] / 64] >> cut.words[n] % 64 & 1;
}
