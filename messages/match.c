/* match - which topic does a text mean? */
#include "messages/match.h"

#include "messages/fold.h"
#include "messages/pack_guess.h"
#include "messages/pack_index.h"
#include "messages/pack_inside.h"
#include "messages/pack_small.h"

#include <math.h>
#include <string.h>

/* What a phrase is worth. Tuned on the keywords of the sample pack and the cases of tests/messages/match_test.c. */
#define WORD_WORTH      1.0
#define NEXT_WORD_WORTH 1.2  /* each further word: phrases before words */
#define CORRECTED       0.8  /* a misspelt word */
#define OTHER_LANGUAGE  0.9  /* a word of another language than the person's: breaks ties only */
#define OTHER_MEANING   0.4  /* ... when the same word means something else in theirs */
#define WEAK            0.5  /* one short word in a long message */
#define LEVEL           0.72 /* the second has this share of the first: ask */

#define HOME_LANGUAGE   1.001 /* of equals the meaning in Spanish, the country's language, stands first */

#define ALONE_MESSAGE   2   /* words that say something */
#define SHORT_MESSAGE   4   /* a single short word counts fully up to here */
#define LONELY          0.3 /* a single word that is a smaller share of the message is only asked about */
#define GUARDED_LEN     3   /* "sus", "run": words so short mean something else in another language */
#define STRONG_WORD_LEN 5

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
#define DANGER_ASKED  0.2  /* "are you in danger?" */
#define DANGER_FEW    0.5  /* ... of a text of hardly any words */
#define DANGER_NEAR   0.08 /* ... when the likeliest topic is one of danger itself */
#define HARMLESS      0.9  /* "I am dying of laughter": a danger word in a harmless sentence is asked about */
#define SENTENCE      4    /* words of any kind; of fewer, most must be known */

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

const char *match_kind_name(enum match_kind kind) {
    static const char *const names[] = {"none", "topic", "control", "urgent", "ask"};
    return kind >= MATCH_NONE && kind <= MATCH_ASK ? names[kind] : "";
}

static void correct_words(struct matcher *matcher) {
    for (size_t i = 0; i < matcher->tokens.count; i++) {
        const char *at = matcher->tokens.word[i].at;
        size_t len = matcher->tokens.word[i].len;
        if (pack_small_word(at, len)) continue;
        matcher->content++;
        size_t good_len = 0;
        int exact = 0;
        const char *good = pack_index_correct(matcher->pack->index, at, len, &good_len, &exact);
        if (!good) continue;
        matcher->tokens.word[i].at = good;
        matcher->tokens.word[i].len = (uint32_t)good_len;
        matcher->corrected[i] = (char)!exact;
    }
}

/* A phrase found at a place of the text. */
struct hit {
    const struct pack_indexed *phrase;
    size_t from;
    double worth;
    int sure;
};

static int holds_word(const struct matcher *matcher, const struct hit *hit, const char *word) {
    size_t len = strlen(word);
    for (size_t i = 0; i < matcher->tokens.count; i++) {
        if (i >= hit->from && i < hit->from + hit->phrase->words) continue;
        if (matcher->tokens.word[i].len == len && memcmp(matcher->tokens.word[i].at, word, len) == 0) return 1;
    }
    return 0;
}

/* The topic that a word beside an ambiguous one settles on, NULL when none does. */
static const struct pack_topic *settled(const struct matcher *matcher, const struct hit *hit) {
    const struct pack_ambiguous *many = hit->phrase->many;
    for (size_t i = 0; i < many->context_count; i++)
        for (size_t k = 0; k < many->contexts[i].words.count; k++)
            if (holds_word(matcher, hit, many->contexts[i].words.at[k])) return many->contexts[i].topic;
    return NULL;
}

static void add_score(struct matcher *matcher, size_t topic, double worth, int sure) {
    matcher->scores[topic].all += worth;
    if (sure) matcher->scores[topic].sure += worth;
}

