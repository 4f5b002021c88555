/* surveys_test - a survey goes through worker and store, and nothing in Redis tells whose answers are whose. */
#include "queue/surveys.h"

#include "config/clock.h"
#include "queue/survey_row.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define SURVEY "encuesta-primera"
#define ROWS   "{test}:survey-rows:" SURVEY

static const struct surveys_call by_rosa = {"rosa", SURVEY};

static void writes_all(struct shop *shop, const char *number, const char *const words[]) {
    for (size_t i = 0; words[i]; i++) shop_write(shop, number, words[i]);
}

static const char *const half[] = {"ENCUESTA P07", "si", "1", "3", "ALTO", NULL};
static const char *const whole[] = {"encuesta", "si", "3", "2", "1", "4", "1", "4", "1", "1", "2", "1", "1", "1", NULL};

Test(surveys, with_all_keys_the_conversation_and_the_state_tell_no_answer) {
    struct shop shop;
    shop_open(&shop);
    writes_all(&shop, "+56911112222", half);
    char *person = shop_person(&shop, "+56911112222"), *talk = queue_thread(&shop.help, person);
    cr_assert(strstr(talk, "ENCUESTA P07") && strstr(talk, "¿Participa?") && strstr(talk, "ALTO"), "%s", talk);
    cr_assert_null(strstr(talk, "¿En qué país"), "a question is in the conversation: %s", talk);
    cr_assert_null(strstr(talk, "¿Usted es?"), "%s", talk);
    cr_assert_null(strstr(talk, "\nin 1\n"), "an answer is in the conversation: %s", talk);
    cr_assert_null(strstr(talk, "\nin 3\n"), "%s", talk);

    redisReply *sealed = queue_redis(&shop.help, "GET {test}:state:%s", person);
    char *state = queue_unseal(&shop.help, person, "state", (struct vault_bytes){sealed->str, sealed->len});
    cr_assert_null(strstr(state, "haiti"), "%s", state);
    cr_assert_null(strstr(state, "pais"), "%s", state);
    char *mark = queue_string(&shop.help, "HGET {test}:person:%s m:enc-" SURVEY, person);
    cr_assert_not_null(strstr(mark, "parcial"));
    free(mark);
    free(state);
    free(talk);
    free(person);
    freeReplyObject(sealed);
    shop_close(&shop);
}

/* Every key whose name holds the id, and every value that does. */
static size_t mentions(struct shop *shop, const char *type, const char *read, const char *needle) {
    size_t found = 0;
    redisReply *keys = queue_redis(&shop->help, "KEYS {test}:survey*");
    for (size_t i = 0; i < keys->elements; i++) {
        const char *key = keys->element[i]->str;
        char *is = queue_string(&shop->help, "TYPE %s", key);
        int reads = strcmp(is, type) == 0;
        free(is);
        if (strstr(key, needle)) found++;
        if (!reads) continue;
        redisReply *reply = queue_redis(&shop->help, read, key);
        for (size_t k = 0; k < reply->elements; k++)
            if (memmem(reply->element[k]->str, reply->element[k]->len, needle, strlen(needle))) found++;
        freeReplyObject(reply);
    }
    freeReplyObject(keys);
    return found;
}

Test(surveys, rows_hold_answers_alone_all_of_one_length_at_places_of_chance) {
    struct shop shop;
    shop_open(&shop);
    writes_all(&shop, "+56911112222", half);
    writes_all(&shop, "+56933334444", whole);
    static const char *const numbers[] = {"+56911112222", "+56933334444"};
    for (size_t i = 0; i < 2; i++) {
        char *person = shop_person(&shop, numbers[i]);
        cr_assert_eq(mentions(&shop, "zset", "ZRANGE %s 0 -1 WITHSCORES", person), 0);
        cr_assert_eq(mentions(&shop, "hash", "HGETALL %s", person), 0);
        cr_assert_eq(mentions(&shop, "zset", "ZRANGE %s 0 -1 WITHSCORES", numbers[i]), 0);
        free(person);
    }
    redisReply *rows = queue_redis(&shop.help, "ZRANGE " ROWS " 0 -1 WITHSCORES");
    cr_assert_eq(rows->elements, 4);
    size_t complete = 0;
    for (size_t i = 0; i < 4; i += 2) {
        struct error why = ERROR_INIT;
        cr_assert_eq((rows->element[i]->len - VAULT_OVERHEAD) % SURVEY_ROW_STEP, 0);
        json_auto_t *row = survey_row_open(shop.help.vault, SURVEY,
                                           (struct vault_bytes){rows->element[i]->str, rows->element[i]->len}, &why);
        cr_assert_not_null(row, "%s", why.text);
        cr_assert_eq(json_object_size(row), 3, "nothing but answers, point and state");
        complete += strcmp(json_string_value(json_object_get(row, "estado")), "completa") == 0;
        cr_assert_gt(strtod(rows->element[i + 1]->str, NULL), 1e6, "a place of chance is not a count");
    }
    cr_assert_eq(complete, 1);
    freeReplyObject(rows);
    shop_close(&shop);
}

