/* handlers_help - a person to talk with the machine, for tests. */
#ifndef TESTS_HANDLERS_HELP_H
#define TESTS_HANDLERS_HELP_H

#include "handlers/rehearsal.h"

#include <criterion/criterion.h>

/* The sample pack, loaded once a process. */
const struct pack *help_pack(void);
/* The sample pack with one of its files replaced by these bytes. */
const struct pack *help_pack_with(const char *file, const char *bytes);
/* The bytes of a file of the sample pack. */
const char *help_sample(const char *file);

struct person {
    struct rehearsal rehearsal;
    struct rehearsal_turn turn; /* what the last event brought */
    char heard[16384];          /* its replies, joined by newlines */
    char done[4096];            /* its other effects, likewise */
};

/* A person who writes for the first time, on 24 November 2026 at 10:00. */
void person_new(struct person *person);
/* A person known before, with this language (chosen). */
void person_known(struct person *person, enum language language);

/* They write; the replies are returned (borrowed until the next event). */
const char *person_writes(struct person *person, const char *text);
/* Any other event. */
const char *person_event(struct person *person, const struct rehearsal_event *event);
const char *person_timer(struct person *person, const char *name);
const char *person_staff(struct person *person, const char *text); /* a caseworker's reply */
/* Time passes; what timers say is returned. */
const char *person_waits(struct person *person, const char *span);
void person_appointment(struct person *person, const char *line); /* as in a transcript: "a1 2026-11-26 15:30 x | y" */

int person_is_in(const struct person *person, const char *state);
int person_did(const struct person *person, const char *effect); /* 1 when an effect's line begins so */
void person_ends(struct person *person);

/* The phrase in a language with the office's own values filled in. */
const char *help_phrase(const char *id, enum language language);

#define assert_has(text, part)   cr_assert_not_null(strstr((text), (part)), "'%s' is not in '%s'", (part), (text))
#define assert_lacks(text, part) cr_assert_null(strstr((text), (part)), "'%s' is in '%s'", (part), (text))

#endif