static void add_ambiguous(struct matcher *matcher, const struct hit *hit) {
    const struct pack_topic *topics = matcher->pack->topics;
    const struct pack_topic *one = settled(matcher, hit);
    if (one) {
        add_score(matcher, (size_t)(one - topics), hit->worth + NEXT_WORD_WORTH, 1);
        return;
    }
    /* with one topic it is a word like "mercado", which means that topic only when hardly anything else is said */
    if (hit->phrase->many->topic_count == 1 && matcher->content > ALONE_MESSAGE) return;
    for (size_t i = 0; i < hit->phrase->many->topic_count; i++) /* in the order of the pack, by a hair */
        add_score(matcher, (size_t)(hit->phrase->many->topics[i] - topics), hit->worth * (1 - 0.01 * (double)i), 0);
}

static int speaks(const struct matcher *matcher, unsigned languages) {
    return matcher->language == LANGUAGE_NONE || (languages >> matcher->language & 1);
}

static void add_meanings(struct matcher *matcher, const struct hit *hit) {
    const struct pack_indexed *phrase = hit->phrase;
    int own = 0;
    for (size_t i = 0; i < phrase->meaning_count; i++) own |= speaks(matcher, phrase->meanings[i].languages);
    for (size_t i = 0; i < phrase->meaning_count; i++) {
        double worth = hit->worth;
        if (!speaks(matcher, phrase->meanings[i].languages)) worth *= own ? OTHER_MEANING : OTHER_LANGUAGE;
        if (phrase->meanings[i].languages & 1u << LANGUAGE_ES) worth *= HOME_LANGUAGE;
        add_score(matcher, phrase->meanings[i].topic, worth, hit->sure);
    }
}

static int is_of_language(const struct matcher *matcher, const struct pack_indexed *phrase) {
    for (size_t i = 0; i < phrase->meaning_count; i++)
        if (matcher->language != LANGUAGE_NONE && speaks(matcher, phrase->meanings[i].languages)) return 1;
    return 0;
}

/* 0 when a single word says nothing here. */
static int weigh_word(const struct matcher *matcher, struct hit *hit) {
    const struct pack_indexed *phrase = hit->phrase;
    int alone = matcher->tokens.count <= 2;
    if (phrase->len <= GUARDED_LEN && !alone && !is_of_language(matcher, phrase)) return 0;
    if (pack_small_word(phrase->text, phrase->len) && matcher->tokens.count > 1 && !is_of_language(matcher, phrase))
        return 0;
    int weak = phrase->len < STRONG_WORD_LEN || pack_small_frequent(phrase->text, phrase->len);
    if (matcher->content > SHORT_MESSAGE && weak) {
        hit->worth *= WEAK;
        hit->sure = 0;
    }
    return 1;
}

static void add_hit(struct matcher *matcher, const struct pack_indexed *phrase, size_t from) {
    struct hit hit = {phrase, from, WORD_WORTH + NEXT_WORD_WORTH * (phrase->words - 1), 1};
    for (size_t i = from; i < from + phrase->words; i++) {
        if (!matcher->corrected[i]) continue;
        hit.worth *= CORRECTED;
        if (matcher->content >= SHORT_MESSAGE) hit.sure = 0;
    }
    if (phrase->words == 1 && !weigh_word(matcher, &hit)) return;
    memset(matcher->covered + from, 1, phrase->words);
    if (phrase->many)
        add_ambiguous(matcher, &hit);
    else
        add_meanings(matcher, &hit);
}

/* Phrases that overlap both count; one that lies inside another does not. */
static void find_hits(struct matcher *matcher) {
    size_t end = 0;
    for (size_t i = 0; i < matcher->tokens.count; i++) {
        const struct pack_indexed *phrase = pack_index_longest(matcher->pack->index, &matcher->tokens, i);
        if (!phrase || i + phrase->words <= end) continue;
        end = i + phrase->words;
        add_hit(matcher, phrase, i);
    }
}

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

