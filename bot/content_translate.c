/* content_translate - the texts of a content for translators and back: one PO file a language. */
#include "bot/content_translate.h"

#include "bot/po.h"
#include "config/clock.h"
#include "messages/pack_edit.h"
#include "messages/pack_leaves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTEXT_MAX (PACK_LEAF_KEY_MAX + 120)
#define NOTE_MAX    256

/* --- export --- */

struct exported {
    char context[CONTEXT_MAX], note[NOTE_MAX];
};

static void note_of(const struct pack_leaves *leaves, const struct pack_leaf *leaf, char ret[NOTE_MAX]) {
    const struct pack_leaf *title = pack_leaves_find(leaves, leaf->file, "title", LANGUAGE_ES);
    size_t len = 0;
    *ret = '\0';
    if (title && title != leaf) len = (size_t)snprintf(ret, NOTE_MAX, "%.100s\n", title->text);
    if (strchr(leaf->text, '{'))
        snprintf(ret + len, NOTE_MAX - len, "What stands in {braces} stays as it is, in its place of the sentence.\n");
}

static int is_original(const struct pack_leaf *leaf) {
    return !leaf->item && leaf->language == LANGUAGE_ES && *leaf->text;
}

static void date_now(char ret[32]) {
    struct tm now;
    clock_local(clock_wall_ms(), &now);
    strftime(ret, 32, "%Y-%m-%d %H:%M%z", &now);
}

static int write_texts(struct content_export *export, const struct pack_leaves *leaves, struct error *why) {
    struct po_text *texts = calloc(leaves->count + 1, sizeof *texts);
    struct exported *more = calloc(leaves->count + 1, sizeof *more);
    char date[32], project[PACK_VERSION_LEN + 16], hash[PACK_VERSION_LEN + 1];
    if (!texts || !more) {
        free(texts);
        free(more);
        return error_set(why, ERROR_SYSTEM, "no memory");
    }
    export->texts = export->untranslated = 0;
    for (size_t i = 0; i < leaves->count; i++) {
        const struct pack_leaf *leaf = &leaves->at[i];
        if (!is_original(leaf)) continue;
        const struct pack_leaf *is = pack_leaves_find(leaves, leaf->file, leaf->key, language_of_code(export->code));
        struct exported *of = &more[export->texts];
        snprintf(of->context, sizeof of->context, "%s %s", leaf->file, leaf->key);
        note_of(leaves, leaf, of->note);
        texts[export->texts++] =
            (struct po_text){of->context, leaf->text, is ? is->text : "", of->note, leaf->file, leaf->line, 0};
        export->untranslated += !is || !*is->text;
    }
    date_now(date);
    pack_files_hash(export->files->at, export->files->count, hash);
    snprintf(project, sizeof project, "Acogida %s", hash);
    struct po_writing writing = {export->path, export->code, project, date, texts, export->texts};
    int failed = po_write(&writing, why);
    free(texts);
    free(more);
    return failed;
}

static int read_leaves(const struct pack_files *files, struct pack_leaves *ret, struct error *why) {
    struct pack_faults *faults = calloc(1, sizeof *faults);
    if (!faults) return error_set(why, ERROR_SYSTEM, "no memory");
    int failed = pack_leaves_read(files, ret, faults, why);
    for (size_t i = 0; i < faults->count; i++) fprintf(stderr, "%s\n", faults->text[i]);
    free(faults);
    return failed;
}

static int check_code(const char *code, struct error *why) {
    enum language language = language_of_code(code);
    if (language != LANGUAGE_NONE && language != LANGUAGE_ES) return 0;
    return error_set(why, ERROR_INPUT, "'%.20s' is no language to translate into", code);
}

int content_translate_export(struct content_export *export, struct error *why) {
    struct pack_leaves leaves = {0};
    int failed =
        read_leaves(export->files, &leaves, why) || check_code(export->code, why) || write_texts(export, &leaves, why);
    pack_leaves_release(&leaves);
    return failed ? -1 : 0;
}

/* --- import --- */

struct importing {
    struct content_import *import;
    const struct po_reading *reading;
    struct pack_leaves leaves; /* as they were before */
    struct error why;          /* of a failure that ends the import */
};

