/* appointment_row - what a row of an appointments file means, in plain values. No store, no clock. */
#ifndef QUEUE_APPOINTMENT_ROW_H
#define QUEUE_APPOINTMENT_ROW_H

#include "handlers/turn.h"
#include "queue/csv.h"

enum appointment_column {
    COLUMN_NUMBER,
    COLUMN_DATE,
    COLUMN_TIME,
    COLUMN_WHAT,
    COLUMN_PLACE, /* up to here they must be there */
    COLUMN_NAME,
    COLUMN_LANGUAGE,
    COLUMN_ID,
    COLUMN_CONSENT,
    COLUMN_COUNT
};
#define COLUMNS_REQUIRED (COLUMN_PLACE + 1)

struct appointment_columns {
    int at[COLUMN_COUNT]; /* place in a row, -1 = the file has none */
};

struct appointment_row {
    char number[MESSAGE_ADDRESS_MAX + 1];
    int64_t at_ms;
    char what[sizeof((struct known_appointment *)NULL)->what], place[sizeof((struct known_appointment *)NULL)->place];
    char name[128];         /* "" = not given; likewise below */
    char id[64];            /* the office's own */
    enum language language; /* LANGUAGE_NONE = not given */
    int consent;            /* to reminders; 1 unless the file says no */
};

/* Finds the columns by their names in the first row. -1 ERROR_INPUT when two columns have one meaning. */
int appointment_columns_find(const struct csv_row *header, struct appointment_columns *ret, struct error *why);
/* The Spanish name of a column, as it is asked for in faults. */
const char *appointment_column_name(enum appointment_column column);

/* Reads a row. prefix completes local numbers; an appointment at now_ms or before is a fault. -1 ERROR_INPUT with the
 * first fault in plain words; it never holds what stands in the cell. */
struct appointment_rules {
    const struct appointment_columns *columns;
    const char *prefix;
    int64_t now_ms;
};
int appointment_row_read(const struct appointment_rules *rules, const struct csv_row *row, struct appointment_row *ret,
                         struct error *why);

#endif
