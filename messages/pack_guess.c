/* pack_guess - what a text is probably about, learnt from the pack's own examples. */
#include "messages/pack_guess.h"

#include "messages/pack_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Tuned on the dev half of tests/match/dev.tsv. */
#define STEP         8.0f /* of the first round; it falls from round to round */
#define STEP_FALL    0.5f
#define KEYWORD_STEP 0.6f /* a keyword says less than a sentence */

#define LANES        8

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

#define CLASSES_MAX (PACK_FILES_MAX + GUESS_KINDS_MAX + LANES)

struct lesson {
    const uint16_t *pieces;
    uint16_t count;
    uint16_t class;
    float weight;
};

struct guesser {
    size_t topic_count, kind_count, class_count; /* classes: topics, dangers, nothing */
    size_t width;                                /* lanes of a row */
    const struct pack_topic *kinds[GUESS_KINDS_MAX];
    float telling[GUESS_BUCKETS]; /* how much a piece tells: the rarer among the lessons the more; 0 = never seen */
    uint64_t words[GUESS_WORD_BITS / 64]; /* bits of the words seen */
    lanes *rows;                          /* GUESS_BUCKETS of width */
};

struct scores {
    lanes at[CLASSES_MAX / LANES];
};

static void add_row(const struct guesser *guesser, struct scores *scores, size_t bucket) {
    const lanes *row = guesser->rows + bucket * guesser->width;
    float telling = guesser->telling[bucket];
    for (size_t i = 0; i < guesser->width; i++) scores->at[i] += row[i] * telling;
}

static float length_of(const struct guesser *guesser, const uint16_t *pieces, size_t count) {
    float sum = 0;
    for (size_t i = 0; i < count; i++) sum += guesser->telling[pieces[i]] * guesser->telling[pieces[i]];
    return sum > 0 ? sqrtf(sum) : 1;
}

/* The probabilities of the classes. */
static void weigh(const struct guesser *guesser, const uint16_t *pieces, size_t count, float *ret) {
    struct scores scores;
    memset(scores.at, 0, guesser->width * sizeof *scores.at);
    for (size_t i = 0; i < count; i++) add_row(guesser, &scores, pieces[i]);
    float scale = 1 / length_of(guesser, pieces, count), best = -INFINITY, all = 0;
    for (size_t i = 0; i < guesser->class_count; i++) {
        ret[i] = scores.at[i / LANES][i % LANES] * scale;
        if (ret[i] > best) best = ret[i];
    }
    for (size_t i = 0; i < guesser->class_count; i++) all += ret[i] = expf(ret[i] - best);
    for (size_t i = 0; i < guesser->class_count; i++) ret[i] /= all;
}

/* One step down the gradient of one lesson. */
static void learn(struct guesser *guesser, const struct lesson *lesson, float step) {
    const uint16_t *pieces = lesson->pieces;
    size_t count = lesson->count;
    float odds[CLASSES_MAX];
    weigh(guesser, pieces, count, odds);
    step *= lesson->weight / length_of(guesser, pieces, count);
    struct scores change;
    memset(change.at, 0, guesser->width * sizeof *change.at);
    for (size_t i = 0; i < guesser->class_count; i++)
        change.at[i / LANES][i % LANES] = step * ((i == lesson->class) - odds[i]);
    for (size_t i = 0; i < count; i++) {
        lanes *row = guesser->rows + pieces[i] * guesser->width;
        float telling = guesser->telling[pieces[i]];
        for (size_t k = 0; k < guesser->width; k++) row[k] += change.at[k] * telling;
    }
}

static size_t kind_of(struct guesser *guesser, const struct pack_topic *topic) {
    size_t kind = 0;
    while (kind < guesser->kind_count && guesser->kinds[kind] != topic) kind++;
    if (kind == guesser->kind_count && kind < GUESS_KINDS_MAX) guesser->kinds[guesser->kind_count++] = topic;
    return kind;
}

struct lessons {
    struct lesson *at;
    size_t count;
    struct pack_memory pieces;
    uint64_t *words;
};

static void add_lesson(struct lessons *lessons, const char *text, size_t class, float weight) {
    struct guess_cut cut;
    guess_cut(text, &cut);
    uint16_t *copy = pack_memory_take(&lessons->pieces, cut.count * sizeof *copy);
    if (!copy) return;
    memcpy(copy, cut.pieces, cut.count * sizeof *copy);
    for (size_t i = 0; i < cut.word_count; i++) lessons->words[cut.words[i] / 64] |= 1ull << cut.words[i] % 64;
    lessons->at[lessons->count++] = (struct lesson){copy, (uint16_t)cut.count, (uint16_t) class, weight};
}

static void add_words(struct lessons *lessons, const struct pack_words *words, size_t class, float weight) {
    for (size_t i = 0; i < words->count; i++) add_lesson(lessons, words->at[i], class, weight);
}

static size_t room_for(const struct pack *pack) {
    size_t room = pack->small_talk.count + pack->urgent_count + pack->urgent_example_count;
    for (size_t i = 0; i < pack->topic_count; i++) {
        room += pack->topics[i].examples.count;
        for (int k = 0; k < LANGUAGE_COUNT; k++) room += pack->topics[i].keywords[k].count;
    }
    return room;
}

