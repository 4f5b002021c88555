/* pack_guess_learn - fits the guesser: softmax regression by stochastic gradient descent. */
#include "messages/pack_guess_table.h"
#include "messages/pack_inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tuned on the dev half of tests/match/dev.tsv. */
#define STEP           8.0f /* of the first round; it falls from round to round */
#define STEP_FALL      0.5f
#define BIAS_STEP      0.02f
#define KEYWORD_WEIGHT 0.6f /* a keyword says less than a sentence */
#define DROPPED        0.4f /* share of the pieces that a lesson is learnt without */
#define OPENED_BEHIND  0.2f /* share of the openings that stand behind */

typedef float lanes __attribute__((vector_size(GUESS_LANES * sizeof(float))));

struct lesson {
    const uint32_t *pieces; /* hashes; rows once they are known */
    uint16_t count, class;
    float weight;
};

/* Pieces and how many lessons hold them: open addressing, at most half full. */
struct tally {
    struct {
        uint32_t piece, count;
    } * at;
    size_t count, mask;
};

struct learner {
    const struct pack *pack;
    struct lesson *lessons;
    size_t count, room;
    struct pack_memory memory; /* of the lessons' pieces */
    struct tally tally;
    struct guess_head head;
    uint32_t *pieces; /* kept ones, sorted */
    float *telling;
    lanes *weights; /* of piece_count rows */
    float bias[GUESS_CLASSES_MAX];
    uint64_t words[GUESS_WORD_BITS / 64];
    uint32_t seed;
    int failed;
};

/* 0 to 1, the same row of numbers at every fit. */
static float chance(struct learner *learner) {
    learner->seed = learner->seed * 1664525u + 1013904223u;
    return (float)(learner->seed >> 8) / 16777216.0f;
}

static size_t tally_slot(const struct tally *tally, uint32_t piece) {
    size_t slot = piece & tally->mask;
    while (tally->at[slot].count && tally->at[slot].piece != piece) slot = (slot + 1) & tally->mask;
    return slot;
}

static int tally_grow(struct tally *tally) {
    struct tally bigger = {.mask = tally->at ? tally->mask * 2 + 1 : (1 << 16) - 1, .count = tally->count};
    bigger.at = calloc(bigger.mask + 1, sizeof *bigger.at);
    if (!bigger.at) return -1;
    for (size_t i = 0; tally->at && i <= tally->mask; i++)
        if (tally->at[i].count) bigger.at[tally_slot(&bigger, tally->at[i].piece)] = tally->at[i];
    free(tally->at);
    *tally = bigger;
    return 0;
}

static int tally_add(struct tally *tally, uint32_t piece) {
    if ((!tally->at || tally->count * 2 > tally->mask) && tally_grow(tally) != 0) return -1;
    size_t slot = tally_slot(tally, piece);
    tally->at[slot].piece = piece;
    tally->count += !tally->at[slot].count++;
    return 0;
}

static void add_lesson(struct learner *learner, const char *text, size_t class, float weight) {
    struct guess_cut cut;
    guess_cut(text, &cut);
    uint32_t *copy = pack_memory_take(&learner->memory, cut.count * sizeof *copy);
    if (!copy || learner->count >= learner->room) {
        learner->failed = 1;
        return;
    }
    memcpy(copy, cut.pieces, cut.count * sizeof *copy);
    for (size_t i = 0; i < cut.count; i++) learner->failed |= tally_add(&learner->tally, copy[i]);
    for (size_t i = 0; i < cut.word_count; i++) learner->words[cut.words[i] / 64] |= 1ull << cut.words[i] % 64;
    learner->lessons[learner->count++] = (struct lesson){copy, (uint16_t)cut.count, (uint16_t) class, weight};
}

/* One of the openings of a language, NULL when it has none. */
static const char *opening_of(struct learner *learner, enum language language) {
    const struct pack_lessons *lessons = &learner->pack->lessons;
    size_t count = 0;
    const char *ret = NULL;
    for (size_t i = 0; i < lessons->count; i++)
        if (lessons->at[i].kind == LESSON_OPENING && lessons->at[i].language == language &&
            chance(learner) * (float)++count < 1)
            ret = lessons->at[i].text;
    return ret;
}

