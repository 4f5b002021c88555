/* loop_test - what the parts of the program may rely on: order, freeing inside a callback, children, the pool. */
#include "queue/loop.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static struct loop *loop;
static struct error why;
static int calls;

static void open_loop(void) {
    cr_assert_eq(loop_new(&loop, &why), 0);
}
static void close_loop(void) {
    loop_free(loop);
}
TestSuite(loop, .init = open_loop, .fini = close_loop, .timeout = 20);

static struct loop_timer *timers[3];
static char order[8];

static void note_a(void *arg) {
    order[calls++] = 'a';
}
static void note_b(void *arg) {
    order[calls++] = 'b';
    loop_stop(loop);
}

Test(loop, timers_fire_in_the_order_of_their_times) {
    loop_timer_new(loop, note_b, NULL, &timers[0], &why);
    loop_timer_new(loop, note_a, NULL, &timers[1], &why);
    loop_timer_set(timers[0], 15);
    loop_timer_set(timers[1], 1);
    loop_run(loop);
    cr_assert_str_eq(order, "ab");
    loop_timer_free(timers[0]);
    loop_timer_free(timers[1]);
}

static void never(void *arg) {
    cr_assert_fail("a stopped timer fired");
}

Test(loop, a_stopped_timer_does_not_fire) {
    loop_timer_new(loop, never, NULL, &timers[0], &why);
    loop_timer_new(loop, note_b, NULL, &timers[1], &why);
    loop_timer_set(timers[0], 1);
    loop_timer_stop(timers[0]);
    loop_timer_set(timers[1], 10);
    loop_run(loop);
    cr_assert_eq(calls, 1);
    loop_timer_free(timers[0]);
    loop_timer_free(timers[1]);
}

static void free_myself(void *arg) {
    struct loop_timer **timer = arg;

    loop_timer_free(*timer);
    *timer = NULL;
    if (++calls == 2) loop_stop(loop);
}

Test(loop, a_timer_may_free_itself_and_what_is_forgotten_is_freed_with_the_loop) {
    for (int i = 0; i < 3; i++) loop_timer_new(loop, free_myself, &timers[i], &timers[i], &why);
    loop_timer_set(timers[0], 0);
    loop_timer_set(timers[1], 1);
    loop_run(loop);
    cr_assert_null(timers[0]);
    cr_assert_null(timers[1]);
    cr_assert_not_null(timers[2]);
}

struct pipe_watch {
    int ends[2];
    struct loop_fd *watch;
    char got[8];
};

static void read_one(void *arg, int events) {
    struct pipe_watch *pipe_watch = arg;

    cr_assert(events & LOOP_READ);
    cr_assert_eq(read(pipe_watch->ends[0], pipe_watch->got + calls, 1), 1);
    if (++calls < 3) return;
    loop_fd_free(pipe_watch->watch);
    loop_stop(loop);
}

Test(loop, a_descriptor_with_bytes_left_is_shown_again) {
    struct pipe_watch pipe_watch = {{0}, NULL, ""};

    cr_assert_eq(pipe(pipe_watch.ends), 0);
    cr_assert_eq(write(pipe_watch.ends[1], "abc", 3), 3);
    loop_fd_new(loop, pipe_watch.ends[0], read_one, &pipe_watch, &pipe_watch.watch, &why);
    loop_fd_want(pipe_watch.watch, LOOP_READ);
    loop_run(loop);
    cr_assert_str_eq(pipe_watch.got, "abc");
    close(pipe_watch.ends[0]);
    close(pipe_watch.ends[1]);
}

static void never_ready(void *arg, int events) {
    cr_assert_fail("an unwanted descriptor was shown");
}

Test(loop, a_descriptor_that_nobody_wants_is_not_shown) {
    int ends[2];
    struct loop_fd *watch;

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], "x", 1), 1);
    loop_fd_new(loop, ends[0], never_ready, NULL, &watch, &why);
    loop_fd_want(watch, LOOP_READ);
    loop_fd_want(watch, 0);
    loop_timer_new(loop, note_b, NULL, &timers[0], &why);
    loop_timer_set(timers[0], 10);
    loop_run(loop);
    cr_assert_eq(calls, 1);
    loop_fd_free(watch);
    loop_timer_free(timers[0]);
    close(ends[0]);
    close(ends[1]);
}

