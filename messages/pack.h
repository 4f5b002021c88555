/* pack - the content pack: all that the bot says, as an office edits it.
 *
 * YAML files, one a topic, all languages side by side:
 *
 *   topics/<id>.yaml    id, title {es: ..., ht: ...}, keywords {es: [...], ht: [...]}, answers [answer ids] or form:
 * id, examples {es: [...], ht: [...]}: sentences that ask for it, which pack_guess.h learns from answers/<id>.yaml id,
 * title, text {es: ..., ht: ...}, risk, source, checked_on, review_by, checked_by, status phrases.yaml        what the
 * machine itself says: id -> text by language; phrases/<flow>.yaml likewise, one file a flow controls.yaml control
 * words by intent and language (stop, start, help, menu, person, language, yes, no, my-data, erase) and numbers as
 * words urgent.yaml         urgent words by kind and language; "=sos" counts only as the whole message; examples
 * ambiguous.yaml      words that mean several things: their topics, and words beside them that settle which; words that
 * are never taken for a misspelt keyword; small_talk: sentences that ask for nothing forms/<id>.yaml     questions of a
 * form, in order, with type, choices, skips menu.yaml sections of the main menu, in order, with titles and their topics
 * office.yaml         placeholders of the office: comuna, direccion, horario ...; hours, holidays emergency.yaml one
 * table of emergency numbers; answers write {n-<id>}, nothing else holds a number
 *
 * Every fault of a file is found at once: unknown keys, wrong types, duplicate keys, tabs, anchors and aliases, bytes
 * that are no UTF-8, files of more than PACK_FILE_MAX. Only Spanish must be there; what else is missing, pack_check
 * says where it matters. A pack is loaded whole, validated whole and then immutable; every process swaps to a new one
 * at once. */
#ifndef MESSAGES_PACK_H
#define MESSAGES_PACK_H

#include "config/error.h"
#include "messages/language.h"
#include "messages/text.h"

#include <stddef.h>

#define PACK_ID_MAX             48
#define PACK_FILES_MAX          400
#define PACK_FILE_MAX           (256 * 1024) /* bytes of one file */
#define PACK_FAULTS_MAX         200
#define PACK_PARAMS_MAX         8
#define PACK_CHOICES_MAX        9
#define PACK_QUESTIONS_MAX      16
#define PACK_SECTIONS_MAX       8
#define PACK_TOPIC_ANSWERS_MAX  4
#define PACK_SECTION_TOPICS_MAX 9

/* A file of a pack, in memory. The built-in sample is made of these (config/embed.h). */
struct pack_file {
    const char *name; /* "topics/cesfam.yaml" */
    const char *bytes;
    size_t len;
};

/* Faults of a load or check, each "file:line: message". */
struct pack_faults {
    size_t count;
    char text[PACK_FAULTS_MAX][ERROR_TEXT_MAX];
};

enum pack_risk { RISK_GREEN, RISK_YELLOW, RISK_RED, RISK_BLACK };

struct pack_words { /* words of one language, folded, in order */
    char **at;
    size_t count;
};

struct pack_answer {
    char id[PACK_ID_MAX];        /* slug of the answer, stable */
    char *title[LANGUAGE_COUNT]; /* short name, where a topic has several answers */
    char *text[LANGUAGE_COUNT];  /* NULL = not written in this language (Spanish is spoken, and check complains) */
    enum pack_risk risk;
    int approved; /* status: approved (else proposed) */
    char *source, *checked_on, *review_by, *checked_by;
};

struct pack_topic {
    char id[PACK_ID_MAX];
    char *title[LANGUAGE_COUNT]; /* short name in menus and "did you mean" */
    const struct pack_answer
        *answers[PACK_TOPIC_ANSWERS_MAX]; /* none when the topic opens a form; several are offered by number */
    size_t answer_count;
    char form[PACK_ID_MAX];    /* form that this topic opens; "" when none */
    char service[PACK_ID_MAX]; /* what handlers/handlers.c does for it before its answers are spoken; "" when none */
    struct pack_words keywords[LANGUAGE_COUNT];
    struct pack_words examples; /* sentences of all languages that ask for it, folded */
};

enum pack_control {
    CONTROL_NONE = -1,
    CONTROL_STOP,
    CONTROL_START,
    CONTROL_HELP,
    CONTROL_MENU,
    CONTROL_PERSON,
    CONTROL_LANGUAGE,
    CONTROL_YES,
    CONTROL_NO,
    CONTROL_MY_DATA,
    CONTROL_ERASE,
    CONTROL_COUNT
};
const char *pack_control_id(enum pack_control control); /* "stop", "my-data"; "" for NONE */

enum pack_question_type { QUESTION_CHOICE, QUESTION_TEXT, QUESTION_YES_NO };
struct pack_question {
    char id[PACK_ID_MAX];
    enum pack_question_type type;
    char *text[LANGUAGE_COUNT]; /* with its numbered choices written out */
    struct {
        char id[PACK_ID_MAX];
        char *label[LANGUAGE_COUNT];
        struct pack_words words[LANGUAGE_COUNT]; /* besides the number and the label */
    } choices[PACK_CHOICES_MAX];
    size_t choice_count;
    int text_max; /* runes of a free answer */
};
struct pack_form {
    char id[PACK_ID_MAX];
    struct pack_question questions[PACK_QUESTIONS_MAX];
    size_t question_count;
    long expires_min;       /* minutes without an answer until it lapses with a kind word */
    char ends[PACK_ID_MAX]; /* what follows when it is complete (handlers/handlers.c); its own id unless `ends:` says */
};

