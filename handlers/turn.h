/* turn - the contract of the conversation: an event comes in, a turn goes out. Pure values.
 *
 * machine_step() gives an event and the person's state to a handler; the handler fills a turn: the next state and at
 * most TURN_EFFECTS_MAX effects, in order. A handler cannot send, store or wait, asks no clock and draws no chance:
 * time, ids and what the store knows of the person are in the event. */
#ifndef HANDLERS_TURN_H
#define HANDLERS_TURN_H

#include "handlers/state.h"
#include "messages/message.h"
#include "messages/pack.h"

#include <stdint.h>

#define TURN_EFFECTS_MAX       12
#define EVENT_APPOINTMENTS_MAX 3
#define EVENT_MARKS_MAX        24
#define KNOWN_ANSWERS_MAX      15
#define EVENT_SEATS_MAX        20   /* as many as there are activities on the board */
#define PROFILES_MAX           4    /* people on one telephone */
#define EFFECT_VALUE_MAX       512  /* bytes of one parameter value */
#define EFFECT_RECORD_MAX      8192 /* bytes of the body of a record */

enum event_kind {
    EVENT_MESSAGE, /* the person sent something */
    EVENT_TIMER,   /* a due entry came due */
    EVENT_STAFF,   /* a caseworker wrote into the person's thread */
    EVENT_STATUS   /* a delivery report that matters: the person opted out at the provider */
};

enum consent { CONSENT_UNASKED, CONSENT_YES, CONSENT_NO };
enum purpose { PURPOSE_REPLY, PURPOSE_REMINDERS, PURPOSE_EVENTS, PURPOSE_SURVEYS, PURPOSE_COUNT };
const char *purpose_name(enum purpose purpose); /* "reply", "reminders", "events", "surveys" */

struct known_appointment {
    char id[24];
    int64_t at_ms;
    char what[128], place[128]; /* as imported */
    char status[16];            /* planned, confirmed, cancelled, moving */
};

/* A dated note about a person, without words of theirs: what was told or asked last and when ("closed-told",
 * "helped-asked"), or a choice of theirs ("discreet"). Written by EFFECT_MARK. */
struct known_mark {
    char name[24], value[24];
    int64_t at_ms;
};

/* What a person has to do with an activity of the board. */
enum seat_state { SEAT_NONE, SEAT_INVITED, SEAT_YES, SEAT_WAITING, SEAT_NO };
const char *seat_state_name(enum seat_state state); /* "invited", "yes", "waiting", "no"; "" for NONE */

struct known_seat {
    char activity[20];
    enum seat_state state;
    int64_t size;  /* seats: the person and the guests */
    int64_t place; /* WAITING: 1 = the next to move up */
    uint64_t came; /* bit i: was at session i */
    int64_t at_ms; /* since when: INVITED, when the invitation left */
};

/* What the store knows of the person when the event is worked. */
struct known {
    enum language language; /* LANGUAGE_NONE = not yet known */
    int language_chosen;    /* the person chose it: a guess does not change it */
    enum consent consent[PURPOSE_COUNT];
    int greeted;        /* has been welcomed before */
    char ticket_id[24]; /* the open ticket, "" when none */
    char ticket_code[12];
    int ticket_claimed;      /* a caseworker holds it */
    int ticket_answered;     /* a caseworker has written to the person about it */
    int64_t ticket_since_ms; /* since when it waits; 0 = not known */
    char closed_id[24];      /* the ticket that was closed last, "" when none, or when it was opened again */
    char closed_code[12];
    int64_t closed_ms;
    struct {
        int64_t asked_ms, answered_ms;
    } answers[KNOWN_ANSWERS_MAX]; /* the office's latest first answers, told while a form is under way */
    size_t answer_count;
    int ticket_urgent;   /* priority 1 */
    int64_t since_ms;    /* first contact */
    long message_count;  /* texts kept, theirs and ours */
    int word_is;         /* the whole message is the person's secret word */
    long held_count;     /* texts that wait for it */
    char claim_code[16]; /* theirs, to move to a new telephone; "" when none */
    struct known_appointment appointments[EVENT_APPOINTMENTS_MAX]; /* the next ones, soonest first */
    size_t appointment_count;
    struct known_appointment past_appointment; /* the latest that has passed; id "" = none */
    struct known_mark marks[EVENT_MARKS_MAX];
    size_t mark_count;
    struct known_seat seats[EVENT_SEATS_MAX]; /* of activities that are on the board */
    size_t seat_count;
    struct {
        int number;       /* which person of the telephone; 0 = alone on it */
        int active;       /* what comes from there is theirs now */
        unsigned mask;    /* bit i: there is a person i + 1 */
        int64_t spoke_ms; /* the last text with the active one */
    } profile;
};

