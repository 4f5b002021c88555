/* cases - mediations: lists, looks, and the acts that need nobody's key. */
#include "queue/cases.h"

#include "config/clock.h"
#include "queue/cases_json.h"
#include "queue/mail.h"

#include <stdint.h>
#include <string.h>

static int is_named(const char *id, office_done done, void *arg) {
    if (ask_is_id(id)) return 1;
    ask_refuse(done, arg, ERROR_MISSING, "there is no such mediation");
    return 0;
}

void cases_list(struct office *office, const struct cases_query *query, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (strcmp(query->state, "open") != 0 && strcmp(query->state, "closed") != 0) {
        ask_refuse(done, arg, ERROR_INPUT, "'state' must be open or closed");
        return;
    }
    if (query->limit < 1 || query->limit > CASES_LIST_MAX || query->offset > INT32_MAX) {
        ask_refuse(done, arg, ERROR_INPUT, "'limit' must be 1 to 100, and 'offset' no more than there can be");
        return;
    }
    args_text(&args, query->state);
    args_number(&args, (int64_t)query->offset);
    args_number(&args, (int64_t)query->limit);
    ask_start(&(struct ask){office, "case_list", cases_json_list, done, arg}, &args);
}

void cases_get(struct office *office, const char *user, const char *id, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (!is_named(id, done, arg)) return;
    args_number(&args, clock_wall_ms());
    args_text(&args, user);
    args_text(&args, id);
    ask_start(&(struct ask){office, "case_look", cases_json_row, done, arg}, &args);
}

void cases_of_ticket(struct office *office, const char *ticket, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (!is_named(ticket, done, arg)) return;
    args_text(&args, ticket);
    ask_start(&(struct ask){office, "case_of_ticket", cases_json_of_ticket, done, arg}, &args);
}

void cases_allow(struct office *office, const char *user, const char *id, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    if (!is_named(id, done, arg)) return;
    args_number(&args, clock_wall_ms());
    args_text(&args, user);
    args_text(&args, id);
    ask_start(&(struct ask){office, "case_allow", ask_read_ok, done, arg}, &args);
}

static int is_outcome(const char *outcome) {
    static const char *const outcomes[] = {"agreement", "no_agreement", "declined", "referred", "withdrawn"};
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
        if (strcmp(outcome, outcomes[i]) == 0) return 1;
    return 0;
}

static void add_goodbye(struct office *office, const char *user, const char *id, struct args *args) {
    char event[VAULT_ID_MAX + 1];
    vault_random_id(event);
    args_text(args, event);
    mail_seal_staff(args, office_vault(office), &(struct mail_staff){event, "mediation-closed", "", user, "", id});
}

void cases_close(struct office *office, const char *user, const char *id, const char *outcome, office_done done,
                 void *arg) {
    own_args struct args args = ARGS_INIT;
    if (!is_named(id, done, arg)) return;
    if (!is_outcome(outcome)) {
        ask_refuse(done, arg, ERROR_INPUT,
                   "'outcome' must be agreement, no_agreement, declined, referred or withdrawn");
        return;
    }
    args_number(&args, clock_wall_ms());
    args_text(&args, user);
    args_text(&args, id);
    args_text(&args, outcome);
    add_goodbye(office, user, id, &args);
    add_goodbye(office, user, id, &args);
    ask_start(&(struct ask){office, "case_close", ask_read_ok, done, arg}, &args);
}
