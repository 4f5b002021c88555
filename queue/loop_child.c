/* loop_child - child processes on the loop (libuv). */
#include "queue/loop_inside.h"

#include <fcntl.h>
#include <stdlib.h>

struct loop_child {
    uv_process_t handle;
    loop_child_fn fn; /* NULL: forgotten, frees itself at its end */
    void *arg;
    int ended;
};

static void on_end(uv_process_t *handle, int64_t exit_code, int signal_number) {
    struct loop_child *child = (struct loop_child *)handle;

    child->ended = 1;
    if (child->fn)
        child->fn(child->arg, (struct loop_child_end){.exit_code = exit_code, .signal = signal_number});
    else
        loop_close(child);
}

int loop_child_new(struct loop *loop, char *const argv[], loop_child_fn fn, void *arg, struct loop_child **ret,
                   struct error *why) {
    struct loop_child *child = calloc(1, sizeof(*child));
    uv_stdio_container_t stdio[3] = {
        {.flags = UV_IGNORE}, {.flags = UV_INHERIT_FD, .data.fd = 1}, {.flags = UV_INHERIT_FD, .data.fd = 2}};
    /* A session of its own: Ctrl-C in the terminal is for us, and we end our children in our own order. */
    const uv_process_options_t options = {.exit_cb = on_end,
                                          .file = argv[0],
                                          .args = (char **)argv,
                                          .flags = UV_PROCESS_DETACHED,
                                          .stdio_count = 3,
                                          .stdio = stdio};

    if (!child) return error_set(why, ERROR_SYSTEM, "no memory for a child process");
    child->fn = fn;
    child->arg = arg;
    int code = uv_spawn(&loop->uv, &child->handle, &options);
    if (code < 0) {
        loop_close(child);
        if (code == UV_ENOENT) return error_set(why, ERROR_MISSING, "%s: no such program in PATH", argv[0]);
        return loop_fault(why, argv[0], code);
    }
    *ret = child;
    return 0;
}

int loop_child_pid(const struct loop_child *child) {
    return child->handle.pid;
}

void loop_child_kill(struct loop_child *child, int signal_number) {
    if (!child->ended) uv_process_kill(&child->handle, signal_number);
}

void loop_child_free(struct loop_child *child) {
    if (!child) return;
    child->fn = NULL;
    /* While it runs libuv must go on waiting for it, or it would stay behind as a zombie. */
    if (child->ended)
        loop_close(child);
    else
        uv_unref((uv_handle_t *)&child->handle);
}
