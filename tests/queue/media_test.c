/* media_test - what people send besides words, on a real Redis: fetched beside the road, sealed, listed, and gone in
 * time. */
#include "queue/media.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/accept.h"
#include "queue/media_file.h"
#include "queue/schedule.h"
#include "queue/tickets.h"
#include "queue/worker.h"
#include "tests/queue/file_server_help.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#define ANA "+56911112222"
#define LUZ "+56933334444"

static struct queue_help help;
static struct file_server *server;
static struct worker *worker;
static struct media *media;
static struct schedule *schedule;

static void start(void) {
    struct error why = ERROR_INIT;
    cr_assert_eq(worker_start(help.office, &worker, &why), 0, "%s", why.text);
    cr_assert_eq(media_start(help.office, &media, &why), 0, "%s", why.text);
}

static void open_all(void) {
    server = file_server_start();
    queue_help_start(&help);
    snprintf(help.settings.data.dir, sizeof help.settings.data.dir, "%s", help.dir);
    snprintf(help.settings.channels[0].api_base, sizeof help.settings.channels[0].api_base, "%s",
             file_server_url(server));
    help.settings.media.max_kib = 64;
    help.settings.media.keep_days = 90;
    help.settings.media.total_mib = 10;
    queue_help_office(&help);
    queue_help_pack(&help);
}

static void close_all(void) {
    media_free(media);
    worker_free(worker);
    schedule_free(schedule);
    queue_help_close(&help);
    file_server_stop(server);
}
TestSuite(media_store, .init = open_all, .fini = close_all, .timeout = 60);

static void on_accepted(void *arg, const struct accept_result *result, const struct error *why) {
    cr_assert(!why && result->fresh == 1, "%s", why ? why->text : "seen before");
    *(int *)arg = 1;
}
static int is_set(void *arg) {
    return *(int *)arg;
}

/* Somebody sends a picture that stands at this path. */
static void send_pictures(const char *number, const char *path, const char *more) {
    static int sent;
    struct inbox inbox = INBOX_INIT;
    struct message *message = inbox_add_message(&inbox);
    int done = 0;
    message->kind = MESSAGE_MEDIA;
    snprintf(message->id, sizeof message->id, "MM%d", ++sent);
    snprintf(message->from, sizeof message->from, "%s", number);
    snprintf(message->media, sizeof message->media, "%s%s", file_server_url(server), path);
    snprintf(message->media_type, sizeof message->media_type, "image/png");
    if (more)
        text_addf(&message->more_media, "image/png %s%s\n- %s%s\n", file_server_url(server), more,
                  file_server_url(server), path);
    text_add(&message->body, "mi carnet");
    accept_inbox(help.office, settings_channel(&help.settings, "line-1"), &inbox, on_accepted, &done);
    cr_assert(queue_until(&help, is_set, &done));
    inbox_release(&inbox);
}

static void send_picture(const char *number, const char *path) {
    send_pictures(number, path, NULL);
}

struct wanted {
    const char *state;
    long long count;
};

/* How many media are in a state. */
static long long count_in(const char *state) {
    redisReply *ids = queue_redis(&help, "ZRANGE {test}:media-until 0 -1");
    long long count = 0;
    for (size_t i = 0; i < ids->elements; i++) {
        own_mem char *is = queue_string(&help, "HGET {test}:media:%s state", ids->element[i]->str);
        count += strcmp(is, state) == 0;
    }
    freeReplyObject(ids);
    return count;
}
static int is_so(void *arg) {
    const struct wanted *wanted = arg;
    return count_in(wanted->state) >= wanted->count;
}
static void await(const char *state, long long count) {
    struct wanted wanted = {state, count};
    cr_assert(queue_until(&help, is_so, &wanted), "%lld %s, %lld wanted", count_in(state), state, count);
}

static size_t files(void) {
    char folder[MEDIA_DIR_MAX], names[MEDIA_LIST_MAX][MEDIA_ID_MAX + 1];
    media_file_folder(help.dir, folder, NULL);
    return media_file_list(folder, "", names);
}
static int are_files(void *arg) {
    return files() == *(size_t *)arg;
}
static void await_files(size_t count) {
    cr_assert(queue_until(&help, are_files, &count), "%zu files, %zu wanted", files(), count);
}

static char *first_id(void) {
    redisReply *ids = queue_redis(&help, "ZRANGE {test}:media-until 0 0");
    char *id = strdup(ids->elements ? ids->element[0]->str : "");
    freeReplyObject(ids);
    return id;
}

