/* office - what every part of a running program shares, and the way it opens: link, check, scripts. */
#include "queue/office.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/ledger_apply.h"
#include "queue/office_check.h"
#include "queue/scripts.h"

#include <stdlib.h>
#include <string.h>

#define LISTENERS_MAX 24
#define RECHECK_MS    60000 /* someone may change the server's settings, or flush its functions */
#define OPEN_AGAIN_MS 500
#define WORD_MAX      128

struct bell_listener {
    void (*heard)(void *arg, const char *word);
    void *arg;
};
struct open_listener {
    void (*opened)(void *arg);
    void *arg;
};

struct office {
    const struct settings *settings;
    struct vault *vault;
    struct loop *loop;
    struct redis *redis;
    struct person_keys *keys;
    const struct pack *pack;
    char *templates[SETTINGS_CHANNELS_MAX]; /* owned; NULL = those of the settings */
    char tag[SETTINGS_SHORT_MAX + 2];
    int open, opening, closing;
    struct loop_timer *again;   /* next try of opening, next check when open */
    struct loop_timer *telling; /* ready is told from the loop, so that it may close the office */
    void (*ready)(void *arg, const struct error *why);
    void *ready_arg;
    struct error verdict; /* why it cannot open; kind NONE while open or not yet known */
    struct bell_listener bells[LISTENERS_MAX];
    struct open_listener opens[LISTENERS_MAX];
    size_t bell_count, open_count;
    long at_the_door; /* requests that wait for their ACCEPT */
    int64_t pressed_until_ms;
};

static void tell_ready(void *arg) {
    struct office *office = arg;
    void (*ready)(void *, const struct error *) = office->ready;
    if (!ready || (!office->open && !office->verdict.kind)) return;
    struct error why = office->verdict;
    office->ready = NULL;
    ready(office->ready_arg, office->open ? NULL : &why);
}

static void opening_failed(struct office *office, const struct error *why) {
    office->opening = 0;
    loop_timer_set(office->again, OPEN_AGAIN_MS);
    if (why->kind == ERROR_BUSY && redis_is_up(office->redis)) return; /* crowded: as open or shut as it was */
    office->open = 0;
    if (why->kind == ERROR_BUSY || strcmp(office->verdict.text, why->text) == 0) return;
    office->verdict = *why;
    log_error("office", "cannot open: %s", why->text);
    loop_timer_set(office->telling, 0);
}

static void opening_done(struct office *office) {
    int was_open = office->open;
    office->opening = 0;
    office->open = 1;
    office->verdict.kind = ERROR_NONE;
    office->verdict.text[0] = '\0';
    loop_timer_set(office->again, RECHECK_MS);
    if (was_open) return;
    log_info("office", "open");
    for (size_t i = 0; i < office->open_count; i++) office->opens[i].opened(office->opens[i].arg);
    loop_timer_set(office->telling, 0);
}

static void on_ledger(void *arg, const struct error *why) {
    struct office *office = arg;
    if (office->closing) return;
    if (why)
        opening_failed(office, why);
    else
        opening_done(office);
}

/* Before anything is worked or sent: nobody who was erased comes back with an older copy of the data. */
static void on_scripts(void *arg, const struct error *why) {
    struct office *office = arg;
    if (office->closing) return;
    if (why)
        opening_failed(office, why);
    else
        ledger_apply(&(struct ledger_apply){office->redis, office->tag, office->vault, office->settings->data.dir},
                     on_ledger, office);
}

static void on_checked(void *arg, const struct error *why) {
    struct office *office = arg;
    if (office->closing) return;
    if (why)
        opening_failed(office, why);
    else
        scripts_load(office->redis, office->tag, on_scripts, office);
}

static void open_now(void *arg) {
    struct office *office = arg;
    if (office->opening || !redis_is_up(office->redis)) return;
    office->opening = 1;
    office_check(office->redis, on_checked, office);
}

static void on_link(void *arg, int up) {
    struct office *office = arg;
    if (up) {
        open_now(office);
        return;
    }
    if (office->open) log_warn("office", "Redis went away");
    office->open = 0;
    struct error why = ERROR_INIT;
    redis_fault(office->redis, &why);
    if (why.kind == ERROR_INPUT) opening_failed(office, &why);
}

static void on_bell(void *arg, const char *message, size_t len) {
    struct office *office = arg;
    for (size_t at = 0; at < len; at++) {
        const char *end = memchr(message + at, '\n', len - at);
        size_t word_len = end ? (size_t)(end - message) - at : len - at;
        char word[WORD_MAX];
        if (word_len < sizeof word) {
            memcpy(word, message + at, word_len);
            word[word_len] = '\0';
            office_ring(office, word);
        }
        at += word_len;
    }
}

static int office_connect(struct office *office, const char *url, struct error *why) {
    char bell[OFFICE_KEY_MAX];
    if (redis_new(office->loop, url, office->settings->redis.password, &office->redis, why) < 0) return -1;
    redis_on_change(office->redis, on_link, office);
    return redis_listen(office->redis, office_key(office, "bell", NULL, bell), on_bell, office, why);
}

