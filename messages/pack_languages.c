/* pack_languages - the languages that a pack speaks besides the five that are built in. */
#include "messages/pack_read.h"

#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

static void read_language(struct pack_reader *reader, const struct pack_node *item) {
    static const char *const keys[] = {"code", "name", "script", "direction", NULL};
    if (!pack_read_map(reader, item, keys)) return;
    const char *direction = pack_yaml_find(item, "direction") ? pack_read_text(reader, item, "direction") : "ltr";
    struct language_declaration declaration = {
        .code = pack_read_text(reader, item, "code"),
        .own_name = pack_read_text(reader, item, "name"),
        .script = pack_yaml_find(item, "script") ? pack_read_text(reader, item, "script") : NULL,
        .rtl = direction && strcmp(direction, "rtl") == 0};
    struct error why = ERROR_INIT;
    if (!declaration.code || !declaration.own_name || !direction) return;
    if (!declaration.rtl && strcmp(direction, "ltr") != 0)
        FAULT(reader, item, "'%.40s' is no direction: ltr or rtl", direction);
    enum language language = language_declare(&declaration, &why);
    if (language == LANGUAGE_NONE)
        FAULT(reader, item, "%s", why.text);
    else
        reader->pack->declared |= 1u << language;
}

void pack_read_languages(struct pack_reader *reader, const struct pack_node *root) {
    if (root->kind != NODE_LIST) {
        FAULT(reader, root, "must be a list of languages");
        return;
    }
    for (const struct pack_node *item = root->first; item; item = item->next) read_language(reader, item);
}

int pack_has_language(const struct pack *pack, enum language language) {
    if (language <= LANGUAGE_NONE || language >= LANGUAGE_COUNT) return 0;
    return language < LANGUAGE_BUILT_IN || (pack->declared >> language & 1);
}
