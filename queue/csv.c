/* csv - tables as offices export them (RFC 4180), row by row. */
#include "queue/csv.h"

#include <stdint.h>
#include <string.h>

static int begins(const char *bytes, size_t len, const char *with, size_t with_len) {
    return len >= with_len && memcmp(bytes, with, with_len) == 0;
}

static int kind_check(const char *bytes, size_t len, struct error *why) {
    if (begins(bytes, len, "PK\x03\x04", 4) || begins(bytes, len, "\xD0\xCF\x11\xE0", 4))
        return error_set(why, ERROR_INPUT, "this is a spreadsheet, not a CSV file; save it as CSV (UTF-8) first");
    if (begins(bytes, len, "\xFF\xFE", 2) || begins(bytes, len, "\xFE\xFF", 2))
        return error_set(why, ERROR_INPUT, "this is UTF-16 text; save it as CSV (UTF-8) first");
    if (memchr(bytes, '\0', len))
        return error_set(why, ERROR_INPUT, "this is no text file; save the table as CSV (UTF-8) first");
    return 0;
}

/* U+FFFD stands for a bad byte, unless the file has just that letter. */
static int is_utf8(const char *bytes, size_t len) {
    size_t at = 0;

    while (at < len) {
        size_t start = at;
        if (text_next_rune(bytes, len, &at) == 0xFFFD && at - start == 1) return 0;
    }
    return 1;
}

/* The separator that the first line has most of; a line without any has one column, and a comma will do. */
static char separator_find(const char *bytes, size_t len) {
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[sizeof candidates] = {0}, best = 0;
    int quoted = 0;

    for (size_t i = 0; i < len && (quoted || (bytes[i] != '\n' && bytes[i] != '\r')); i++) {
        if (bytes[i] == '"') quoted = !quoted;
        for (size_t c = 0; !quoted && c < sizeof candidates; c++) counts[c] += bytes[i] == candidates[c];
    }
    for (size_t c = 1; c < sizeof candidates; c++)
        if (counts[c] > counts[best]) best = c;
    return candidates[best];
}

int csv_open(const char *bytes, size_t len, struct csv *ret, struct error *why) {
    if (kind_check(bytes, len, why) < 0) return -1;
    size_t start = begins(bytes, len, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (start < len && (bytes[start] == '\n' || bytes[start] == '\r')) start++;
    if (start == len) return error_set(why, ERROR_INPUT, "the file is empty");
    *ret = (struct csv){.bytes = bytes, .len = len, .line = 1};
    for (size_t i = 0; i < start; i++) ret->line += bytes[i] == '\n';
    ret->at = start;
    ret->latin = !is_utf8(bytes, len);
    ret->separator = separator_find(bytes + start, len - start);
    text_init(&ret->row, CSV_ROW_MAX);
    return 0;
}

void csv_close(struct csv *csv) {
    text_release(&csv->row);
}

/* Windows-1252, 0x80 to 0x9F: where it differs from Latin-1. */
static const uint16_t windows[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                     0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

static void add_byte(struct csv *csv, char c) {
    unsigned char byte = (unsigned char)c;

    if (!csv->latin || byte < 0x80)
        text_add_char(&csv->row, c);
    else
        text_add_rune(&csv->row, byte < 0xA0 ? windows[byte - 0x80] : byte);
}

static int at_end_of_line(const struct csv *csv) {
    return csv->at >= csv->len || csv->bytes[csv->at] == '\n' || csv->bytes[csv->at] == '\r';
}

static int at_end_of_field(const struct csv *csv) {
    return at_end_of_line(csv) || csv->bytes[csv->at] == csv->separator;
}

/* The inside of quotes, with two for one (RFC 4180, 2.7). Stops after the closing quote. */
static void read_quoted(struct csv *csv, struct csv_row *row) {
    csv->at++;
    while (csv->at < csv->len) {
        char c = csv->bytes[csv->at++];
        if (c == '"' && (csv->at == csv->len || csv->bytes[csv->at] != '"')) return;
        if (c == '"') csv->at++;
        if (c == '\n') csv->line++;
        add_byte(csv, c);
    }
    row->fault = "a quote is opened and never closed";
}

static void skip_blanks(struct csv *csv) {
    while (csv->at < csv->len && csv->bytes[csv->at] == ' ') csv->at++;
}

static void read_field(struct csv *csv, struct csv_row *row) {
    skip_blanks(csv);
    if (csv->at < csv->len && csv->bytes[csv->at] == '"') {
        read_quoted(csv, row);
        skip_blanks(csv);
        if (!at_end_of_field(csv) && !row->fault) row->fault = "there is text after a closing quote";
    }
    while (!at_end_of_field(csv)) add_byte(csv, csv->bytes[csv->at++]);
}

static void end_line(struct csv *csv) {
    if (csv->at < csv->len && csv->bytes[csv->at] == '\r') csv->at++;
    if (csv->at < csv->len && csv->bytes[csv->at] == '\n') csv->at++;
    csv->line++;
}

/* Splits the row's bytes at their NULs; the text does not move any more. Returns 1 when a field holds anything. */
static int fields_find(struct csv *csv, struct csv_row *row) {
    char *at = csv->row.at;
    int any = 0;

    for (size_t i = 0; i < row->count; i++) {
        size_t len = strlen(at), kept = len;
        while (kept && (at[kept - 1] == ' ' || at[kept - 1] == '\t')) at[--kept] = '\0';
        row->fields[i] = at + strspn(at, " \t");
        any = any || kept;
        at += len + 1;
    }
    return any;
}

static int read_row(struct csv *csv, struct csv_row *row) {
    *row = (struct csv_row){.line = csv->line};
    text_clear(&csv->row);
    for (;;) {
        read_field(csv, row);
        text_add_char(&csv->row, '\0');
        row->count++;
        if (at_end_of_line(csv)) break;
        csv->at++;
        if (row->count < CSV_FIELDS_MAX) continue;
        row->fault = "there are too many columns";
        while (!at_end_of_line(csv)) csv->at++;
        break;
    }
    end_line(csv);
    if (!text_ok(&csv->row)) {
        if (!row->fault) row->fault = "the row is too long";
        row->count = 0;
        return 1;
    }
    return fields_find(csv, row) || row->fault;
}

int csv_next(struct csv *csv, struct csv_row *ret) {
    while (csv->at < csv->len)
        if (read_row(csv, ret)) return 1;
    return 0;
}
