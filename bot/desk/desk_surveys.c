/* desk_surveys - surveys by the API. */
#include "bot/desk/desk_surveys.h"

#include "config/own.h"
#include "queue/surveys.h"

static struct surveys_call of(const struct desk_call *call) {
    return (struct surveys_call){call->user, call->id};
}

void desk_surveys_list(struct desk_call *call) {
    surveys_list(call->desk->office, desk_call_done, call);
}

void desk_surveys_open(struct desk_call *call) {
    struct surveys_call act = of(call);
    surveys_set(call->desk->office, &act, "open", desk_call_done, call);
}

void desk_surveys_close(struct desk_call *call) {
    struct surveys_call act = of(call);
    surveys_set(call->desk->office, &act, "closed", desk_call_done, call);
}

void desk_surveys_volunteers(struct desk_call *call) {
    surveys_volunteers(call->desk->office, call->id, desk_call_done, call);
}

void desk_surveys_volunteer(struct desk_call *call) {
    struct surveys_call act = of(call);
    surveys_volunteer(call->desk->office, &act, desk_call_field(call, "point"), desk_call_done, call);
}

void desk_surveys_revoke(struct desk_call *call) {
    struct surveys_call act = of(call);
    surveys_revoke(call->desk->office, &act, desk_call_field(call, "code"), desk_call_done, call);
}

void desk_surveys_results(struct desk_call *call) {
    struct surveys_call act = of(call);
    surveys_results(call->desk->office, &act, desk_call_field(call, "by"), desk_call_done, call);
}

static void on_csv(void *arg, json_t *result, const struct error *why) {
    struct error none = ERROR_INIT;
    own_mem char *csv = why ? NULL : surveys_csv(result);
    if (!why && !csv) error_set(&none, ERROR_SYSTEM, "no memory for the results of a survey");
    if (csv)
        desk_call_answer_file(arg, "text/csv; charset=utf-8", "encuesta.csv", csv);
    else
        desk_call_fail(arg, why ? why : &none);
}

void desk_surveys_results_csv(struct desk_call *call) {
    struct surveys_call act = of(call);
    surveys_results(call->desk->office, &act, desk_call_field(call, "by"), on_csv, call);
}
