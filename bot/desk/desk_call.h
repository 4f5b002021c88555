/* desk_call - one request of the API from its guard to its answer.
 *
 * A call is made when the request is there and freed when it is answered, by desk_call_answer() or desk_call_fail().
 * In between it may wait for the office; a desk that is freed meanwhile leaves it without desk: it is then answered
 * 503. */
#ifndef BOT_DESK_DESK_CALL_H
#define BOT_DESK_DESK_CALL_H

#include "bot/http.h"
#include "messages/form.h"
#include "queue/office.h"
#include "queue/users.h"

#define DESK_BODY_MAX   16384 /* bytes */
#define DESK_FIELDS_MAX 4
#define DESK_ID_MAX     40

struct desk_call;
struct desk_live;

struct desk {
    struct office *office;
    struct desk_call *calls; /* under way */
    struct desk_live *live;
};

/* A field of a body, a string of at most max bytes, or with max 0 an object; or of a query, a string likewise. All
 * fields of a body must be there. */
struct desk_field {
    const char *name;
    size_t max;
};

struct desk_route {
    const char *method, *path; /* beneath /api/v1; ":id" stands for one part of at most DESK_ID_MAX letters */
    void (*fn)(struct desk_call *call);
    int is_open; /* needs no session */
    struct desk_field fields[DESK_FIELDS_MAX];
};

struct desk_call {
    struct desk_call *prev, *next;
    struct desk *desk; /* NULL when it was freed */
    struct http_exchange *exchange;
    const struct desk_route *route;
    char id[DESK_ID_MAX + 1];
    char session[USERS_TOKEN_MAX + 1]; /* token from the cookie, "" when none */
    char user[VAULT_ID_MAX + 1];       /* who it is, after the session was looked at */
    struct form query;
    json_t *body;
};

/* Reads the request. NULL when it has been refused and answered. */
struct desk_call *desk_call_new(struct desk *desk, struct http_exchange *exchange, const struct desk_route *route);
/* A field of body or query; NULL when a query lacks it. */
const char *desk_call_field(const struct desk_call *call, const char *name);

/* A whole number of up to nine digits of a query; fallback when it is not there. -1 ERROR_INPUT. */
int desk_call_number(const struct desk_call *call, const char *name, size_t fallback, size_t *ret, struct error *why);

void desk_call_answer(struct desk_call *call, json_t *result); /* 200; result is borrowed */
/* 200 with a file to keep; what is in body is not JSON. */
void desk_call_answer_file(struct desk_call *call, const char *type, const char *name, const char *body);
void desk_call_fail(struct desk_call *call, const struct error *why);
void desk_call_no_session(struct desk_call *call); /* 401 */
/* Frees a call whose exchange has been answered otherwise (a stream). */
void desk_call_free(struct desk_call *call);

/* An office_done that answers the call in arg with the result or the error. */
void desk_call_done(void *arg, json_t *result, const struct error *why);

/* Answers an exchange with {"error":{"kind","text"}}. */
void desk_refuse(struct http_exchange *exchange, int status, const char *kind, const char *text);

#endif
