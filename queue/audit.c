/* audit - lines of the audit stream, written and read. */
#include "queue/audit.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/args.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MAX 1000

static void on_noted(void *arg, const redisReply *reply, const struct error *why) {
    (void)arg;
    (void)reply;
    if (why) log_error("audit", "a line could not be written: %s", why->text);
}

void audit_note(struct office *office, const char *user, const char *act, const char *ref) {
    own_args struct args args = ARGS_INIT;
    args_number(&args, clock_wall_ms());
    args_text(&args, user);
    args_text(&args, act);
    args_text(&args, ref);
    args_call(&args, office, "audit", on_noted, NULL);
}

struct list {
    office_done done;
    void *arg;
};

/* A line of the stream is {id "<ms>-<n>", {name, value, ...}}. */
static json_t *line_json(const redisReply *line) {
    if (line->type != REDIS_REPLY_ARRAY || line->elements != 2 || !line->element[0]->str) return NULL;
    const redisReply *pairs = line->element[1];
    json_t *json = json_pack("{s:I}", "at_ms", (json_int_t)strtoll(line->element[0]->str, NULL, 10));
    if (pairs->type != REDIS_REPLY_ARRAY) return json;
    for (size_t i = 0; i + 1 < pairs->elements; i += 2)
        json_object_set_new(json, pairs->element[i]->str,
                            json_stringn(pairs->element[i + 1]->str, pairs->element[i + 1]->len));
    return json;
}

static void on_lines(void *arg, const redisReply *reply, const struct error *why) {
    struct list *list = arg;
    json_t *lines = json_array();
    for (size_t i = 0; !why && i < reply->elements; i++) json_array_append_new(lines, line_json(reply->element[i]));
    json_auto_t *result = json_pack("{s:o}", "lines", lines);
    list->done(list->arg, why ? NULL : result, why);
    free(list);
}

void audit_list(struct office *office, size_t limit, office_done done, void *arg) {
    char key[OFFICE_KEY_MAX], count[24];
    struct error why = ERROR_INIT;
    struct list *list = calloc(1, sizeof *list);
    if (!list) {
        error_set(&why, ERROR_BUSY, "no memory for a list");
        done(arg, NULL, &why);
        return;
    }
    *list = (struct list){done, arg};
    snprintf(count, sizeof count, "%zu", limit < 1 ? 1 : limit > LINES_MAX ? LINES_MAX : limit);
    struct redis_arg args[] = {redis_arg("XREVRANGE"), redis_arg(office_key(office, "audit", NULL, key)),
                               redis_arg("+"),         redis_arg("-"),
                               redis_arg("COUNT"),     redis_arg(count)};
    redis_command(office_redis(office), args, 6, on_lines, list);
}
