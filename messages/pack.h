/* pack - the content pack: all that the bot says, as an office edits it.
 *
 * YAML files, one a topic, all languages side by side:
 *
 *   topics/<id>.yaml    id, title {es: ..., ht: ...}, keywords {es: [...], ht: [...]}, answers [answer ids] or
 *                       form: id
 *   answers/<id>.yaml   id, title, text {es: ..., ht: ...}, risk, source, checked_on, review_by, checked_by, status;
 *                       while_closed: {number: id, text: {...}} is spoken while that number of emergency.yaml is closed
 *   phrases.yaml        what the machine itself says: id -> text by language
 *   phrases/<flow>.yaml likewise, one file a flow
 *   controls.yaml       control words by intent and language (stop, start, help, menu, person, language, yes, no,
 *                       my-data, erase) and numbers as words
 *   urgent.yaml         urgent words by kind and language; "=sos" counts only as the whole message
 *   ambiguous.yaml      words that mean several things: their topics, and words beside them that settle which; words
 *                       that are never taken for a misspelt keyword
 *   examples/<language>.yaml  sentences as people write them, one a line, which pack_guess.h learns from: openings,
 *                       topics: {id: |}, urgent: {topic id: |}, none
 *   forms/<id>.yaml     questions of a form, in order; see below
 *   menu.yaml           sections of the main menu, in order, with titles and their topics
 *   office.yaml         placeholders of the office: comuna, direccion, horario ...; hours, holidays
 *   emergency.yaml      one table of emergency numbers with their hours; answers write {n-<id>}, nothing else holds a
 *                       number
 *   directory.yaml      organisations to which people are referred (pack_directory.h)
 *
 * A form:
 *
 *   id: rsvp
 *   expires_min: 1440        # without an answer it lapses with a kind word
 *   lapsed: {es: ..., ht: ...}  # that word; the phrase form_lapsed when there is none
 *   ends: rsvp               # what follows (handlers/handlers.c); its own id when not given
 *   intro: {es: ..., ht: ...}   # said before the first question
 *   questions:
 *     - id: viene
 *       type: choice         # choice (choices, each id, label, words), yes_no, text (max: letters), number (min, max),
 *                            # phone (kept as +56911111111; same: yes takes "this same number" too, kept as `same`)
 *       text: {es: "...\n1 Si\n2 No"}    # the author writes the numbered lines of choice and yes_no
 *       optional: yes        # "prefer not to say" is added as the last line and taken in words; kept as `-`. At most 7
 *                            # choices then: 0 and 9 are the menu and a person, at every step
 *     - id: cuantos
 *       type: number
 *       min: 0
 *       max: 6
 *       only_if: {viene: [si, quizas]}   # asked only when every question named here was answered with one of these;
 *                            # it is a choice or yes_no (si, no; `-` when optional) and stands before this one
 *
 *   A survey is a form with `survey: {open: yes, minutes: 5, points: [{code: P01, name: ...}]}`: its answers are kept
 *   without the person. All its questions are choice or yes_no and optional; `ends` is survey. The ids of questions and
 *   choices are its code book, the same in all languages. forms/survey-words.yaml holds the words that begin one.
 *
 *   forms/answer-words.yaml holds the words for "prefer not to say" and "this same number"; the label of the first is
 *   the line that is added.
 *
 * languages.yaml (may be missing) declares languages besides the five that are built in: code, name, script, direction.
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
#include <time.h>

#define PACK_VERSION_LEN        12 /* hex letters */
#define PACK_ID_MAX             48
#define PACK_FILES_MAX          600
#define PACK_FILE_MAX           (256 * 1024) /* bytes of one file */
#define PACK_FAULTS_MAX         400
#define PACK_PARAMS_MAX         8
#define PACK_CHOICES_MAX        9
#define PACK_QUESTIONS_MAX      24
#define PACK_RULES_MAX          4  /* conditions of one question */
#define PACK_POINTS_MAX         40 /* places where a survey is asked */
#define PACK_POINT_MAX          8  /* bytes of the code of one, the NUL counted */
#define PACK_SECTIONS_MAX       8
#define PACK_TOPIC_ANSWERS_MAX  4
#define PACK_SECTION_TOPICS_MAX 9