/* Exact words first: a short text that is understood to its last word needs no guess. */
static int needs_guess(const struct matcher *matcher) {
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

static struct match decide(const struct matcher *matcher) {
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

static struct match of_danger(const struct pack_topic *topic, double score) {
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

/* "I am dying of laughter" holds a danger word, and so does no cry for help. */
static int is_harmless(const struct matcher *matcher, const char *folded, struct guess *ret) {
    if (!matcher->pack->guesser || matcher->tokens.count < SENTENCE) return 0;
    guesser_ask(matcher->pack->guesser, folded, ret);
    return (double)ret->nothing >= HARMLESS;
}

/* What words alone do not explain. */
static struct match match_sentence(const struct matcher *matcher, const char *folded) {
    struct guess guess;
    guesser_ask(matcher->pack->guesser, folded, &guess);
    int danger = hear_danger(matcher, &guess);
    if (danger == 1) return of_danger(guess.urgent, (double)guess.danger);
    if (danger == 0) return ask_danger(matcher, &guess);
    int few = matcher->content <= ALONE_MESSAGE;
    if (!knows(matcher, &guess) || matcher->content < 2 || (few && coverage(matcher) > 0)) return decide(matcher);
    return decide_guess(matcher, &guess);
}

static struct match of_control(enum pack_control control) {
    return (struct match){.kind = MATCH_CONTROL, .control = control, .score = 1};
}

/* Danger, control words and the names of languages: what the whole message is, before it is weighed. */
static int match_whole(const struct matcher *matcher, const char *folded, struct match *ret) {
    const struct pack_topic *urgent = pack_index_urgent(matcher->pack->index, &matcher->tokens);
    if (urgent) {
        *ret = of_danger(urgent, 1);
        return 1;
    }
    int number = pack_number_word(matcher->pack, folded, LANGUAGE_NONE);
    enum pack_control control = number == 9   ? CONTROL_PERSON
                                : number == 0 ? CONTROL_MENU
                                              : pack_control_word(matcher->pack, folded, NULL);
    if (control == CONTROL_NONE && pack_language_word(matcher->pack, folded) != LANGUAGE_NONE)
        control = CONTROL_LANGUAGE;
    if (control == CONTROL_NONE) return 0;
    *ret = of_control(control);
    return 1;
}

/* "espanol" is a language to speak and a course to take: ask. */
static int is_also_topic(const struct matcher *matcher) {
    const struct pack_indexed *phrase = pack_index_longest(matcher->pack->index, &matcher->tokens, 0);
    return phrase && phrase->words == matcher->tokens.count;
}

struct match match_text(const struct pack *pack, const char *text, enum language language) {
    struct match match = {.kind = MATCH_NONE, .control = CONTROL_NONE};
    char folded[FOLD_BYTES_MAX + 1];
    if (!fold_bytes(text, folded)) return match;
    struct matcher matcher;
    memset(&matcher, 0, offsetof(struct matcher, tokens));
    memset(matcher.corrected, 0, sizeof matcher.corrected);
    memset(matcher.covered, 0, sizeof matcher.covered);
    memset(matcher.scores, 0, pack->topic_count * sizeof *matcher.scores);
    matcher.content = 0;
    matcher.pack = pack;
    matcher.language = language;
    pack_index_cut(folded, &matcher.tokens);
    int named = match_whole(&matcher, folded, &match);
    int language_name = named && match.kind == MATCH_CONTROL && match.control == CONTROL_LANGUAGE;
    struct guess guess;
    if (named && match.kind == MATCH_URGENT && is_harmless(&matcher, folded, &guess)) {
        match.kind = MATCH_ASK;
        match.danger = 1;
        match.score = 1 - (double)guess.nothing;
    }
    if (named && !(language_name && is_also_topic(&matcher))) return match;
    correct_words(&matcher);
    find_hits(&matcher);
    if (!named && needs_guess(&matcher)) return match_sentence(&matcher, folded);
    match = decide(&matcher);
    if (!named) return match;
    match.kind = MATCH_ASK;
    match.control = CONTROL_LANGUAGE;
    return match;
}