struct board; /* what the office offers to everybody now: activities, surveys; handlers/board.h */

struct event {
    enum event_kind kind;
    const char *id;           /* stable: a second try of the same event has the same id */
    int64_t now_ms;           /* wall time */
    const char *channel_kind; /* "sms" or "whatsapp" */
    enum message_kind message_kind;
    const char *media_type; /* MESSAGE_MEDIA: "audio/ogg", as the provider says; NULL or "" when it does not */
    const char *text;       /* EVENT_MESSAGE: cleaned text; EVENT_STAFF: what the caseworker wrote */
    const char *name;       /* EVENT_TIMER: "reminder"; EVENT_STAFF: "reply", "closed", "referral" */
    const char *ref;        /* EVENT_TIMER, EVENT_STAFF: what it is about, as DUE_SET or the desk gave it; "" */
    const struct known_appointment *appointment; /* EVENT_TIMER reminder: which; NULL otherwise */
    const struct pack *pack;
    const struct board *board; /* NULL = nothing on it */
    int live;                  /* live mode: only approved answers are spoken */
    int asks_helped;           /* "did this help?" after one answer in so many; 0 = never (handlers/helped.h) */
    int keeps_unanswered;      /* words that nobody could answer are kept for the staff (handlers/unanswered.h) */
    struct known known;
};

enum effect_kind {
    EFFECT_SAY,         /* text to the person */
    EFFECT_TICKET_OPEN, /* a callback ticket; answers are its fields */
    EFFECT_TICKET_NOTE, /* this event belongs to the open ticket: show it there as unread; with priority 1 the ticket
                         * becomes urgent, name is the topic of the danger */
    EFFECT_DUE_SET,     /* a timer of this person: name, at_ms (replaces one of the same name) */
    EFFECT_DUE_DROP,
    EFFECT_LANGUAGE,    /* language and whether chosen */
    EFFECT_CONSENT,     /* purpose and value; the event's own words are the proof */
    EFFECT_APPOINTMENT, /* id and new status */
    EFFECT_GREETED,     /* has been welcomed */
    EFFECT_MARK,        /* a dated note: name, ref is the value; a value "" drops it */
    EFFECT_COUNT,       /* one more of something, in the office's statistics: name, without anything of the person */
    EFFECT_RECORD       /* something for the office's records: name is its kind (queue/turn_records.c), ref what it is
                         * about, values its fields, literal a body of up to EFFECT_RECORD_MAX bytes (JSON) */
};

struct effect {
    enum effect_kind kind;
    /* SAY: a phrase, an answer, or literal text (staff), exactly one of the three; values fill placeholders. CONSENT:
     * the phrase that the person answered, or that tells them. */
    char phrase[PACK_ID_MAX], answer[PACK_ID_MAX];
    char *literal;            /* owned by the turn; RECORD: its body */
    char before[PACK_ID_MAX]; /* SAY: a phrase that stands before it (handlers/profile.h); "" = none */
    struct {
        char name[24], value[EFFECT_VALUE_MAX];
    } values[PACK_PARAMS_MAX];
    size_t value_count;
    enum purpose purpose;     /* SAY, CONSENT */
    int held;                 /* SAY: kept until the person's word comes (handlers/discreet.h) */
    int64_t useless_after_ms; /* SAY: dropped, and listed, when not sent by then; 0 = 24 h */
    enum language language;   /* LANGUAGE; SAY: speak this one instead of the person's (NONE = theirs) */
    int chosen;               /* LANGUAGE */
    enum consent consent;     /* CONSENT */
    char name[48];            /* DUE_*: timer; APPOINTMENT: new status; TICKET_OPEN: topic; MARK, COUNT, RECORD */
    int64_t at_ms;            /* DUE_SET, RECORD */
    char ref[48];             /* APPOINTMENT: id; DUE_SET: what the timer is about; MARK, RECORD */
    int priority;             /* TICKET_OPEN, TICKET_NOTE: 0 normal, 1 urgent */
    int unlogged;             /* SAY: leaves no trace in the person's conversation (a survey's question) */
    char ticket_code[12];     /* TICKET_OPEN: what the person is told, "K7M-42" */
};

