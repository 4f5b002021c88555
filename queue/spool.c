/* spool - where accepted requests wait while Redis is away, and the way back when it is here again. */
#include "queue/spool.h"

#include "config/log.h"
#include "config/own.h"
#include "queue/accept.h"
#include "queue/spool_file.h"
#include "queue/spool_record.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX   1000
#define AGAIN_MS    1000
#define NUMBER_LAST 99999999L

struct replay {
    struct spool_file file; /* fd -1 = none */
    off_t at, next;         /* the record under way, and behind it */
    int bad;                /* something of this file was left out */
    int accepting;
    struct channel channel;
};

struct spool {
    struct office *office;
    char dir[SETTINGS_TEXT_MAX + 8];
    struct spool_file writing; /* fd -1 = none yet */
    struct replay replay;
    struct loop_timer *again;
    size_t waiting;
    off_t bytes; /* on disk, ours */
    long last;   /* highest number in use */
    int running; /* inside replay_run() */
    int pause;   /* not now: the timer goes on */
    int closed;
};

static void file_path(const struct spool *spool, long number, const char *ending, char ret[SPOOL_PATH_MAX]) {
    snprintf(ret, SPOOL_PATH_MAX, "%s/%08ld.%s", spool->dir, number, ending);
}

static int by_number(const void *a, const void *b) {
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

/* The numbers of the spool's files, ascending; at most FILES_MAX. */
static size_t list_files(struct spool *spool, long ret[FILES_MAX]) {
    DIR *dir = opendir(spool->dir);
    size_t count = 0;
    if (!dir) return 0;
    for (struct dirent *entry; count < FILES_MAX && (entry = readdir(dir));) {
        char *end;
        long number = strtol(entry->d_name, &end, 10);
        if (end != entry->d_name + 8 || number < 1) continue;
        if (number > spool->last) spool->last = number; /* also of a .bad file: its number is not used again */
        if (strcmp(end, ".log") == 0) ret[count++] = number;
    }
    closedir(dir);
    qsort(ret, count, sizeof *ret, by_number);
    return count;
}

static size_t count_records(const struct spool_file *file) {
    size_t count = 0;
    off_t at = 0;
    unsigned char *bytes;
    for (size_t len; spool_file_next(file, &at, &bytes, &len) == 1; count++) free(bytes);
    return count;
}

static void count_left(struct spool *spool) {
    long *numbers = calloc(FILES_MAX, sizeof *numbers);
    size_t count = numbers ? list_files(spool, numbers) : 0;
    for (size_t i = 0; i < count; i++) {
        char path[SPOOL_PATH_MAX];
        struct spool_file file;
        file_path(spool, numbers[i], "log", path);
        if (spool_file_open(path, 0, &file, NULL) < 0) continue; /* another process' */
        spool->waiting += count_records(&file);
        spool->bytes += file.len;
        spool_file_close(&file);
    }
    free(numbers);
}

/* Takes the oldest file that is free. What we were writing to is taken too: new records begin a new file. */
static int replay_begin(struct spool *spool) {
    own_mem long *numbers = calloc(FILES_MAX, sizeof *numbers);
    size_t count = numbers ? list_files(spool, numbers) : 0;
    for (size_t i = 0; i < count; i++) {
        char path[SPOOL_PATH_MAX];
        struct replay *replay = &spool->replay;
        file_path(spool, numbers[i], "log", path);
        *replay = (struct replay){.file.fd = -1};
        if (spool->writing.fd >= 0 && strcmp(spool->writing.path, path) == 0) {
            replay->file = spool->writing;
            spool->writing.fd = -1;
            return 0;
        }
        if (spool_file_open(path, 0, &replay->file, NULL) == 0) return 0;
    }
    return -1;
}

static void replay_later(struct spool *spool) {
    spool->pause = 1;
    loop_timer_set(spool->again, AGAIN_MS);
}

static void replay_end(struct spool *spool) {
    struct replay *replay = &spool->replay;
    char bad[SPOOL_PATH_MAX];
    file_path(spool, strtol(strrchr(replay->file.path, '/') + 1, NULL, 10), "bad", bad);
    if (replay->bad ? rename(replay->file.path, bad) : unlink(replay->file.path)) {
        log_error("spool", "a replayed file cannot be removed: %s", strerror(errno));
        replay_later(spool);
    }
    spool->bytes -= replay->file.len;
    spool_file_close(&replay->file);
}

static void replay_run(void *arg);

/* A record has gone in, waits for better times, or is left out. */
static void settle(struct spool *spool, const struct error *why) {
    struct replay *replay = &spool->replay;
    replay->accepting = 0;
    if (why && why->kind == ERROR_BUSY) {
        replay_later(spool);
        return;
    }
    if (why) {
        log_error("spool", "a record is left out: %s", why->text);
        replay->bad = 1;
    }
    replay->at = replay->next;
    if (spool->waiting) spool->waiting--;
}

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    struct spool *spool = arg;
    (void)result;
    if (spool->closed) {
        spool->replay.accepting = 0;
        spool_close(spool);
        return;
    }
    settle(spool, why);
    if (!spool->running && !spool->pause) replay_run(spool);
}