/* The same sentence as someone writes it who greets first. */
static void add_opened(struct learner *learner, const struct pack_lesson *lesson, size_t class) {
    const char *opening = opening_of(learner, lesson->language);
    if (!opening) return;
    char text[2 * PACK_SENTENCE_MAX + 2];
    int behind = chance(learner) < OPENED_BEHIND;
    snprintf(text, sizeof text, "%s %s", behind ? lesson->text : opening, behind ? opening : lesson->text);
    add_lesson(learner, text, class, 1);
}

static size_t kind_of(const struct learner *learner, const struct pack_topic *topic) {
    size_t kind = 0, place = (size_t)(topic - learner->pack->topics);
    while (kind < learner->head.kind_count && learner->head.kinds[kind] != place) kind++;
    return kind;
}

static void find_kinds(struct learner *learner) {
    const struct pack_lessons *lessons = &learner->pack->lessons;
    struct guess_head *head = &learner->head;
    for (size_t i = 0; i < lessons->count; i++) {
        const struct pack_lesson *lesson = &lessons->at[i];
        if (lesson->kind != LESSON_URGENT || kind_of(learner, lesson->topic) < head->kind_count) continue;
        if (head->kind_count < GUESS_KINDS_MAX)
            head->kinds[head->kind_count++] = (uint16_t)(lesson->topic - learner->pack->topics);
    }
}

/* The class of a sentence; -1 when it has none. */
static long class_of(const struct learner *learner, const struct pack_lesson *lesson) {
    const struct guess_head *head = &learner->head;
    size_t kind;
    switch (lesson->kind) {
    case LESSON_TOPIC: return lesson->topic - learner->pack->topics;
    case LESSON_NONE: return (long)head->topic_count + (long)head->kind_count;
    case LESSON_URGENT:
        kind = kind_of(learner, lesson->topic);
        return kind < head->kind_count ? (long)(head->topic_count + kind) : -1;
    case LESSON_OPENING: break;
    }
    return -1;
}

static void add_sentences(struct learner *learner) {
    const struct pack_lessons *lessons = &learner->pack->lessons;
    for (size_t i = 0; i < lessons->count; i++) {
        long class = class_of(learner, &lessons->at[i]);
        if (class < 0) continue;
        add_lesson(learner, lessons->at[i].text, (size_t) class, 1);
        add_opened(learner, &lessons->at[i], (size_t) class);
    }
}

static void add_keywords(struct learner *learner) {
    const struct pack *pack = learner->pack;
    for (size_t i = 0; i < pack->topic_count; i++)
        for (int k = 0; k < LANGUAGE_COUNT; k++)
            for (size_t n = 0; n < pack->topics[i].keywords[k].count; n++)
                add_lesson(learner, pack->topics[i].keywords[k].at[n], i, KEYWORD_WEIGHT);
    for (size_t i = 0; i < pack->urgent_count; i++) {
        size_t kind = kind_of(learner, pack->urgent[i].topic);
        if (kind < learner->head.kind_count)
            add_lesson(learner, pack->urgent[i].phrase, pack->topic_count + kind, KEYWORD_WEIGHT);
    }
}

static int by_number(const void *a, const void *b) {
    uint32_t one = *(const uint32_t *)a, two = *(const uint32_t *)b;
    return (one > two) - (one < two);
}

/* Keeps the pieces that enough lessons hold. */
static int keep_pieces(struct learner *learner) {
    const struct tally *tally = &learner->tally;
    size_t count = 0;
    for (size_t i = 0; i <= tally->mask; i++) count += tally->at[i].count >= GUESS_SEEN_MIN;
    learner->pieces = calloc(count + 1, sizeof *learner->pieces);
    learner->telling = calloc(count + 1, sizeof *learner->telling);
    if (!learner->pieces || !learner->telling) return -1;
    count = 0;
    for (size_t i = 0; i <= tally->mask; i++)
        if (tally->at[i].count >= GUESS_SEEN_MIN) learner->pieces[count++] = tally->at[i].piece;
    qsort(learner->pieces, count, sizeof *learner->pieces, by_number);
    for (size_t i = 0; i < count; i++) {
        float held = (float)tally->at[tally_slot(tally, learner->pieces[i])].count;
        learner->telling[i] = logf(1 + (float)learner->count / held);
    }
    learner->head.piece_count = (uint32_t)count;
    return 0;
}