struct pack; /* opaque: topics, phrases, words, forms, and the matcher's index over them */

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
    /* While a number that the text names does not answer (while_closed: its id in emergency.yaml, and a text), this is
     * spoken instead. "" = at any hour the same. Ask pack_answer_texts(). */
    char closed_number[PACK_ID_MAX];
    char *closed_text[LANGUAGE_COUNT];
    int asks_safe; /* asks_safe: yes - it ends in "is it safe to write to you?" */
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
    CONTROL_CORRECT,
    CONTROL_STOP_EVENTS,
    CONTROL_START_EVENTS,
    CONTROL_STOP_REMINDERS,
    CONTROL_START_REMINDERS,
    CONTROL_STOP_SURVEYS,
    CONTROL_NEW_NUMBER,
    CONTROL_DISCREET,
    CONTROL_PROFILE,
    CONTROL_COUNT
};
const char *pack_control_id(enum pack_control control); /* "stop", "my-data"; "" for NONE */

/* Questions. What is kept of an answer: the id of a choice, "si" or "no", the digits of a number, a phone number as
 * E.164, the text as typed; PACK_NOT_SAID when it is optional and the person prefers not to say; PACK_SAME for "this
 * number I write from". These are what rules name and what the staff, files and statistics hold, in every language. */
#define PACK_NOT_SAID   "-"
#define PACK_SAME       "same"
#define PACK_YES        "si"
#define PACK_NO         "no"
#define PACK_NUMBER_MAX 999999999L

enum pack_question_type { QUESTION_CHOICE, QUESTION_TEXT, QUESTION_YES_NO, QUESTION_NUMBER, QUESTION_PHONE };

/* A condition of a question: it is asked only when an earlier one was answered with one of these. */
struct pack_rule {
    char question[PACK_ID_MAX];
    char values[PACK_CHOICES_MAX][PACK_ID_MAX]; /* choice ids, PACK_YES, PACK_NO, PACK_NOT_SAID */
    size_t value_count;
};

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
    int text_max;  /* text: runes of an answer */
    long min, max; /* number */
    int optional;  /* "prefer not to say" is offered, numbered behind the choices, and its words are taken */
    int same;      /* phone: "this same number" is an answer */
    struct pack_rule only_if[PACK_RULES_MAX]; /* all of them must hold */
    size_t rule_count;
};
/* A form that is a survey: its answers are kept without the person (queue/surveys.h). */
struct pack_survey {
    int is_survey, open; /* open: answered unless the office says otherwise; see handlers/board.h */
    char *title;         /* for the staff, in Spanish; NULL when it has none */
    long minutes;        /* that it takes, as the person is told */
    struct {
        char code[PACK_POINT_MAX]; /* "P07", as on the poster */
        char *name;
    } points[PACK_POINTS_MAX];
    size_t point_count;
};
/* Ids of what is kept beside the answers of a survey; no question may have them. */
#define PACK_SURVEY_POINT     "punto"
#define PACK_SURVEY_STATE     "estado"
#define PACK_SURVEY_VOLUNTEER "encuestador"
#define PACK_SURVEY_ID_MAX    20 /* of a survey, the NUL counted: marks are named after it */

struct pack_form {
    char id[PACK_ID_MAX];
    struct pack_survey survey;
    struct pack_question questions[PACK_QUESTIONS_MAX];
    size_t question_count;
    char *intro[LANGUAGE_COUNT];  /* said before the first question; all NULL when there is none */
    char *lapsed[LANGUAGE_COUNT]; /* the kind word when it lapses; the phrase form_lapsed when there is none */
    long expires_min;             /* minutes without an answer until it lapses */
    char ends[PACK_ID_MAX]; /* what follows when it is complete (handlers/handlers.c); its own id unless `ends:` says */
};

/* The number of "prefer not to say" of a question, behind its choices (yes/no: 3); 0 when it has none: it is not
 * optional, or its answers are no numbered ones and words of forms/answer-words.yaml say it. */
int pack_skip_number(const struct pack_question *question);

/* Words that answer any question, of forms/answer-words.yaml: choice "skip" (prefer not to say) and choice "same" (this
 * number). NULL when the pack has no such file. The label of "skip" is its numbered line. */
#define PACK_WORD_SKIP "skip"
#define PACK_WORD_SAME "same"
const struct pack_question *pack_answer_words(const struct pack *pack);

