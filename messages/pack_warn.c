/* pack_warn - what of a pack should be looked at, and what a newer program adds to it. */
#include "config/embed.h"
#include "messages/pack_read.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct pack_texts *)a)->id, ((const struct pack_texts *)b)->id);
}

static const struct pack_texts *find_phrase(const struct pack *pack, const char *id) {
    struct pack_texts wanted = {.id = id};
    return pack->phrase_count ? bsearch(&wanted, pack->phrases, pack->phrase_count, sizeof wanted, by_id) : NULL;
}

static int holds_phrases(const char *name) {
    return strcmp(name, "phrases.yaml") == 0 || strncmp(name, "phrases/", 8) == 0;
}

/* The phrases of the sample alone. Release sample->memory. */
static void read_sample(struct pack *sample, struct pack_faults *faults) {
    for (const struct embed *file = sample_pack; file->name; file++) {
        if (!holds_phrases(file->name)) continue;
        struct pack_file bytes = {file->name, file->at, (size_t)(file->end - file->at)};
        const struct pack_node *root = pack_yaml_parse(&bytes, &sample->memory, faults);
        struct pack_reader reader = {sample, faults, file->name};
        if (root) pack_read_phrases(&reader, root);
    }
}

static void add_phrase(struct pack *pack, const struct pack_texts *phrase) {
    struct pack_texts *at = pack_memory_grow(&pack->memory, pack->phrases, pack->phrase_count, sizeof *at);
    if (!at) return;
    pack->phrases = at;
    struct pack_texts *added = &at[pack->phrase_count];
    memset(added, 0, sizeof *added);
    added->id = pack_memory_text(&pack->memory, phrase->id, strlen(phrase->id));
    added->file = phrase->file; /* a name of the sample's table, which is never freed */
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (phrase->text[i]) added->text[i] = pack_memory_text(&pack->memory, phrase->text[i], strlen(phrase->text[i]));
    if (added->id) pack->phrase_count++;
}

static void warn_unsaid(const struct pack *pack, const struct pack *sample, struct pack_faults *warnings) {
    for (size_t i = 0; i < pack->phrase_count; i++) {
        const struct pack_texts *phrase = &pack->phrases[i];
        const struct pack_node *node = pack_yaml_find(pack_source(pack, phrase->file), phrase->id);
        if (!find_phrase(sample, phrase->id))
            pack_fault(warnings, phrase->file, node ? node->line : 1, "nothing says the phrase '%s'", phrase->id);
    }
}

static void complete(struct pack *pack, const struct pack *sample, struct pack_faults *warnings) {
    if (warnings) warn_unsaid(pack, sample, warnings);
    size_t had = pack->phrase_count;
    for (size_t i = 0; i < sample->phrase_count; i++) {
        const struct pack_texts *phrase = &sample->phrases[i];
        int known = 0; /* the list is sorted up to `had` only */
        for (size_t k = 0; k < had && !known; k++) known = strcmp(pack->phrases[k].id, phrase->id) == 0;
        if (known) continue;
        if (warnings)
            pack_fault(warnings, phrase->file, 1, "lacks the phrase '%s': the program's own is spoken", phrase->id);
        add_phrase(pack, phrase);
    }
    if (pack->phrase_count > had) qsort(pack->phrases, pack->phrase_count, sizeof *pack->phrases, by_id);
}

static int has_form(const struct pack *pack, const char *name) {
    for (size_t i = 0; i < pack->source_count; i++)
        if (strcmp(pack->sources[i].name, name) == 0) return 1;
    return 0;
}

static int by_form(const void *a, const void *b) {
    return strcmp(((const struct pack_form *)a)->id, ((const struct pack_form *)b)->id);
}

