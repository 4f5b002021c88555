/* match_decide - answer, question, help at once or nothing: what was found in a text beside what it sounds like. */
#include "messages/match_inside.h"
#include "messages/pack_guess.h"
#include "messages/pack_small.h"

#include <math.h>
#include <string.h>

#define LEVEL  0.72 /* the second has this share of the first: ask */
#define LONELY 0.3  /* a single word that is a smaller share of the message is only asked about */

/* What the guesser says, beside the words. Tuned on the dev half of tests/match/dev.tsv. */
#define PULL          0.7  /* a word multiplies the odds of its topic by e to this */
#define ANSWER        0.7  /* odds for an answer; less is asked about */
#define ANSWER_FEW    0.8  /* ... of a text of hardly any words */
#define OFFER         0.03 /* odds for a place among the candidates */
#define OFFER_FIRST   0.08 /* odds that the first of them must have */
#define OFFER_FEW     0.3  /* ... of a text of hardly any words */
#define KNOWN         0.4  /* a guess that is sure though no word was known: they were misspelt */
#define NOTHING       0.7  /* it is no question to the office */
#define DANGER        0.72 /* help at once */
#define DANGER_BESIDE 0.8  /* ... when the words name an errand */
#define DANGER_ASKED  0.15 /* "are you in danger?" */
#define DANGER_FEW    0.5  /* ... of a text of hardly any words */
#define DANGER_NEAR   0.08 /* ... when the likeliest topic is one of danger itself */
#define HARMLESS      0.9  /* "I am dying of laughter": a danger word in a harmless sentence is asked about */
#define SENTENCE      4    /* words of any kind; of fewer, most must be known */

/* The share of the words that say something which was understood. */
static double coverage(const struct matcher *matcher) {
    size_t all = 0, understood = 0;
    for (size_t i = 0; i < matcher->tokens.count; i++) {
        if (!matcher->covered[i] && pack_small_word(matcher->tokens.word[i].at, matcher->tokens.word[i].len)) continue;
        all++;
        understood += matcher->covered[i] != 0;
    }
    return all ? (double)understood / (double)all : 0;
}

/* Letters alone say nothing: words must be known, or nearly, which makes a guess sure. */
static int knows(const struct matcher *matcher, const struct guess *guess) {
    if (matcher->tokens.count < SENTENCE) return guess->seen * 2 > guess->words;
    if (guess->seen) return 1;
    for (size_t i = 0; i < matcher->pack->topic_count; i++)
        if ((double)guess->topics[i] >= KNOWN) return 1;
    return (double)guess->danger >= KNOWN;
}

int match_needs_guess(const struct matcher *matcher) {
    return matcher->pack->guesser && !(matcher->content <= ALONE_MESSAGE && coverage(matcher) >= 1);
}

#define BEST_MAX (MATCH_OTHERS_MAX + 1)

/* The best topics, best first; of equals the first in the pack. */
static size_t find_best(const struct matcher *matcher, size_t ret[BEST_MAX]) {
    size_t count = 0;
    for (size_t topic = 0; topic < matcher->pack->topic_count; topic++) {
        double score = matcher->scores[topic].all;
        if (score <= 0) continue;
        size_t at = count < BEST_MAX ? count : BEST_MAX;
        while (at && matcher->scores[ret[at - 1]].all < score) at--;
        if (at == BEST_MAX) continue;
        size_t end = count < BEST_MAX ? count++ : BEST_MAX - 1;
        memmove(&ret[at + 1], &ret[at], (end - at) * sizeof *ret);
        ret[at] = topic;
    }
    return count;
}

struct match match_decide(const struct matcher *matcher) {
    struct match match = {.kind = MATCH_NONE, .control = CONTROL_NONE};
    size_t best[BEST_MAX];
    size_t count = find_best(matcher, best);
    if (!count) return match;
    const struct topic_score *first = &matcher->scores[best[0]];
    double second = count > 1 ? matcher->scores[best[1]].all : 0;
    double understood = coverage(matcher);
    int lonely = first->all <= WORD_WORTH * HOME_LANGUAGE && understood < LONELY;
    match.kind = first->sure <= 0 || second >= LEVEL * first->all || lonely ? MATCH_ASK : MATCH_TOPIC;
    match.topic = &matcher->pack->topics[best[0]];
    match.score = (0.4 + 0.6 * understood) * first->all / (first->all + second);
    for (size_t i = 1; i < count; i++)
        if (matcher->scores[best[i]].all >= first->all / 3)
            match.others[match.other_count++] = &matcher->pack->topics[best[i]];
    return match;
}

/* Odds of the topics, best first. */
struct ranking {
    struct {
        const struct pack_topic *topic;
        double odds;
    } at[BEST_MAX];
    size_t count;
};

