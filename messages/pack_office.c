/* pack_office - what an office fills in once: its values, hours and holidays. */
#include "messages/pack_read.h"

#include <stdlib.h>
#include <string.h>

#define FAULT(reader, node, ...) pack_fault((reader)->faults, (reader)->file, (node)->line, __VA_ARGS__)

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct pack_texts *)a)->id, ((const struct pack_texts *)b)->id);
}

static void read_value(struct pack_reader *reader, const struct pack_node *item, struct pack_texts *value) {
    value->id = item->key;
    if (strspn(item->key, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(item->key) ||
        strncmp(item->key, "n-", 2) == 0)
        FAULT(reader, item, "'%.60s' is no name of a value: a-z, 0-9, _ and -; n-... are the emergency numbers",
              item->key);
    if (item->kind == NODE_TEXT)
        value->text[LANGUAGE_ES] = item->text;
    else
        pack_read_texts(reader, item, value->text);
}

static void read_values(struct pack_reader *reader, const struct pack_node *map) {
    struct pack *pack = reader->pack;
    pack->values = pack_memory_take(&pack->memory, (map->count + 1) * sizeof *pack->values);
    if (!pack->values) return;
    for (const struct pack_node *item = map->first; item; item = item->next)
        read_value(reader, item, &pack->values[pack->value_count++]);
    qsort(pack->values, pack->value_count, sizeof *pack->values, by_id);
}

int pack_read_minutes(const char *at) {
    if (strspn(at, "0123456789") != 2 || at[2] != ':' || strspn(at + 3, "0123456789") < 2) return -1;
    int hour = (at[0] - '0') * 10 + (at[1] - '0'), minute = (at[3] - '0') * 10 + (at[4] - '0');
    if (hour > 24 || minute > 59 || (hour == 24 && minute)) return -1;
    return hour * 60 + minute;
}

static void read_hours_of_day(struct pack_reader *reader, const struct pack_node *list, int weekday) {
    struct pack *pack = reader->pack;
    for (const struct pack_node *item = list->first; item; item = item->next) {
        const char *at = item->kind == NODE_TEXT ? item->text : "";
        int from = pack_read_minutes(at);
        int until = strlen(at) == 11 && at[5] == '-' ? pack_read_minutes(at + 6) : -1;
        size_t count = pack->hour_count[weekday];
        int before = count ? pack->hours[weekday][count - 1].until_min : 0;
        if (from < 0 || until <= from || from < before)
            FAULT(reader, item, "'%.60s' are no hours: write 09:00-14:00, in order", at);
        else if (count >= PACK_DAY_HOURS_MAX)
            FAULT(reader, item, "more than %d opening times in a day", PACK_DAY_HOURS_MAX);
        else
            pack->hours[weekday][pack->hour_count[weekday]++] = (struct pack_hours){from, until};
    }
}

static void read_hours(struct pack_reader *reader, const struct pack_node *map) {
    static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};
    if (!pack_read_map(reader, map, days)) return;
    for (int day = 0; day < 7; day++) {
        const struct pack_node *list = pack_yaml_find(map, days[day]);
        if (list && list->kind != NODE_LIST) FAULT(reader, list, "'%s' must be a list", days[day]);
        if (list) read_hours_of_day(reader, list, day);
    }
}

static void read_holidays(struct pack_reader *reader, const struct pack_node *list) {
    struct pack *pack = reader->pack;
    pack->holidays = pack_memory_take(&pack->memory, (list->count + 1) * sizeof *pack->holidays);
    if (!pack->holidays) return;
    for (const struct pack_node *item = list->first; item; item = item->next) {
        int day = pack_read_day(reader, item);
        if (day) pack->holidays[pack->holiday_count++] = day;
    }
}

void pack_read_office(struct pack_reader *reader, const struct pack_node *root) {
    static const char *const keys[] = {"values", "hours", "holidays", NULL};
    if (!pack_read_map(reader, root, keys)) return;
    const struct pack_node *values = pack_read_entry(reader, root, "values", NODE_MAP);
    const struct pack_node *hours = pack_read_entry(reader, root, "hours", NODE_MAP);
    const struct pack_node *holidays = pack_yaml_find(root, "holidays");
    if (values) read_values(reader, values);
    if (hours) read_hours(reader, hours);
    if (holidays && holidays->kind != NODE_LIST) FAULT(reader, holidays, "'holidays' must be a list");
    if (holidays && holidays->kind == NODE_LIST) read_holidays(reader, holidays);
}

static const char *find_number(const struct pack *pack, const char *id) {
    for (size_t i = 0; i < pack->emergency_count; i++)
        if (strcmp(pack->emergencies[i].id, id) == 0) return pack->emergencies[i].number;
    return NULL;
}

const char *pack_value(const struct pack *pack, const char *name, enum language language) {
    if (!pack) return NULL;
    if (strncmp(name, "n-", 2) == 0) return find_number(pack, name + 2);
    struct pack_texts wanted = {.id = name};
    if (!pack->value_count) return NULL;
    const struct pack_texts *found = bsearch(&wanted, pack->values, pack->value_count, sizeof wanted, by_id);
    if (!found) return NULL;
    const char *text = language == LANGUAGE_NONE ? NULL : found->text[language];
    return text ? text : found->text[LANGUAGE_ES];
}

size_t pack_hours(const struct pack *pack, int weekday, const struct pack_hours **ret) {
    if (weekday < 0 || weekday > 6) return 0;
    *ret = pack->hours[weekday];
    return pack->hour_count[weekday];
}

int pack_is_holiday(const struct pack *pack, int year, int month, int day) {
    int wanted = year * 10000 + month * 100 + day;
    for (size_t i = 0; i < pack->holiday_count; i++)
        if (pack->holidays[i] == wanted) return 1;
    return 0;
}