/* Many rows, one after the other: where they stand has nothing to do with when they came. */
Test(surveys, order_of_coming_is_not_kept) {
    struct queue_help help;
    queue_help_open(&help);
    int ups = 0;
    double last = 0;
    for (int i = 0; i < 200; i++) {
        struct error why = ERROR_INIT;
        own_args struct args args = ARGS_INIT;
        cr_assert_eq(survey_row_seal(help.vault, SURVEY, "{}", &args, &why), 0);
        double place = strtod(text_get(&args.bytes), NULL);
        ups += place > last;
        last = place;
    }
    cr_assert(ups > 60 && ups < 140, "%d of 200 places are higher than the one before", ups);
    queue_help_close(&help);
}

Test(surveys, what_was_asked_is_forgotten_once_it_is_on_its_way) {
    struct shop shop;
    shop_open(&shop);
    writes_all(&shop, "+56911112222", (const char *const[]){"encuesta", "si", NULL});
    char *person = shop_person(&shop, "+56911112222");
    redisReply *outs = queue_redis(&shop.help, "ZRANGE {test}:outbox:%s 0 -1", person);
    const char *question = outs->element[outs->elements - 1]->str;
    cr_assert_eq(question[strlen(question) - 1], 'q', "%s", question);
    cr_assert_gt(queue_number(&shop.help, "HSTRLEN {test}:out:%s text", question), 0);
    for (size_t i = 0; i < outs->elements; i++) {
        redisReply *took = queue_redis(&shop.help, "FCALL send_reserve 1 {test} %lld 1 30000 0 line-1 100 sms 1",
                                       (long long)clock_wall_ms() + 1000 * (long long)i);
        cr_assert_eq(took->elements, 2);
        redisReply *item = took->element[1];
        freeReplyObject(queue_redis(&shop.help, "FCALL send_done 1 {test} %lld %s %s sent x index%d 0 %s %s %s %s %s",
                                    (long long)clock_wall_ms(), item->element[0]->str, item->element[2]->str, (int)i,
                                    "", "", "", "", ""));
        freeReplyObject(took);
    }
    cr_assert_eq(queue_number(&shop.help, "HSTRLEN {test}:out:%s text", question), 0);
    cr_assert_gt(queue_number(&shop.help, "HSTRLEN {test}:out:%s text", outs->element[0]->str), 0, "others stay");
    freeReplyObject(outs);
    free(person);
    shop_close(&shop);
}

static json_t *told(struct shop *shop, void (*ask)(struct shop *shop, struct queue_wait *wait)) {
    struct queue_wait wait = {0};
    ask(shop, &wait);
    queue_await(&shop->help, &wait);
    return wait.result;
}
static void ask_list(struct shop *shop, struct queue_wait *wait) {
    surveys_list(shop->help.office, queue_done, wait);
}
static void ask_close(struct shop *shop, struct queue_wait *wait) {
    surveys_set(shop->help.office, &by_rosa, "closed", queue_done, wait);
}
static void ask_results(struct shop *shop, struct queue_wait *wait) {
    surveys_results(shop->help.office, &by_rosa, "genero", queue_done, wait);
}
static void ask_open(struct shop *shop, struct queue_wait *wait) {
    surveys_set(shop->help.office, &by_rosa, "open", queue_done, wait);
}

static enum error_kind refused(struct shop *shop, void (*ask)(struct shop *shop, struct queue_wait *wait)) {
    struct queue_wait wait = {0};
    ask(shop, &wait);
    queue_await_error(&shop->help, &wait);
    enum error_kind kind = wait.why.kind;
    queue_wait_release(&wait);
    return kind;
}

/* n people of one land and sex, put in as COMMIT would. */
static void people(struct shop *shop, int n, const char *json) {
    while (n-- > 0) {
        struct error why = ERROR_INIT;
        own_args struct args args = ARGS_INIT;
        cr_assert_eq(survey_row_seal(shop->help.vault, SURVEY, json, &args, &why), 0);
        const char *at = text_get(&args.bytes);
        freeReplyObject(queue_redis(&shop->help, "ZADD " ROWS " %b %b", at, (size_t)args.ends[0], at + args.ends[0],
                                    (size_t)(args.ends[1] - args.ends[0])));
    }
}

