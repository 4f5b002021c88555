/* loop - one libuv loop, as descriptors, timers, signals, child processes and pool work in plain C.
 *
 * libuv is visible in queue/loop*.[ch] only. One thread; every callback runs on it. Objects are freed with their own
 * _free (NULL-safe, callable from inside their own callback); the loop is freed last. */
#ifndef QUEUE_LOOP_H
#define QUEUE_LOOP_H

#include "config/error.h"

#include <stdint.h>

struct loop;
struct loop_fd;
struct loop_timer;
struct loop_signal;
struct loop_child;
struct loop_hook;

#define LOOP_READ  1
#define LOOP_WRITE 2

/* Also makes the process ignore SIGPIPE: a peer that hangs up ends a write, not the program. */
int loop_new(struct loop **ret, struct error *why);
void loop_free(struct loop *loop);
void loop_run(struct loop *loop); /* until loop_stop() */
void loop_stop(struct loop *loop);

/* Calls fn with LOOP_READ | LOOP_WRITE bits when the descriptor is ready (level-triggered). The loop does not own the
 * descriptor: free the watch before closing it. */
typedef void (*loop_fd_fn)(void *arg, int events);
int loop_fd_new(struct loop *loop, int fd, loop_fd_fn fn, void *arg, struct loop_fd **ret, struct error *why);
void loop_fd_want(struct loop_fd *watch, int events); /* 0 = nothing for now */
void loop_fd_free(struct loop_fd *watch);

/* A one-shot timer; set it again from its callback to repeat. */
typedef void (*loop_fn)(void *arg);
int loop_timer_new(struct loop *loop, loop_fn fn, void *arg, struct loop_timer **ret, struct error *why);
void loop_timer_set(struct loop_timer *timer, int64_t after_ms);
void loop_timer_stop(struct loop_timer *timer);
void loop_timer_free(struct loop_timer *timer);

/* Calls fn once a turn of the loop, just before it sleeps: the place to flush what was queued during the turn. */
int loop_hook_new(struct loop *loop, loop_fn fn, void *arg, struct loop_hook **ret, struct error *why);
void loop_hook_free(struct loop_hook *hook);
int loop_in_hook(
    const struct loop *loop); /* 1 while a hook runs: those after it in this turn, before the loop sleeps */

int loop_signal_new(struct loop *loop, int signal_number, loop_fn fn, void *arg, struct loop_signal **ret,
                    struct error *why);
void loop_signal_free(struct loop_signal *watch);

/* Starts a program in a session of its own (argv[0] looked up in PATH; stdin /dev/null, stdout and stderr inherited).
 * fn is called once when it has ended. ERROR_MISSING: no such program. */
struct loop_child_end {
    int64_t exit_code;
    int signal;
};
typedef void (*loop_child_fn)(void *arg, struct loop_child_end end);
int loop_child_new(struct loop *loop, char *const argv[], loop_child_fn fn, void *arg, struct loop_child **ret,
                   struct error *why);
int loop_child_pid(const struct loop_child *child);
void loop_child_kill(struct loop_child *child, int signal_number);
void loop_child_free(struct loop_child *child); /* after its end, or to forget it: it runs on and fn is not called */

/* Runs work on libuv's pool and then done on the loop's thread (Argon2id, large files). loop_free() waits for work that
 * has begun but does not call done: its owner is gone by then. */
int loop_work(struct loop *loop, loop_fn work, loop_fn done, void *arg, struct error *why);

#endif
