/* content_translate - the texts of a content for translators and back: one PO file a language.
 *
 * The original is the Spanish text, the context "file key" ("answers/oficina.yaml text"). A translation is taken when
 * the Spanish text is still the one that was translated, and it holds the same placeholders; YAML files keep their
 * layout. */
#ifndef BOT_CONTENT_TRANSLATE_H
#define BOT_CONTENT_TRANSLATE_H

#include "messages/pack_files.h"

struct content_export {
    const struct pack_files *files;
    const char *code; /* of the language */
    const char *path;
    size_t texts, untranslated; /* out */
};
int content_translate_export(struct content_export *export, struct error *why);

struct content_import {
    struct pack_files *files; /* changed in place */
    const char *path;
    enum language language;               /* out, of the file's header */
    size_t taken, same, waiting, refused; /* out; waiting: fuzzy or empty. What is refused is named on stderr */
    size_t reproposed;                    /* approved answers whose text changed: they are proposed again */
};
int content_translate_import(struct content_import *import, struct error *why);

#endif