/* Handlers open forms by their ids: what a newer program asks, an older content does not know. */
static void complete_forms(struct pack *pack, struct pack_faults *faults, struct pack_faults *warnings) {
    for (const struct embed *file = sample_pack; file->name; file++) {
        if (strncmp(file->name, "forms/", 6) != 0 || has_form(pack, file->name)) continue;
        struct pack_file bytes = {file->name, file->at, (size_t)(file->end - file->at)};
        const struct pack_node *root = pack_yaml_parse(&bytes, &pack->memory, faults);
        struct pack_reader reader = {pack, faults, file->name};
        if (root) pack_read_form(&reader, root);
        if (warnings) pack_fault(warnings, file->name, 1, "is missing: the program's own form is used");
    }
    if (pack->form_count) qsort(pack->forms, pack->form_count, sizeof *pack->forms, by_form);
}

int pack_complete(struct pack *pack, struct pack_faults *warnings, struct error *why) {
    struct pack sample = {0};
    struct pack_faults *faults = calloc(1, sizeof *faults); /* the sample has none: it is checked at build */
    if (!faults) return error_set(why, ERROR_SYSTEM, "no memory for the content");
    read_sample(&sample, faults);
    complete(pack, &sample, warnings);
    complete_forms(pack, faults, warnings);
    int failed = pack->memory.failed || sample.memory.failed;
    pack_memory_release(&sample.memory);
    free(faults);
    return failed ? error_set(why, ERROR_SYSTEM, "no memory for the content") : 0;
}

static int day_number(const char *day) {
    if (!day || strlen(day) != 10) return 0;
    return (int)(strtol(day, NULL, 10) * 10000 + strtol(day + 5, NULL, 10) * 100 + strtol(day + 8, NULL, 10));
}

static void warn_answer(const struct pack *pack, const struct pack_answer *answer, int today,
                        struct pack_faults *warnings) {
    char file[PACK_ID_MAX + 16];
    snprintf(file, sizeof file, "answers/%s.yaml", answer->id);
    const struct pack_node *root = pack_source(pack, file);
    const struct pack_node *review = pack_yaml_find(root, "review_by"), *text = pack_yaml_find(root, "text");
    if (review && day_number(answer->review_by) < today)
        pack_fault(warnings, file, review->line, "should have been read again by %s", answer->review_by);
    for (int i = 0; text && i < LANGUAGE_COUNT; i++)
        if (!answer->text[i] && pack_has_language(pack, (enum language)i))
            pack_fault(warnings, file, text->line, "is not written in %s: Spanish is spoken",
                       language_own_name((enum language)i));
}

static void warn_directory(const struct pack *pack, int today, struct pack_faults *warnings) {
    static const char file[] = "directory.yaml";
    const struct pack_node *root = pack_source(pack, file), *node = root ? root->first : NULL;
    for (size_t i = 0; i < pack->organisation_count; i++, node = node ? node->next : NULL) {
        const struct pack_organisation *one = &pack->organisations[i];
        if (node && one->review_by && one->review_by < today)
            pack_fault(warnings, file, node->line, "'%s' should have been asked again by %d-%02d-%02d", one->id,
                       one->review_by / 10000, one->review_by / 100 % 100, one->review_by % 100);
    }
}

/* What is declared by files may grow bit by bit: the five that are built in are a fault of pack_check() instead. */
static void warn_phrase(const struct pack *pack, const struct pack_texts *phrase, struct pack_faults *warnings) {
    const struct pack_node *node = pack_yaml_find(pack_source(pack, phrase->file), phrase->id);
    for (int i = LANGUAGE_BUILT_IN; node && i < LANGUAGE_COUNT; i++)
        if (!phrase->text[i] && pack_has_language(pack, (enum language)i))
            pack_fault(warnings, phrase->file, node->line, "phrase '%s' is not written in %s: Spanish is spoken",
                       phrase->id, language_own_name((enum language)i));
}

size_t pack_warn(const struct pack *pack, int today, struct pack_faults *warnings) {
    size_t before = warnings->count;
    for (size_t i = 0; i < pack->answer_count; i++) warn_answer(pack, &pack->answers[i], today, warnings);
    warn_directory(pack, today, warnings);
    for (size_t i = 0; i < pack->phrase_count; i++) warn_phrase(pack, &pack->phrases[i], warnings);
    return warnings->count - before;
}
