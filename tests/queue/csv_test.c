/* csv_test - tables as offices really export them. */
#include "queue/csv.h"

#include <criterion/criterion.h>
#include <string.h>

static struct csv csv;
static struct csv_row row;
static struct error why;

static void open_bytes(const char *bytes, size_t len) {
    cr_assert_eq(csv_open(bytes, len, &csv, &why), 0, "%s", why.text);
}
static void open_text(const char *text) {
    open_bytes(text, strlen(text));
}
static void close_csv(void) {
    csv_close(&csv);
}
TestSuite(csv, .fini = close_csv);

/* The next row is on this line and has these fields, written with | between them. */
static void assert_row(size_t line, const char *fields) {
    char joined[512] = "";

    cr_assert_eq(csv_next(&csv, &row), 1, "there is no row for '%s'", fields);
    cr_assert_null(row.fault, "%s", row.fault);
    for (size_t i = 0; i < row.count; i++) {
        if (i) strcat(joined, "|");
        strcat(joined, row.fields[i]);
    }
    cr_assert_str_eq(joined, fields);
    cr_assert_eq(row.line, line, "line %zu instead of %zu", row.line, line);
}

Test(csv, commas_semicolons_and_tabs_are_told_apart_by_the_first_line) {
    open_text("a,b;c\n1,2;2\n");
    assert_row(1, "a|b;c");
    assert_row(2, "1|2;2");
    cr_assert_eq(csv_next(&csv, &row), 0);
    csv_close(&csv);
    open_text("a;b;c\n1,5;2;3\n");
    assert_row(1, "a|b|c");
    assert_row(2, "1,5|2|3");
    csv_close(&csv);
    open_text("a\tb\n1\t2");
    assert_row(1, "a|b");
    assert_row(2, "1|2");
}

Test(csv, separators_in_quotes_do_not_count) {
    open_text("\"a;b;c;d\",e\n");
    assert_row(1, "a;b;c;d|e");
}

Test(csv, quotes_hold_separators_line_ends_and_doubled_quotes) {
    open_text("a,b\n\"one, \"\"two\"\"\",\"line\nline\"\nnext,row\n");
    assert_row(1, "a|b");
    assert_row(2, "one, \"two\"|line\nline");
    assert_row(4, "next|row");
}

Test(csv, a_byte_order_mark_crlf_and_empty_lines_are_passed_over) {
    open_text("\xEF\xBB\xBF\r\na,b\r\n\r\n;;\r\n,,\r\n1,2\r\n   \r\n");
    assert_row(2, "a|b");
    cr_assert_eq(csv_next(&csv, &row), 1);
    cr_assert_str_eq(row.fields[0], ";;");
    assert_row(6, "1|2");
    cr_assert_eq(csv_next(&csv, &row), 0);
}

Test(csv, blanks_around_fields_are_dropped_and_missing_ones_stay_missing) {
    open_text("a,b,c\n  1 , \"two\" \n");
    assert_row(1, "a|b|c");
    assert_row(2, "1|two");
}

Test(csv, latin_letters_become_utf8) {
    open_text("n\xFAmero;se\xF1or;\x80\nx;y;z\n");
    assert_row(1, "n\xC3\xBAmero|se\xC3\xB1or|\xE2\x82\xAC");
}

Test(csv, utf8_letters_stay_as_they_are) {
    open_text("n\xC3\xBAmero,\xF0\x9F\x98\x80\n");
    assert_row(1, "n\xC3\xBAmero|\xF0\x9F\x98\x80");
}

Test(csv, text_after_a_closing_quote_is_a_fault_and_the_next_row_is_read) {
    open_text("a,b\n\"x\"y,1\n2,3\n");
    assert_row(1, "a|b");
    cr_assert_eq(csv_next(&csv, &row), 1);
    cr_assert_str_eq(row.fault, "there is text after a closing quote");
    cr_assert_eq(row.line, 2);
    assert_row(3, "2|3");
}

Test(csv, a_quote_that_is_never_closed_is_a_fault_where_it_begins) {
    open_text("a,b\n1,\"open\n2,3\n");
    assert_row(1, "a|b");
    cr_assert_eq(csv_next(&csv, &row), 1);
    cr_assert(strstr(row.fault, "never closed"));
    cr_assert_eq(row.line, 2);
    cr_assert_eq(csv_next(&csv, &row), 0);
}

Test(csv, a_quote_inside_a_plain_field_is_a_letter) {
    open_text("5\" pipe,x\n");
    assert_row(1, "5\" pipe|x");
}

Test(csv, too_many_columns_and_too_long_rows_are_faults) {
    static char bytes[CSV_ROW_MAX * 2 + 100];

    memset(bytes, ',', 200);
    strcpy(bytes + 200, "x\na,b\n");
    open_text(bytes);
    cr_assert_eq(csv_next(&csv, &row), 1);
    cr_assert(strstr(row.fault, "too many columns"));
    assert_row(2, "a|b");
    csv_close(&csv);
    memset(bytes, 'x', CSV_ROW_MAX + 10);
    strcpy(bytes + CSV_ROW_MAX + 10, "\na,b\n");
    open_text(bytes);
    cr_assert_eq(csv_next(&csv, &row), 1);
    cr_assert(strstr(row.fault, "too long"));
    assert_row(2, "a|b");
}

static void assert_refused(const char *bytes, size_t len, const char *part) {
    cr_assert_eq(csv_open(bytes, len, &csv, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(strstr(why.text, part), "%s", why.text);
}

Test(csv, what_is_no_table_is_refused_in_plain_words) {
    assert_refused("", 0, "empty");
    assert_refused("\xEF\xBB\xBF\n\n", 5, "empty");
    assert_refused("PK\x03\x04\x14", 5, "spreadsheet");
    assert_refused("\xD0\xCF\x11\xE0\xA1", 5, "spreadsheet");
    assert_refused("\xFF\xFE"
                   "a\0",
                   4, "UTF-16");
    assert_refused("a,b\0c", 5, "no text file");
}
