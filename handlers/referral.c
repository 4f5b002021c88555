/* referral - sent to an organisation, asked a week later. */
#include "handlers/referral.h"

#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/options.h"
#include "handlers/organizations.h"
#include "handlers/staff.h"
#include "handlers/ticket.h"

#include <string.h>

#define DAY_MS INT64_C(86400000)

static const char share_state[] = "referral-share", seen_state[] = "referral-seen";

/* "<id>.<organisation>" or "<id>.<organisation>.<step>". */
struct referral {
    char id[24], organisation[PACK_ORGANISATION_ID_MAX + 1], step[8];
    char ref[48]; /* without the step */
};

static int take_part(const char **at, char *ret, size_t room) {
    size_t len = strcspn(*at, ".");
    if (!len || len >= room) return -1;
    memcpy(ret, *at, len);
    ret[len] = '\0';
    *at += len + ((*at)[len] == '.');
    return 0;
}

static int read_ref(const char *ref, struct referral *ret, struct error *why) {
    const char *at = ref;
    memset(ret, 0, sizeof *ret);
    if (take_part(&at, ret->id, sizeof ret->id) < 0 ||
        take_part(&at, ret->organisation, sizeof ret->organisation) < 0 || strlen(at) >= sizeof ret->step)
        return error_set(why, ERROR_INPUT, "a referral is named '<id>.<organisation>'");
    snprintf(ret->step, sizeof ret->step, "%s", at);
    snprintf(ret->ref, sizeof ret->ref, "%s.%s", ret->id, ret->organisation);
    return 0;
}

static struct effect *record(struct turn *turn, const struct referral *referral, const char *state) {
    struct effect *effect = turn_record(turn, "referral", referral->id, NULL);
    effect_value(effect, "organisation", referral->organisation);
    effect_value(effect, "state", state);
    return effect;
}

static void set_timer(struct turn *turn, const struct referral *referral, const char *step, int64_t at_ms) {
    char name[48], ref[64];
    snprintf(name, sizeof name, "referral:%s", referral->id);
    snprintf(ref, sizeof ref, "%s.%s", referral->ref, step);
    turn_due(turn, name, ref, at_ms);
}

static void drop_timer(struct turn *turn, const struct referral *referral) {
    char name[48];
    snprintf(name, sizeof name, "referral:%s", referral->id);
    turn_undue(turn, name);
}

/* The name as people read it; its id when the office has taken it out of the directory meanwhile. */
static const char *name_of(const struct event *event, const struct turn *turn, const struct referral *referral) {
    const struct pack_organisation *one = pack_organisation(event->pack, referral->organisation);
    return one ? options_title(one->name, turn_language(event, turn)) : referral->organisation;
}

static void say_with_name(const struct event *event, struct turn *turn, const char *phrase,
                          const struct referral *referral) {
    effect_value(turn_say(turn, phrase), "organizacion", name_of(event, turn, referral));
}

/* The contact is told, and the week begins. */
static void tell_contact(const struct event *event, struct turn *turn, const struct referral *referral) {
    const struct pack_organisation *one = pack_organisation(event->pack, referral->organisation);
    own_text struct text contact = TEXT_INIT(EFFECT_VALUE_MAX);
    if (!one) return; /* gone from the directory: there is nothing to tell */
    organizations_contact(event->pack, one, turn_language(event, turn), &contact);
    effect_value(turn_say(turn, "referral_contact"), "contacto", text_get(&contact));
    set_timer(turn, referral, "seen", event->now_ms + REFERRAL_ASK_MS);
}

int referral_staff(const struct event *event, struct turn *turn, struct error *why) {
    struct referral referral;
    if (read_ref(event->ref, &referral, why) < 0) return -1;
    tell_contact(event, turn, &referral);
    record(turn, &referral, "sent");
    turn_understood(turn, "staff", "referral");
    return TURN_DONE;
}

static void enter(const struct event *event, struct turn *turn, const char *state, const struct referral *referral) {
    form_leave(event, turn);
    turn_go(turn, event, state);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", referral->ref);
}

int referral_staff_share(const struct event *event, struct turn *turn, struct error *why) {
    struct referral referral;
    if (read_ref(event->ref, &referral, why) < 0) return -1;
    say_with_name(event, turn, "referral_share", &referral);
    enter(event, turn, share_state, &referral);
    set_timer(turn, &referral, "quiet", event->now_ms + REFERRAL_CONSENT_MS);
    record(turn, &referral, "asked");
    turn_understood(turn, "staff", "referral-share");
    return TURN_DONE;
}

/* --- answers --- */

