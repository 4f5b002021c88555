/* appointment_row - what a row of an appointments file means, in plain values. */
#include "queue/appointment_row.h"

#include "config/clock.h"
#include "messages/fold.h"
#include "messages/phone.h"

#include <ctype.h>
#include <string.h>

#define NAMES_MAX 6
#define CELL_MAX  512 /* bytes of a folded header or word */

/* The first name is the one that faults ask for; all are folded (no accents, lower case). */
static const char *const column_names[COLUMN_COUNT][NAMES_MAX] = {
    [COLUMN_NUMBER] = {"numero", "telefono", "phone", "number", "celular"},
    [COLUMN_DATE] = {"fecha", "date", "dia"},
    [COLUMN_TIME] = {"hora", "time"},
    [COLUMN_WHAT] = {"motivo", "tema", "what"},
    [COLUMN_PLACE] = {"lugar", "place"},
    [COLUMN_NAME] = {"nombre", "name"},
    [COLUMN_LANGUAGE] = {"idioma", "language"},
    [COLUMN_ID] = {"codigo", "id"},
    [COLUMN_CONSENT] = {"consentimiento", "consent"},
};

const char *appointment_column_name(enum appointment_column column) {
    return column_names[column][0];
}

static void fold_cell(const char *cell, char ret[CELL_MAX]) {
    own_text struct text folded = TEXT_INIT(CELL_MAX - 1);

    fold_text(cell, &folded);
    snprintf(ret, CELL_MAX, "%s", text_get(&folded));
}

static int column_of(const char *cell) {
    char folded[CELL_MAX];

    fold_cell(cell, folded);
    for (int column = 0; column < COLUMN_COUNT; column++)
        for (int i = 0; i < NAMES_MAX && column_names[column][i]; i++)
            if (strcmp(folded, column_names[column][i]) == 0) return column;
    return -1;
}

int appointment_columns_find(const struct csv_row *header, struct appointment_columns *ret, struct error *why) {
    for (int column = 0; column < COLUMN_COUNT; column++) ret->at[column] = -1;
    for (size_t i = 0; i < header->count; i++) {
        int column = column_of(header->fields[i]);
        if (column < 0) continue;
        if (ret->at[column] >= 0)
            return error_set(why, ERROR_INPUT, "there are two columns for '%s'", column_names[column][0]);
        ret->at[column] = (int)i;
    }
    return 0;
}

static const char *cell(const struct appointment_rules *rules, const struct csv_row *row,
                        enum appointment_column column) {
    int at = rules->columns->at[column];

    return at >= 0 && (size_t)at < row->count ? row->fields[at] : "";
}

static int fault(struct error *why, enum appointment_column column, const char *what) {
    return error_set(why, ERROR_INPUT, "column '%s': %s", column_names[column][0], what);
}

/* Up to max digits; -1 when there is none or more. */
static int read_number(const char **at, int max) {
    int number = 0, digits = 0;

    while (isdigit((unsigned char)**at)) {
        if (++digits > max) return -1;
        number = number * 10 + (*(*at)++ - '0');
    }
    return digits ? number : -1;
}

/* DD-MM-YYYY, DD/MM/YYYY or YYYY-MM-DD; ret is year, month, day. Whether the day exists is not asked here. */
static int read_date(const char *at, int ret[3]) {
    int year_first, parts[3];
    char separator = '\0';

    for (int i = 0; i < 3; i++) {
        parts[i] = read_number(&at, 4);
        if (parts[i] < 0) return -1;
        if (i == 2) break;
        if ((*at != '-' && *at != '/' && *at != '.') || (separator && *at != separator)) return -1;
        separator = *at++;
    }
    year_first = parts[0] > 31;
    ret[0] = parts[year_first ? 0 : 2];
    ret[1] = parts[1];
    ret[2] = parts[year_first ? 2 : 0];
    return *at == '\0' && ret[0] >= 1000 && ret[2] <= 31 ? 0 : -1;
}

/* H:MM, HH:MM, HH.MM, and seconds as spreadsheets write them; minutes of the day, -1. */
static int read_minute(const char *at) {
    int hour = read_number(&at, 2), minute, second = 0;

    if (hour < 0 || (*at != ':' && *at != '.')) return -1;
    char separator = *at++;
    const char *digits = at;
    minute = read_number(&at, 2);
    if (minute < 0 || at - digits != 2) return -1;
    if (*at == separator) {
        at++;
        second = read_number(&at, 2);
    }
    while (*at == ' ' || *at == 'h' || *at == 'r' || *at == 's') at++;
    if (*at || hour > 23 || minute > 59 || second < 0 || second > 59) return -1;
    return hour * 60 + minute;
}

