/* pack_inside - what the files that build a pack, and the matcher's index, know of it. Not for other rooms. */
#ifndef MESSAGES_PACK_INSIDE_H
#define MESSAGES_PACK_INSIDE_H

#include "messages/pack.h"
#include "messages/pack_directory.h"
#include "messages/pack_memory.h"
#include "messages/pack_yaml.h"

#include <stdint.h>

#define PACK_TEXT_MAX         4000  /* bytes of one text of one language */
#define PACK_WORD_MAX         96    /* bytes of a folded keyword or phrase */
#define PACK_PHRASE_WORDS_MAX 8     /* words of one keyword or phrase */
#define PACK_WORDS_MAX        400   /* words of one list */
#define PACK_SENTENCE_MAX     300   /* bytes of a folded example */
#define PACK_SENTENCES_MAX    40000 /* examples of a pack */
#define PACK_DAY_HOURS_MAX    4     /* opening times of one day */

/* A file and its tree, kept for the line numbers of pack_check. */
struct pack_source {
    const char *name;
    const struct pack_node *root;
};

/* A text by language under an id: a phrase, a value of the office. */
struct pack_texts {
    const char *id;
    const char *file; /* where it stands; NULL for a value */
    char *text[LANGUAGE_COUNT];
};

/* A folded word of a language and what it stands for: an enum pack_control, a language, a number. */
struct pack_meaning {
    const char *word;
    enum language language;
    int value;
};
struct pack_meanings {
    struct pack_meaning *at; /* sorted by word */
    size_t count;
};

struct pack_urgent {
    const char *phrase; /* folded */
    const struct pack_topic *topic;
    int whole; /* 1: only when it is the whole message ("=sos") */
};

/* A word that means several things, and the words beside it that settle which. */
struct pack_context {
    const struct pack_topic *topic;
    struct pack_words words;
};
struct pack_ambiguous {
    const char *word; /* folded */
    const struct pack_topic *topics[PACK_TOPIC_ANSWERS_MAX];
    size_t topic_count;
    struct pack_context contexts[PACK_TOPIC_ANSWERS_MAX];
    size_t context_count;
};

/* A sentence of examples/<language>.yaml: asks for a topic, tells of a danger, is nothing that the office answers, or
 * is what people say before a question. */
enum pack_lesson_kind { LESSON_TOPIC, LESSON_URGENT, LESSON_NONE, LESSON_OPENING };
struct pack_lesson {
    const char *text; /* folded */
    enum pack_lesson_kind kind;
    enum language language;
    const struct pack_topic *topic; /* of TOPIC and URGENT, else NULL */
};
struct pack_lessons {
    struct pack_memory memory; /* also holds the trees of those files */
    struct pack_lesson *at;
    size_t count;
    uint64_t digest; /* of the files' bytes; 0 when there is none */
};

struct pack {
    struct pack_memory memory;
    char version[PACK_VERSION_LEN + 1];
    unsigned declared;           /* bits of the languages of languages.yaml */
    struct pack_source *sources; /* sorted by name */
    size_t source_count;
    struct pack_answer *answers; /* these three sorted by id */
    size_t answer_count;
    struct pack_topic *topics;
    size_t topic_count;
    struct pack_form *forms;
    size_t form_count;
    struct pack_section sections[PACK_SECTIONS_MAX];
    size_t section_count;
    struct pack_texts *phrases, *values; /* sorted by id */
    size_t phrase_count, value_count;
    struct pack_meanings controls, languages, numbers;
    struct pack_words number_prefixes, number_suffixes;
    struct pack_urgent *urgent;
    size_t urgent_count;
    struct pack_ambiguous *ambiguous;
    size_t ambiguous_count;
    struct pack_words never_corrected;
    struct pack_lessons lessons; /* while it is loaded: the guesser forgets the sentences */
    struct pack_hours hours[7][PACK_DAY_HOURS_MAX];
    size_t hour_count[7];
    int *holidays; /* yyyymmdd */
    size_t holiday_count;
    struct pack_emergency *emergencies;
    size_t emergency_count;
    struct pack_organisation *organisations; /* in the order of the file */
    size_t organisation_count;
    struct pack_index *index;
    struct guesser *guesser; /* NULL when the pack holds no examples */
};

/* The tree of a file, NULL when the pack has none. */
const struct pack_node *pack_source(const struct pack *pack, const char *name);

/* The entry of emergency.yaml with this id, NULL when there is none. */
const struct pack_emergency *pack_emergency_find(const struct pack *pack, const char *id);

/* First of the meanings of a word, NULL when it has none; *ret_count how many there are. */
const struct pack_meaning *pack_find_meanings(const struct pack_meanings *meanings, const char *word,
                                              size_t *ret_count);

#endif
