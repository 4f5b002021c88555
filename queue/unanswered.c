/* unanswered - what the bot could not answer, and which answers did not help. */
#include "queue/unanswered.h"

#include "config/clock.h"
#include "config/own.h"
#include "handlers/options.h"
#include "queue/ask.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROW_ID, ROW_LANGUAGE, ROW_DAY, ROW_TEXT, ROW_PARTS };

static char *text_of(const struct office *office, const redisReply *row) {
    char bound[PERSON_BOUND_MAX];
    const redisReply *sealed = row->element[ROW_TEXT];
    return ask_unseal(vault_office_key(office_vault(office)),
                      person_bound("unanswered", ask_text(row, ROW_ID), NULL, bound),
                      (struct vault_bytes){sealed->str, sealed->len});
}

static int is_row(const redisReply *row) {
    return row->type == REDIS_REPLY_ARRAY && row->elements == ROW_PARTS &&
           row->element[ROW_TEXT]->type == REDIS_REPLY_STRING;
}

static json_t *row_json(const struct office *office, const redisReply *row) {
    char day[16] = "";
    time_t at = (time_t)strtoll(ask_text(row, ROW_DAY), NULL, 10) * 86400;
    struct tm utc;
    if (gmtime_r(&at, &utc)) strftime(day, sizeof day, "%Y-%m-%d", &utc);
    own_mem char *text = text_of(office, row);
    return json_pack("{s:s, s:s, s:s, s:s}", "id", ask_text(row, ROW_ID), "language", ask_text(row, ROW_LANGUAGE),
                     "day", day, "text", text ? text : "");
}

static json_t *read_list(struct office *office, const redisReply *reply, struct error *why) {
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || reply->element[1]->type != REDIS_REPLY_ARRAY)
        return NULL;
    const redisReply *rows = reply->element[1];
    json_t *questions = json_array();
    for (size_t i = 0; i < rows->elements; i++)
        if (is_row(rows->element[i])) json_array_append_new(questions, row_json(office, rows->element[i]));
    return json_pack("{s:o, s:I}", "questions", questions, "total", (json_int_t)reply->element[0]->integer);
}

void unanswered_list(struct office *office, const struct unanswered_query *query, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (*query->language && language_of_code(query->language) == LANGUAGE_NONE) {
        ask_refuse(done, arg, ERROR_INPUT, "'language' is the code of no language");
        return;
    }
    if (query->limit < 1 || query->limit > UNANSWERED_LIST_MAX || query->offset > INT32_MAX) {
        ask_refuse(done, arg, ERROR_INPUT, "'limit' must be 1 to 100, and 'offset' no more than there can be");
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, query->user);
    args_text(&args, query->language);
    args_number(&args, (int64_t)query->offset);
    args_number(&args, (int64_t)query->limit);
    ask_start(&(struct ask){office, "unanswered_list", read_list, done, arg}, &args);
}

void unanswered_dismiss(struct office *office, const char *user, const char *id, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (!ask_is_id(id)) {
        ask_refuse(done, arg, ERROR_MISSING, "there is no such question");
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, user);
    args_text(&args, id);
    ask_start(&(struct ask){office, "unanswered_drop", ask_read_ok, done, arg}, &args);
}

/* --- an example of a topic --- */

struct example {
    struct office *office;
    office_done done;
    void *arg;
    char topic[PACK_ID_MAX];
};

static void on_question(void *arg, const redisReply *reply, const struct error *why) {
    struct example *example = arg;
    if (why) {
        example->done(example->arg, NULL, why);
    } else if (!is_row(reply)) {
        ask_refuse(example->done, example->arg, ERROR_SYSTEM, "the answer of unanswered_get is malformed");
    } else {
        own_mem char *text = text_of(example->office, reply);
        own_text struct text file = TEXT_INIT(64), under = TEXT_INIT(128);
        text_addf(&file, "examples/%s.yaml", ask_text(reply, ROW_LANGUAGE));
        text_addf(&under, "topics: %s", example->topic);
        json_auto_t *result =
            json_pack("{s:s, s:s, s:s}", "file", text_get(&file), "under", text_get(&under), "line", text ? text : "");
        example->done(example->arg, result, NULL);
    }
    free(example);
}