/* 1 = a record is on its way to Redis or was left out, 0 = the file is at its end. */
static int replay_one(struct spool *spool) {
    struct replay *replay = &spool->replay;
    own_mem unsigned char *sealed = NULL;
    struct inbox inbox = INBOX_INIT;
    struct error why = ERROR_INIT;
    size_t len;
    replay->next = replay->at;
    int found = spool_file_next(&replay->file, &replay->next, &sealed, &len);
    if (found < 0) {
        log_warn("spool", "a torn record at the end of a file is left out");
        replay->bad = 1;
    }
    if (found <= 0) return 0;
    struct vault_bytes bytes = {sealed, len};
    replay->accepting = 1;
    if (spool_record_open(office_vault(spool->office), bytes, &replay->channel, &inbox, &why) < 0) {
        settle(spool, &why);
        return 1;
    }
    accept_inbox(spool->office, &replay->channel, &inbox, on_accepted, spool);
    inbox_release(&inbox);
    return 1;
}

static void replay_run(void *arg) {
    struct spool *spool = arg;
    struct replay *replay = &spool->replay;
    if (spool->running || replay->accepting) return;
    spool->running = 1;
    spool->pause = 0;
    while (!spool->pause && !replay->accepting && office_is_open(spool->office)) {
        if (replay->file.fd < 0 && replay_begin(spool) < 0) break;
        if (!replay_one(spool)) replay_end(spool);
    }
    spool->running = 0;
}

static int make_folder(struct spool *spool, struct error *why) {
    const char *dir = office_settings(spool->office)->data.dir;
    snprintf(spool->dir, sizeof spool->dir, "%s/spool", dir);
    if (mkdir(spool->dir, 0700) < 0 && errno != EEXIST)
        return error_set(why, ERROR_INPUT, "the folder spool cannot be made in the data folder: %s", strerror(errno));
    return 0;
}

int spool_open(struct office *office, struct spool **ret, struct error *why) {
    struct spool *spool = calloc(1, sizeof *spool);
    if (!spool) return error_set(why, ERROR_SYSTEM, "no memory for the spool");
    spool->office = office;
    spool->writing.fd = spool->replay.file.fd = -1;
    if (make_folder(spool, why) < 0 || loop_timer_new(office_loop(office), replay_run, spool, &spool->again, why) < 0) {
        free(spool);
        return -1;
    }
    count_left(spool);
    office_on_open(office, replay_run, spool);
    *ret = spool;
    return 0;
}

void spool_close(struct spool *spool) {
    if (!spool) return;
    office_forget(spool->office, spool);
    loop_timer_free(spool->again);
    spool->again = NULL;
    spool->closed = 1;
    if (spool->replay.accepting) return; /* the answer under way ends it */
    if (spool->replay.file.fd >= 0) spool_file_close(&spool->replay.file);
    if (spool->writing.fd >= 0) spool_file_close(&spool->writing);
    free(spool);
}

static int begin_file(struct spool *spool, struct error *why) {
    for (int tries = 0; tries < FILES_MAX && spool->last < NUMBER_LAST; tries++) {
        char path[SPOOL_PATH_MAX];
        struct error failed = ERROR_INIT;
        file_path(spool, ++spool->last, "log", path);
        if (spool_file_open(path, 1, &spool->writing, &failed) == 0) return 0;
        if (failed.kind == ERROR_CONFLICT) continue;
        spool->writing.fd = -1;
        return error_set(why, failed.kind, "%s", failed.text);
    }
    return error_set(why, ERROR_BUSY, "the spool has no free file");
}

int spool_append(struct spool *spool, const struct channel *channel, const struct inbox *inbox, struct error *why) {
    own_mem unsigned char *sealed = NULL;
    size_t len;
    if (spool_record_seal(office_vault(spool->office), channel, inbox, &sealed, &len, why) < 0) return -1;
    if (spool->bytes + (off_t)len > SPOOL_BYTES_MAX) return error_set(why, ERROR_BUSY, "the spool is full");
    if (spool->writing.fd < 0 && begin_file(spool, why) < 0) return -1;
    off_t before = spool->writing.len;
    if (spool_file_append(&spool->writing, sealed, len, why) < 0) return -1;
    spool->bytes += spool->writing.len - before;
    spool->waiting++;
    if (office_is_open(spool->office)) loop_timer_set(spool->again, 0);
    return 0;
}

size_t spool_waiting(const struct spool *spool) {
    return spool->waiting;
}
