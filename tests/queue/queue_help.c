/* queue_help - a private Redis, a vault, settings, a loop and an open office for tests of queue/. */
#include "tests/queue/queue_help.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/person.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void add_channel(struct settings *settings, const char *name, const char *wire, const char *kind) {
    struct channel *channel = &settings->channels[settings->channel_count++];
    snprintf(channel->name, sizeof channel->name, "%s", name);
    snprintf(channel->wire, sizeof channel->wire, "%s", wire);
    snprintf(channel->kind, sizeof channel->kind, "%s", kind);
    snprintf(channel->number, sizeof channel->number, "+5622222000%zu", settings->channel_count);
    snprintf(channel->account, sizeof channel->account, "account");
    snprintf(channel->secret, sizeof channel->secret, "secret");
    channel->rate_per_s = 100;
}

static void fill_settings(struct queue_help *help) {
    struct settings *settings = &help->settings;
    memset(settings, 0, sizeof *settings);
    snprintf(settings->office.tag, sizeof settings->office.tag, "test");
    snprintf(settings->office.name, sizeof settings->office.name, "Test office");
    snprintf(settings->office.timezone, sizeof settings->office.timezone, "America/Santiago");
    snprintf(settings->office.phone_prefix, sizeof settings->office.phone_prefix, "+56");
    snprintf(settings->server.public_url, sizeof settings->server.public_url, "http://127.0.0.1:8080");
    snprintf(settings->data.dir, sizeof settings->data.dir, "%s", help->dir);
    snprintf(settings->data.key_file, sizeof settings->data.key_file, "%s/master.key", help->dir);
    settings->office.mode = MODE_TRIAL;
    settings->worker.lease_s = 30;
    settings->worker.tries_max = 3;
    settings->worker.auto_replies_per_hour_max = 40;
    settings->worker.chatter_replies_per_hour_max = 40;
    settings->worker.messages_per_minute_max = 1000;
    settings->send.in_flight_max = 64;
    settings->survey.least = 5;
    settings->send.timeout_s = 5;
    add_channel(settings, "line-1", "twilio", "sms");
    add_channel(settings, "phone-sms", "phone", "sms");
    add_channel(settings, "phone-whatsapp", "phone", "whatsapp");
}

/* Waits for the server to answer PING; it may be loading. */
static void link_open(struct queue_help *help) {
    char path[128];
    struct timespec pause = {0, 5000000};
    int64_t until_ms = clock_mono_ms() + QUEUE_HELP_LIMIT_MS;
    snprintf(path, sizeof path, "%s/redis.sock", help->dir);
    if (help->link) redisFree(help->link);
    help->link = NULL;
    while (clock_mono_ms() < until_ms) {
        redisContext *link = redisConnectUnix(path);
        redisReply *reply = link && !link->err ? redisCommand(link, "PING") : NULL;
        int is_up = reply && reply->type == REDIS_REPLY_STATUS;
        if (reply) freeReplyObject(reply);
        if (is_up) {
            help->link = link;
            return;
        }
        if (link) redisFree(link);
        nanosleep(&pause, NULL); /* nobody tells when a server is ready: it has to be asked */
    }
    cr_assert_fail("redis-server does not come up");
}

void queue_help_server_start(struct queue_help *help, const char *const extra[]) {
    char socket[128];
    const char *args[64] = {"redis-server",
                            "--port",
                            "0",
                            "--unixsocket",
                            socket,
                            "--dir",
                            help->dir,
                            "--appendonly",
                            "yes",
                            "--appendfsync",
                            "always",
                            "--save",
                            "",
                            "--logfile",
                            "redis.log",
                            "--maxmemory-policy",
                            "noeviction",
                            "--daemonize",
                            "no"};
    size_t count = 0;
    snprintf(socket, sizeof socket, "%s/redis.sock", help->dir);
    while (args[count]) count++;
    for (size_t i = 0; extra && extra[i] && count < 63; i++) args[count++] = extra[i];
    help->server = fork();
    cr_assert(help->server >= 0);
    if (help->server == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execvp(args[0], (char *const *)args);
        _exit(127);
    }
    link_open(help);
}

void queue_help_server_kill(struct queue_help *help) {
    if (!help->server) return;
    kill(help->server, SIGKILL);
    waitpid(help->server, NULL, 0);
    help->server = 0;
}