/* The dangers come last but one, so their number must be known before the class of nothing is. */
static void collect(struct guesser *guesser, const struct pack *pack, struct lessons *ret) {
    for (size_t i = 0; i < pack->topic_count; i++) {
        add_words(ret, &pack->topics[i].examples, i, 1);
        for (int k = 0; k < LANGUAGE_COUNT; k++) add_words(ret, &pack->topics[i].keywords[k], i, KEYWORD_STEP);
    }
    for (size_t i = 0; i < pack->urgent_example_count; i++) {
        size_t kind = kind_of(guesser, pack->urgent_examples[i].topic);
        if (kind < GUESS_KINDS_MAX) add_lesson(ret, pack->urgent_examples[i].phrase, pack->topic_count + kind, 1);
    }
    for (size_t i = 0; i < pack->urgent_count; i++) {
        size_t kind = 0;
        while (kind < guesser->kind_count && guesser->kinds[kind] != pack->urgent[i].topic) kind++;
        if (kind < guesser->kind_count) add_lesson(ret, pack->urgent[i].phrase, pack->topic_count + kind, KEYWORD_STEP);
    }
    add_words(ret, &pack->small_talk, pack->topic_count + guesser->kind_count, 1);
    guesser->topic_count = pack->topic_count;
    guesser->class_count = pack->topic_count + guesser->kind_count + 1;
    guesser->width = (guesser->class_count + LANES - 1) / LANES;
}

/* Steps by a number without a common divisor go through all lessons in an order that mixes the classes. */
static size_t stride_for(size_t count) {
    static const size_t primes[] = {7919, 6131, 4099, 2053};
    size_t i = 0;
    while (i < sizeof primes / sizeof *primes - 1 && count % primes[i] == 0) i++;
    return primes[i];
}

static void count_pieces(struct guesser *guesser, const struct lessons *lessons) {
    for (size_t i = 0; i < lessons->count; i++)
        for (size_t k = 0; k < lessons->at[i].count; k++) guesser->telling[lessons->at[i].pieces[k]]++;
    for (size_t i = 0; i < GUESS_BUCKETS; i++)
        if (guesser->telling[i] > 0) guesser->telling[i] = logf(1 + (float)lessons->count / guesser->telling[i]);
}

static void learn_all(struct guesser *guesser, const struct lessons *lessons) {
    count_pieces(guesser, lessons);
    size_t stride = stride_for(lessons->count);
    for (int round = 0; round < GUESS_ROUNDS; round++) {
        float step = STEP / (1 + STEP_FALL * (float)round);
        size_t at = (size_t)round;
        for (size_t i = 0; i < lessons->count; i++, at += stride)
            learn(guesser, &lessons->at[at % lessons->count], step);
    }
}

static int has_examples(const struct pack *pack) {
    size_t count = pack->urgent_example_count;
    for (size_t i = 0; i < pack->topic_count; i++) count += pack->topics[i].examples.count;
    return count != 0;
}

int guesser_make(const struct pack *pack, struct guesser **ret) {
    *ret = NULL;
    if (!has_examples(pack)) return 0;
    struct guesser *guesser = calloc(1, sizeof *guesser);
    struct lessons lessons = {.at = calloc(room_for(pack), sizeof *lessons.at)};
    if (guesser && lessons.at) {
        lessons.words = guesser->words;
        collect(guesser, pack, &lessons);
        guesser->rows = aligned_alloc(sizeof(lanes), GUESS_BUCKETS * guesser->width * sizeof(lanes));
    }
    if (guesser && guesser->rows && !lessons.pieces.failed) {
        memset(guesser->rows, 0, GUESS_BUCKETS * guesser->width * sizeof(lanes));
        learn_all(guesser, &lessons);
        *ret = guesser;
    } else {
        guesser_free(guesser);
    }
    pack_memory_release(&lessons.pieces);
    free(lessons.at);
    return *ret ? 0 : -1;
}

void guesser_free(struct guesser *guesser) {
    if (!guesser) return;
    free(guesser->rows);
    free(guesser);
}

void guesser_ask(const struct guesser *guesser, const char *folded, struct guess *ret) {
    struct guess_cut cut;
    float odds[CLASSES_MAX];
    guess_cut(folded, &cut);
    weigh(guesser, cut.pieces, cut.count, odds);
    memcpy(ret->topics, odds, guesser->topic_count * sizeof *odds);
    ret->danger = 0;
    ret->urgent = guesser->kind_count ? guesser->kinds[0] : NULL;
    float best = 0;
    for (size_t i = 0; i < guesser->kind_count; i++) {
        float odd = odds[guesser->topic_count + i];
        ret->danger += odd;
        if (odd <= best) continue;
        best = odd;
        ret->urgent = guesser->kinds[i];
    }
    ret->nothing = odds[guesser->class_count - 1];
    ret->words = cut.word_count;
    ret->seen = 0;
    for (size_t n = 0; n < cut.word_count; n++) ret->seen += guesser->words[cut.words[n] / 64] >> cut.words[n] % 64 & 1;
}