void unanswered_example(struct office *office, const char *id, const char *topic, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    const char *fault = !pack_topic(office_pack(office), topic) ? "there is no such topic" : NULL;
    struct example *example = fault || !ask_is_id(id) ? NULL : malloc(sizeof *example);
    if (!example) {
        ask_refuse(done, arg, fault ? ERROR_INPUT : ERROR_MISSING, fault ? fault : "there is no such question");
        return;
    }
    *example = (struct example){.office = office, .done = done, .arg = arg};
    snprintf(example->topic, sizeof example->topic, "%s", topic);
    args_text(&args, id);
    args_call(&args, office, "unanswered_get", on_question, example);
}

static const char *title_of(const struct office *office, const char *topic) {
    const struct pack_topic *found = pack_topic(office_pack(office), topic);
    return found ? options_title(found->title, LANGUAGE_ES) : topic;
}

json_t *unanswered_topics(const struct office *office) {
    json_t *topics = json_array();
    for (size_t i = 0; i < pack_topic_count(office_pack(office)); i++) {
        const char *id = pack_topic_at(office_pack(office), i)->id;
        json_array_append_new(topics, json_pack("{s:s, s:s}", "id", id, "title", title_of(office, id)));
    }
    return json_pack("{s:o}", "topics", topics);
}

/* --- did this help? --- */

struct helped {
    char topic[PACK_ID_MAX], language[LANGUAGE_CODE_MAX + 1];
    long long yes, no;
};

/* "helped:<topic>:<language>:<yes|no>" */
static int read_name(const char *name, struct helped *ret, int *ret_yes) {
    int len = 0;
    memset(ret, 0, sizeof *ret);
    if (sscanf(name, "helped:%47[a-z0-9-]:%8[a-z]:%n", ret->topic, ret->language, &len) != 2 || !len) return 0;
    *ret_yes = strcmp(name + len, "yes") == 0;
    return *ret_yes || strcmp(name + len, "no") == 0;
}

static void add_count(struct helped *list, size_t *count, const struct helped *one, long long by, int yes) {
    size_t at = 0;
    while (at < *count && (strcmp(list[at].topic, one->topic) != 0 || strcmp(list[at].language, one->language) != 0))
        at++;
    if (at == *count) list[(*count)++] = *one;
    *(yes ? &list[at].yes : &list[at].no) += by;
}

static int by_no(const void *a, const void *b) {
    const struct helped *one = a, *two = b;
    if (one->no != two->no) return one->no < two->no ? 1 : -1;
    int order = strcmp(one->topic, two->topic);
    return order ? order : strcmp(one->language, two->language);
}

static json_t *read_helped(struct office *office, const redisReply *reply, struct error *why) {
    struct helped one;
    size_t count = 0;
    int yes;
    if (reply->type != REDIS_REPLY_ARRAY) return NULL;
    own_mem struct helped *list = calloc(reply->elements / 2 + 1, sizeof *list);
    json_t *answers = json_array();
    for (size_t i = 0; list && i + 1 < reply->elements; i += 2)
        if (read_name(ask_text(reply, i), &one, &yes))
            add_count(list, &count, &one, atoll(ask_text(reply, i + 1)), yes);
    if (list) qsort(list, count, sizeof *list, by_no);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(answers, json_pack("{s:s, s:s, s:s, s:I, s:I}", "topic", list[i].topic, "title",
                                                 title_of(office, list[i].topic), "language", list[i].language, "yes",
                                                 (json_int_t)list[i].yes, "no", (json_int_t)list[i].no));
    return json_pack("{s:o}", "answers", answers);
}

void unanswered_helped(struct office *office, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    ask_start(&(struct ask){office, "helped_counts", read_helped, done, arg}, &args);
}