struct seen {
    int ended;
    enum error_kind kind;
    char type[24], bytes[200];
    size_t len;
};
static void on_seen(void *arg, const struct media_shown *shown, const struct error *why) {
    struct seen *seen = arg;
    seen->ended = 1;
    if (why) seen->kind = why->kind;
    if (!shown) return;
    snprintf(seen->type, sizeof seen->type, "%s", shown->type->type);
    seen->len = shown->len;
    memcpy(seen->bytes, shown->bytes, shown->len < sizeof seen->bytes ? shown->len : 0);
}
static int seen_ended(void *arg) {
    return ((struct seen *)arg)->ended;
}
static struct seen look(const char *id) {
    struct seen seen = {.ended = 0};
    media_look(help.office, "maria", id, on_seen, &seen);
    cr_assert(queue_until(&help, seen_ended, &seen));
    return seen;
}

Test(media_store, a_picture_is_fetched_sealed_and_shown_and_the_look_is_written_down_once) {
    start();
    send_picture(ANA, "/png");
    await("kept", 1);
    own_mem char *id = first_id(), *ref = queue_string(&help, "HGET {test}:media:%s ref", id);
    struct seen seen = look(id);
    cr_expect_str_eq(seen.type, "image/png");
    cr_expect(memmem(seen.bytes, seen.len, FILE_SERVER_MARK, strlen(FILE_SERVER_MARK)) != NULL);
    look(id);
    cr_expect_eq(queue_number(&help, "XLEN {test}:audit"), 1);
    cr_expect_str_eq(ref, "", "nobody needs to know any more where it was");
    cr_expect_eq(queue_number(&help, "HGET {test}:meta media"), (long long)seen.len);
    cr_expect_eq(look("no-such-thing").kind, ERROR_MISSING);
    cr_expect_eq(look("../master.key").kind, ERROR_MISSING);
}

/* One MMS: one message with one answer, and each of its files in a line of its own. */
Test(media_store, all_that_came_with_one_message_is_fetched) {
    start();
    send_pictures(ANA, "/png", "/missing");
    await("kept", 2);
    cr_expect_eq(queue_number(&help, "HGET {test}:count turns"), 1);
    redisReply *of = queue_redis(&help, "KEYS {test}:media-of:*");
    cr_assert_eq(of->elements, 1);
    const char *person = of->element[0]->str + strlen("{test}:media-of:");
    cr_expect_eq(queue_number(&help, "SCARD {test}:media-of:%s", person), 3);
    redisReply *lines = queue_redis(&help, "LRANGE {test}:log:%s 0 2", person);
    cr_assert_eq(lines->elements, 3);
    for (size_t i = 0; i < lines->elements; i++) {
        char id[64];
        cr_assert_eq(sscanf(lines->element[i]->str, "in %63s", id), 1);
        cr_expect_eq(queue_number(&help, "EXISTS {test}:media:%s", id), 1, "line %zu has its file", i);
    }
    freeReplyObject(lines);
    freeReplyObject(of);
}

Test(media_store, the_reply_does_not_wait_for_a_provider_that_is_slow) {
    start();
    send_picture(ANA, "/slow");
    int64_t from = clock_mono_ms();
    while (queue_number(&help, "HGET {test}:count turns") < 1) queue_settle(&help);
    cr_expect_lt(clock_mono_ms() - from, 2000);
    cr_expect_eq(count_in("due"), 1);
}

Test(media_store, one_that_is_altered_on_the_disk_is_not_shown) {
    char folder[MEDIA_DIR_MAX], path[400];
    start();
    send_picture(ANA, "/png");
    await("kept", 1);
    own_mem char *id = first_id();
    media_file_folder(help.dir, folder, NULL);
    snprintf(path, sizeof path, "%s/%s", folder, id);
    FILE *file = fopen(path, "r+");
    fseek(file, 30, SEEK_SET);
    fputc('x', file);
    fclose(file);
    cr_expect_eq(look(id).kind, ERROR_INPUT);
    unlink(path);
    cr_expect_eq(look(id).kind, ERROR_MISSING);
}

struct trying {
    const char *id;
    long long before;
};
static int is_tried(void *arg) {
    const struct trying *trying = arg;
    return count_in("failed") >= 2 || queue_number(&help, "HGET {test}:media:%s tries", trying->id) != trying->before;
}

