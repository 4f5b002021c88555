/* shop_help - an office with its worker and the sample content, people who write to it, and time that passes. */
#ifndef TESTS_QUEUE_SHOP_HELP_H
#define TESTS_QUEUE_SHOP_HELP_H

#include "queue/worker.h"
#include "tests/queue/queue_help.h"

struct shop {
    struct queue_help help;
    struct worker *worker;
    long long turns; /* done so far */
    int written;
};

void shop_open(struct shop *shop);
void shop_close(struct shop *shop);

/* A message over line-1, worked to its end. */
void shop_write(struct shop *shop, const char *number, const char *words);
/* Waits until so many further turns are done. */
void shop_turns(struct shop *shop, long long more);
/* Timers up to now + ms come due and are worked. The clock itself goes on as it is. */
void shop_later(struct shop *shop, long long ms);

/* The person of a number; malloc'ed, "" when there is none. */
char *shop_person(struct shop *shop, const char *number);
/* Line `at` of the conversation as "<direction> <text>" (-1: the last); malloc'ed. */
char *shop_line(struct shop *shop, const char *number, int at);
/* 1 when the last line holds the words. */
int shop_last_says(struct shop *shop, const char *number, const char *words);
/* The whole conversation, lines joined; malloc'ed. */
char *shop_thread(struct shop *shop, const char *number);

/* A user of the desk. */
void shop_user(struct shop *shop, const char *user, const char *name);
/* The person's open ticket, claimed by user; malloc'ed. */
char *shop_claim(struct shop *shop, const char *number, const char *user);

#endif
