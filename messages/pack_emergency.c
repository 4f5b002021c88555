/* pack_emergency - the one table of emergency numbers. */
#include "messages/pack_read.h"

#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

/* "131", "*4141", "600 360 7777", "+56 9 9700 7000". */
static int is_number(const char *text) {
    if (*text == '*' || *text == '+') text++;
    size_t len = strlen(text);
    return len >= 2 && len <= 20 && *text >= '0' && *text <= '9' && strspn(text, "0123456789 ") == len;
}

static int read_mark(struct pack_reader *reader, const struct pack_node *item) {
    const char *mark = pack_read_text(reader, item, "mark");
    if (!mark || strcmp(mark, "seen") == 0) return 0;
    if (strcmp(mark, "confirmed") == 0) return 1;
    FAULT(reader, pack_yaml_find(item, "mark"), "'%.60s' is no mark: seen or confirmed", mark);
    return 0;
}

static void read_number(struct pack_reader *reader, const struct pack_node *item, size_t at) {
    static const char *const keys[] = {"id", "number", "service", "hours", "source", "mark", "topic", NULL};
    struct pack *pack = reader->pack;
    struct pack_emergency *entry = &pack->emergencies[at];
    if (!pack_read_map(reader, item, keys)) return;
    const struct pack_node *id = pack_read_entry(reader, item, "id", NODE_TEXT);
    if (!id || !pack_read_id(reader, id, entry->id)) return;
    entry->number = pack_read_text(reader, item, "number");
    entry->source = pack_read_text(reader, item, "source");
    entry->confirmed = read_mark(reader, item);
    if (entry->number && !is_number(entry->number))
        FAULT(reader, pack_yaml_find(item, "number"), "'%.40s' is no number", entry->number);
    const struct pack_node *service = pack_read_entry(reader, item, "service", NODE_MAP);
    const struct pack_node *hours = pack_yaml_find(item, "hours");
    const struct pack_node *topic = pack_yaml_find(item, "topic");
    if (service) pack_read_texts(reader, service, entry->service);
    if (hours) pack_read_texts(reader, hours, entry->hours);
    if (topic && entry->number)
        pack_read_urgent_number(reader, pack_yaml_find(item, "number"), pack_read_topic(reader, topic));
}

void pack_read_emergency(struct pack_reader *reader, const struct pack_node *root) {
    struct pack *pack = reader->pack;
    if (root->kind != NODE_LIST) {
        FAULT(reader, root, "must be a list of numbers");
        return;
    }
    pack->emergencies = pack_memory_take(&pack->memory, (root->count + 1) * sizeof *pack->emergencies);
    if (!pack->emergencies) return;
    for (const struct pack_node *item = root->first; item; item = item->next)
        read_number(reader, item, pack->emergency_count++);
}

size_t pack_emergency_count(const struct pack *pack) {
    return pack->emergency_count;
}

const struct pack_emergency *pack_emergency_at(const struct pack *pack, size_t index) {
    return index < pack->emergency_count ? &pack->emergencies[index] : NULL;
}
