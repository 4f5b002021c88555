/* pack - the content pack: built from files, whole or not at all, then immutable. */
#include "messages/pack.h"

#include "messages/pack_files.h"
#include "messages/pack_guess.h"
#include "messages/pack_index.h"
#include "messages/pack_read.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The parts in the order in which they lean on each other. A name that ends with / is a folder. */
static const struct part {
    const char *name;
    void (*read)(struct pack_reader *reader, const struct pack_node *root);
} parts[] = {
    {"languages.yaml", pack_read_languages},
    {"answers/", pack_read_answer},
    {"forms/", pack_read_form},
    {"topics/", pack_read_topic_file},
    {"phrases.yaml", pack_read_phrases},
    {"phrases/", pack_read_phrases},
    {"controls.yaml", pack_read_controls},
    {"urgent.yaml", pack_read_urgent},
    {"ambiguous.yaml", pack_read_ambiguous},
    {"menu.yaml", pack_read_menu},
    {"office.yaml", pack_read_office},
    {"emergency.yaml", pack_read_emergency},
    {"examples/", pack_read_examples},
    {"directory.yaml", pack_read_directory},
    {PACK_TRANSCRIPTS "/", NULL}, /* played by others */
};
#define PART_COUNT (sizeof parts / sizeof *parts)

static int is_of_part(const char *file, const struct part *part) {
    size_t len = strlen(part->name);
    if (part->name[len - 1] != '/') return strcmp(file, part->name) == 0;
    return strncmp(file, part->name, len) == 0 && !strchr(file + len, '/');
}

/* All things with an id begin with it, so one order serves them all. */
static int by_id(const void *a, const void *b) {
    return strcmp(a, b);
}

static void sort_things(struct pack *pack) {
    if (pack->answers) qsort(pack->answers, pack->answer_count, sizeof *pack->answers, by_id);
    if (pack->topics) qsort(pack->topics, pack->topic_count, sizeof *pack->topics, by_id);
    if (pack->forms) qsort(pack->forms, pack->form_count, sizeof *pack->forms, by_id);
}

static void read_part(struct pack *pack, const struct part *part, struct pack_faults *faults) {
    for (size_t k = 0; k < pack->source_count; k++) {
        struct pack_reader reader = {pack, faults, pack->sources[k].name};
        if (part->read && pack->sources[k].root && is_of_part(reader.file, part))
            part->read(&reader, pack->sources[k].root);
    }
    sort_things(pack);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct pack_file *)a)->name, ((const struct pack_file *)b)->name);
}

/* The part that a file belongs to, NULL when it is none of a pack. */
static const struct part *part_of(const char *file) {
    size_t part = 0;
    while (part < PART_COUNT && !is_of_part(file, &parts[part])) part++;
    return part < PART_COUNT ? &parts[part] : NULL;
}

static int is_lessons(const struct pack_file *file) {
    const struct part *part = part_of(file->name);
    return part && part->read == pack_read_examples;
}

static void parse_file(struct pack *pack, const struct pack_file *file, struct pack_faults *faults) {
    const struct part *part = part_of(file->name);
    if (!part) {
        pack_fault(faults, file->name, 1, "is no file of a content pack");
        return;
    }
    if (!part->read) return;
    struct pack_source *source = &pack->sources[pack->source_count];
    source->name = pack_memory_text(&pack->memory, file->name, strlen(file->name));
    if (!source->name) return;
    if (pack->source_count && strcmp(source[-1].name, source->name) == 0)
        pack_fault(faults, file->name, 1, "is given twice");
    if (is_lessons(file))
        guess_digest_file(file, &pack->lessons.digest);
    else
        source->root = pack_yaml_parse(file, &pack->memory, faults);
    pack->source_count++;
}

/* The sentences are the larger half of a pack, and are of no use once they are learnt. What they took is given back to
 * the machine: the loop of a helpline needs a few hundred bytes a message, and never so much again. */
static void forget_lessons(struct pack *pack) {
    for (size_t i = 0; i < pack->source_count; i++) {
        const struct part *part = part_of(pack->sources[i].name);
        if (part && part->read == pack_read_examples) pack->sources[i].root = NULL;
    }
    pack_memory_release(&pack->lessons.memory);
    pack->lessons.at = NULL;
    pack->lessons.count = 0;
    malloc_trim(0);
}

struct given {
    const struct pack_file *files; /* sorted by name */
    size_t count;
};