struct turn {
    struct state next;
    struct effect effects[TURN_EFFECTS_MAX];
    size_t effect_count;
    /* What is left to do, by the machine, which knows the tables (handlers.h): the end of a form that is complete; the
     * service of a topic, and its answers when the service passes. At most one of the two. */
    char then_end[PACK_ID_MAX], then_topic[PACK_ID_MAX];
    char kind[24], id[PACK_ID_MAX]; /* what the text was understood as ("topic", "cesfam"); for `chat` and metrics */
    int unlogged; /* the event's text leaves no trace in the person's conversation: an answer to a survey */
};

void turn_init(struct turn *turn, const struct state *was); /* next = was, no effects */
void turn_release(struct turn *turn);

/* What handlers write with. Each returns the new effect, or NULL when the turn is full or there is no memory (the
 * machine then fails the turn: a handler that says too much is a fault). effect_count is TURN_EFFECTS_MAX + 1
 * afterwards. */
struct effect *turn_say(struct turn *turn, const char *phrase);
struct effect *turn_say_answer(struct turn *turn, const struct pack_answer *answer);
struct effect *turn_say_literal(struct turn *turn, const char *text);
struct effect *turn_add(struct turn *turn, enum effect_kind kind);
void turn_remove(struct turn *turn, size_t index); /* takes an effect out again; those behind it move up */
void effect_value(struct effect *effect, const char *name, const char *value); /* NULL-safe; cut at EFFECT_VALUE_MAX */

/* A value of an effect, "" when it has none of that name. Borrowed. */
const char *effect_get(const struct effect *effect, const char *name);

/* The three effects that most flows need. turn_mark: a value "" drops the mark. turn_record: body may be NULL. */
void turn_mark(struct turn *turn, const char *name, const char *value);
void turn_count(struct turn *turn, const char *name);
struct effect *turn_record(struct turn *turn, const char *kind, const char *ref, const char *body);
void turn_due(struct turn *turn, const char *name, const char *ref, int64_t at_ms); /* DUE_SET */
void turn_undue(struct turn *turn, const char *name);                               /* DUE_DROP */

/* The mark of this name, NULL when there is none. Borrowed from the event. */
const struct known_mark *known_mark(const struct event *event, const char *name);

/* What the person has to do with this activity, NULL when nothing. Borrowed from the event. */
const struct known_seat *known_seat(const struct event *event, const char *activity);

/* Enters a state, now: misses, options, subject and form of the one before are gone. */
void turn_go(struct turn *turn, const struct event *event, const char *state);
/* One more numbered option of the state just entered; beyond STATE_OPTIONS_MAX it is left out. */
void turn_option(struct turn *turn, const char *id);
/* What the text was understood as: "topic", "cesfam". */
void turn_understood(struct turn *turn, const char *kind, const char *id);
int turn_is_in(const struct turn *turn, const char *state); /* 1 when that is the next state */

/* The language that the turn speaks so far: an EFFECT_LANGUAGE of it, else the known one, else Spanish. */
enum language turn_language(const struct event *event, const struct turn *turn);

/* 1 when neither the store nor this turn knows the person's language: Spanish is spoken and may not be understood. */
int turn_language_is_unknown(const struct event *event, const struct turn *turn);

/* What a step may return besides -1 (with why set). */
enum {
    TURN_DONE = 0,
    TURN_PASS = 1 /* not for me: the next one in the machine's order looks at it; the turn is untouched */
};

/* One state of the conversation: its name, and what happens to a person's message there. One file a subject. */
struct handler {
    const char *state;                                                            /* "menu" */
    int (*step)(const struct event *event, struct turn *turn, struct error *why); /* turn->next is a copy of was */
};

#endif