/* From now on a lesson's pieces are rows. */
static void name_rows(struct learner *learner) {
    struct tally *tally = &learner->tally;
    for (size_t i = 0; i < learner->head.piece_count; i++)
        tally->at[tally_slot(tally, learner->pieces[i])].count = (uint32_t)i + GUESS_SEEN_MIN;
    for (size_t i = 0; i < learner->count; i++) {
        struct lesson *lesson = &learner->lessons[i];
        uint32_t *rows = (uint32_t *)lesson->pieces;
        uint16_t kept = 0;
        for (size_t k = 0; k < lesson->count; k++) {
            uint32_t named = tally->at[tally_slot(tally, rows[k])].count;
            if (named >= GUESS_SEEN_MIN) rows[kept++] = named - GUESS_SEEN_MIN;
        }
        lesson->count = kept;
    }
}

/* One step down the gradient of one lesson. */
static void learn(struct learner *learner, const struct lesson *lesson, float step) {
    uint32_t rows[GUESS_PIECES_MAX];
    size_t count = 0, width = learner->head.width / GUESS_LANES;
    size_t classes = learner->head.topic_count + learner->head.kind_count + 1;
    lanes scores[GUESS_CLASSES_MAX / GUESS_LANES] = {0}, change[GUESS_CLASSES_MAX / GUESS_LANES] = {0};
    float odds[GUESS_CLASSES_MAX], length = 0, best = -INFINITY, all = 0;
    for (size_t i = 0; i < lesson->count; i++) {
        if (chance(learner) < DROPPED) continue;
        rows[count++] = lesson->pieces[i];
        float telling = learner->telling[lesson->pieces[i]];
        length += telling * telling;
        const lanes *row = learner->weights + lesson->pieces[i] * width;
        for (size_t k = 0; k < width; k++) scores[k] += row[k] * telling;
    }
    if (!count) return;
    float scale = 1 / sqrtf(length);
    for (size_t i = 0; i < classes; i++) {
        odds[i] = scores[i / GUESS_LANES][i % GUESS_LANES] * scale + learner->bias[i];
        if (odds[i] > best) best = odds[i];
    }
    for (size_t i = 0; i < classes; i++) all += odds[i] = expf(odds[i] - best);
    step *= lesson->weight;
    for (size_t i = 0; i < classes; i++) {
        float off = step * ((float)(i == lesson->class) - odds[i] / all);
        change[i / GUESS_LANES][i % GUESS_LANES] = off;
        learner->bias[i] += BIAS_STEP * off;
    }
    for (size_t i = 0; i < count; i++) {
        lanes *row = learner->weights + rows[i] * width;
        float telling = learner->telling[rows[i]] * scale;
        for (size_t k = 0; k < width; k++) row[k] += change[k] * telling;
    }
}

static void shuffle(struct learner *learner) {
    for (size_t i = learner->count - 1; i > 0; i--) {
        size_t k = (size_t)(chance(learner) * (float)(i + 1));
        struct lesson swap = learner->lessons[i];
        learner->lessons[i] = learner->lessons[k];
        learner->lessons[k] = swap;
    }
}

static int learn_all(struct learner *learner) {
    size_t bytes = (learner->head.piece_count + 1) * learner->head.width * sizeof(float);
    learner->weights = aligned_alloc(sizeof(lanes), bytes);
    if (!learner->weights) return -1;
    memset(learner->weights, 0, bytes);
    for (int round = 0; round < GUESS_ROUNDS; round++) {
        shuffle(learner);
        float step = STEP / (1 + STEP_FALL * (float)round);
        for (size_t i = 0; i < learner->count; i++) learn(learner, &learner->lessons[i], step);
    }
    return 0;
}

/* A row as bytes: the largest becomes 127. */
static float pack_row(const float *row, size_t count, float telling, int8_t *ret) {
    float most = 0;
    for (size_t i = 0; i < count; i++) most = fmaxf(most, fabsf(row[i]));
    for (size_t i = 0; i < count; i++) ret[i] = (int8_t)(most > 0 ? lrintf(row[i] / most * 127) : 0);
    return most / 127 * telling;
}