static struct loop_hook *hook;

static void free_hook(void *arg) {
    order[calls++] = 'h';
    loop_hook_free(hook);
    loop_stop(loop);
}

Test(loop, a_hook_runs_after_the_timers_of_its_turn_and_may_free_itself) {
    loop_timer_new(loop, note_a, NULL, &timers[0], &why);
    loop_timer_set(timers[0], 0);
    cr_assert_eq(loop_hook_new(loop, free_hook, NULL, &hook, &why), 0);
    loop_run(loop);
    cr_assert_str_eq(order, "ah");
    loop_timer_free(timers[0]);
}

Test(loop, a_signal_is_an_event_of_the_loop) {
    struct loop_signal *watch;

    cr_assert_eq(loop_signal_new(loop, SIGUSR1, note_b, NULL, &watch, &why), 0);
    raise(SIGUSR1);
    loop_run(loop);
    cr_assert_eq(calls, 1);
    loop_signal_free(watch);
}

Test(loop, a_reader_that_hangs_up_does_not_end_the_program) {
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    close(ends[0]);
    cr_assert_eq(write(ends[1], "x", 1), -1);
    close(ends[1]);
}

static struct loop_child *child;
static struct loop_child_end ending;

static void child_ended(void *arg, struct loop_child_end end) {
    ending = end;
    calls++;
    loop_child_free(child);
    loop_stop(loop);
}

static int start(const char *program, const char *first, const char *second) {
    const char *argv[] = {program, first, second, NULL};

    return loop_child_new(loop, (char *const *)argv, child_ended, NULL, &child, &why);
}

Test(loop, the_exit_code_of_a_child_is_told_once) {
    cr_assert_eq(start("sh", "-c", "exit 7"), 0);
    loop_run(loop);
    cr_assert_eq(calls, 1);
    cr_assert_eq(ending.exit_code, 7);
    cr_assert_eq(ending.signal, 0);
}

Test(loop, a_killed_child_says_which_signal_ended_it) {
    cr_assert_eq(start("sleep", "60", NULL), 0);
    cr_assert_gt(loop_child_pid(child), 1);
    loop_child_kill(child, SIGTERM);
    loop_run(loop);
    cr_assert_eq(ending.signal, SIGTERM);
}

Test(loop, a_program_that_does_not_exist_is_named) {
    cr_assert_eq(start("no-such-program-here", NULL, NULL), -1);
    cr_assert_eq(why.kind, ERROR_MISSING);
    cr_assert(strstr(why.text, "no-such-program-here"));
}

Test(loop, a_forgotten_child_leaves_no_zombie) {
    cr_assert_eq(start("sleep", "60", NULL), 0);
    int pid = loop_child_pid(child);
    loop_child_free(child);
    kill(pid, SIGKILL);
    loop_timer_new(loop, note_b, NULL, &timers[0], &why);
    for (int tries = 0; tries < 500 && kill(pid, 0) == 0; tries++) {
        calls = 0;
        loop_timer_set(timers[0], 2);
        loop_run(loop);
    }
    cr_assert_eq(kill(pid, 0), -1);
    cr_assert_eq(ending.signal, 0, "the owner of a forgotten child was told");
    loop_timer_free(timers[0]);
}

static pthread_t worked_on, told_on;

static void work(void *arg) {
    worked_on = pthread_self();
}
static void work_done(void *arg) {
    told_on = pthread_self();
    loop_stop(loop);
}

Test(loop, pool_work_runs_elsewhere_and_ends_on_the_loop) {
    cr_assert_eq(loop_work(loop, work, work_done, NULL, &why), 0);
    loop_run(loop);
    cr_assert(pthread_equal(told_on, pthread_self()));
    cr_assert_not(pthread_equal(worked_on, told_on));
}
