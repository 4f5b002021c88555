/* state - where a person's conversation stands. A value; kept sealed as JSON with a version.
 *
 * An unknown version or a broken record decodes to the idle state and says so: one bad record stops nobody. */
#ifndef HANDLERS_STATE_H
#define HANDLERS_STATE_H

#include "config/error.h"
#include "messages/pack.h"

#include <stdint.h>

#define STATE_VERSION     1
#define STATE_NAME_MAX    24
#define STATE_OPTIONS_MAX 9
#define STATE_ANSWER_MAX  600                      /* bytes of one answer of a form */
#define STATE_ANSWERS_MAX (PACK_QUESTIONS_MAX + 2) /* and what the form was begun about */
#define STATE_SAID_MAX    4
#define STATE_JSON_MAX    32768

/* A survey that was left half-way and may go on, beside whatever goes on meanwhile, another form
 * too. A survey's answers are ids. */
struct state_parked {
    char form[PACK_ID_MAX]; /* "" = none */
    int64_t asked_ms;       /* when it last asked */
    struct {
        char question[PACK_ID_MAX], answer[PACK_ID_MAX];
    } answers[STATE_ANSWERS_MAX];
    size_t answer_count;
};

struct state {
    char name[STATE_NAME_MAX]; /* a handler's state: "idle", "language", "menu", "section", "ask", "form" ... */
    int64_t since_ms;          /* when it was entered: an old menu is shown again, an old form lapses */
    int misses;                /* texts in a row that were not understood */
    char options[STATE_OPTIONS_MAX][PACK_ID_MAX]; /* what the numbers of the last menu mean */
    size_t option_count;
    char form[PACK_ID_MAX];    /* form under way */
    size_t question;           /* index of the open question */
    char subject[PACK_ID_MAX]; /* topic the form is about; appointment a question is about */
    struct {
        char question[PACK_ID_MAX];
        char answer[STATE_ANSWER_MAX];
    } answers[STATE_ANSWERS_MAX];
    size_t answer_count;
    struct state_parked parked;
    uint32_t said[STATE_SAID_MAX]; /* hashes of our last texts: when one comes back, two machines are talking */
    size_t said_count;
};

void state_init(struct state *state); /* idle */

/* The form under way is put aside, as of when it last asked; what was parked before is gone. Form and answers stay. An
 * answer that is too long to be an id is left out. */
void state_park(struct state *state);
int state_is_parked(const struct state *state);
/* Form and answers of what is parked, into ret (state itself too); since_ms is when it last asked. No more of ret is
 * touched. */
void state_parked(const struct state *state, struct state *ret);
void state_unpark(struct state *state);

/* JSON of a state (malloc'ed, the caller owns it); NULL only without memory. */
char *state_encode(const struct state *state);

/* Back again. -1 ERROR_INPUT, and an idle state in ret, when it is not one of ours. */
int state_decode(const char *json, size_t len, struct state *ret, struct error *why);

#endif