int office_open(const struct settings *settings, struct vault *vault, struct loop *loop, const char *redis_url,
                struct office **ret, struct error *why) {
    struct office *office = calloc(1, sizeof *office);
    if (!office) return error_set(why, ERROR_SYSTEM, "no memory for the office");
    office->settings = settings;
    office->vault = vault;
    office->loop = loop;
    snprintf(office->tag, sizeof office->tag, "{%.*s}", SETTINGS_SHORT_MAX - 1, settings->office.tag);
    if (person_keys_new(vault, &office->keys, why) < 0 ||
        loop_timer_new(loop, open_now, office, &office->again, why) < 0 ||
        loop_timer_new(loop, tell_ready, office, &office->telling, why) < 0 ||
        office_connect(office, redis_url, why) < 0) {
        office_close(office);
        return -1;
    }
    *ret = office;
    return 0;
}

void office_when_ready(struct office *office, void (*ready)(void *arg, const struct error *why), void *arg) {
    office->ready = ready;
    office->ready_arg = arg;
    loop_timer_set(office->telling, 0);
}

void office_close(struct office *office) {
    if (!office) return;
    office->closing = 1;
    office->open = 0;
    redis_free(office->redis);
    person_keys_free(office->keys);
    loop_timer_free(office->again);
    loop_timer_free(office->telling);
    for (size_t i = 0; i < SETTINGS_CHANNELS_MAX; i++) free(office->templates[i]);
    free(office);
}

const struct settings *office_settings(const struct office *office) {
    return office->settings;
}
struct vault *office_vault(const struct office *office) {
    return office->vault;
}
struct loop *office_loop(const struct office *office) {
    return office->loop;
}
struct redis *office_redis(const struct office *office) {
    return office->redis;
}
struct person_keys *office_keys(const struct office *office) {
    return office->keys;
}
const struct pack *office_pack(const struct office *office) {
    return office->pack;
}
void office_set_pack(struct office *office, const struct pack *pack) {
    office->pack = pack;
}
const char *office_templates(const struct office *office, size_t index) {
    return office->templates[index] ? office->templates[index] : office->settings->channels[index].templates;
}

void office_set_templates(struct office *office, size_t index, const char *templates) {
    char *copy = strdup(templates);
    if (!copy) return; /* those of before */
    free(office->templates[index]);
    office->templates[index] = copy;
}

int office_is_open(const struct office *office) {
    return office->open;
}

void office_call(struct office *office, const char *script, const struct redis_arg *args, size_t count, redis_done done,
                 void *arg) {
    struct redis_arg all[REDIS_ARGS_MAX];
    struct error why = ERROR_INIT;
    if (count > REDIS_ARGS_MAX - 4)
        error_set(&why, ERROR_SYSTEM, "too many arguments for script %s", script);
    else if (!office->open)
        error_set(&why, ERROR_BUSY, "the office is not open");
    if (why.kind) {
        if (done) done(arg, NULL, &why);
        return;
    }
    all[0] = redis_arg("FCALL");
    all[1] = redis_arg(script);
    all[2] = redis_arg("1");
    all[3] = redis_arg(office->tag);
    if (count) memcpy(all + 4, args, count * sizeof *args);
    redis_command(office->redis, all, count + 4, done, arg);
}

const char *office_key(const struct office *office, const char *name, const char *id, char ret[OFFICE_KEY_MAX]) {
    snprintf(ret, OFFICE_KEY_MAX, "%s:%s%s%s", office->tag, name, id ? ":" : "", id ? id : "");
    return ret;
}

void office_door(struct office *office, int change) {
    office->at_the_door += change;
    if (office->at_the_door >= OFFICE_PRESSED_FROM) office->pressed_until_ms = clock_mono_ms() + OFFICE_PRESSED_MS;
}

int office_is_pressed(const struct office *office) {
    return office->pressed_until_ms && clock_mono_ms() < office->pressed_until_ms;
}

void office_on_bell(struct office *office, void (*heard)(void *arg, const char *word), void *arg) {
    if (office->bell_count < LISTENERS_MAX)
        office->bells[office->bell_count++] = (struct bell_listener){heard, arg};
    else
        log_error("office", "too many listeners of the bell");
}

void office_ring(struct office *office, const char *word) {
    for (size_t i = 0; i < office->bell_count; i++) office->bells[i].heard(office->bells[i].arg, word);
}

void office_on_open(struct office *office, void (*opened)(void *arg), void *arg) {
    if (office->open_count < LISTENERS_MAX)
        office->opens[office->open_count++] = (struct open_listener){opened, arg};
    else
        log_error("office", "too many listeners of the opening");
    if (office->open) opened(arg);
}

void office_forget(struct office *office, const void *arg) {
    size_t kept = 0;
    for (size_t i = 0; i < office->bell_count; i++)
        if (office->bells[i].arg != arg) office->bells[kept++] = office->bells[i];
    office->bell_count = kept;
    kept = 0;
    for (size_t i = 0; i < office->open_count; i++)
        if (office->opens[i].arg != arg) office->opens[kept++] = office->opens[i];
    office->open_count = kept;
}
