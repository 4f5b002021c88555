/* sample_office - what stands in the sample office at its first start. */
#include "bot/sample_office.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/activities.h"

#include <string.h>

#define SAMPLE     "(muestra)" /* stands in the name of the sample office */
#define DAY_MS     INT64_C(86400000)
#define DAYS_AHEAD 5 /* at least: the reminders of two days before are still to come */

struct sample {
    int weekday, minute, length_min, sessions; /* weekday as tm_wday; one a week */
    const char *json;
};

static const struct sample samples[] = {
    {6, 12 * 60, 240, 1,
     "{\"kind\":\"event\",\"capacity\":40,\"word\":\"feria\",\"title\":{\"es\":\"Feria de las culturas\","
     "\"ht\":\"Fwa kilti yo\",\"fr\":\"Foire des cultures\",\"en\":\"Fair of cultures\",\"pt\":\"Feira das culturas\"},"
     "\"place\":{\"es\":\"Plaza de Quilicura (muestra)\",\"ht\":\"Plas Quilicura (muestra)\","
     "\"fr\":\"Place de Quilicura (muestra)\",\"en\":\"Quilicura square (muestra)\","
     "\"pt\":\"Praça de Quilicura (muestra)\"}}"},
    {2, 18 * 60 + 30, 90, 8,
     "{\"kind\":\"workshop\",\"capacity\":20,\"word\":\"dialogo\",\"title\":{\"es\":\"Diálogo entre vecinos\","
     "\"ht\":\"Dyalòg ant vwazen\",\"fr\":\"Dialogue entre voisins\",\"en\":\"Neighbours in dialogue\","
     "\"pt\":\"Diálogo entre vizinhos\"},\"place\":{\"es\":\"Sede vecinal (muestra)\","
     "\"ht\":\"Kay vwazinaj la (muestra)\",\"fr\":\"Maison de quartier (muestra)\","
     "\"en\":\"Community house (muestra)\",\"pt\":\"Sede de bairro (muestra)\"}}"},
};

static void on_made(void *arg, json_t *result, const struct error *why) {
    (void)arg;
    (void)result;
    if (why) log_warn("sample", "an activity of the sample office was not made: %s", why->text);
}

/* The first such weekday that is far enough ahead, and the weeks after it. */
static void add_sessions(const struct sample *sample, int64_t now_ms, json_t *json) {
    json_t *sessions = json_array();
    struct tm day;
    int64_t at_ms = now_ms + DAYS_AHEAD * DAY_MS, from_ms;
    clock_local(at_ms, &day);
    at_ms += (sample->weekday - day.tm_wday + 7) % 7 * DAY_MS;
    for (int week = 0; week < sample->sessions; week++) {
        clock_local(at_ms + week * 7 * DAY_MS, &day);
        if (clock_from_local(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, sample->minute, &from_ms, NULL) < 0)
            continue;
        json_array_append_new(sessions, json_pack("{s:I, s:I}", "from_ms", (json_int_t)from_ms, "until_ms",
                                                  (json_int_t)(from_ms + sample->length_min * INT64_C(60000))));
    }
    json_object_set_new(json, "sessions", sessions);
}

static void on_list(void *arg, json_t *result, const struct error *why) {
    struct office *office = arg;
    struct activities_by by = {"", clock_wall_ms(), 0};
    if (why || json_integer_value(json_object_get(result, "total"))) return;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        json_auto_t *json = json_loads(samples[i].json, 0, NULL);
        if (!json) continue;
        add_sessions(&samples[i], by.now_ms, json);
        activities_create(office, &by, json, on_made, NULL);
    }
}

void sample_office_fill(struct office *office) {
    const struct settings *settings = office_settings(office);
    if (settings->office.mode != MODE_TRIAL || *settings->office.content || !strstr(settings->office.name, SAMPLE))
        return;
    activities_list(office, 0, 1, on_list, office);
}
