/* server_test - our own Redis: durable, one a folder, back after a death, gone with us. */
#include "queue/server.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <ftw.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct loop *loop;
static struct loop_timer *tick;
static struct server *server;
static struct settings settings;
static struct error why;
static char top[64];
static int stops;

static void on_tick(void *arg) {
    loop_stop(loop);
}
static void on_stopped(void *arg) {
    stops++;
    loop_stop(loop);
}

static void open_all(void) {
    snprintf(top, sizeof top, "/tmp/server-test-XXXXXX");
    cr_assert_not_null(mkdtemp(top));
    snprintf(settings.data.dir, sizeof settings.data.dir, "%s/data", top);
    cr_assert_eq(loop_new(&loop, &why), 0);
    cr_assert_eq(loop_timer_new(loop, on_tick, NULL, &tick, &why), 0);
}
static int remove_one(const char *path, const struct stat *is, int flag, struct FTW *at) {
    return remove(path);
}
static void close_all(void) {
    if (server) server_stop(server, on_stopped, NULL);
    if (server && !stops) loop_run(loop);
    server_free(server);
    loop_timer_free(tick);
    loop_free(loop);
    nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
TestSuite(server, .init = open_all, .fini = close_all, .timeout = 60);

static void start(void) {
    cr_assert_eq(server_start(loop, &settings, &server, &why), 0, "%s", why.text);
}

static void turn_for(int ms) {
    loop_timer_set(tick, ms);
    loop_run(loop);
}

/* A link once the server answers, within 20 s. */
static redisContext *link_up(void) {
    char url[SETTINGS_TEXT_MAX];

    server_url_of(&settings, url);
    for (int tries = 0; tries < 1000; tries++) {
        redisContext *link = redisConnectUnix(url + strlen("unix:"));
        redisReply *reply = link->err ? NULL : redisCommand(link, "PING");
        int up = reply && reply->type == REDIS_REPLY_STATUS;
        freeReplyObject(reply);
        if (up) return link;
        redisFree(link);
        turn_for(20);
    }
    cr_assert_fail("redis-server did not come up");
    return NULL;
}

static void assert_config(redisContext *link, const char *name, const char *value) {
    redisReply *reply = redisCommand(link, "CONFIG GET %s", name);

    cr_assert_eq(reply->elements, 2, "%s", name);
    cr_assert_str_eq(reply->element[1]->str, value, "%s", name);
    freeReplyObject(reply);
}

Test(server, every_acknowledged_write_is_on_disk_and_only_we_may_connect) {
    struct stat is;

    start();
    redisContext *link = link_up();
    assert_config(link, "appendonly", "yes");
    assert_config(link, "appendfsync", "always");
    assert_config(link, "no-appendfsync-on-rewrite", "no");
    assert_config(link, "maxmemory-policy", "noeviction");
    assert_config(link, "save", "");
    assert_config(link, "port", "0");
    assert_config(link, "slowlog-log-slower-than", "-1");
    cr_assert_eq(stat(settings.data.dir, &is), 0);
    cr_assert_eq(is.st_mode & 0777, 0700);
    cr_assert_eq(stat(server_url(server) + strlen("unix:"), &is), 0);
    cr_assert_eq(is.st_mode & 0777, 0700);
    redisFree(link);
}

static int pid_of(redisContext *link) {
    redisReply *reply = redisCommand(link, "INFO server");
    int pid = (int)strtol(strstr(reply->str, "process_id:") + 11, NULL, 10);

    freeReplyObject(reply);
    return pid;
}

Test(server, a_redis_that_dies_is_started_again_with_its_data) {
    start();
    redisContext *link = link_up();
    freeReplyObject(redisCommand(link, "SET kept 1"));
    int pid = pid_of(link);
    kill(pid, SIGKILL);
    redisFree(link);
    link = link_up();
    cr_assert_neq(pid_of(link), pid);
    redisReply *reply = redisCommand(link, "GET kept");
    cr_assert_str_eq(reply->str, "1");
    freeReplyObject(reply);
    redisFree(link);
}

Test(server, a_stop_ends_redis_and_tells_once) {
    start();
    redisContext *link = link_up();
    int pid = pid_of(link);
    redisFree(link);
    server_stop(server, on_stopped, NULL);
    loop_run(loop);
    cr_assert_eq(stops, 1);
    cr_assert_eq(kill(pid, 0), -1);
}

Test(server, a_second_program_on_the_same_folder_is_told_so) {
    struct server *second = NULL;

    start();
    cr_assert_eq(server_start(loop, &settings, &second, &why), -1);
    cr_assert_eq(why.kind, ERROR_CONFLICT);
    cr_assert(strstr(why.text, "another acogida runs on this folder"));
}

static void run_until_killed(int ready) {
    loop_free(loop);
    if (loop_new(&loop, &why) < 0 || loop_timer_new(loop, on_tick, NULL, &tick, &why) < 0) _exit(1);
    if (server_start(loop, &settings, &server, &why) < 0) _exit(1);
    redisContext *link = link_up();
    int pid = pid_of(link);
    if (write(ready, &pid, sizeof pid) != sizeof pid) _exit(1);
    for (;;) pause();
}

Test(server, a_program_that_is_killed_takes_its_redis_along_and_the_next_start_works) {
    int ends[2], redis_pid = 0;

    cr_assert_eq(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) run_until_killed(ends[1]);
    cr_assert_eq(read(ends[0], &redis_pid, sizeof redis_pid), (ssize_t)sizeof redis_pid);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    start();
    redisContext *link = link_up();
    cr_assert_neq(pid_of(link), redis_pid);
    redisFree(link);
    close(ends[0]);
    close(ends[1]);
}

Test(server, a_folder_with_a_very_long_path_works) {
    int len = snprintf(settings.data.dir, sizeof settings.data.dir, "%s/", top);

    for (int i = 0; i < 120; i++) settings.data.dir[len + i] = 'd';
    start();
    cr_assert_lt(strlen(server_url(server)), 107);
    redisFree(link_up());
    unlink(server_url(server) + strlen("unix:"));
}

Test(server, a_folder_with_blanks_and_quotes_works) {
    snprintf(settings.data.dir, sizeof settings.data.dir, "%s/a \"b\" \\ c", top);
    start();
    redisFree(link_up());
}

Test(server, a_file_in_place_of_the_folder_is_refused_with_its_name) {
    int fd = open(settings.data.dir, O_CREAT | O_WRONLY, 0600);

    close(fd);
    cr_assert_eq(server_start(loop, &settings, &server, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(strstr(why.text, settings.data.dir));
}

static void fake_redis(const char *says) {
    char path[128];

    snprintf(path, sizeof path, "%s/redis-server", top);
    FILE *out = fopen(path, "w");
    fprintf(out, "#!/bin/sh\necho '%s'\n", says);
    fclose(out);
    chmod(path, 0700);
}

Test(server, an_old_redis_is_refused) {
    setenv("PATH", top, 1);
    fake_redis("Redis server v=6.2.7 sha=00000000:0 malloc=libc bits=64");
    cr_assert_eq(server_start(loop, &settings, &server, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(strstr(why.text, "older than version 7"));
}

Test(server, a_missing_redis_says_how_to_get_one) {
    setenv("PATH", top, 1);
    cr_assert_eq(server_start(loop, &settings, &server, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert(strstr(why.text, "apt install redis-server"));
}
