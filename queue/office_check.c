/* office_check - is this Redis one that may hold what we promise? */
#include "queue/office_check.h"

#include <stdlib.h>
#include <string.h>

#define VERSION_MIN 7

static const struct {
    const char *name, *must, *otherwise;
} rules[] = {
    {"appendonly", "yes", "a restart would lose messages"},
    {"appendfsync", "always", "a power cut would lose messages that were already answered with 200"},
    {"no-appendfsync-on-rewrite", "no", "a power cut during a rewrite would lose messages"},
    {"maxmemory-policy", "noeviction", "Redis would throw records away when memory is short"},
};
#define RULE_COUNT (sizeof rules / sizeof rules[0])

struct check {
    struct redis *redis;
    size_t step; /* 0 version, then the rules */
    void (*done)(void *arg, const struct error *why);
    void *arg;
};

int office_check_version(const char *info, struct error *why) {
    const char *at = strstr(info, "redis_version:");
    if (!at) return error_set(why, ERROR_INPUT, "the server does not tell its Redis version");
    at += strlen("redis_version:");
    if (strtol(at, NULL, 10) >= VERSION_MIN) return 0;
    return error_set(why, ERROR_INPUT, "Redis is version %.*s; Acogida needs %d.0 or newer", (int)strcspn(at, "\r\n"),
                     at, VERSION_MIN);
}

int office_check_setting(const char *name, const char *value, struct error *why) {
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (strcmp(rules[i].name, name) == 0 && strcmp(rules[i].must, value) != 0)
            return error_set(why, ERROR_INPUT, "the Redis setting %s is \"%s\" and must be \"%s\": %s", name, value,
                             rules[i].must, rules[i].otherwise);
    return 0;
}

static void check_end(struct check *check, const struct error *why) {
    check->done(check->arg, why);
    free(check);
}

static int judge(const struct check *check, const redisReply *reply, struct error *why) {
    if (check->step == 0) return office_check_version(reply->type == REDIS_REPLY_STRING ? reply->str : "", why);
    const char *name = rules[check->step - 1].name;
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || !reply->element[1]->str)
        return error_set(why, ERROR_INPUT, "the server does not tell its setting %s", name);
    return office_check_setting(name, reply->element[1]->str, why);
}

/* A refusal in Redis' own words would not tell the technician what to do. */
static void explain(const struct check *check, const struct error *was, struct error *ret) {
    *ret = *was;
    if (was->kind == ERROR_BUSY) return;
    if (strncmp(was->text, "NOAUTH", 6) == 0)
        error_set(ret, ERROR_INPUT, "Redis asks for a password: set [redis] password");
    else if (check->step > 0)
        error_set(
            ret, ERROR_INPUT,
            "Redis does not let us read its settings (CONFIG is renamed or denied to this user): allow CONFIG GET");
    else
        ret->kind = ERROR_INPUT;
}

static void ask(struct check *check);

static void on_answer(void *arg, const redisReply *reply, const struct error *failed) {
    struct check *check = arg;
    struct error why = ERROR_INIT;
    if (failed)
        explain(check, failed, &why);
    else
        judge(check, reply, &why);
    if (why.kind || check->step == RULE_COUNT) {
        check_end(check, why.kind ? &why : NULL);
        return;
    }
    check->step++;
    ask(check);
}

static void ask(struct check *check) {
    struct redis_arg info[] = {redis_arg("INFO"), redis_arg("server")};
    if (check->step == 0) {
        redis_command(check->redis, info, 2, on_answer, check);
        return;
    }
    struct redis_arg get[] = {redis_arg("CONFIG"), redis_arg("GET"), redis_arg(rules[check->step - 1].name)};
    redis_command(check->redis, get, 3, on_answer, check);
}

void office_check(struct redis *redis, void (*done)(void *arg, const struct error *why), void *arg) {
    struct check *check = calloc(1, sizeof *check);
    if (!check) {
        struct error why = ERROR_INIT;
        error_set(&why, ERROR_BUSY, "no memory for the check of Redis");
        done(arg, &why);
        return;
    }
    *check = (struct check){.redis = redis, .done = done, .arg = arg};
    ask(check);
}
