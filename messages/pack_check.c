/* pack_check - faults of a pack beyond its form: what a person would run into. */
#include "messages/pack_check.h"

#include "messages/pack_inside.h"
#include "messages/segments.h"
#include "messages/segments_smart.h"

#include <string.h>

#define SEGMENTS_MAX                  2 /* of a text, filled; more is not read on a small phone, and each is paid for */
#define SAMPLE                        "(muestra)" /* marks a value of the sample office */

#define FAULT(check, file, node, ...) pack_fault((check)->faults, (file), (node) ? (node)->line : 1, __VA_ARGS__)

/* A name of the longest kind that pack_fill looks up. */
#define NAME_LEN_MAX 47

/* The next {name} of a text; 0 when there is none. */
static int next_placeholder(const char **at, char ret[NAME_LEN_MAX + 1]) {
    for (const char *open = strchr(*at, '{'); open; open = strchr(open + 1, '{')) {
        size_t len = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz0123456789_-");
        if (!len || len > NAME_LEN_MAX || open[len + 1] != '}') continue;
        memcpy(ret, open + 1, len);
        ret[len] = 0;
        *at = open + len + 2;
        return 1;
    }
    return 0;
}

static int has_placeholder(const char *text, const char *name) {
    char found[NAME_LEN_MAX + 1];
    while (next_placeholder(&text, found))
        if (strcmp(found, name) == 0) return 1;
    return 0;
}

int pack_placeholders_agree(const char *one, const char *two, char ret_name[PACK_ID_MAX]) {
    for (const char *at = one; next_placeholder(&at, ret_name);)
        if (!has_placeholder(two, ret_name)) return 0;
    for (const char *at = two; next_placeholder(&at, ret_name);)
        if (!has_placeholder(one, ret_name)) return 0;
    return 1;
}

/* Braces that are no placeholder are a slip of the writer: "{ comuna}", "{Comuna}". */
static int has_stray_brace(const char *text) {
    char name[NAME_LEN_MAX + 1];
    for (const char *at = text;;) {
        const char *open = strpbrk(at, "{}");
        if (!open) return 0;
        const char *behind = open;
        if (*open == '}' || !next_placeholder(&behind, name) || behind != open + strlen(name) + 2) return 1;
        at = behind;
    }
}

static void check_approved_values(struct pack_check *check, const struct place *place, enum language language) {
    char name[NAME_LEN_MAX + 1];
    for (const char *at = place->text; next_placeholder(&at, name);) {
        const char *value = pack_value(check->pack, name, language);
        if (value && (!*value || strstr(value, SAMPLE)))
            FAULT(check, place->file, place->node, "is approved, but the office has not filled in {%s}", name);
    }
}

static void check_values(struct pack_check *check, const struct place *place) {
    char name[NAME_LEN_MAX + 1];
    for (const char *at = place->text; next_placeholder(&at, name);)
        if (!pack_value(check->pack, name, LANGUAGE_ES))
            FAULT(check, place->file, place->node, "unknown placeholder {%s}", name);
    if (has_stray_brace(place->text)) FAULT(check, place->file, place->node, "holds a brace that is no placeholder");
}

/* A number of the emergency table written out, so that it would stand in two places. */
static void check_numbers(struct pack_check *check, const struct place *place) {
    for (size_t i = 0; i < check->pack->emergency_count; i++) {
        const struct pack_emergency *entry = &check->pack->emergencies[i];
        const char *found = entry->number ? strstr(place->text, entry->number) : NULL;
        size_t len = found ? strlen(entry->number) : 0;
        if (!found || (found > place->text && strchr("0123456789.$", found[-1]))) continue;
        if (!strchr("0123456789", found[len]) || !found[len])
            FAULT(check, place->file, place->node, "holds a number of emergency.yaml: write {n-%s}", entry->id);
    }
}