Test(media_store, what_does_not_come_is_tried_again_and_ends_with_its_reason) {
    start();
    send_picture(ANA, "/missing");
    send_picture(ANA, "/page");
    send_picture(ANA, "/to/https://169.254.169.254/");
    await("refused", 1);
    await("failed", 1);
    own_mem char *id =
        queue_string(&help, "EVAL %s 0", "return redis.call('ZRANGE', '{test}:media-due', 0, 0)[1] or ''");
    for (int i = 0; i < 12 && count_in("failed") < 2; i++) {
        struct trying trying = {id, queue_number(&help, "HGET {test}:media:%s tries", id)};
        freeReplyObject(queue_redis(&help, "ZADD {test}:media-due XX 1 %s", id));
        freeReplyObject(queue_redis(&help, "PUBLISH {test}:bell media"));
        cr_assert(queue_until(&help, is_tried, &trying));
    }
    await("failed", 2);
    own_mem char *why = queue_string(&help, "HGET {test}:media:%s why", id);
    cr_expect_str_eq(why, "missing");
    cr_expect_eq(queue_number(&help, "ZCARD {test}:media-due"), 0);
    cr_expect_eq(files(), 0);
}

Test(media_store, a_full_disk_takes_no_more_and_says_so) {
    help.settings.media.total_mib = 1;
    freeReplyObject(queue_redis(&help, "HSET {test}:meta media 1048576"));
    start();
    send_picture(ANA, "/png");
    await("failed", 1);
    own_mem char *id = first_id(), *why = queue_string(&help, "HGET {test}:media:%s why", id);
    cr_expect_str_eq(why, "full");
    cr_expect_eq(file_server_count(server), 0);
}

Test(media_store, an_erased_person_takes_the_files_along_and_nobody_else_s) {
    start();
    send_picture(ANA, "/png");
    send_picture(ANA, "/ogg");
    send_picture(LUZ, "/png");
    await("kept", 3);
    await_files(3);
    own_mem char *index = queue_string(&help, "HGET {test}:media:%s person", first_id());
    redisReply *mine = queue_redis(&help, "SMEMBERS {test}:media-of:%s", index);
    long long left = 3 - (long long)mine->elements;
    freeReplyObject(mine);
    freeReplyObject(queue_redis(&help, "FCALL erased_again 1 {test} %lld %s", (long long)clock_wall_ms(), index));
    await_files((size_t)left);
    cr_expect_eq(queue_number(&help, "ZCARD {test}:media-until"), left);
    cr_expect_eq(queue_number(&help, "EXISTS {test}:media-of:%s", index), 0);
}

Test(media_store, one_whose_person_is_erased_while_it_comes_leaves_no_file) {
    start();
    send_picture(ANA, "/slow");
    while (file_server_count(server) < 1) queue_settle(&help);
    own_mem char *id = first_id(), *person = queue_string(&help, "HGET {test}:media:%s person", id);
    freeReplyObject(queue_redis(&help, "FCALL erased_again 1 {test} %lld %s", (long long)clock_wall_ms(), person));
    redisReply *kept = queue_redis(&help, "FCALL media_kept 1 {test} %s image/png 10", id);
    cr_expect_str_eq(kept->str, "gone");
    freeReplyObject(kept);
    cr_expect_eq(queue_number(&help, "EXISTS {test}:media:%s", id), 0);
}

Test(media_store, the_time_of_keeping_ends) {
    struct error why = ERROR_INIT;
    start();
    send_picture(ANA, "/png");
    await("kept", 1);
    await_files(1);
    own_mem char *id = first_id();
    long long until = queue_number(&help, "ZSCORE {test}:media-until %s", id);
    cr_expect_gt(until, clock_wall_ms() + 89LL * 24 * 3600 * 1000);
    freeReplyObject(queue_redis(&help, "ZADD {test}:media-until XX 1 %s", id));
    cr_assert_eq(schedule_start(help.office, &schedule, &why), 0);
    await_files(0);
    cr_expect_eq(queue_number(&help, "EXISTS {test}:media:%s", id), 0);
    cr_expect_eq(queue_number(&help, "HGET {test}:meta media"), 0);
}

static void put(const char *name) {
    char folder[MEDIA_DIR_MAX], path[400];
    media_file_folder(help.dir, folder, NULL);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    fputs("nobody knows me", file);
    fclose(file);
}

Test(media_store, files_of_nobody_are_swept_at_the_start_unless_the_ledger_is_empty) {
    put("aaaaaaaaaaaaaaaa");
    start();
    for (int i = 0; i < 40; i++) queue_settle(&help);
    cr_expect_eq(files(), 1, "an empty ledger is more likely the wrong one");
    send_picture(ANA, "/png");
    await("kept", 1);
    media_free(media);
    media = NULL;
    for (int i = 0; i < 250; i++) {
        char name[20];
        snprintf(name, sizeof name, "stray-%03d", i);
        put(name);
    }
    struct error why = ERROR_INIT;
    cr_assert_eq(media_start(help.office, &media, &why), 0);
    await_files(1);
    own_mem char *id = first_id();
    cr_expect_str_eq(look(id).type, "image/png");
}