/* Words that begin a survey, of forms/survey-words.yaml: choice "survey", and choice "volunteer" for those who ask
 * others. NULL when the pack has no such file. */
#define PACK_WORD_SURVEY    "survey"
#define PACK_WORD_VOLUNTEER "volunteer"
const struct pack_question *pack_survey_words(const struct pack *pack);

/* The point that a person names: "P07", "p7", "07"; NULL when the survey has none like it. */
const char *pack_survey_point(const struct pack_survey *survey, const char *named);

/* Appends what a question says in a language: its text and, where it is optional, the line that says how to prefer not
 * to say. Placeholders are still in it. A text not written in the language is the Spanish one. */
void pack_question_text(const struct pack *pack, const struct pack_question *question, enum language language,
                        struct text *ret);

struct pack_section { /* one line of the main menu */
    char id[PACK_ID_MAX];
    char *title[LANGUAGE_COUNT];
    const struct pack_topic *topics[PACK_SECTION_TOPICS_MAX];
    size_t topic_count;
};

/* Builds a pack from files. -1 when any file has a fault (all are in faults); the pack is not made then. */
int pack_load(const struct pack_file *files, size_t count, struct pack **ret, struct pack_faults *faults,
              struct error *why);
/* The same from a folder (pack_file names are relative to it). ERROR_INPUT when it cannot be read.
 * messages/pack_files.h reads one for those who need its bytes. */
int pack_load_folder(const char *folder, struct pack **ret, struct pack_faults *faults, struct error *why);
/* The sample office that is linked into the program. */
int pack_load_sample(struct pack **ret, struct pack_faults *faults, struct error *why);
void pack_free(struct pack *pack);

/* Faults beyond form (missing language, unknown placeholder, dead end, unreachable topic, two topics with one
 * keyword, a text over two SMS even with its accents lowered, a bad number or URL). Returns how many were added to
 * faults. */
size_t pack_check(const struct pack *pack, struct pack_faults *faults);

/* Adds the phrases and forms that the pack lacks from the sample that is linked in, so that a new program works with an
 * office's older content. Warnings (may be NULL): what was missing, and each phrase that nothing says. Before the pack
 * is shared. ERROR_SYSTEM: no memory. */
int pack_complete(struct pack *pack, struct pack_faults *warnings, struct error *why);

/* What should be looked at, but is no fault: answers that should have been read again before today (yyyymmdd), answers
 * that are not written in every language. Returns how many were added. */
size_t pack_warn(const struct pack *pack, int today, struct pack_faults *warnings);

/* 1 when two texts hold the same {placeholders}; else ret_name is one that only one of them has. */
int pack_placeholders_agree(const char *one, const char *two, char ret_name[PACK_ID_MAX]);

/* 1: the pack speaks this language (the five that are built in, and those of its languages.yaml). */
int pack_has_language(const struct pack *pack, enum language language);

/* How many answers are not written in a language: Spanish is spoken in their place. No fault while they are proposed.
 */
size_t pack_untranslated(const struct pack *pack, enum language language);

/* 12 hex letters of a hash over all files: which content is this? */
const char *pack_version(const struct pack *pack);

size_t pack_topic_count(const struct pack *pack);
const struct pack_topic *pack_topic_at(const struct pack *pack, size_t index);
const struct pack_topic *pack_topic(const struct pack *pack, const char *id); /* NULL when unknown; likewise below */
const struct pack_answer *pack_answer(const struct pack *pack, const char *id);
size_t pack_answer_count(const struct pack *pack);
const struct pack_answer *pack_answer_at(const struct pack *pack, size_t index);
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
    /* `open: ["mon-fri 08:00-24:00"]`: when somebody answers; on holidays too only with `on_holidays: yes`. Without it:
     * at any hour, as far as anybody knows. */
    int has_open, on_holidays;
    struct pack_hours open[7]; /* by tm_wday; until 0 = not on this day */
};
/* 1 when somebody answers this number at a local time. */
int pack_emergency_answers(const struct pack *pack, const struct pack_emergency *entry, const struct tm *local);
/* The texts of an answer that are right at a local time: by night no number that is closed then. Borrowed. */
char *const *pack_answer_texts(const struct pack *pack, const struct pack_answer *answer, const struct tm *local);

size_t pack_emergency_count(const struct pack *pack);
const struct pack_emergency *pack_emergency_at(const struct pack *pack, size_t index);

#endif
