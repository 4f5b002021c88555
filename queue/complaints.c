/* complaints - the counters of the form `complaint` as JSON. */
#include "queue/complaints.h"

#include "handlers/complaint.h"
#include "handlers/options.h"
#include "queue/args.h"

#include <stdlib.h>
#include <string.h>

struct ask {
    struct office *office;
    office_done done;
    void *arg;
};

/* The label of a choice in the form; the id when there is none (any more). */
static const char *title_of(const struct pack *pack, const char *question, const char *id) {
    const struct pack_form *form = pack ? pack_form(pack, COMPLAINT_FORM) : NULL;
    for (size_t i = 0; form && i < form->question_count; i++) {
        const struct pack_question *at = &form->questions[i];
        for (size_t k = 0; strcmp(at->id, question) == 0 && k < at->choice_count; k++)
            if (strcmp(at->choices[k].id, id) == 0) return options_title(at->choices[k].label, LANGUAGE_ES);
    }
    return id;
}

/* "complaint:<institution>:<barrier>" */
static json_t *row_json(const struct pack *pack, const redisReply *name, const redisReply *count) {
    char institution[PACK_ID_MAX], barrier[PACK_ID_MAX];
    if (name->type != REDIS_REPLY_STRING || count->type != REDIS_REPLY_STRING) return NULL;
    if (sscanf(name->str, COMPLAINT_PREFIX "%47[^:]:%47s", institution, barrier) != 2) return NULL;
    return json_pack("{s:s, s:s, s:s, s:s, s:I}", "institution", institution, "institution_title",
                     title_of(pack, "institucion", institution), "barrier", barrier, "barrier_title",
                     title_of(pack, "barrera", barrier), "count", (json_int_t)strtoll(count->str, NULL, 10));
}

static json_int_t count_of(const json_t *row) {
    return json_integer_value(json_object_get(row, "count"));
}

/* Behind all that were met as often or more often. */
static void insert(json_t *list, json_t *row) {
    size_t at = json_array_size(list);
    while (at && count_of(json_array_get(list, at - 1)) < count_of(row)) at--;
    json_array_insert_new(list, at, row);
}

static void on_counts(void *arg, const redisReply *reply, const struct error *why) {
    struct ask *ask = arg;
    json_t *list = json_array();
    size_t count = !why && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        json_t *row = row_json(office_pack(ask->office), reply->element[i], reply->element[i + 1]);
        if (row) insert(list, row);
    }
    json_auto_t *result = json_pack("{s:o}", "complaints", list);
    ask->done(ask->arg, why ? NULL : result, why);
    free(ask);
}

void complaints_counts(struct office *office, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    struct ask *ask = malloc(sizeof *ask);
    if (!ask) {
        error_set(&why, ERROR_BUSY, "no memory for a list");
        done(arg, NULL, &why);
        return;
    }
    *ask = (struct ask){office, done, arg};
    args_call(&args, office, "complaint_counts", on_counts, ask);
}