void queue_help_start(struct queue_help *help) {
    struct error why = ERROR_INIT;
    memset(help, 0, sizeof *help);
    const char *temporary = getenv("TMPDIR");
    snprintf(help->dir, sizeof help->dir, "%s/acogida-XXXXXX",
             temporary && strlen(temporary) < 40 ? temporary : P_tmpdir);
    cr_assert(mkdtemp(help->dir) != NULL);
    snprintf(help->url, sizeof help->url, "unix:%s/redis.sock", help->dir);
    fill_settings(help);
    queue_help_server_start(help, NULL);
    cr_assert(clock_set_zone(help->settings.office.timezone, &why) == 0, "%s", why.text);
    cr_assert(vault_open(help->settings.data.key_file, 1, &help->vault, &why) == 0, "%s", why.text);
    cr_assert(loop_new(&help->loop, &why) == 0, "%s", why.text);
}

struct opening {
    int ended;
    struct error why;
};
static void on_ready(void *arg, const struct error *why) {
    struct opening *opening = arg;
    opening->ended = 1;
    if (why) opening->why = *why;
}
static int has_opened(void *arg) {
    return ((struct opening *)arg)->ended;
}

void queue_help_office(struct queue_help *help) {
    struct error why = ERROR_INIT;
    struct opening opening = {0};
    cr_assert(office_open(&help->settings, help->vault, help->loop, help->url, &help->office, &why) == 0, "%s",
              why.text);
    office_when_ready(help->office, on_ready, &opening);
    cr_assert(queue_until(help, has_opened, &opening), "the office does not open");
    cr_assert(opening.why.kind == ERROR_NONE, "%s", opening.why.text);
}

void queue_help_open(struct queue_help *help) {
    queue_help_start(help);
    queue_help_office(help);
}

void queue_help_pack(struct queue_help *help) {
    struct error why = ERROR_INIT;
    own_mem struct pack_faults *faults = calloc(1, sizeof *faults);
    cr_assert(faults && pack_load_sample(&help->pack, faults, &why) == 0, "%s", why.text);
    office_set_pack(help->office, help->pack);
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *where) {
    (void)is, (void)kind, (void)where;
    return remove(path);
}

