/* loop - libuv behind plain C: descriptors, timers, hooks, signals and pool work. */
#include "queue/loop_inside.h"

#include "config/own.h"

#include <signal.h>
#include <string.h>

/* Every object begins with its libuv handle, so that the close callback of any of them is free(). */
struct loop_fd {
    uv_poll_t handle;
    loop_fd_fn fn;
    void *arg;
    int wanted;
};

struct loop_timer {
    uv_timer_t handle;
    loop_fn fn;
    void *arg;
};

struct loop_hook {
    uv_prepare_t handle;
    loop_fn fn;
    void *arg;
};

struct loop_signal {
    uv_signal_t handle;
    loop_fn fn;
    void *arg;
};

struct loop_job {
    uv_work_t request;
    struct loop *loop;
    loop_fn work, done;
    void *arg;
};

int loop_fault(struct error *why, const char *what, int code) {
    return error_set(why, ERROR_SYSTEM, "%s: %s", what, uv_strerror(code));
}

void loop_close(void *object) {
    uv_handle_t *handle = object;

    if (!uv_is_closing(handle)) uv_close(handle, (uv_close_cb)free);
}

static void on_nothing(uv_async_t *handle) {
    (void)handle;
}

int loop_new(struct loop **ret, struct error *why) {
    own_mem struct loop *loop = calloc(1, sizeof(*loop));

    if (!loop) return error_set(why, ERROR_SYSTEM, "no memory for the loop");
    int code = uv_loop_init(&loop->uv);
    if (code < 0) return loop_fault(why, "the loop cannot start", code);
    loop->uv.data = loop;
    /* Keeps uv_run() going while nobody watches anything: the loop ends by loop_stop() only. */
    code = uv_async_init(&loop->uv, &loop->awake, on_nothing);
    if (code < 0) {
        uv_loop_close(&loop->uv);
        return loop_fault(why, "the loop cannot start", code);
    }
    /* A peer that hangs up must end a write with EPIPE, not the program: hiredis and OpenSSL write() plainly. */
    signal(SIGPIPE, SIG_IGN);
    *ret = give(loop);
    return 0;
}

static void close_forgotten(uv_handle_t *handle, void *arg) {
    struct loop *loop = arg;

    if (handle == (uv_handle_t *)&loop->awake)
        uv_close(handle, NULL);
    else
        loop_close(handle);
}

void loop_free(struct loop *loop) {
    if (!loop) return;
    loop->ending = 1;
    uv_walk(&loop->uv, close_forgotten, loop);
    /* A loop_stop() that came too late would end this run at once: so until nothing is left. */
    do uv_run(&loop->uv, UV_RUN_DEFAULT);
    while (uv_loop_close(&loop->uv) == UV_EBUSY);
    free(loop);
}

void loop_run(struct loop *loop) {
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop) {
    uv_stop(&loop->uv);
}

static void on_ready(uv_poll_t *handle, int status, int events) {
    struct loop_fd *watch = (struct loop_fd *)handle;
    int bits = (events & UV_READABLE ? LOOP_READ : 0) | (events & UV_WRITABLE ? LOOP_WRITE : 0);

    /* An error on the descriptor is shown as readiness: the owner meets it in its own read() or write(). libuv stops
     * the watch then, but bytes may lie before the error. */
    if (status < 0) {
        bits = watch->wanted;
        watch->wanted = 0;
        loop_fd_want(watch, bits);
    }
    if (bits) watch->fn(watch->arg, bits);
}

int loop_fd_new(struct loop *loop, int fd, loop_fd_fn fn, void *arg, struct loop_fd **ret, struct error *why) {
    struct loop_fd *watch = calloc(1, sizeof(*watch));

    if (!watch) return error_set(why, ERROR_SYSTEM, "no memory to watch a descriptor");
    int code = uv_poll_init(&loop->uv, &watch->handle, fd);
    if (code < 0) {
        free(watch);
        return loop_fault(why, "a descriptor cannot be watched", code);
    }
    watch->fn = fn;
    watch->arg = arg;
    *ret = watch;
    return 0;
}

void loop_fd_want(struct loop_fd *watch, int events) {
    if (watch->wanted == events) return;
    watch->wanted = events;
    if (events)
        uv_poll_start(&watch->handle, (events & LOOP_READ ? UV_READABLE : 0) | (events & LOOP_WRITE ? UV_WRITABLE : 0),
                      on_ready);
    else
        uv_poll_stop(&watch->handle);
}

