/* content_live - what this process says: the published version, swapped at once when another is published. */
#include "queue/content_live.h"

#include "config/log.h"
#include "handlers/handlers.h"
#include "queue/content.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FAULTS_LOGGED_MAX 10
#define RETRY_MS          1000
#define UNKNOWN           (-1)

/* A version on its way from its files to a pack. The pool works on it while the loop goes on. */
struct build {
    struct content_live *live;
    int64_t number, before;
    struct pack_files *files;
    struct pack *pack;
    struct pack_faults faults;
    struct error why;
};

struct content_live {
    struct office *office;
    const struct pack *base;
    struct pack *pack, *retired; /* pack: ours that speaks, NULL while base does */
    int64_t number, refused;     /* refused: the newest that had faults; not fetched again and again */
    int busy, again, stopped;    /* busy: a call or a build is under way */
    struct build *build;
    struct loop_timer *tick, *burial;
};

static void fetch(struct content_live *live, int64_t number);

/* What was under way has ended; 1 when nobody cares any more. */
static int is_over(struct content_live *live) {
    live->busy = 0;
    return live->stopped;
}

static void go_on(struct content_live *live) {
    if (live->busy || !live->again) return;
    live->again = 0;
    fetch(live, 0);
}

static void on_burial(void *arg) {
    struct content_live *live = arg;
    pack_free(live->retired);
    live->retired = NULL;
}

/* Nobody holds a pack beyond the callback that asked for it, so one that was replaced may go with the next turn. */
static void speak(struct content_live *live, struct pack *pack, int64_t number) {
    pack_free(live->retired);
    live->retired = live->pack;
    live->pack = pack;
    live->number = number;
    office_set_pack(live->office, pack ? pack : live->base);
    loop_timer_set(live->burial, 0);
    office_ring(live->office, "mail"); /* a worker that had no words yet */
}

static void refuse(struct content_live *live, int64_t number, int64_t before, const struct error *why) {
    log_error("content", "version %" PRId64 " is refused: %s", number, why->text);
    if (number > live->refused) live->refused = number;
    if (live->number != UNKNOWN) return;
    if (before) {
        fetch(live, before);
    } else {
        log_error("content", "no published version is without fault: the content of the settings speaks");
        speak(live, NULL, 0);
    }
}

static void build_free(struct build *build) {
    pack_files_free(build->files);
    pack_free(build->pack);
    free(build);
}

/* On the pool: touches nothing but the build. */
static void do_build(void *arg) {
    struct build *build = arg;
    if (pack_load(build->files->at, build->files->count, &build->pack, &build->faults, &build->why) != 0) return;
    if (pack_complete(build->pack, NULL, &build->why) != 0) return;
    if (pack_check(build->pack, &build->faults) + handlers_check_pack(build->pack, &build->faults) > 0)
        error_set(&build->why, ERROR_INPUT, "it has %zu faults", build->faults.count);
}

static void log_faults(const struct pack_faults *faults) {
    for (size_t i = 0; i < faults->count && i < FAULTS_LOGGED_MAX; i++) log_error("content", "%s", faults->text[i]);
}

static void on_built(void *arg) {
    struct build *build = arg;
    struct content_live *live = build->live;
    live->build = NULL;
    if (!is_over(live)) {
        if (build->why.kind) {
            log_faults(&build->faults);
            refuse(live, build->number, build->before, &build->why);
        } else {
            log_info("content", "version %" PRId64 " (%s) speaks", build->number, pack_version(build->pack));
            speak(live, build->pack, build->number);
            build->pack = NULL;
        }
        go_on(live);
    }
    build_free(build);
}

static int begin_build(struct content_live *live, const json_t *version, struct error *why) {
    struct build *build = calloc(1, sizeof *build);
    if (!build) return error_set(why, ERROR_BUSY, "no memory");
    build->live = live;
    build->number = json_integer_value(json_object_get(version, "number"));
    build->before = json_integer_value(json_object_get(version, "before"));
    if (content_files(version, &build->files, why) != 0 ||
        loop_work(office_loop(live->office), do_build, on_built, build, why) != 0) {
        build_free(build);
        return -1;
    }
    live->build = build;
    live->busy = 1;
    return 0;
}

static void take(struct content_live *live, const json_t *version) {
    struct error why = ERROR_INIT;
    int64_t number = json_integer_value(json_object_get(version, "number"));
    int64_t before = json_integer_value(json_object_get(version, "before"));
    if (number == 0 && live->number != 0) speak(live, NULL, 0);
    if (number == 0 || number == live->number || (number == live->refused && live->number != UNKNOWN)) return;
    if (begin_build(live, version, &why) != 0) refuse(live, number, before, &why);
}

static void on_version(void *arg, json_t *version, const struct error *why) {
    struct content_live *live = arg;
    if (is_over(live)) return;
    if (!why) {
        take(live, version);
    } else if (why->kind == ERROR_BUSY) {
        loop_timer_set(live->tick, RETRY_MS);
    } else {
        refuse(live, live->refused, 0, why);
    }
    go_on(live);
}

static void fetch(struct content_live *live, int64_t number) {
    if (live->busy) {
        live->again = 1;
        return;
    }
    live->busy = 1;
    int64_t have = live->refused > live->number ? live->refused : live->number;
    content_get(live->office, number, live->number == UNKNOWN ? UNKNOWN : have, on_version, live);
}

static void on_open(void *arg) {
    fetch(arg, 0);
}

static void on_tick(void *arg) {
    struct content_live *live = arg;
    loop_timer_set(live->tick, CONTENT_LIVE_TICK_MS);
    fetch(live, 0);
}

static void on_bell(void *arg, const char *word) {
    if (strncmp(word, "content ", 8) == 0) fetch(arg, 0);
}

int content_live_start(struct office *office, const struct pack *base, struct content_live **ret, struct error *why) {
    struct content_live *live = calloc(1, sizeof *live);
    if (!live) return error_set(why, ERROR_SYSTEM, "no memory for the content");
    live->office = office;
    live->base = base;
    live->number = UNKNOWN;
    if (loop_timer_new(office_loop(office), on_tick, live, &live->tick, why) < 0 ||
        loop_timer_new(office_loop(office), on_burial, live, &live->burial, why) < 0) {
        content_live_stop(live);
        content_live_free(live);
        return -1;
    }
    loop_timer_set(live->tick, CONTENT_LIVE_TICK_MS);
    office_on_bell(office, on_bell, live);
    office_on_open(office, on_open, live);
    *ret = live;
    return 0;
}

void content_live_stop(struct content_live *live) {
    if (!live || live->stopped) return;
    live->stopped = 1;
    office_forget(live->office, live);
    loop_timer_free(live->tick);
    loop_timer_free(live->burial);
}

void content_live_free(struct content_live *live) {
    if (!live) return;
    if (live->build) build_free(live->build);
    pack_free(live->pack);
    pack_free(live->retired);
    free(live);
}

int64_t content_live_number(const struct content_live *live) {
    return live->number;
}