static const json_t *answer_of(const json_t *result, const char *question, const char *answer) {
    size_t i, k;
    const json_t *asked, *given;
    json_array_foreach(json_object_get(result, "questions"), i, asked) {
        if (strcmp(json_string_value(json_object_get(asked, "id")), question) != 0) continue;
        json_array_foreach(json_object_get(asked, "answers"), k,
                           given) if (strcmp(json_string_value(json_object_get(given, "id")), answer) ==
                                      0) return given;
    }
    cr_assert_fail("%s has no answer %s", question, answer);
    return NULL;
}

static const char *few(const json_t *answer) {
    const char *text = json_string_value(json_object_get(answer, "count"));
    return text ? text : "a number";
}

Test(surveys, two_women_of_a_land_are_few_in_every_table_and_ask_again_tells_the_same) {
    struct shop shop;
    shop_open(&shop);
    people(&shop, 2,
           "{\"estado\":\"completa\",\"punto\":\"P01\",\"respuestas\":{\"pais\":\"ecuador\",\"genero\":\"mujer\"}}");
    people(&shop, 40,
           "{\"estado\":\"completa\",\"punto\":\"P01\",\"respuestas\":{\"pais\":\"haiti\",\"genero\":\"mujer\"}}");
    people(&shop, 33,
           "{\"estado\":\"completa\",\"punto\":\"\",\"respuestas\":{\"pais\":\"haiti\",\"genero\":\"hombre\"}}");
    cr_assert_eq(refused(&shop, ask_results), ERROR_CONFLICT, "an open survey tells nothing");
    json_decref(told(&shop, ask_close));
    json_auto_t *result = told(&shop, ask_results), *again = told(&shop, ask_results);
    cr_assert(json_equal(result, again));
    const json_t *land = answer_of(result, "pais", "ecuador");
    cr_assert_str_eq(few(land), "<5");
    size_t i;
    json_t *cell;
    json_array_foreach(json_object_get(land, "by"), i, cell) cr_assert_str_eq(few(cell), "<5");
    json_int_t women = json_integer_value(json_object_get(answer_of(result, "genero", "mujer"), "count"));
    cr_assert(women % 5 == 0 && women > 20 && women < 65, "%lld of 42", (long long)women);
    cr_assert_eq(refused(&shop, ask_open), ERROR_CONFLICT, "what came later would stand out");
    shop_close(&shop);
}

Test(surveys, what_ends_after_the_results_were_given_out_is_not_kept) {
    struct shop shop;
    shop_open(&shop);
    writes_all(&shop, "+56911112222", (const char *const[]){"encuesta", "si", "1", NULL});
    json_decref(told(&shop, ask_close));
    json_auto_t *result = told(&shop, ask_results);
    shop_write(&shop, "+56911112222", "ALTO");
    cr_assert_eq(queue_number(&shop.help, "ZCARD " ROWS), 0, "the one that came later would be the difference");
    json_auto_t *again = told(&shop, ask_results);
    cr_assert(json_equal(result, again));
    shop_close(&shop);
}

Test(surveys, the_list_tells_of_growing_numbers_in_steps_only) {
    struct shop shop;
    shop_open(&shop);
    people(&shop, 4, "{}");
    json_auto_t *few_yet = told(&shop, ask_list);
    cr_assert_str_eq(
        json_string_value(json_object_get(json_array_get(json_object_get(few_yet, "surveys"), 0), "answers")), "<5");
    people(&shop, 5, "{}");
    json_auto_t *more = told(&shop, ask_list);
    const json_t *survey = json_array_get(json_object_get(more, "surveys"), 0);
    cr_assert_eq(json_integer_value(json_object_get(survey, "answers")), 5, "of 9");
    cr_assert_str_eq(json_string_value(json_object_get(survey, "state")), "open", "as the content says");
    shop_close(&shop);
}