static void check_urls(struct pack_check *check, const struct place *place) {
    for (const char *at = strstr(place->text, "://"); at; at = strstr(at + 3, "://")) {
        const char *host = at + 3;
        size_t len = strcspn(host, " /?#\n)");
        int secure = at - place->text >= 5 && strncmp(at - 5, "https", 5) == 0;
        if (!secure || !memchr(host, '.', len))
            FAULT(check, place->file, place->node, "holds a bad address: write https:// and a host");
    }
}

/* What the machine fills in, as long as it usually is; the longest date of each language is this long or shorter. */
static const struct pack_param usual[] = {{"codigo", "K7M-42"},
                                          {"fecha", "miércoles 30 de septiembre"},
                                          {"hora", "15:30"},
                                          {"lugar", "Oficina de Migrantes, piso 2"},
                                          {"abre", "el miércoles 30 de septiembre a las 09:00"},
                                          {"desde", "el miércoles 30 de septiembre a las 09:00"},
                                          {"tema", "Violencia contra la mujer"},
                                          {"cuando", "a más tardar el miércoles 30 de septiembre"}};

void pack_check_length(struct pack_check *check, const struct place *place, enum language language) {
    own_text struct text filled = TEXT_INIT(PACK_TEXT_MAX * 2), sent = TEXT_INIT(PACK_TEXT_MAX * 4);
    struct pack_fill_args with = {check->pack, language, usual, sizeof usual / sizeof *usual};
    pack_fill(&with, place->text, &filled);
    segments_smart(text_get(&filled), &sent);
    int fits = text_ok(&filled) && text_ok(&sent);
    size_t segments = fits ? segments_count(text_get(&sent)).segments : SEGMENTS_MAX + 1;
    if (segments > SEGMENTS_MAX)
        FAULT(check, place->file, place->node, "takes %zu SMS, at most %d are read", segments, SEGMENTS_MAX);
}

/* The texts of an answer, or those it has while a number is closed, and where they stand. */
struct answer_texts {
    char *const *at;
    const struct pack_node *node;
};

static void check_answer_text(struct pack_check *check, const struct pack_answer *answer,
                              const struct answer_texts *texts, enum language language) {
    char file[PACK_ID_MAX + 16];
    snprintf(file, sizeof file, "answers/%s.yaml", answer->id);
    struct place place = {file, pack_yaml_find(texts->node, language_code(language)), texts->at[language]};
    if (!place.text) {
        if (answer->approved && pack_has_language(check->pack, language))
            FAULT(check, file, texts->node, "is approved, but not in %s", language_code(language));
        return;
    }
    check_values(check, &place);
    check_numbers(check, &place);
    check_urls(check, &place);
    pack_check_length(check, &place, language);
    if (answer->approved) check_approved_values(check, &place, language);
}

/* In danger nobody is told a number that is closed: what names one has a text for those hours. */
static void check_closed_numbers(struct pack_check *check, const struct pack_answer *answer,
                                 const struct pack_node *node) {
    const struct pack_emergency *told = pack_emergency_find(check->pack, answer->closed_number);
    char name[NAME_LEN_MAX + 1], file[PACK_ID_MAX + 16];
    snprintf(file, sizeof file, "answers/%s.yaml", answer->id);
    if (answer->closed_number[0] && (!told || !told->has_open))
        FAULT(check, file, node, "'%s' is no number of emergency.yaml with hours", answer->closed_number);
    if (answer->risk != RISK_BLACK) return;
    for (const char *at = answer->text[LANGUAGE_ES]; next_placeholder(&at, name);) {
        const struct pack_emergency *entry =
            strncmp(name, "n-", 2) == 0 ? pack_emergency_find(check->pack, name + 2) : NULL;
        if (!entry || !entry->has_open || (told && memcmp(entry->open, told->open, sizeof told->open) == 0)) continue;
        FAULT(check, file, node, "names {%s}, which is closed at times, and has no while_closed for then", name);
    }
}

