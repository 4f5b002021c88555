/* match - which topic does a text mean? */
#include "messages/match.h"

#include "messages/fold.h"
#include "messages/match_inside.h"
#include "messages/pack_small.h"

#include <string.h>

#define CORRECTED       0.8 /* a misspelt word */
#define OTHER_LANGUAGE  0.9 /* a word of another language than the person's: breaks ties only */
#define OTHER_MEANING   0.4 /* ... when the same word means something else in theirs */
#define WEAK            0.5 /* one short word in a long message */
#define SHORT_MESSAGE   4   /* a single short word counts fully up to here */
#define GUARDED_LEN     3   /* "sus", "run": words so short mean something else in another language */
#define STRONG_WORD_LEN 5

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

static struct match of_control(enum pack_control control) {
    return (struct match){.kind = MATCH_CONTROL, .control = control, .score = 1};
}

/* Danger, control words and the names of languages: what the whole message is, before it is weighed. */
static int match_whole(const struct matcher *matcher, const char *folded, struct match *ret) {
    const struct pack_topic *urgent = pack_index_urgent(matcher->pack->index, &matcher->tokens);
    if (urgent) {
        *ret = match_danger(urgent, 1);
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
    double likely;
    if (named && match.kind == MATCH_URGENT && match_is_harmless(&matcher, folded, &likely)) {
        match.kind = MATCH_ASK;
        match.danger = 1;
        match.score = likely;
    }
    if (named && !(language_name && is_also_topic(&matcher))) return match;
    correct_words(&matcher);
    find_hits(&matcher);
    if (!named && match_needs_guess(&matcher)) return match_sentence(&matcher, folded);
    match = match_decide(&matcher);
    if (!named) return match;
    match.kind = MATCH_ASK;
    match.control = CONTROL_LANGUAGE;
    return match;
}
