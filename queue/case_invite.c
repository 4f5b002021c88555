/* case_invite - the other party of a mediation: a number typed at the desk becomes a person, and is invited. Two
 * scripts, because what lies in their ticket is sealed with a key that only the first one tells. */
#include "config/clock.h"
#include "config/own.h"
#include "handlers/ticket.h"
#include "messages/phone.h"
#include "queue/ask.h"
#include "queue/cases.h"
#include "queue/mail.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 64

struct invite {
    struct office *office;
    office_done done;
    void *arg;
    char user[NAME_MAX_BYTES], id[NAME_MAX_BYTES], language[LANGUAGE_CODE_MAX + 1];
};

static void invite_fail(struct invite *invite, enum error_kind kind, const char *text) {
    ask_refuse(invite->done, invite->arg, kind, text);
    free(invite);
}

/* What the staff read in the ticket of party B: nothing of party A. */
static void add_fields(struct args *args, const struct vault_key *key, const char *ticket) {
    char bound[PERSON_BOUND_MAX];
    args_seal_text(args, key, person_bound("ticket", ticket, NULL, bound),
                   "[{\"question\":\"parte\",\"answer\":\"Parte B de una mediación\"}]");
}

static void invite_send(struct invite *invite, const char *person, const struct vault_key *key) {
    own_args struct args args = ARGS_INIT;
    char event[VAULT_ID_MAX + 1], ticket[VAULT_ID_MAX + 1], code[12];
    vault_random_id(event);
    vault_random_id(ticket);
    ticket_code(ticket, code);
    args_number(&args, clock_wall_ms());
    args_text(&args, invite->user);
    args_text(&args, invite->id);
    args_text(&args, person);
    args_text(&args, ticket);
    args_text(&args, code);
    args_text(&args, event);
    mail_seal_staff(&args, office_vault(invite->office),
                    &(struct mail_staff){event, "mediation-invite", "", invite->user, ticket, invite->id});
    add_fields(&args, key, ticket);
    args_text(&args, invite->language);
    ask_start(&(struct ask){invite->office, "case_invite", ask_read_ok, invite->done, invite->arg}, &args);
    free(invite);
}

static void on_person(void *arg, const redisReply *reply, const struct error *why) {
    struct invite *invite = arg;
    const struct vault_key *key;
    if (why) {
        invite->done(invite->arg, NULL, why);
        free(invite);
        return;
    }
    const char *person = ask_text(reply, 0);
    const redisReply *wrapped = reply->elements == 2 ? reply->element[1] : NULL;
    if (!*person || !wrapped ||
        person_key(office_keys(invite->office), person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, NULL) <
            0)
        invite_fail(invite, ERROR_INPUT, "the record of this person cannot be opened");
    else
        invite_send(invite, person, key);
}

/* Numbers are reached by the first SMS channel, as in an import. */
static const struct channel *channel_of(const struct settings *settings) {
    for (size_t i = 0; i < settings->channel_count; i++)
        if (strcmp(settings->channels[i].kind, "sms") == 0) return &settings->channels[i];
    return NULL;
}

static void add_person(struct office *office, const struct channel *channel, const char *number, struct args *args) {
    char index[VAULT_INDEX_MAX + 1], realm[PERSON_REALM_MAX];
    person_realm(channel, realm);
    vault_index(office_vault(office), realm, number, index);
    args_number(args, clock_wall_ms());
    args_newcomer(args, office_vault(office), number);
    args_text(args, realm);
    args_text(args, index);
    args_text(args, channel->name);
}

static const char *fault_of(const struct case_invitation *wish, const struct channel *channel) {
    if (!ask_is_id(wish->id) || strlen(wish->user) >= NAME_MAX_BYTES) return "there is no such mediation";
    if (!channel) return "there is no SMS channel over which to invite";
    if (*wish->language && language_of_code(wish->language) == LANGUAGE_NONE)
        return "'language' is the code of no language";
    return NULL;
}

void cases_invite(struct office *office, const struct case_invitation *wish, office_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    char number[MESSAGE_ADDRESS_MAX + 1];
    const struct settings *settings = office_settings(office);
    const struct channel *channel = channel_of(settings);
    const char *fault = fault_of(wish, channel);
    if (fault || phone_normalise(wish->number, settings->office.phone_prefix, number, &why) < 0) {
        ask_refuse(done, arg, ERROR_INPUT, fault ? fault : why.text);
        return;
    }
    struct invite *invite = calloc(1, sizeof *invite);
    if (!invite) {
        ask_refuse(done, arg, ERROR_BUSY, "no memory for an invitation");
        return;
    }
    *invite = (struct invite){.office = office, .done = done, .arg = arg};
    snprintf(invite->user, sizeof invite->user, "%s", wish->user);
    snprintf(invite->id, sizeof invite->id, "%s", wish->id);
    snprintf(invite->language, sizeof invite->language, "%s", *wish->language ? wish->language : "es");
    add_person(office, channel, number, &args);
    args_call(&args, office, "person_put", on_person, invite);
}
