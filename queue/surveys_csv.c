/* surveys_csv - results for a spreadsheet. */
#include "messages/text.h"
#include "queue/surveys.h"

#include <string.h>

#define CSV_MAX (4UL * 1024 * 1024)

/* A cell; a spreadsheet must not take an answer for a formula. */
static void add_cell(struct text *ret, const char *text, char end) {
    text_add(ret, "\"");
    if (*text && strchr("=+-@", *text) && text[1]) text_add(ret, "'");
    for (; *text; text++) {
        if (*text == '"') text_add(ret, "\"");
        text_addf(ret, "%c", *text);
    }
    text_addf(ret, "\"%c", end);
}

static void add_row(struct text *ret, const json_t *question, const json_t *answer, const json_t *other) {
    const json_t *count = json_object_get(other ? other : answer, "count");
    add_cell(ret, json_string_value(json_object_get(question, "id")), ',');
    add_cell(ret, json_string_value(json_object_get(question, "text")), ',');
    add_cell(ret, json_string_value(json_object_get(answer, "id")), ',');
    add_cell(ret, json_string_value(json_object_get(answer, "label")), ',');
    add_cell(ret, other ? json_string_value(json_object_get(other, "label")) : "", ',');
    if (json_is_string(count))
        add_cell(ret, json_string_value(count), '\n');
    else
        text_addf(ret, "%lld\n", (long long)json_integer_value(count));
}

char *surveys_csv(const json_t *results) {
    struct text csv = TEXT_INIT(CSV_MAX);
    size_t i, k, m;
    json_t *question, *answer, *other;
    text_addf(&csv, "question,text,answer,label,by_%s,count\n", json_string_value(json_object_get(results, "by")));
    json_array_foreach(json_object_get(results, "questions"), i, question) {
        json_array_foreach(json_object_get(question, "answers"), k, answer) {
            add_row(&csv, question, answer, NULL);
            json_array_foreach(json_object_get(answer, "by"), m, other) add_row(&csv, question, answer, other);
        }
    }
    return text_take(&csv);
}
