/* rehearsal - one person's conversation in memory: the machine with a little store of its own. Pure but for memory.
 *
 * What a transcript and the chat of the terminal have in common: it keeps state and known, applies effects as the real
 * store does, encodes and decodes the state after every event, and travels in time. */
#ifndef HANDLERS_REHEARSAL_H
#define HANDLERS_REHEARSAL_H

#include "handlers/board.h"
#include "handlers/turn.h"

#define REHEARSAL_DUES_MAX   48
#define REHEARSAL_HELD_MAX   4
#define REHEARSAL_HELD_BYTES 2048
#define REHEARSAL_TEXT_MAX   8192

/* One of several people on the telephone while another one writes. */
struct rehearsal_profile {
    struct known known;
    struct state state;
    char word[64];
};

struct rehearsal {
    const struct pack *pack;
    struct state state;
    struct known known;
    struct board board;
    int64_t now_ms;
    int live;
    int asks_helped, keeps_unanswered; /* as in struct event; 0 unless a transcript says so */
    size_t event_count; /* ids are "rehearsal-1", "rehearsal-2" ...: the same script tells the same codes */
    struct {
        char name[48], ref[48];
        int64_t at_ms;
    } dues[REHEARSAL_DUES_MAX];
    size_t due_count;
    char word[64]; /* the person's own, of discreet mode */
    struct rehearsal_profile profiles[PROFILES_MAX];
    int go_to;                                           /* who writes after this turn; 0 = no change */
    char held[REHEARSAL_HELD_MAX][REHEARSAL_HELD_BYTES]; /* what waits for it */
};

/* What one event brought: replies as the person reads them, and one line for each other effect. */
struct rehearsal_turn {
    char *said[TURN_EFFECTS_MAX];
    size_t said_count;
    char *done[TURN_EFFECTS_MAX];
    size_t done_count;
    char kind[24], id[PACK_ID_MAX]; /* what the text was understood as */
};
void rehearsal_turn_release(struct rehearsal_turn *turn);

/* What happens: only these fields of an event are the caller's to give. */
struct rehearsal_event {
    enum event_kind kind;
    enum message_kind message_kind;
    const char *media_type;   /* NULL = not told */
    const char *channel_kind; /* NULL = "sms" */
    const char *text, *name;  /* NULL = "" */
    const char *ref;          /* of a timer or an event of the desk; NULL = "" */
    char timer[48];           /* its name, where name is NULL */
    char about[64];           /* room for a ref */
    const char *appointment;  /* id, for the timer "reminder"; NULL = the next one */
};

/* A person nobody knows yet, at this time. pack is borrowed. */
void rehearsal_init(struct rehearsal *rehearsal, const struct pack *pack, int64_t now_ms);

/* Works one event; release ret afterwards, also after -1. -1: the machine's error, or ERROR_SYSTEM when the state does
 * not survive being encoded. */
int rehearsal_step(struct rehearsal *rehearsal, const struct rehearsal_event *event, struct rehearsal_turn *ret,
                   struct error *why);

/* Time passes until until_ms, or until the next timer, which is then worked: returns 1 and its turn. 0: nothing was due
 * and it is until_ms now. -1 as above. Call again while it returns 1. */
int rehearsal_wait(struct rehearsal *rehearsal, int64_t until_ms, struct rehearsal_turn *ret, struct error *why);

/* "3h", "20m", "2d", "30s" as ms; -1 when it is none, or more than 400 days. */
int64_t rehearsal_span(const char *text);

/* Adds an appointment of "ID YYYY-MM-DD HH:MM WHAT | PLACE" (local time); kept soonest first. ERROR_INPUT. */
int rehearsal_appoint(struct rehearsal *rehearsal, const char *line, struct error *why);

/* Headers of activities. "ID event|workshop YYYY-MM-DD HH:MM xSESSIONS TAKEN/SEATS+WAITING CODE TITLE | PLACE": weekly
 * sessions of two hours; the same id again is a change of it. "ID LANGUAGE TITLE | PLACE"; "ID closed|cancelled" or
 * "ID word WORD" or "ID came SESSION" (somebody else sent its code); a person's seat "ID invited|yes|waiting|no
 * [SEATS]". ERROR_INPUT. */
int rehearsal_activity(struct rehearsal *rehearsal, const char *line, struct error *why);
int rehearsal_activity_title(struct rehearsal *rehearsal, const char *line, struct error *why);
int rehearsal_activity_set(struct rehearsal *rehearsal, const char *line, struct error *why);
int rehearsal_seat_header(struct rehearsal *rehearsal, const char *line, struct error *why);

/* Reads "YYYY-MM-DD HH:MM" at the start of text; *ret_len is how much of it was read. ERROR_INPUT. */
int rehearsal_time(const char *text, int64_t *ret_ms, int *ret_len, struct error *why);

#endif