void loop_fd_free(struct loop_fd *watch) {
    if (watch) loop_close(watch);
}

static void on_time(uv_timer_t *handle) {
    struct loop_timer *timer = (struct loop_timer *)handle;

    timer->fn(timer->arg);
}

int loop_timer_new(struct loop *loop, loop_fn fn, void *arg, struct loop_timer **ret, struct error *why) {
    struct loop_timer *timer = calloc(1, sizeof(*timer));

    if (!timer) return error_set(why, ERROR_SYSTEM, "no memory for a timer");
    uv_timer_init(&loop->uv, &timer->handle);
    timer->fn = fn;
    timer->arg = arg;
    *ret = timer;
    return 0;
}

void loop_timer_set(struct loop_timer *timer, int64_t after_ms) {
    /* libuv counts from the start of this turn of the loop; a long callback would make the timer early. */
    uv_update_time(timer->handle.loop);
    uv_timer_start(&timer->handle, on_time, after_ms > 0 ? (uint64_t)after_ms : 0, 0);
}

void loop_timer_stop(struct loop_timer *timer) {
    uv_timer_stop(&timer->handle);
}

void loop_timer_free(struct loop_timer *timer) {
    if (timer) loop_close(timer);
}

static void on_turn(uv_prepare_t *handle) {
    struct loop_hook *hook = (struct loop_hook *)handle;
    struct loop *loop = handle->loop->data;

    loop->in_hook = 1;
    hook->fn(hook->arg);
    loop->in_hook = 0;
}

int loop_hook_new(struct loop *loop, loop_fn fn, void *arg, struct loop_hook **ret, struct error *why) {
    struct loop_hook *hook = calloc(1, sizeof(*hook));

    if (!hook) return error_set(why, ERROR_SYSTEM, "no memory for a hook");
    uv_prepare_init(&loop->uv, &hook->handle);
    hook->fn = fn;
    hook->arg = arg;
    uv_prepare_start(&hook->handle, on_turn);
    *ret = hook;
    return 0;
}

int loop_in_hook(const struct loop *loop) {
    return loop->in_hook;
}

void loop_hook_free(struct loop_hook *hook) {
    if (hook) loop_close(hook);
}

static void on_signal(uv_signal_t *handle, int signal_number) {
    struct loop_signal *watch = (struct loop_signal *)handle;

    (void)signal_number;
    watch->fn(watch->arg);
}

int loop_signal_new(struct loop *loop, int signal_number, loop_fn fn, void *arg, struct loop_signal **ret,
                    struct error *why) {
    struct loop_signal *watch = calloc(1, sizeof(*watch));

    if (!watch) return error_set(why, ERROR_SYSTEM, "no memory to watch a signal");
    watch->fn = fn;
    watch->arg = arg;
    int code = uv_signal_init(&loop->uv, &watch->handle);
    if (code < 0) {
        free(watch);
        return loop_fault(why, "a signal cannot be watched", code);
    }
    code = uv_signal_start(&watch->handle, on_signal, signal_number);
    if (code < 0) {
        loop_close(watch);
        return loop_fault(why, "a signal cannot be watched", code);
    }
    *ret = watch;
    return 0;
}

void loop_signal_free(struct loop_signal *watch) {
    if (watch) loop_close(watch);
}

static void job_work(uv_work_t *request) {
    struct loop_job *job = (struct loop_job *)request;

    job->work(job->arg);
}

static void job_done(uv_work_t *request, int status) {
    own_mem struct loop_job *job = (struct loop_job *)request;

    (void)status;
    if (!job->loop->ending) job->done(job->arg);
}

int loop_work(struct loop *loop, loop_fn work, loop_fn done, void *arg, struct error *why) {
    struct loop_job *job = calloc(1, sizeof(*job));

    if (!job) return error_set(why, ERROR_SYSTEM, "no memory for work on the pool");
    job->loop = loop;
    job->work = work;
    job->done = done;
    job->arg = arg;
    int code = uv_queue_work(&loop->uv, &job->request, job_work, job_done);
    if (code < 0) {
        free(job);
        return loop_fault(why, "the pool takes no work", code);
    }
    return 0;
}
