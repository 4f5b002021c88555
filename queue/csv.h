/* csv - tables as offices export them: RFC 4180 quoting, with `,` `;` or tab, UTF-8 (BOM or not) or Latin-1.
 *
 * Reads rows one by one out of bytes in memory. Empty lines, and lines of separators only, are passed over. */
#ifndef QUEUE_CSV_H
#define QUEUE_CSV_H

#include "config/error.h"
#include "messages/text.h"

#include <stddef.h>

#define CSV_FIELDS_MAX 64
#define CSV_ROW_MAX    (64 * 1024) /* bytes of a row, as UTF-8 */

struct csv {
    const char *bytes; /* borrowed */
    size_t len, at;
    char separator;  /* found in the first line */
    int latin;       /* bytes are no UTF-8: read as Windows-1252, which holds Latin-1 */
    size_t line;     /* of `at`, from 1 */
    struct text row; /* bytes of the last row's fields, each with its NUL */
};

struct csv_row {
    size_t line;                        /* where it begins */
    const char *fields[CSV_FIELDS_MAX]; /* UTF-8 as in the file, blanks around trimmed; good until the next row */
    size_t count;
    const char *fault; /* plain words when the row is malformed, else NULL; the next row can be read all the same */
};

/* ERROR_INPUT, in plain words: empty, a spreadsheet (xlsx, ods, xls), UTF-16, or bytes that are no text. */
int csv_open(const char *bytes, size_t len, struct csv *ret, struct error *why);
void csv_close(struct csv *csv);

/* 1 and a row, or 0 at the end. */
int csv_next(struct csv *csv, struct csv_row *ret);

#endif