static void refuse(struct importing *importing, const char *context, const char *what) {
    importing->import->refused++;
    fprintf(stderr, "%s: %s: %s\n", importing->import->path, context, what);
}

/* An answer whose words have changed has been checked by nobody yet. */
static void propose_again(struct importing *importing, const char *file) {
    static const struct pack_edit proposed = {"status", LANGUAGE_NONE, "proposed"};
    const struct pack_leaf *status = pack_leaves_find(&importing->leaves, file, "status", LANGUAGE_NONE);
    if (!status || strcmp(status->text, "approved") != 0) return;
    if (pack_edit_file(importing->import->files, file, &proposed, &importing->why) == 0)
        importing->import->reproposed++;
}

static void take(struct importing *importing, const struct pack_leaf *spanish, const char *translation) {
    struct content_import *import = importing->import;
    struct pack_edit edit = {spanish->key, import->language, translation};
    struct error why = ERROR_INIT;
    if (pack_edit_file(import->files, spanish->file, &edit, &why) != 0) {
        refuse(importing, spanish->file, why.text);
        return;
    }
    import->taken++;
    propose_again(importing, spanish->file);
}

/* Without blanks around: YAML would drop them. */
static char *trimmed(const char *text) {
    size_t from = strspn(text, " \n"), len = strlen(text + from);
    while (len && strchr(" \n", text[from + len - 1])) len--;
    return strndup(text + from, len);
}

static const struct pack_leaf *find_spanish(const struct importing *importing, const char *context) {
    char file[CONTEXT_MAX];
    const char *blank = strchr(context, ' ');
    if (!blank || blank - context >= CONTEXT_MAX) return NULL;
    snprintf(file, sizeof file, "%.*s", (int)(blank - context), context);
    return pack_leaves_find(&importing->leaves, file, blank + 1, LANGUAGE_ES);
}

static void import_text(struct importing *importing, const struct po_text *text, const char *translation) {
    char name[PACK_ID_MAX], what[PACK_ID_MAX + 40];
    const struct pack_leaf *spanish = find_spanish(importing, text->context);
    const struct pack_leaf *is =
        spanish ? pack_leaves_find(&importing->leaves, spanish->file, spanish->key, importing->import->language) : NULL;
    if (!spanish)
        refuse(importing, text->context, "there is no such text any more");
    else if (strcmp(spanish->text, text->original) != 0)
        refuse(importing, text->context, "the Spanish text has changed since the export: export again");
    else if (is && strcmp(is->text, translation) == 0)
        importing->import->same++;
    else if (!pack_placeholders_agree(spanish->text, translation, name)) {
        snprintf(what, sizeof what, "lacks, or adds, the placeholder {%s}", name);
        refuse(importing, text->context, what);
    } else
        take(importing, spanish, translation);
}

static void on_text(void *arg, const struct po_text *text) {
    struct importing *importing = arg;
    importing->import->language = language_of_code(importing->reading->language);
    if (importing->import->language == LANGUAGE_NONE || importing->import->language == LANGUAGE_ES) return;
    char *translation = trimmed(text->translation);
    if (translation && *translation && !text->fuzzy)
        import_text(importing, text, translation);
    else
        importing->import->waiting++;
    free(translation);
}

int content_translate_import(struct content_import *import, struct error *why) {
    struct importing importing = {.import = import};
    struct po_reading reading = {import->path, on_text, &importing, ""};
    importing.reading = &reading;
    import->taken = import->same = import->waiting = import->refused = import->reproposed = 0;
    int failed = read_leaves(import->files, &importing.leaves, why) || po_read(&reading, why);
    pack_leaves_release(&importing.leaves);
    if (failed) return -1;
    import->language = language_of_code(reading.language);
    if (import->language == LANGUAGE_NONE || import->language == LANGUAGE_ES)
        return error_set(why, ERROR_INPUT, "%s says Language: '%s' in its header, which is none to translate into",
                         import->path, reading.language);
    if (!importing.why.kind) return 0;
    *why = importing.why;
    return -1;
}