void queue_help_close(struct queue_help *help) {
    office_close(help->office);
    loop_free(help->loop);
    pack_free(help->pack);
    vault_close(help->vault);
    if (help->link) redisFree(help->link);
    queue_help_server_kill(help);
    nftw(help->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

struct condition {
    struct loop *loop;
    struct loop_timer *limit;
    struct loop_hook *hook;
    int (*holds)(void *arg);
    void *arg;
    int held;
};

static void look(void *arg) {
    struct condition *condition = arg;
    if (!condition->holds(condition->arg)) return;
    condition->held = 1;
    loop_stop(condition->loop);
}

static void on_limit(void *arg) {
    loop_stop(((struct condition *)arg)->loop);
}

int queue_until(struct queue_help *help, int (*holds)(void *arg), void *arg) {
    struct condition condition = {help->loop, NULL, NULL, holds, arg, 0};
    struct error why = ERROR_INIT;
    if (holds(arg)) return 1;
    cr_assert(loop_timer_new(help->loop, on_limit, &condition, &condition.limit, &why) == 0);
    cr_assert(loop_hook_new(help->loop, look, &condition, &condition.hook, &why) == 0);
    loop_timer_set(condition.limit, QUEUE_HELP_LIMIT_MS);
    loop_run(help->loop);
    loop_timer_free(condition.limit);
    loop_hook_free(condition.hook);
    return condition.held || holds(arg);
}

static void on_ping(void *arg, const redisReply *reply, const struct error *why) {
    (void)reply, (void)why;
    *(int *)arg = 1;
}
static int is_set(void *arg) {
    return *(int *)arg;
}

void queue_settle(struct queue_help *help) {
    struct redis_arg ping = redis_arg("PING");
    for (int i = 0; i < 3; i++) {
        int answered = 0;
        redis_command(office_redis(help->office), &ping, 1, on_ping, &answered);
        cr_assert(queue_until(help, is_set, &answered));
    }
}

static redisReply *run(struct queue_help *help, const char *format, va_list args) {
    redisReply *reply = redisvCommand(help->link, format, args);
    cr_assert(reply != NULL, "Redis is away: %s", help->link->errstr);
    return reply;
}

redisReply *queue_redis(struct queue_help *help, const char *format, ...) {
    va_list args;
    va_start(args, format);
    redisReply *reply = run(help, format, args);
    va_end(args);
    return reply;
}

long long queue_number(struct queue_help *help, const char *format, ...) {
    va_list args;
    va_start(args, format);
    redisReply *reply = run(help, format, args);
    va_end(args);
    long long number = reply->type == REDIS_REPLY_STRING ? strtoll(reply->str, NULL, 10) : reply->integer;
    cr_assert(reply->type != REDIS_REPLY_ERROR, "%s: %s", format, reply->str);
    freeReplyObject(reply);
    return number;
}

char *queue_string(struct queue_help *help, const char *format, ...) {
    va_list args;
    va_start(args, format);
    redisReply *reply = run(help, format, args);
    va_end(args);
    cr_assert(reply->type != REDIS_REPLY_ERROR, "%s: %s", format, reply->str);
    char *string = strdup(reply->str ? reply->str : "");
    freeReplyObject(reply);
    return string;
}

void queue_done(void *arg, json_t *result, const struct error *why) {
    struct queue_wait *wait = arg;
    wait->ended++;
    wait->result = json_incref(result);
    if (why) wait->why = *why;
}

static int has_ended(void *arg) {
    return ((struct queue_wait *)arg)->ended > 0;
}

void queue_await_error(struct queue_help *help, struct queue_wait *wait) {
    cr_assert(queue_until(help, has_ended, wait), "no answer");
    cr_assert_eq(wait->ended, 1, "answered %d times", wait->ended);
}

void queue_await(struct queue_help *help, struct queue_wait *wait) {
    queue_await_error(help, wait);
    cr_assert(wait->why.kind == ERROR_NONE, "%s", wait->why.text);
}

void queue_wait_release(struct queue_wait *wait) {
    json_decref(wait->result);
    *wait = (struct queue_wait){0};
}

void queue_person(struct queue_help *help, const char *number, char *ret_person) {
    char realm[PERSON_REALM_MAX], bound[PERSON_BOUND_MAX], index[VAULT_INDEX_MAX + 1];
    unsigned char wrapped[VAULT_WRAPPED_LEN];
    struct vault_key key;
    own_text struct text sealed = TEXT_INIT(PERSON_SEAL_MAX);
    vault_random_id(ret_person);
    vault_new_key(help->vault, ret_person, &key, wrapped);
    person_realm(&help->settings.channels[0], realm);
    vault_index(help->vault, realm, number, index);
    struct vault_bytes plain = {number, strlen(number)};
    person_seal(&key, person_bound("to", ret_person, NULL, bound), plain, &sealed);
    freeReplyObject(queue_redis(help, "HSET {test}:person:%s key %b since 1 chan line-1 to:%s %b ix:%s %s", ret_person,
                                wrapped, sizeof wrapped, realm, text_get(&sealed), sealed.len, realm, index));
    freeReplyObject(queue_redis(help, "HSET {test}:addr %s %s", index, ret_person));
}

char *queue_unseal_of(struct queue_help *help, const char *person, const char *what, const char *id,
                      struct vault_bytes sealed) {
    char bound[PERSON_BOUND_MAX], *plain = NULL;
    struct error why = ERROR_INIT;
    struct vault_key key;
    size_t len;
    redisReply *wrapped = queue_redis(help, "HGET {test}:person:%s key", person);
    cr_assert_eq(wrapped->type, REDIS_REPLY_STRING, "person %s has no key", person);
    cr_assert(vault_unwrap(help->vault, person, (struct vault_bytes){wrapped->str, wrapped->len}, &key, &why) == 0,
              "%s", why.text);
    cr_assert(vault_unseal(&key, person_bound(what, id, NULL, bound), sealed, &plain, &len, &why) == 0, "%s", why.text);
    freeReplyObject(wrapped);
    return plain;
}

char *queue_unseal(struct queue_help *help, const char *person, const char *what, struct vault_bytes sealed) {
    return queue_unseal_of(help, person, what, person, sealed);
}

char *queue_thread(struct queue_help *help, const char *person) {
    own_text struct text all = TEXT_INIT(1024 * 1024);
    redisReply *lines = queue_redis(help, "LRANGE {test}:log:%s 0 -1", person);
    for (size_t i = 0; i < lines->elements; i++) {
        const char *line = lines->element[i]->str, *sealed = line;
        for (int blank = 0; blank < 3; blank++) sealed = strchr(sealed, ' ') + 1;
        struct vault_bytes bytes = {sealed, lines->element[i]->len - (size_t)(sealed - line)};
        own_mem char *plain = queue_unseal(help, person, "log", bytes);
        text_addf(&all, "%.*s %s\n", (int)strcspn(line, " "), line, plain);
    }
    freeReplyObject(lines);
    return strdup(text_get(&all));
}
