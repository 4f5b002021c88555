/* queue_help - a private Redis, a vault, settings, a loop and an open office for tests of queue/.
 *
 *     struct queue_help help;
 *     Test(tickets, a_sentence, .init = ...) {
 *         queue_help_open(&help);
 *         struct queue_wait wait = {0};
 *         tickets_list(help.office, &query, queue_done, &wait);
 *         queue_await(&help, &wait);                    // cr_assert's an answer within 5 s and that why is NONE
 *         ... json_object_get(wait.result, "tickets") ...
 *         queue_wait_release(&wait);
 *         queue_help_close(&help);
 *     }
 *
 * The temporary folder and the server go away with queue_help_close(), or with the test's process. */
#ifndef TESTS_QUEUE_HELP_H
#define TESTS_QUEUE_HELP_H

#include "queue/office.h"

#define QUEUE_HELP_LIMIT_MS 5000

struct queue_help {
    char dir[64];
    char url[128]; /* unix:<dir>/redis.sock */
    int server;    /* process id of redis-server, 0 when it is down */
    struct settings
        settings; /* tag "test", one channel "line-1" (twilio, sms), simulated "phone-sms", "phone-whatsapp" */
    struct vault *vault;
    struct loop *loop;
    struct office *office;
    struct pack *pack;  /* NULL until queue_help_pack() */
    redisContext *link; /* a blocking link of the test's own */
};

void queue_help_open(struct queue_help *help); /* all of it; the office is open on return */
void queue_help_start(
    struct queue_help *help); /* all but the office: change help->settings, then queue_help_office() */
void queue_help_office(struct queue_help *help);
void queue_help_pack(struct queue_help *help); /* loads the sample content into the office */
void queue_help_close(struct queue_help *help);

/* kill -9 and start again on the same data. extra: more arguments of redis-server, NULL-terminated, or NULL. */
void queue_help_server_kill(struct queue_help *help);
void queue_help_server_start(struct queue_help *help, const char *const extra[]);

/* Runs the loop until holds() says 1; 0 when QUEUE_HELP_LIMIT_MS have passed. */
int queue_until(struct queue_help *help, int (*holds)(void *arg), void *arg);
/* Runs the loop for as long as it takes to become quiet: all that was sent to Redis before is answered. */
void queue_settle(struct queue_help *help);

/* One command on the blocking link, printf-like as redisCommand(). Asserts that there is a reply. Free with
 * freeReplyObject(). queue_number and queue_string (malloc'ed, "" for nil) do so themselves; %s, %b, %d as hiredis. */
redisReply *queue_redis(struct queue_help *help, const char *format, ...);
long long queue_number(struct queue_help *help, const char *format, ...);
char *queue_string(struct queue_help *help, const char *format, ...);

/* How an office_done ends. result is a reference of our own. */
struct queue_wait {
    int ended;
    json_t *result;
    struct error why;
};
void queue_done(void *arg, json_t *result, const struct error *why);
void queue_await(struct queue_help *help, struct queue_wait *wait); /* asserts success */
void queue_await_error(struct queue_help *help,
                       struct queue_wait *wait); /* asserts an answer; look at wait->why.kind */
void queue_wait_release(struct queue_wait *wait);

/* A person with a key as ACCEPT makes one, reached at number over channel "line-1"; ret_person has VAULT_ID_MAX + 1. */
void queue_person(struct queue_help *help, const char *number, char *ret_person);
/* What is sealed with a person's key under the domain `what` ("log", "proof"...); malloc'ed, asserts that it opens. */
char *queue_unseal(struct queue_help *help, const char *person, const char *what, struct vault_bytes sealed);
/* The same of a value that is bound to another id than the person's ("out" to the message's). */
char *queue_unseal_of(struct queue_help *help, const char *person, const char *what, const char *id,
                      struct vault_bytes sealed);
/* A person's conversation, each line as "<in|out|staff> <text>\n"; malloc'ed. */
char *queue_thread(struct queue_help *help, const char *person);

#endif
