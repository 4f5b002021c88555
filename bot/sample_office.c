/* sample_office - what stands in the sample office at its first start. */
#include "bot/sample_office.h"

#include "config/clock.h"
#include "config/log.h"
#include "messages/text.h"
#include "messages/wire.h"
#include "queue/activities.h"
#include "queue/appointments.h"
#include "queue/surveys.h"

#include <stdlib.h>
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

#define SURVEY          "encuesta-primera"
#define CSV_MAX         512
#define CONTENT_WAIT_MS 100 /* between two looks whether the content is there; the survey is a form of it */
#define CONTENT_LOOKS   100

static const struct sample_appointment {
    const char *phone, *kind, *language, *what, *place;
    int days, minute; /* from today; two days later when that is a weekend */
} appointments[] = {
    {SAMPLE_OFFICE_PHONE_ES, "sms", "es", "asesoria social", "Oficina de Migrantes (muestra)", 3, 10 * 60},
    {SAMPLE_OFFICE_PHONE_HT, "whatsapp", "ht", "travay sosyal", "Biwo Migran (muestra)", 4, 11 * 60 + 30},
};
#define APPOINTMENT_COUNT (sizeof appointments / sizeof appointments[0])

/* What is under way until the sample is whole. */
struct filling {
    struct office *office;
    struct loop_timer *look;
    struct text csv[APPOINTMENT_COUNT];
    size_t waiting; /* for imports */
    int looks;
};

static void on_made(void *arg, json_t *result, const struct error *why) {
    (void)arg;
    (void)result;
    if (why) log_warn("sample", "a part of the sample office was not made: %s", why->text);
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
        json_int_t until_ms = from_ms + sample->length_min * INT64_C(60000);
        json_array_append_new(sessions, json_pack("{s:I, s:I}", "from_ms", (json_int_t)from_ms, "until_ms", until_ms));
    }
    json_object_set_new(json, "sessions", sessions);
}

static void on_imported(void *arg, json_t *result, const struct error *why) {
    struct filling *filling = arg;
    on_made(NULL, result, why);
    if (--filling->waiting) return;
    for (size_t i = 0; i < APPOINTMENT_COUNT; i++) text_release(&filling->csv[i]);
    loop_timer_free(filling->look);
    free(filling);
}

static void write_csv(const struct sample_appointment *appointment, int64_t now_ms, struct text *ret) {
    struct tm day;
    clock_local(now_ms + appointment->days * DAY_MS, &day);
    if (day.tm_wday == 0 || day.tm_wday == 6) clock_local(now_ms + (appointment->days + 2) * DAY_MS, &day);
    text_add(ret, "numero,fecha,hora,motivo,lugar,idioma\n");
    text_addf(ret, "%s,%04d-%02d-%02d,%02d:%02d,%s,%s,%s\n", appointment->phone, day.tm_year + 1900, day.tm_mon + 1,
              day.tm_mday, appointment->minute / 60, appointment->minute % 60, appointment->what, appointment->place,
              appointment->language);
}

/* A number of the sample may be somebody's: it is never put on a real line. */
static const struct channel *simulated(const struct settings *settings, const char *kind) {
    for (size_t i = 0; i < settings->channel_count; i++) {
        const struct wire *wire = wire_find(settings->channels[i].wire);
        if (wire && wire->simulated && strcmp(settings->channels[i].kind, kind) == 0) return &settings->channels[i];
    }
    return NULL;
}

static void import_appointments(struct filling *filling) {
    int64_t now_ms = clock_wall_ms();
    filling->waiting = 1; /* this function */
    for (size_t i = 0; i < APPOINTMENT_COUNT; i++) {
        struct text *csv = &filling->csv[i];
        write_csv(&appointments[i], now_ms, csv);
        struct appointments_import import = {
            .name = "sample", .bytes = text_get(csv), .len = csv->len, .now_ms = now_ms};
        import.channel = simulated(office_settings(filling->office), appointments[i].kind);
        if (!import.channel) continue;
        filling->waiting++;
        appointments_import(filling->office, &import, on_imported, filling);
    }
    on_imported(filling, NULL, NULL);
}

/* The survey is opened once its content is there. */
static void on_look(void *arg) {
    struct filling *filling = arg;
    if (!office_pack(filling->office) && ++filling->looks < CONTENT_LOOKS) {
        loop_timer_set(filling->look, CONTENT_WAIT_MS);
        return;
    }
    surveys_set(filling->office, &(struct surveys_call){"-", SURVEY}, "open", on_made, NULL);
    import_appointments(filling);
}

static void fill_rest(struct office *office) {
    struct error why = ERROR_INIT;
    struct filling *filling = calloc(1, sizeof *filling);
    if (!filling) return;
    filling->office = office;
    for (size_t i = 0; i < APPOINTMENT_COUNT; i++) text_init(&filling->csv[i], CSV_MAX);
    if (loop_timer_new(office_loop(office), on_look, filling, &filling->look, &why) < 0) {
        log_warn("sample", "the sample office is not whole: %s", why.text);
        free(filling);
        return;
    }
    loop_timer_set(filling->look, 1);
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
    fill_rest(office);
}

void sample_office_fill(struct office *office) {
    const struct settings *settings = office_settings(office);
    if (settings->office.mode != MODE_TRIAL || *settings->office.content || !strstr(settings->office.name, SAMPLE))
        return;
    activities_list(office, 0, 1, on_list, office);
}
