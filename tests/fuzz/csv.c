/* csv - whatever an office hands in, rows come out within their bounds, in order, with whole texts. */
#include "queue/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct error why = ERROR_INIT;
    struct csv csv;
    struct csv_row row;
    size_t line = 0, rows = 0;
    if (csv_open((const char *)bytes, len, &csv, &why)) {
        if (why.kind != ERROR_INPUT || !*why.text) abort();
        return 0;
    }
    while (csv_next(&csv, &row)) {
        size_t all = 0;
        if (row.line <= line || row.count > CSV_FIELDS_MAX || (!row.fault && row.count == 0)) abort();
        for (size_t i = 0; i < row.count; i++) all += strlen(row.fields[i]);
        if (all > CSV_ROW_MAX || ++rows > len) abort();
        line = row.line;
    }
    csv_close(&csv);
    return 0;
}
