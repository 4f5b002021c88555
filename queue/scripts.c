/* scripts - the library of scripts: joined, compared, loaded. */
#include "queue/scripts.h"

#include "config/embed.h"
#include "messages/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SOURCE_MAX (1024 * 1024)
#define TAG_MAX    80 /* "{office}" and room for ":meta" */

struct load {
    struct redis *redis;
    char key[TAG_MAX + 8], tag[TAG_MAX];
    char version[SCRIPTS_VERSION_MAX + 1];
    void (*done)(void *arg, const struct error *why);
    void *arg;
};

void scripts_version(char ret[SCRIPTS_VERSION_MAX + 1]) {
    uint64_t hash = 14695981039346656037u; /* FNV-1a: tells versions apart, guards nothing */
    for (const struct embed *file = script_library; file->name; file++)
        for (const char *at = file->at; at < file->end; at++) hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    snprintf(ret, SCRIPTS_VERSION_MAX + 1, "%016" PRIx64, hash);
}

/* The library tells its own version, so that what runs is compared and not what somebody once wrote down. */
static void source_join(const char *version, struct text *ret) {
    for (const struct embed *file = script_library; file->name; file++) {
        text_add_bytes(ret, file->at, (size_t)(file->end - file->at));
        text_add_char(ret, '\n');
    }
    text_addf(ret,
              "redis.register_function{function_name = 'library_version', flags = {'no-writes'},\n"
              "    callback = function() return '%s' end}\n",
              version);
}

static void load_end(struct load *load, const struct error *why) {
    load->done(load->arg, why);
    free(load);
}

static void on_noted(void *arg, const redisReply *reply, const struct error *why) {
    (void)reply;
    load_end(arg, why);
}

static void on_loaded(void *arg, const redisReply *reply, const struct error *failed) {
    struct load *load = arg;
    (void)reply;
    if (failed) {
        struct error why = *failed;
        if (why.kind != ERROR_BUSY) why.kind = ERROR_INPUT;
        error_wrap(&why, "Redis refuses the script library");
        load_end(load, &why);
        return;
    }
    struct redis_arg note[] = {redis_arg("HSET"), redis_arg(load->key), redis_arg("lib"), redis_arg(load->version)};
    redis_command(load->redis, note, 4, on_noted, load);
}

static void load_now(struct load *load) {
    own_text struct text source = TEXT_INIT(SOURCE_MAX);
    struct error why = ERROR_INIT;
    source_join(load->version, &source);
    if (text_check(&source, "the script library", &why) < 0) {
        load_end(load, &why);
        return;
    }
    struct redis_arg args[] = {redis_arg("FUNCTION"), redis_arg("LOAD"), redis_arg("REPLACE"),
                               redis_arg(text_get(&source))};
    redis_command(load->redis, args, 4, on_loaded, load);
}

/* A server without the library says "Function not found", which counts as busy elsewhere: here it is the answer. */
static void on_version(void *arg, const redisReply *reply, const struct error *why) {
    struct load *load = arg;
    int same = reply && reply->type == REDIS_REPLY_STRING && strcmp(reply->str, load->version) == 0;
    if (same)
        load_end(load, NULL);
    else if (!why || redis_is_up(load->redis))
        load_now(load);
    else
        load_end(load, why);
}

void scripts_load(struct redis *redis, const char *tag, void (*done)(void *arg, const struct error *why), void *arg) {
    struct load *load = calloc(1, sizeof *load);
    if (!load) {
        struct error why = ERROR_INIT;
        error_set(&why, ERROR_BUSY, "no memory for the script library");
        done(arg, &why);
        return;
    }
    *load = (struct load){.redis = redis, .done = done, .arg = arg};
    snprintf(load->tag, sizeof load->tag, "%s", tag);
    snprintf(load->key, sizeof load->key, "%s:meta", tag);
    scripts_version(load->version);
    struct redis_arg args[] = {redis_arg("FCALL"), redis_arg("library_version"), redis_arg("1"), redis_arg(load->tag)};
    redis_command(redis, args, 4, on_version, load);
}