Test(surveys, a_volunteers_code_reaches_the_conversation_and_each_person_is_a_row) {
    struct shop shop;
    struct queue_wait wait = {0};
    shop_open(&shop);
    surveys_volunteer(shop.help.office, &by_rosa, "7", queue_done, &wait);
    queue_await(&shop.help, &wait);
    cr_assert_str_eq(json_string_value(json_object_get(wait.result, "point")), "P07");
    char word[40];
    snprintf(word, sizeof word, "%s", json_string_value(json_object_get(wait.result, "word")));
    queue_wait_release(&wait);
    queue_settle(&shop.help);
    queue_settle(&shop.help); /* the bell, then the board */
    writes_all(&shop, "+56911112222", (const char *const[]){word, "si", "1", "alto", NULL});
    writes_all(&shop, "+56911112222", (const char *const[]){word, "si", "3", "alto", NULL});
    cr_assert_eq(queue_number(&shop.help, "ZCARD " ROWS), 2);
    char *person = shop_person(&shop, "+56911112222");
    cr_assert_eq(queue_number(&shop.help, "HEXISTS {test}:person:%s m:enc-" SURVEY, person), 0);
    free(person);
    shop_close(&shop);
}

static void ask_volunteers(struct shop *shop, struct queue_wait *wait) {
    surveys_volunteers(shop->help.office, SURVEY, queue_done, wait);
}
static void ask_code(struct shop *shop, struct queue_wait *wait) {
    surveys_volunteer(shop->help.office, &by_rosa, "", queue_done, wait);
}
static void ask_no_code(struct shop *shop, struct queue_wait *wait) {
    surveys_revoke(shop->help.office, &by_rosa, "vnobody22", queue_done, wait);
}

Test(surveys, a_code_that_was_taken_back_begins_none_and_who_did_what_is_in_the_log) {
    struct shop shop;
    struct queue_wait wait = {0};
    shop_open(&shop);
    json_auto_t *made = told(&shop, ask_code), *list = told(&shop, ask_volunteers);
    const json_t *codes = json_object_get(list, "volunteers");
    cr_assert_eq(json_array_size(codes), 1);
    cr_assert(json_equal(json_array_get(codes, 0), made));
    cr_assert_eq(json_array_size(json_object_get(list, "points")), 19);
    const char *word = json_string_value(json_object_get(made, "word"));
    queue_settle(&shop.help);
    queue_settle(&shop.help); /* the bell, then the board */
    writes_all(&shop, "+56911112222", (const char *const[]){word, "si", "1", "alto", NULL});
    cr_assert_eq(queue_number(&shop.help, "ZCARD " ROWS), 1);
    writes_all(&shop, "+56933334444", (const char *const[]){word, "no", NULL}); /* another person? */
    surveys_revoke(shop.help.office, &by_rosa, json_string_value(json_object_get(made, "code")), queue_done, &wait);
    queue_await(&shop.help, &wait);
    queue_wait_release(&wait);
    queue_settle(&shop.help);
    queue_settle(&shop.help);
    writes_all(&shop, "+56911112222", (const char *const[]){word, "si", "1", "alto", NULL});
    cr_assert_eq(queue_number(&shop.help, "ZCARD " ROWS), 1);
    shop_write(&shop, "+56933334444", "1");
    char *person = shop_person(&shop, "+56933334444"), *talk = queue_thread(&shop.help, person);
    cr_assert_not_null(strstr(talk, "Terminó el modo encuestador"), "%s", talk);
    free(talk);
    free(person);
    cr_assert_eq(refused(&shop, ask_no_code), ERROR_MISSING);
    char *log = queue_string(&shop.help, "EVAL %s 0",
                             "local all = '' for _, line in ipairs(redis.call('XRANGE', '{test}:audit', '-', '+')) do "
                             "all = all .. line[2][2] .. ' ' .. line[2][4] .. ' ' .. line[2][6] .. ',' end return all");
    cr_assert_str_eq(log, "rosa survey-volunteer " SURVEY ",rosa survey-revoke " SURVEY ",");
    free(log);
    shop_close(&shop);
}

static void ask_no_point(struct shop *shop, struct queue_wait *wait) {
    surveys_volunteer(shop->help.office, &by_rosa, "P99", queue_done, wait);
}
static void ask_no_survey(struct shop *shop, struct queue_wait *wait) {
    surveys_results(shop->help.office, &(struct surveys_call){"rosa", "callback"}, "", queue_done, wait);
}
static void ask_no_question(struct shop *shop, struct queue_wait *wait) {
    surveys_results(shop->help.office, &by_rosa, "nombre", queue_done, wait);
}

Test(surveys, what_is_not_there_is_said) {
    struct shop shop;
    shop_open(&shop);
    cr_assert_eq(refused(&shop, ask_no_point), ERROR_INPUT);
    cr_assert_eq(refused(&shop, ask_no_survey), ERROR_MISSING);
    cr_assert_eq(refused(&shop, ask_no_question), ERROR_INPUT);
    shop_close(&shop);
}
