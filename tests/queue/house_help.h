/* house_help - an office with everything at work (worker, schedule, sender, eraser) and a fake provider behind
 * "line-1": people text, and what follows has been worked and sent. */
#ifndef TESTS_QUEUE_HOUSE_HELP_H
#define TESTS_QUEUE_HOUSE_HELP_H

#include "queue/eraser.h"
#include "queue/schedule.h"
#include "queue/worker.h"
#include "tests/queue/send_help.h"

struct house {
    struct send_help send;
    struct worker *worker;
    struct schedule *schedule;
    struct eraser *eraser;
    long long turns; /* of all, once the last text is worked */
    size_t message;
};

/* Trial mode, in which proposed answers are spoken; the sample content. */
void house_open(struct house *house, enum fake_answer answer);
void house_close(struct house *house);
/* Everybody stops, Redis stays; and begins again. */
void house_rest(struct house *house);
void house_work(struct house *house);
struct queue_help *house_queue(struct house *house);

/* Someone texts, and the turn is written. */
void house_text(struct house *house, const char *number, const char *words);
int house_is_quiet(void *house); /* nothing is left to work or to send; for queue_until() */
/* Someone texts, and all that follows has been worked and sent. then: a second text right behind it; NULL. */
void house_talk(struct house *house, const char *number, const char *words, const char *then);

/* The index of a number, and the person whom it leads to ("" = nobody); both malloc'ed. */
char *house_index(struct house *house, const char *number);
char *house_person(struct house *house, const char *number);
/* An appointment in five days, by the office's file; the number stands as the office's own code too. */
void house_appoint(struct house *house, const char *number);

#endif
