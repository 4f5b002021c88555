/* surveys - which there are, who asks them, and whether they are open. */
#include "queue/surveys.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/args.h"
#include "queue/surveys_inside.h"

#include <stdlib.h>
#include <string.h>

const struct pack_form *surveys_form(const struct office *office, const char *survey, struct error *why) {
    const struct pack *pack = office_pack(office);
    const struct pack_form *form = pack ? pack_form(pack, survey) : NULL;
    if (form && form->survey.is_survey) return form;
    error_set(why, ERROR_MISSING, "there is no survey '%.40s'", survey);
    return NULL;
}

const char *surveys_title(const struct pack_form *form) {
    return form->survey.title ? form->survey.title : form->id;
}

void surveys_begin(struct args *args, const struct surveys_call *call) {
    args_number(args, clock_wall_ms());
    args_text(args, call->user);
    args_text(args, call->survey);
}

/* A script's refusal begins with a word for programs. */
const struct error *surveys_why(const struct error *why, struct error *ret) {
    static const char *const words[] = {"LOST ", "MISSING "};
    for (size_t i = 0; why && i < sizeof words / sizeof words[0]; i++) {
        if (strncmp(why->text, words[i], strlen(words[i])) != 0) continue;
        error_set(ret, why->kind, "%s", why->text + strlen(words[i]));
        return ret;
    }
    return why;
}

/* --- the list --- */

struct listing {
    struct office *office;
    office_done done;
    void *arg;
    size_t count;
    char ids[BOARD_SURVEYS_MAX][PACK_ID_MAX];
};

uint64_t surveys_draw(void *arg, const char *cell) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const struct surveys_noise *noise = arg;
    char domain[80], index[VAULT_INDEX_MAX + 1];
    uint64_t bits = 0;
    snprintf(domain, sizeof domain, "survey-noise/%.47s", noise->survey);
    vault_index(noise->vault, domain, cell, index);
    for (size_t i = 0; i < 11; i++) bits = bits << 6 | (uint64_t)(strchr(letters, index[i]) - letters);
    return bits;
}

json_t *surveys_count(long told, long k) {
    char few[16];
    if (told != SURVEY_FEW) return json_integer(told);
    snprintf(few, sizeof few, "<%ld", k);
    return json_string(few);
}

/* The number of answers so far, rounded as a result is: while it grows it must not tell of anyone. */
static json_t *rounded(const struct office *office, long long rows) {
    long k = office_settings(office)->survey.least, told = (long)(rows / k * k);
    return surveys_count(told < k ? SURVEY_FEW : told, k);
}

static json_t *one(const struct office *office, const char *id, const redisReply *facts) {
    const struct pack_form *form = pack_form(office_pack(office), id);
    if (!form || facts->type != REDIS_REPLY_ARRAY || facts->elements != 4) return NULL;
    const char *stored = facts->element[0]->str, *written = form->survey.open ? "open" : "closed";
    return json_pack("{s:s, s:s, s:s, s:o, s:b, s:I, s:I}", "id", id, "title", surveys_title(form), "state",
                     stored && *stored ? stored : written, "answers", rounded(office, facts->element[1]->integer),
                     "shown", strcmp(facts->element[2]->str, "1") == 0, "volunteers",
                     (json_int_t)facts->element[3]->integer, "questions", (json_int_t)form->question_count);
}

static void on_facts(void *arg, const redisReply *reply, const struct error *why) {
    struct listing *listing = arg;
    json_t *list = json_array();
    json_auto_t *result = json_pack("{s:o}", "surveys", list);
    for (size_t i = 0; !why && i < listing->count && i < reply->elements; i++) {
        json_t *survey = one(listing->office, listing->ids[i], reply->element[i]);
        if (survey) json_array_append_new(list, survey);
    }
    listing->done(listing->arg, why ? NULL : result, why);
    free(listing);
}

void surveys_list(struct office *office, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    const struct pack *pack = office_pack(office);
    struct listing *listing = calloc(1, sizeof *listing);
    if (!listing) {
        error_set(&why, ERROR_SYSTEM, "no memory for the surveys");
        done(arg, NULL, &why);
        return;
    }
    *listing = (struct listing){.office = office, .done = done, .arg = arg};
    for (size_t i = 0; pack && i < pack_form_count(pack) && listing->count < BOARD_SURVEYS_MAX; i++) {
        const struct pack_form *form = pack_form_at(pack, i);
        if (!form->survey.is_survey) continue;
        snprintf(listing->ids[listing->count++], PACK_ID_MAX, "%s", form->id);
        args_text(&args, form->id);
    }
    args_call(&args, office, "survey_facts", on_facts, listing);
}

/* --- changes --- */

static void on_changed(void *arg, const redisReply *reply, const struct error *why) {
    struct surveys_change *change = arg;
    struct error told = ERROR_INIT;
    why = surveys_why(why, &told);
    change->done(change->arg, why ? NULL : change->result, why);
    json_decref(change->result);
    free(change);
}

void surveys_change(struct office *office, const char *script, const struct args *args, struct surveys_change with) {
    struct error why = ERROR_INIT;
    struct surveys_change *change = malloc(sizeof *change);
    if (!change || !with.result) {
        error_set(&why, ERROR_SYSTEM, "no memory for a change of a survey");
        with.done(with.arg, NULL, &why);
        json_decref(with.result);
        free(change);
        return;
    }
    *change = with;
    args_call(args, office, script, on_changed, change);
}

void surveys_set(struct office *office, const struct surveys_call *call, const char *state, office_done done,
                 void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    if (!surveys_form(office, call->survey, &why)) {
        done(arg, NULL, &why);
        return;
    }
    surveys_begin(&args, call);
    args_text(&args, state);
    surveys_change(office, "survey_set", &args,
                   (struct surveys_change){done, arg, json_pack("{s:s, s:s}", "id", call->survey, "state", state)});
}