struct pack_section { /* one line of the main menu */
    char id[PACK_ID_MAX];
    char *title[LANGUAGE_COUNT];
    const struct pack_topic *topics[PACK_SECTION_TOPICS_MAX];
    size_t topic_count;
};

struct pack; /* opaque: topics, phrases, words, forms, and the matcher's index over them */

/* Builds a pack from files. -1 when any file has a fault (all are in faults); the pack is not made then. */
int pack_load(const struct pack_file *files, size_t count, struct pack **ret, struct pack_faults *faults,
              struct error *why);
/* The same from a folder (pack_file names are relative to it). ERROR_INPUT when it cannot be read. */
int pack_load_folder(const char *folder, struct pack **ret, struct pack_faults *faults, struct error *why);
/* The sample office that is linked into the program. */
int pack_load_sample(struct pack **ret, struct pack_faults *faults, struct error *why);
void pack_free(struct pack *pack);

/* Faults beyond form (missing language, unknown placeholder, dead end, unreachable topic, two topics with one
 * keyword, a text over two SMS even with its accents lowered, a bad number or URL). Returns how many were added to
 * faults. */
size_t pack_check(const struct pack *pack, struct pack_faults *faults);

/* How many answers are not written in a language: Spanish is spoken in their place. No fault while they are proposed.
 */
size_t pack_untranslated(const struct pack *pack, enum language language);

/* 12 hex letters of a hash over all files: which content is this? */
const char *pack_version(const struct pack *pack);

size_t pack_topic_count(const struct pack *pack);
const struct pack_topic *pack_topic_at(const struct pack *pack, size_t index);
const struct pack_topic *pack_topic(const struct pack *pack, const char *id); /* NULL when unknown; likewise below */
const struct pack_answer *pack_answer(const struct pack *pack, const char *id);
const struct pack_form *pack_form(const struct pack *pack, const char *id);
size_t pack_form_count(const struct pack *pack);
const struct pack_form *pack_form_at(const struct pack *pack, size_t index);
size_t pack_section_count(const struct pack *pack);
const struct pack_section *pack_section_at(const struct pack *pack, size_t index);

/* Phrase text with placeholders still in it; falls back to Spanish; NULL when no such phrase. */
const char *pack_phrase(const struct pack *pack, const char *id, enum language language);

/* The control word that the whole message is, in any language (folded, exact, never fuzzy; "9" and "0" are not words
 * here). NULL-safe; CONTROL_NONE. *ret_language: the one language that has this word, or LANGUAGE_NONE when several. */
enum pack_control pack_control_word(const struct pack *pack, const char *folded, enum language *ret_language);

/* The language that a whole message names ("kreyol", "english", "idioma" names none). LANGUAGE_NONE. */
enum language pack_language_word(const struct pack *pack, const char *folded);

/* The number that a whole message is: "2", "2.", "(2)", "02", "opcion 2", "2 gracias", "dos" (in language), keycap
 * emoji, full-width or Arabic-Indic digits. -1 when none. Number words count only in the given language. */
int pack_number_word(const struct pack *pack, const char *folded, enum language language);

/* The kind of urgent topic ("violencia-mujer", "salud-mental", "urgencia" ...; a topic id) whose danger words the
 * text holds, as whole words or phrases; NULL when none. */
const char *pack_urgent_topic(const struct pack *pack, const char *folded);

/* A value for a {placeholder}. */
struct pack_param {
    const char *name, *value;
};

/* What fills a template: params first, then the office's own values in the language spoken (LANGUAGE_NONE: Spanish),
 * then n-<id>: the number of that id in emergency.yaml. params may be NULL when count is 0. */
struct pack_fill_args {
    const struct pack *pack;
    enum language language;
    const struct pack_param *params;
    size_t count;
};

/* Appends a template with its {placeholders} filled. An unknown placeholder is left out; the check has refused it
 * before. Values are never looked into for placeholders, so `{comuna}` typed by a person stays as typed. */
void pack_fill(const struct pack_fill_args *with, const char *template, struct text *ret);

/* An office value ("comuna", "plazo" ...) in a language, or in Spanish where it has no other; NULL when unknown. */
const char *pack_value(const struct pack *pack, const char *name, enum language language);

/* Opening times of a weekday (0 = Sunday, as tm_wday), in order; minutes of the day, until is not included. */
struct pack_hours {
    int from_min, until_min;
};
size_t pack_hours(const struct pack *pack, int weekday, const struct pack_hours **ret);
int pack_is_holiday(const struct pack *pack, int year, int month, int day); /* month 1..12 */

/* The table of emergency numbers, in order. Borrowed. */
struct pack_emergency {
    char id[PACK_ID_MAX];
    char *number, *source;
    char *service[LANGUAGE_COUNT], *hours[LANGUAGE_COUNT];
    int confirmed; /* mark: confirmed (else seen: written somewhere once, nobody has called it) */
};
size_t pack_emergency_count(const struct pack *pack);
const struct pack_emergency *pack_emergency_at(const struct pack *pack, size_t index);

#endif
