/* content_diff - what one content says that another did not, in words that its editors understand. */
#include "bot/content_diff.h"

#include "messages/pack_leaves.h"

#include <stdlib.h>
#include <string.h>

/* Both sides in one hand. */
struct sides {
    struct content_diff *diff;
    struct pack_leaves before, now;
    const char *file, *key; /* what was named last: a heading is written once */
    enum language language;
    int item;
};

static const struct {
    const char *folder, *word;
} kinds[] = {{"answers/", "answer"}, {"topics/", "topic"}, {"forms/", "form"}, {"phrases", "what the bot itself says"}};

static const char *kind_word(const char *file) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(file, kinds[i].folder, strlen(kinds[i].folder)) == 0) return kinds[i].word;
    return NULL;
}

/* answer "La oficina" (oficina) */
static void write_name(const struct sides *sides, const char *file) {
    FILE *out = sides->diff->out;
    const char *word = kind_word(file);
    const struct pack_leaf *title = pack_leaves_find(&sides->now, file, "title", LANGUAGE_ES);
    if (!title) title = pack_leaves_find(&sides->before, file, "title", LANGUAGE_ES);
    if (word && title)
        fprintf(out, "%s \"%s\" (%s)", word, title->text, file);
    else if (word)
        fprintf(out, "%s (%s)", word, file);
    else
        fputs(file, out);
}

static void write_heading(struct sides *sides, const struct pack_leaf *leaf) {
    FILE *out = sides->diff->out;
    if (!sides->file || strcmp(sides->file, leaf->file) != 0) {
        write_name(sides, leaf->file);
        fputc('\n', out);
        sides->diff->changed++;
        sides->key = NULL;
    }
    int same = sides->key && strcmp(sides->key, leaf->key) == 0 && sides->language == leaf->language &&
               sides->item == leaf->item;
    sides->file = leaf->file;
    sides->key = leaf->key;
    sides->language = leaf->language;
    sides->item = leaf->item;
    if (same) return;
    fprintf(out, "  %s", leaf->key);
    if (leaf->language != LANGUAGE_NONE)
        fprintf(out, "%s%s", *leaf->key ? ", " : "", language_own_name(leaf->language));
    fputc('\n', out);
}

/* A text may have lines of its own: each is set in. */
static void write_text(FILE *out, const char *mark, const char *text) {
    fprintf(out, "    %s ", mark);
    for (const char *at = text; *at; at++) {
        fputc(*at, out);
        if (*at == '\n') fputs("      ", out);
    }
    fputc('\n', out);
}

static void write_change(struct sides *sides, const struct pack_leaf *before, const struct pack_leaf *now) {
    write_heading(sides, now ? now : before);
    if (before) write_text(sides->diff->out, "-", before->text);
    if (now) write_text(sides->diff->out, "+", now->text);
}

static int has_file(const struct pack_files *files, const char *name) {
    return pack_files_find(files, name) != NULL;
}

/* Both lists are sorted by place: one walk along both. Files that only one side has are told as a whole. */
static void walk(struct sides *sides) {
    const struct pack_leaves *before = &sides->before, *now = &sides->now;
    for (size_t b = 0, n = 0; b < before->count || n < now->count;) {
        const struct pack_leaf *old = b < before->count ? &before->at[b] : NULL;
        const struct pack_leaf *new = n < now->count ? &now->at[n] : NULL;
        int order = !old ? 1 : !new ? -1 : pack_leaf_order(old, new);
        b += order <= 0;
        n += order >= 0;
        if (old && order < 0 && has_file(sides->diff->now, old->file)) write_change(sides, old, NULL);
        if (new &&order > 0 && has_file(sides->diff->before, new->file)) write_change(sides, NULL, new);
        if (old && new &&order == 0 && strcmp(old->text, new->text) != 0) write_change(sides, old, new);
    }
}

static void write_whole(struct sides *sides, const char *word, const char *file) {
    fprintf(sides->diff->out, "%s: ", word);
    write_name(sides, file);
    fputc('\n', sides->diff->out);
    sides->diff->changed++;
}

static int bytes_differ(const struct pack_file *one, const struct pack_file *two) {
    return one->len != two->len || memcmp(one->bytes, two->bytes, one->len) != 0;
}

/* A file that differs, though every value stands where it stood. */
static int only_layout(const struct sides *sides, const char *file) {
    const struct pack_leaves *before = &sides->before, *now = &sides->now;
    size_t b = 0, n = 0;
    while (b < before->count && strcmp(before->at[b].file, file) != 0) b++;
    while (n < now->count && strcmp(now->at[n].file, file) != 0) n++;
    for (;; b++, n++) {
        int old = b < before->count && strcmp(before->at[b].file, file) == 0;
        int new = n < now->count &&strcmp(now->at[n].file, file) == 0;
        if (!old || !new) return old == new;
        if (pack_leaf_order(&before->at[b], &now->at[n]) != 0 || strcmp(before->at[b].text, now->at[n].text) != 0)
            return 0;
    }
}

static void walk_files(struct sides *sides) {
    const struct pack_files *before = sides->diff->before, *now = sides->diff->now;
    for (size_t i = 0; i < now->count; i++) {
        const char *name = now->at[i].name;
        const struct pack_file *old = pack_files_find(before, name);
        if (!old)
            write_whole(sides, "new", name);
        else if (!bytes_differ(old, &now->at[i]))
            continue;
        else if (pack_file_is_transcript(name))
            write_whole(sides, "changed", name);
        else if (only_layout(sides, name))
            write_whole(sides, "only order, layout or comments", name);
    }
    for (size_t i = 0; i < before->count; i++)
        if (!has_file(now, before->at[i].name)) write_whole(sides, "gone", before->at[i].name);
}

int content_diff(struct content_diff *diff, struct error *why) {
    struct sides sides = {.diff = diff};
    struct pack_faults *faults = calloc(1, sizeof *faults);
    diff->changed = 0;
    int failed = !faults ? error_set(why, ERROR_SYSTEM, "no memory")
                         : pack_leaves_read(diff->before, &sides.before, faults, why) ||
                               pack_leaves_read(diff->now, &sides.now, faults, why);
    if (!failed) {
        walk(&sides);
        walk_files(&sides);
    }
    pack_leaves_release(&sides.before);
    pack_leaves_release(&sides.now);
    free(faults);
    return failed ? -1 : 0;
}