static void rank(struct ranking *ranking, const struct pack_topic *topic, double odds) {
    size_t at = ranking->count < BEST_MAX ? ranking->count : BEST_MAX;
    while (at && ranking->at[at - 1].odds < odds) at--;
    if (at == BEST_MAX) return;
    size_t end = ranking->count < BEST_MAX ? ranking->count++ : BEST_MAX - 1;
    memmove(&ranking->at[at + 1], &ranking->at[at], (end - at) * sizeof ranking->at[0]);
    ranking->at[at].topic = topic;
    ranking->at[at].odds = odds;
}

/* The guesser's odds, pulled by the words that were found; they add up to one with those of nothing. */
static double rank_all(const struct matcher *matcher, const struct guess *guess, struct ranking *ret) {
    double all = (double)guess->nothing;
    ret->count = 0;
    for (size_t i = 0; i < matcher->pack->topic_count; i++)
        all += (double)guess->topics[i] * exp(PULL * matcher->scores[i].all);
    for (size_t i = 0; i < matcher->pack->topic_count; i++)
        rank(ret, &matcher->pack->topics[i], (double)guess->topics[i] * exp(PULL * matcher->scores[i].all) / all);
    return (double)guess->nothing / all;
}

static void offer(const struct ranking *ranking, struct match *match) {
    for (size_t i = 0; i < ranking->count && match->other_count < MATCH_OTHERS_MAX; i++)
        if (ranking->at[i].topic != match->topic && ranking->at[i].odds >= OFFER)
            match->others[match->other_count++] = ranking->at[i].topic;
}

static int has_sure_word(const struct matcher *matcher, double worth) {
    for (size_t i = 0; i < matcher->pack->topic_count; i++)
        if (matcher->scores[i].sure > worth) return 1;
    return 0;
}

static struct match decide_guess(const struct matcher *matcher, const struct guess *guess) {
    struct match match = {.kind = MATCH_NONE, .control = CONTROL_NONE};
    struct ranking ranking;
    double nothing = rank_all(matcher, guess, &ranking);
    if (!ranking.count || (nothing >= NOTHING && !has_sure_word(matcher, 0))) return match;
    double best = ranking.at[0].odds;
    int few = matcher->content <= ALONE_MESSAGE;
    if (best < (few ? OFFER_FEW : OFFER_FIRST)) return match;
    match.kind = best >= (few ? ANSWER_FEW : ANSWER) ? MATCH_TOPIC : MATCH_ASK;
    match.topic = ranking.at[0].topic;
    match.score = best;
    offer(&ranking, &match);
    return match;
}

struct match match_danger(const struct pack_topic *topic, double score) {
    return (struct match){.kind = MATCH_URGENT, .control = CONTROL_NONE, .topic = topic, .score = score};
}

/* The likeliest topic is the one of the likeliest danger: "my husband controls me" beside "my husband hits me". */
static int is_near_danger(const struct matcher *matcher, const struct guess *guess) {
    float beside = guess->topics[guess->urgent - matcher->pack->topics];
    for (size_t i = 0; i < matcher->pack->topic_count; i++)
        if (guess->topics[i] > beside) return 0;
    return 1;
}

/* Danger by its sentence: 1 help at once, 0 ask, -1 none. When the words name an errand it must be surer. */
static int hear_danger(const struct matcher *matcher, const struct guess *guess) {
    double danger = (double)guess->danger;
    if (!guess->urgent || danger < DANGER_NEAR || !knows(matcher, guess)) return -1;
    if (matcher->tokens.count < SENTENCE) return danger < DANGER || matcher->tokens.count < 2 ? -1 : 0;
    if (matcher->content <= ALONE_MESSAGE && danger < DANGER_FEW) return -1;
    if (danger < DANGER_ASKED) return is_near_danger(matcher, guess) ? 0 : -1;
    return danger >= (has_sure_word(matcher, NEXT_WORD_WORTH) ? DANGER_BESIDE : DANGER);
}

static struct match ask_danger(const struct matcher *matcher, const struct guess *guess) {
    struct match match = {.kind = MATCH_ASK, .control = CONTROL_NONE, .danger = 1};
    struct ranking ranking;
    rank_all(matcher, guess, &ranking);
    match.topic = guess->urgent;
    match.score = (double)guess->danger;
    offer(&ranking, &match);
    return match;
}

int match_is_harmless(const struct matcher *matcher, const char *folded, double *ret) {
    struct guess guess;
    if (!matcher->pack->guesser || matcher->tokens.count < SENTENCE) return 0;
    guesser_ask(matcher->pack->guesser, folded, &guess);
    *ret = 1 - (double)guess.nothing;
    return (double)guess.nothing >= HARMLESS;
}

struct match match_sentence(const struct matcher *matcher, const char *folded) {
    struct guess guess;
    guesser_ask(matcher->pack->guesser, folded, &guess);
    int danger = hear_danger(matcher, &guess);
    if (danger == 1) return match_danger(guess.urgent, (double)guess.danger);
    if (danger == 0) return ask_danger(matcher, &guess);
    int few = matcher->content <= ALONE_MESSAGE;
    if (!knows(matcher, &guess) || matcher->content < 2 || (few && coverage(matcher) > 0)) return match_decide(matcher);
    return decide_guess(matcher, &guess);
}
