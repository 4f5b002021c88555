/* loop_inside - what queue/loop.c shows to queue/loop_child.c; nobody else includes it. */
#ifndef QUEUE_LOOP_INSIDE_H
#define QUEUE_LOOP_INSIDE_H

#include "queue/loop.h"

#include <uv.h>

struct loop {
    uv_loop_t uv;
    uv_async_t awake;
    int in_hook;
    int ending; /* loop_free() runs: work that ends now has nobody left to tell */
};

/* Closes a heap object that begins with its libuv handle and frees it when libuv has let go of it. Safe inside its own
 * callback and when called twice. */
void loop_close(void *object);

/* -1 and "<what>: <libuv's words>". */
int loop_fault(struct error *why, const char *what, int code);

#endif
