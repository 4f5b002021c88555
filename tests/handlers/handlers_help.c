/* handlers_help - a person to talk with the machine, for tests. */
#include "tests/handlers/handlers_help.h"

#include "config/clock.h"
#include "config/embed.h"

#include <stdio.h>
#include <string.h>

static struct pack *load(const char *file, const char *bytes) {
    static struct pack_faults faults;
    struct pack_file files[PACK_FILES_MAX];
    struct error why = ERROR_INIT;
    struct pack *pack = NULL;
    size_t count = 0;
    for (const struct embed *at = sample_pack; at->name && count < PACK_FILES_MAX; at++, count++) {
        files[count] = (struct pack_file){at->name, at->at, (size_t)(at->end - at->at)};
        if (file && strcmp(at->name, file) == 0) files[count] = (struct pack_file){at->name, bytes, strlen(bytes)};
    }
    faults.count = 0;
    cr_assert_eq(pack_load(files, count, &pack, &faults, &why), 0, "%s; %s", why.text, faults.text[0]);
    return pack;
}

const char *help_sample(const char *file) {
    for (const struct embed *at = sample_pack; at->name; at++)
        if (strcmp(at->name, file) == 0) return at->at;
    cr_assert_fail("the sample has no %s", file);
    return NULL;
}

const struct pack *help_pack(void) {
    static struct pack *pack;
    if (!pack) pack = load(NULL, NULL);
    return pack;
}

const struct pack *help_pack_with(const char *file, const char *bytes) {
    static const struct pack *kept[8]; /* a test's process is short: they live to its end */
    static size_t count;
    help_sample(file);
    cr_assert_lt(count, sizeof kept / sizeof kept[0]);
    kept[count] = load(file, bytes);
    return kept[count++];
}

void person_new(struct person *person) {
    struct error why = ERROR_INIT;
    int64_t now_ms;
    int len;
    memset(person, 0, sizeof *person);
    cr_assert_eq(clock_set_zone("America/Santiago", &why), 0, "%s", why.text);
    cr_assert_eq(rehearsal_time("2026-11-24 10:00", &now_ms, &len, &why), 0, "%s", why.text);
    rehearsal_init(&person->rehearsal, help_pack(), now_ms);
}

void person_known(struct person *person, enum language language) {
    person_new(person);
    person->rehearsal.known.language = language;
    person->rehearsal.known.language_chosen = 1;
    person->rehearsal.known.greeted = 1;
}

static void join(char *ret, size_t size, char *const *lines, size_t count) {
    size_t len = strlen(ret);
    for (size_t i = 0; i < count && len < size; i++)
        len += (size_t)snprintf(ret + len, size - len, "%s%s", len ? "\n" : "", lines[i]);
}

static void add_turn(struct person *person) {
    join(person->heard, sizeof person->heard, person->turn.said, person->turn.said_count);
    join(person->done, sizeof person->done, person->turn.done, person->turn.done_count);
}

static void forget_turn(struct person *person) {
    rehearsal_turn_release(&person->turn);
    person->heard[0] = person->done[0] = '\0';
}

const char *person_event(struct person *person, const struct rehearsal_event *event) {
    struct error why = ERROR_INIT;
    forget_turn(person);
    int failed = rehearsal_step(&person->rehearsal, event, &person->turn, &why);
    cr_assert_eq(failed, 0, "%s", why.text);
    add_turn(person);
    return person->heard;
}

const char *person_writes(struct person *person, const char *text) {
    struct rehearsal_event event = {.kind = EVENT_MESSAGE, .message_kind = MESSAGE_TEXT, .text = text};
    return person_event(person, &event);
}

const char *person_timer(struct person *person, const char *name) {
    struct rehearsal_event event = {.kind = EVENT_TIMER, .name = name};
    return person_event(person, &event);
}

const char *person_staff(struct person *person, const char *text) {
    struct rehearsal_event event = {.kind = EVENT_STAFF, .name = "reply", .text = text};
    return person_event(person, &event);
}

const char *person_waits(struct person *person, const char *span) {
    struct error why = ERROR_INIT;
    int64_t until_ms = person->rehearsal.now_ms + rehearsal_span(span);
    int worked;
    forget_turn(person);
    while ((worked = rehearsal_wait(&person->rehearsal, until_ms, &person->turn, &why)) > 0) {
        add_turn(person);
        rehearsal_turn_release(&person->turn);
    }
    cr_assert_eq(worked, 0, "%s", why.text);
    return person->heard;
}

void person_appointment(struct person *person, const char *line) {
    struct error why = ERROR_INIT;
    cr_assert_eq(rehearsal_appoint(&person->rehearsal, line, &why), 0, "%s", why.text);
}

int person_is_in(const struct person *person, const char *state) {
    return strcmp(person->rehearsal.state.name, state) == 0;
}

int person_did(const struct person *person, const char *effect) {
    for (const char *at = person->done; at; at = strchr(at, '\n'), at = at ? at + 1 : NULL)
        if (strncmp(at, effect, strlen(effect)) == 0) return 1;
    return 0;
}

void person_ends(struct person *person) {
    forget_turn(person);
}

const char *help_phrase(const char *id, enum language language) {
    static struct text said = TEXT_INIT(8192);
    struct pack_fill_args with = {help_pack(), language, NULL, 0};
    const char *phrase = pack_phrase(help_pack(), id, language);
    cr_assert_not_null(phrase, "there is no phrase %s", id);
    text_clear(&said);
    pack_fill(&with, phrase, &said);
    return text_get(&said);
}