static int read_when(const struct appointment_rules *rules, const struct csv_row *row, int64_t *ret,
                     struct error *why) {
    int date[3], minute = read_minute(cell(rules, row, COLUMN_TIME));

    if (!*cell(rules, row, COLUMN_DATE)) return fault(why, COLUMN_DATE, "the date is missing");
    if (read_date(cell(rules, row, COLUMN_DATE), date) < 0)
        return fault(why, COLUMN_DATE, "this is no date; write it as 24-11-2026 or 2026-11-24");
    if (!*cell(rules, row, COLUMN_TIME)) return fault(why, COLUMN_TIME, "the hour is missing");
    if (minute < 0) return fault(why, COLUMN_TIME, "this is no hour from 00:00 to 23:59; write it as 09:30");
    if (clock_from_local(date[0], date[1], date[2], 720, ret, NULL) < 0)
        return fault(why, COLUMN_DATE, "there is no such day in the calendar");
    if (clock_from_local(date[0], date[1], date[2], minute, ret, NULL) < 0)
        return fault(why, COLUMN_TIME, "this hour does not exist on that night: the clocks move forward");
    if (*ret <= rules->now_ms) return fault(why, COLUMN_DATE, "the appointment is in the past");
    return 0;
}

/* A cell as a person may be shown it, in one line. -1 when it does not fit. */
static int read_words(const char *given, char *ret, size_t ret_size) {
    own_text struct text clean = TEXT_INIT(CSV_ROW_MAX * 3);

    text_add_clean(&clean, given, strlen(given), CSV_ROW_MAX);
    if (!text_ok(&clean) || clean.len >= ret_size) return -1;
    snprintf(ret, ret_size, "%s", text_get(&clean));
    for (char *at = ret; *at; at++)
        if (*at == '\n' || *at == '\t') *at = ' ';
    return 0;
}

static int read_required(const struct appointment_rules *rules, const struct csv_row *row,
                         enum appointment_column column, char ret[128], struct error *why) {
    if (read_words(cell(rules, row, column), ret, 128) < 0)
        return fault(why, column, "this is longer than 127 letters");
    if (!ret[strspn(ret, " ")]) return fault(why, column, "this is empty");
    return 0;
}

static int read_language(const char *given, enum language *ret) {
    static const struct {
        const char *word;
        enum language language;
    } words[] = {{"espanol", LANGUAGE_ES},   {"castellano", LANGUAGE_ES}, {"spanish", LANGUAGE_ES},
                 {"creole", LANGUAGE_HT},    {"kreyol", LANGUAGE_HT},     {"criollo", LANGUAGE_HT},
                 {"creol", LANGUAGE_HT},     {"frances", LANGUAGE_FR},    {"francais", LANGUAGE_FR},
                 {"french", LANGUAGE_FR},    {"ingles", LANGUAGE_EN},     {"english", LANGUAGE_EN},
                 {"portugues", LANGUAGE_PT}, {"portuguese", LANGUAGE_PT}};
    char folded[CELL_MAX];

    fold_cell(given, folded);
    *ret = *folded ? language_of_code(folded) : LANGUAGE_NONE;
    for (size_t i = 0; *ret == LANGUAGE_NONE && i < sizeof words / sizeof *words; i++)
        if (strcmp(folded, words[i].word) == 0) *ret = words[i].language;
    return *folded && *ret == LANGUAGE_NONE ? -1 : 0;
}

static int read_consent(const char *given, int *ret) {
    static const char *const yes[] = {"", "si", "s", "yes", "y", "1", "x", "true", "verdadero"};
    static const char *const no[] = {"no", "n", "0", "false", "falso"};
    char folded[CELL_MAX];

    fold_cell(given, folded);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcmp(folded, yes[i]) == 0) return *ret = 1, 0;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcmp(folded, no[i]) == 0) return *ret = 0, 0;
    return -1;
}

static int read_number_cell(const struct appointment_rules *rules, const struct csv_row *row, char *ret,
                            struct error *why) {
    const char *given = cell(rules, row, COLUMN_NUMBER);

    if (!*given) return fault(why, COLUMN_NUMBER, "the number is missing");
    if (phone_normalise(given, rules->prefix, ret, NULL) < 0)
        return fault(why, COLUMN_NUMBER, "this is no telephone number");
    return 0;
}

int appointment_row_read(const struct appointment_rules *rules, const struct csv_row *row, struct appointment_row *ret,
                         struct error *why) {
    *ret = (struct appointment_row){.consent = 1};
    if (row->fault) return error_set(why, ERROR_INPUT, "%s", row->fault);
    if (read_number_cell(rules, row, ret->number, why) < 0 || read_when(rules, row, &ret->at_ms, why) < 0 ||
        read_required(rules, row, COLUMN_WHAT, ret->what, why) < 0 ||
        read_required(rules, row, COLUMN_PLACE, ret->place, why) < 0)
        return -1;
    if (read_words(cell(rules, row, COLUMN_NAME), ret->name, sizeof ret->name) < 0)
        return fault(why, COLUMN_NAME, "this is longer than 127 letters");
    if (read_words(cell(rules, row, COLUMN_ID), ret->id, sizeof ret->id) < 0)
        return fault(why, COLUMN_ID, "this is longer than 63 letters");
    if (read_language(cell(rules, row, COLUMN_LANGUAGE), &ret->language) < 0)
        return fault(why, COLUMN_LANGUAGE, "this is none of es, ht, fr, en, pt");
    if (read_consent(cell(rules, row, COLUMN_CONSENT), &ret->consent) < 0)
        return fault(why, COLUMN_CONSENT, "write si or no");
    return 0;
}