/* The sentences, unless they are those of the table that is linked in: those have no fault, and are learnt. */
static void read_lessons(struct pack *pack, const struct given *given, struct pack_faults *faults) {
    if (!pack->lessons.digest || guesser_is_linked(pack)) return;
    for (size_t i = 0; i < given->count; i++)
        for (size_t k = 0; k < pack->source_count && is_lessons(&given->files[i]); k++)
            if (strcmp(pack->sources[k].name, given->files[i].name) == 0)
                pack->sources[k].root = pack_yaml_parse(&given->files[i], &pack->lessons.memory, faults);
    for (size_t i = 0; i < PART_COUNT; i++)
        if (parts[i].read == pack_read_examples) read_part(pack, &parts[i], faults);
}

static int load(struct pack *pack, const struct given *given, struct pack_faults *faults, struct error *why) {
    pack->sources = pack_memory_take(&pack->memory, (given->count + 1) * sizeof *pack->sources);
    if (!pack->sources) return error_set(why, ERROR_SYSTEM, "no memory");
    pack_files_hash(given->files, given->count, pack->version);
    size_t before = faults->count;
    for (size_t i = 0; i < given->count; i++) parse_file(pack, &given->files[i], faults);
    for (size_t i = 0; i < PART_COUNT; i++) read_part(pack, &parts[i], faults);
    read_lessons(pack, given, faults);
    if (pack->memory.failed || pack->lessons.memory.failed)
        return error_set(why, ERROR_SYSTEM, "no memory for the content");
    if (faults->count > before)
        return error_set(why, ERROR_INPUT, "the content has %zu faults", faults->count - before);
    pack->index = pack_index_make(pack);
    if (!pack->index || guesser_make(pack, &pack->guesser) != 0)
        return error_set(why, ERROR_SYSTEM, "no memory for the content");
    forget_lessons(pack);
    return 0;
}

int pack_load(const struct pack_file *files, size_t count, struct pack **ret, struct pack_faults *faults,
              struct error *why) {
    if (count > PACK_FILES_MAX) return error_set(why, ERROR_INPUT, "more than %d content files", PACK_FILES_MAX);
    struct pack_file *sorted = calloc(count + 1, sizeof *sorted);
    struct pack *pack = calloc(1, sizeof *pack);
    int failed = -1;
    if (!sorted || !pack) {
        error_set(why, ERROR_SYSTEM, "no memory");
    } else {
        if (count) memcpy(sorted, files, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_name);
        failed = load(pack, &(struct given){sorted, count}, faults, why);
    }
    free(sorted);
    if (failed) {
        pack_free(pack);
        return -1;
    }
    *ret = pack;
    return 0;
}

void pack_free(struct pack *pack) {
    if (!pack) return;
    guesser_free(pack->guesser);
    pack_index_free(pack->index);
    pack_memory_release(&pack->memory);
    pack_memory_release(&pack->lessons.memory);
    free(pack);
}

const char *pack_version(const struct pack *pack) {
    return pack->version;
}

const struct pack_node *pack_source(const struct pack *pack, const char *name) {
    for (size_t i = 0; i < pack->source_count; i++)
        if (strcmp(pack->sources[i].name, name) == 0) return pack->sources[i].root;
    return NULL;
}

size_t pack_topic_count(const struct pack *pack) {
    return pack->topic_count;
}

const struct pack_topic *pack_topic_at(const struct pack *pack, size_t index) {
    return index < pack->topic_count ? &pack->topics[index] : NULL;
}

static const void *find(const void *things, size_t count, size_t size, const char *id) {
    return count && id ? bsearch(id, things, count, size, by_id) : NULL;
}

const struct pack_topic *pack_topic(const struct pack *pack, const char *id) {
    return find(pack->topics, pack->topic_count, sizeof *pack->topics, id);
}

const struct pack_answer *pack_answer(const struct pack *pack, const char *id) {
    return find(pack->answers, pack->answer_count, sizeof *pack->answers, id);
}

size_t pack_answer_count(const struct pack *pack) {
    return pack->answer_count;
}

const struct pack_answer *pack_answer_at(const struct pack *pack, size_t index) {
    return index < pack->answer_count ? &pack->answers[index] : NULL;
}

const struct pack_form *pack_form(const struct pack *pack, const char *id) {
    return find(pack->forms, pack->form_count, sizeof *pack->forms, id);
}

size_t pack_form_count(const struct pack *pack) {
    return pack->form_count;
}

const struct pack_form *pack_form_at(const struct pack *pack, size_t index) {
    return index < pack->form_count ? &pack->forms[index] : NULL;
}

size_t pack_section_count(const struct pack *pack) {
    return pack->section_count;
}

const struct pack_section *pack_section_at(const struct pack *pack, size_t index) {
    return index < pack->section_count ? &pack->sections[index] : NULL;
}
