/* error - one readable text and a kind that decides its fate.
 *
 * A function that can fail returns 0 or -1 and takes `struct error *why` as its last parameter. The lowest level that
 * knows the cause sets it once; each level above may put its operation in front. Nobody compares texts: the kind says
 * what happens next. `why` is not touched on success. Only the tops (commands, webhook, worker, sender) log it.
 * An error text never holds a number, a name or a sentence of a person. */
#ifndef CONFIG_ERROR_H
#define CONFIG_ERROR_H

#define ERROR_TEXT_MAX 512

enum error_kind {
    ERROR_NONE = 0,
    ERROR_INPUT,    /* what we were given is wrong: refuse or bury, never retry (HTTP 400) */
    ERROR_DENIED,   /* not allowed: bad signature, wrong role, no session (HTTP 401 / 403) */
    ERROR_MISSING,  /* what was named does not exist (HTTP 404) */
    ERROR_CONFLICT, /* somebody else was first: held ticket, lost lease, stale version (HTTP 409) */
    ERROR_BUSY,     /* not now: Redis away, throttled, timed out; try again later (HTTP 503) */
    ERROR_SYSTEM    /* our own fault or the machine's: bury and alarm (HTTP 500) */
};

struct error {
    enum error_kind kind;
    char text[ERROR_TEXT_MAX]; /* UTF-8, cut with "..." when longer */
};

#define ERROR_INIT                                                                                                     \
    { ERROR_NONE, "" }

/* Sets kind and text. Returns -1, so that a caller can write `return error_set(...)`. why may be NULL. */
int error_set(struct error *why, enum error_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Puts "<operation>: " in front of the text, kind unchanged. Returns -1. why may be NULL. */
int error_wrap(struct error *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The HTTP status that answers an error of this kind: 400, 403, 404, 409, 503 or 500. */
int error_http_status(enum error_kind kind);

#endif
