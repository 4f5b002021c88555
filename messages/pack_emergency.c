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

static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};

/* Index of the day at the start of text; -1. */
static int read_weekday(const char *text) {
    for (int day = 0; days[day]; day++)
        if (strncmp(text, days[day], 3) == 0) return day;
    return -1;
}

/* "mon-fri 08:00-24:00" or "sat 16:00-22:00". */
static int read_span(const char *text, struct pack_emergency *entry) {
    int from = read_weekday(text), until = from;
    const char *at = text + 3;
    if (from < 0) return -1;
    if (*at == '-') {
        until = read_weekday(at + 1);
        at += until < 0 ? 0 : 4;
    }
    if (until < 0 || *at != ' ' || strlen(at + 1) != 11 || at[6] != '-') return -1;
    struct pack_hours hours = {pack_read_minutes(at + 1), pack_read_minutes(at + 7)};
    if (hours.from_min < 0 || hours.until_min <= hours.from_min) return -1;
    for (int day = from;; day = (day + 1) % 7) {
        entry->open[day] = hours;
        if (day == until) return 0;
    }
}

static void read_open(struct pack_reader *reader, const struct pack_node *item, struct pack_emergency *entry) {
    const struct pack_node *list = pack_yaml_find(item, "open");
    const struct pack_node *holidays = pack_yaml_find(item, "on_holidays");
    entry->on_holidays = holidays && holidays->kind == NODE_TEXT && strcmp(holidays->text, "yes") == 0;
    if (!list) return;
    entry->has_open = 1;
    if (list->kind != NODE_LIST || !list->count)
        FAULT(reader, list, "'open' must be a list: [\"mon-fri 08:00-24:00\"]");
    for (const struct pack_node *span = list->first; span; span = span->next)
        if (span->kind != NODE_TEXT || read_span(span->text, entry) < 0)
            FAULT(reader, span, "these are no hours: write \"mon-fri 08:00-24:00\" or \"sat 16:00-22:00\"");
}

static void read_number(struct pack_reader *reader, const struct pack_node *item, size_t at) {
    static const char *const keys[] = {"id",   "number", "service", "hours",       "source",
                                       "mark", "topic",  "open",    "on_holidays", NULL};
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
    read_open(reader, item, entry);
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

int pack_emergency_answers(const struct pack *pack, const struct pack_emergency *entry, const struct tm *local) {
    const struct pack_hours *hours = &entry->open[(unsigned)local->tm_wday % 7];
    int minute = local->tm_hour * 60 + local->tm_min;
    if (!entry->has_open) return 1;
    if (!entry->on_holidays && pack_is_holiday(pack, local->tm_year + 1900, local->tm_mon + 1, local->tm_mday))
        return 0;
    return minute >= hours->from_min && minute < hours->until_min;
}

const struct pack_emergency *pack_emergency_find(const struct pack *pack, const char *id) {
    for (size_t i = 0; i < pack->emergency_count; i++)
        if (strcmp(pack->emergencies[i].id, id) == 0) return &pack->emergencies[i];
    return NULL;
}

char *const *pack_answer_texts(const struct pack *pack, const struct pack_answer *answer, const struct tm *local) {
    const struct pack_emergency *entry =
        answer->closed_number[0] ? pack_emergency_find(pack, answer->closed_number) : NULL;
    return entry && !pack_emergency_answers(pack, entry, local) ? answer->closed_text : answer->text;
}