/* Where the person was before the question: with a caseworker while there is one. */
static void leave(const struct event *event, struct turn *turn) {
    turn_go(turn, event, ticket_is_open(event) && event->known.ticket_claimed ? STAFF_STATE : "idle");
}

/* What is no answer is for the caseworker who holds the ticket; else it is a question like any other. */
static int other(const struct event *event, struct turn *turn) {
    if (!ticket_is_open(event) || !event->known.ticket_claimed || heard_digits(event) >= 0) return TURN_PASS;
    ticket_note(event, turn);
    turn_understood(turn, "staff", "note");
    return TURN_DONE;
}

static int step_share(const struct event *event, struct turn *turn, struct error *why) {
    struct referral referral;
    int yes = heard_yes_no(event, turn);
    if (read_ref(turn->next.subject, &referral, why) < 0) return -1;
    if (event->now_ms - turn->next.since_ms > REFERRAL_CONSENT_MS) return TURN_PASS;
    if (yes < 0) return other(event, turn);
    ticket_note(event, turn);
    if (yes) say_with_name(event, turn, "referral_shared", &referral);
    tell_contact(event, turn, &referral);
    effect_value(record(turn, &referral, yes ? "shared" : "sent"), "consent", yes ? "yes" : "no");
    leave(event, turn);
    turn_understood(turn, "referral", yes ? "share" : "no-share");
    return TURN_DONE;
}

static int step_seen(const struct event *event, struct turn *turn, struct error *why) {
    struct referral referral;
    int yes = heard_yes_no(event, turn);
    if (read_ref(turn->next.subject, &referral, why) < 0) return -1;
    if (event->now_ms - turn->next.since_ms > 2 * REFERRAL_ASK_MS) return TURN_PASS;
    if (yes < 0) return other(event, turn);
    drop_timer(turn, &referral);
    if (!yes) ticket_note(event, turn);
    say_with_name(event, turn, yes ? "referral_seen" : "referral_not", &referral);
    record(turn, &referral, yes ? "seen" : "not");
    leave(event, turn);
    turn_understood(turn, "referral", yes ? "seen" : "not");
    return TURN_DONE;
}

const struct handler referral_share_handler = {share_state, step_share};
const struct handler referral_seen_handler = {seen_state, step_seen};

void referral_repeat(const struct event *event, struct turn *turn) {
    struct referral referral;
    struct error why = ERROR_INIT;
    int share = turn_is_in(turn, share_state);
    if ((!share && !turn_is_in(turn, seen_state)) || read_ref(turn->next.subject, &referral, &why) < 0) return;
    say_with_name(event, turn, share ? "referral_share" : "referral_ask", &referral);
}

/* --- time --- */

/* Nobody is asked in the middle of something else. */
static int is_busy(const struct event *event, const struct turn *turn) {
    return turn_is_in(turn, FORM_STATE) || turn_is_in(turn, "urgent") ||
           (turn_is_in(turn, STAFF_STATE) && ticket_is_open(event));
}

static void ask(const struct event *event, struct turn *turn, const struct referral *referral) {
    if (event->known.consent[PURPOSE_REMINDERS] == CONSENT_NO) { /* wants nothing that they did not ask for */
        record(turn, referral, "unknown");
        return;
    }
    size_t said = turn->effect_count;
    say_with_name(event, turn, "referral_ask", referral);
    if (turn->effect_count > TURN_EFFECTS_MAX) return;
    turn->effects[said].purpose = PURPOSE_REMINDERS;
    turn->effects[said].useless_after_ms = event->now_ms + 2 * DAY_MS;
    enter(event, turn, seen_state, referral);
    set_timer(turn, referral, "end", event->now_ms + REFERRAL_ASK_MS);
    record(turn, referral, "question");
}

/* The question about sharing had no answer: the contact is told, and nothing is passed on. */
static void quiet(const struct event *event, struct turn *turn, const struct referral *referral) {
    tell_contact(event, turn, referral);
    record(turn, referral, "sent");
    if (turn_is_in(turn, share_state)) leave(event, turn);
}

int referral_timer(const struct event *event, struct turn *turn, struct error *why) {
    struct referral referral;
    if (read_ref(event->ref, &referral, why) < 0) return -1;
    turn_understood(turn, "timer", "referral");
    if (strcmp(referral.step, "quiet") == 0)
        quiet(event, turn, &referral);
    else if (strcmp(referral.step, "end") == 0)
        record(turn, &referral, "unknown");
    else if (is_busy(event, turn))
        set_timer(turn, &referral, "seen", event->now_ms + DAY_MS);
    else
        ask(event, turn, &referral);
    return TURN_DONE;
}