static void check_answer(struct pack_check *check, const struct pack_answer *answer) {
    char file[PACK_ID_MAX + 16];
    snprintf(file, sizeof file, "answers/%s.yaml", answer->id);
    const struct pack_node *root = pack_source(check->pack, file);
    const struct pack_node *closed = pack_yaml_find(root, "while_closed");
    struct answer_texts always = {answer->text, pack_yaml_find(root, "text")};
    struct answer_texts then = {answer->closed_text, closed ? pack_yaml_find(closed, "text") : NULL};
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        check_answer_text(check, answer, &always, (enum language)language);
        if (then.node) check_answer_text(check, answer, &then, (enum language)language);
    }
    check_closed_numbers(check, answer, closed ? closed : root);
    if (answer->approved && (!answer->checked_by || !*answer->checked_by))
        FAULT(check, file, pack_yaml_find(root, "status"), "is approved, but nobody stands in checked_by");
    for (size_t i = 0; i < check->pack->topic_count; i++)
        for (size_t k = 0; k < check->pack->topics[i].answer_count; k++)
            if (check->pack->topics[i].answers[k] == answer) return;
    FAULT(check, file, root, "no topic leads to this answer");
}

void pack_check_written(struct pack_check *check, const struct place *place, const char *what,
                        char *const texts[LANGUAGE_COUNT]) {
    for (int language = 0; language < LANGUAGE_BUILT_IN; language++)
        if (!texts[language])
            FAULT(check, place->file, place->node, "%s is not written in %s", what,
                  language_own_name((enum language)language));
}

static void check_phrase(struct pack_check *check, const struct pack_texts *phrase) {
    const char *file = phrase->file;
    const struct pack_node *node = pack_yaml_find(pack_source(check->pack, file), phrase->id);
    const char *spanish = phrase->text[LANGUAGE_ES];
    char what[PACK_WORD_MAX];
    snprintf(what, sizeof what, "phrase '%.60s'", phrase->id);
    pack_check_written(check, &(struct place){file, node, NULL}, what, phrase->text);
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const char *text = phrase->text[language];
        const struct pack_node *at = pack_yaml_find(node, language_code((enum language)language));
        if (!text) continue;
        struct place place = {file, at, text};
        if (has_stray_brace(text)) FAULT(check, file, at, "holds a brace that is no placeholder");
        check_numbers(check, &place);
        check_urls(check, &place);
        pack_check_length(check, &place, (enum language)language);
        char name[NAME_LEN_MAX + 1];
        for (const char *rest = text; next_placeholder(&rest, name);)
            if (!has_placeholder(spanish, name)) FAULT(check, file, at, "{%s} is not in the Spanish text", name);
        for (const char *rest = spanish; next_placeholder(&rest, name);)
            if (!has_placeholder(text, name)) FAULT(check, file, at, "{%s} of the Spanish text is missing", name);
    }
}

static void check_files(struct pack_check *check) {
    static const char *const needed[] = {"phrases.yaml", "controls.yaml", "urgent.yaml",
                                         "menu.yaml",    "office.yaml",   "emergency.yaml"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!pack_source(check->pack, needed[i])) pack_fault(check->faults, needed[i], 1, "is missing");
}

size_t pack_check(const struct pack *pack, struct pack_faults *faults) {
    struct pack_check check = {pack, faults};
    size_t before = faults->count;
    check_files(&check);
    for (size_t i = 0; i < pack->phrase_count; i++) check_phrase(&check, &pack->phrases[i]);
    for (size_t i = 0; i < pack->answer_count; i++) check_answer(&check, &pack->answers[i]);
    pack_check_topics(&check);
    pack_check_forms(&check);
    pack_check_directory(&check);
    return faults->count - before;
}

size_t pack_untranslated(const struct pack *pack, enum language language) {
    size_t count = 0;
    for (size_t i = 0; i < pack->answer_count; i++) count += !pack->answers[i].text[language];
    return count;
}