static void *make_table(struct learner *learner) {
    struct guess_head *head = &learner->head;
    struct guess_table table;
    head->magic = GUESS_MAGIC;
    head->lessons = guess_digest(learner->pack);
    head->size = (uint32_t)guess_table_lay(head, NULL, NULL);
    char *bytes = calloc(1, head->size);
    if (!bytes) return NULL;
    memcpy(bytes, head, sizeof *head);
    guess_table_lay(head, bytes, &table);
    memcpy((void *)table.pieces, learner->pieces, head->piece_count * sizeof *table.pieces);
    memcpy((void *)table.telling, learner->telling, head->piece_count * sizeof *table.telling);
    memcpy((void *)table.words, learner->words, sizeof learner->words);
    memcpy((void *)table.bias, learner->bias, head->width * sizeof *table.bias);
    uint32_t *first = (uint32_t *)table.first;
    for (size_t i = 0; i < head->piece_count; i++) first[(table.pieces[i] >> (32 - GUESS_FIRST_BITS)) + 1]++;
    for (size_t i = 0; i < 1u << GUESS_FIRST_BITS; i++) first[i + 1] += first[i];
    for (size_t i = 0; i < head->piece_count; i++)
        ((float *)table.scales)[i] = pack_row((const float *)learner->weights + i * head->width, head->width,
                                              table.telling[i], (int8_t *)table.rows + i * head->width);
    return bytes;
}

static size_t room_for(const struct pack *pack) {
    size_t room = 2 * pack->lessons.count + pack->urgent_count;
    for (size_t i = 0; i < pack->topic_count; i++)
        for (int k = 0; k < LANGUAGE_COUNT; k++) room += pack->topics[i].keywords[k].count;
    return room;
}

void *guess_learn(const struct pack *pack) {
    struct learner *learner = calloc(1, sizeof *learner);
    if (!learner) return NULL;
    void *table = NULL;
    learner->pack = pack;
    learner->seed = 1;
    learner->room = room_for(pack);
    learner->head.topic_count = (uint32_t)pack->topic_count;
    learner->lessons = calloc(learner->room, sizeof *learner->lessons);
    if (learner->lessons) {
        find_kinds(learner);
        size_t classes = pack->topic_count + learner->head.kind_count + 1;
        learner->head.width = (uint32_t)((classes + GUESS_LANES - 1) / GUESS_LANES * GUESS_LANES);
        add_sentences(learner);
        add_keywords(learner);
        if (!learner->failed && learner->count && keep_pieces(learner) == 0) {
            name_rows(learner);
            if (learn_all(learner) == 0) table = make_table(learner);
        }
    }
    pack_memory_release(&learner->memory);
    free(learner->lessons);
    free(learner->tally.at);
    free(learner->pieces);
    free(learner->telling);
    free(learner->weights);
    free(learner);
    return table;
}

#define HASH64_START 0xcbf29ce484222325ull /* FNV-1a */
#define HASH64_PRIME 0x100000001b3ull

static void digest_text(uint64_t *hash, const char *text, unsigned mark) {
    for (; *text; text++) *hash = (*hash ^ (uint8_t)*text) * HASH64_PRIME;
    *hash = (*hash ^ (0x100 + mark)) * HASH64_PRIME;
}

void guess_digest_file(const struct pack_file *file, uint64_t *digest) {
    uint64_t hash = *digest ? *digest : HASH64_START;
    digest_text(&hash, file->name, 5);
    for (size_t i = 0; i < file->len; i++) hash = (hash ^ (uint8_t)file->bytes[i]) * HASH64_PRIME;
    *digest = hash ? hash : 1;
}

uint64_t guess_digest(const struct pack *pack) {
    uint64_t hash = pack->lessons.digest ^ GUESS_MAGIC;
    for (size_t i = 0; i < pack->topic_count; i++) {
        digest_text(&hash, pack->topics[i].id, 2);
        for (int k = 0; k < LANGUAGE_COUNT; k++)
            for (size_t n = 0; n < pack->topics[i].keywords[k].count; n++)
                digest_text(&hash, pack->topics[i].keywords[k].at[n], (unsigned)k);
    }
    for (size_t i = 0; i < pack->urgent_count; i++) {
        digest_text(&hash, pack->urgent[i].phrase, 3);
        digest_text(&hash, pack->urgent[i].topic->id, 4);
    }
    return hash;
}
