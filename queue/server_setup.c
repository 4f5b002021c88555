/* server_setup - what our redis-server needs before it starts: folder, locks, socket path, configuration, right
 * version. */
#include "queue/server_setup.h"

#include "config/own.h"
#include "messages/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SOCKET_PATH_MAX   100 /* of the 107 bytes of a socket address; Redis and hiredis need no more */
#define CONFIG_MAX        8192
#define VERSION_OLDEST    7
#define LOCK_TRY_EVERY_MS 50

extern char **environ;

int server_setup_has(const char *program) {
    const char *path = getenv("PATH");
    char candidate[SERVER_PATH_MAX];

    for (const char *at = path ? path : "/usr/bin:/bin"; *at;) {
        size_t len = strcspn(at, ":");
        snprintf(candidate, sizeof candidate, "%.*s/%s", (int)len, at, program);
        if (access(candidate, X_OK) == 0) return 1;
        at += len + (at[len] == ':');
    }
    return 0;
}

/* Runs `redis-server --version` and keeps the start of what it says. */
/* All that a pipe says until its end, cut at max. */
static void read_all(int fd, char *ret, size_t max) {
    size_t len = 0;
    ssize_t got = 1;
    while (len < max && (got > 0 || errno == EINTR)) {
        got = read(fd, ret + len, max - len);
        if (got == 0) break;
        if (got > 0) len += (size_t)got;
    }
    ret[len] = '\0';
}

static int version_say(char ret[256], struct error *why) {
    static const char *const argv[] = {"redis-server", "--version", NULL};
    posix_spawn_file_actions_t actions;
    int ends[2], status;
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) < 0) return error_set(why, ERROR_SYSTEM, "no pipe: %s", strerror(errno));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    int code = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    ret[0] = '\0';
    if (code == 0) read_all(ends[0], ret, 255);
    close(ends[0]);
    if (code != 0) return error_set(why, ERROR_INPUT, "redis-server cannot be run: %s", strerror(code));
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return 0;
}

static int version_check(struct error *why) {
    char said[256];

    if (!server_setup_has("redis-server"))
        return error_set(why, ERROR_INPUT,
                         "there is no redis-server in PATH; install it (`apt install redis-server`) or name a running "
                         "one with redis.url");
    if (version_say(said, why) < 0) return -1;
    const char *at = strstr(said, "v=");
    long major = at ? strtol(at + 2, NULL, 10) : 0;
    if (major >= VERSION_OLDEST) return 0;
    return error_set(why, ERROR_INPUT, "redis-server is older than version %d.0; install a newer one", VERSION_OLDEST);
}

static int folder_make(const char *dir, struct error *why) {
    struct stat is;

    if (mkdir(dir, 0700) < 0 && errno != EEXIST)
        return error_set(why, ERROR_INPUT, "the data folder '%s' cannot be made: %s", dir, strerror(errno));
    if (stat(dir, &is) < 0 || !S_ISDIR(is.st_mode))
        return error_set(why, ERROR_INPUT, "'%s' is not a folder; name another with --data", dir);
    if (access(dir, R_OK | W_OK | X_OK) < 0)
        return error_set(why, ERROR_INPUT, "the data folder '%s' is not writable; change its owner or name another",
                         dir);
    return 0;
}

/* 1 locked, 0 somebody else has it, -1 fault. */
static int lock_try(int fd, struct error *why) {
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return 1;
    if (errno == EWOULDBLOCK || errno == EINTR) return 0;
    return error_set(why, ERROR_INPUT, "the data folder cannot be locked: %s", strerror(errno));
}

static int lock_take(const char *dir, const char *name, int wait_ms, struct error *why) {
    char path[SERVER_PATH_MAX + 16];
    int locked;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return error_set(why, ERROR_INPUT, "'%s' cannot be opened: %s", path, strerror(errno));
    while ((locked = lock_try(fd, why)) == 0 && wait_ms > 0) {
        poll(NULL, 0, LOCK_TRY_EVERY_MS);
        wait_ms -= LOCK_TRY_EVERY_MS;
    }
    if (locked == 1) return fd;
    close(fd);
    return locked < 0 ? -1 : error_set(why, ERROR_CONFLICT, "another acogida runs on this folder (%s)", dir);
}

/* A folder under /tmp that only we can have made: a name made from the path, but no link and nobody else's. */
static int socket_elsewhere(const char *dir, char ret[SERVER_PATH_MAX], struct error *why) {
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    char folder[64];
    struct stat is;

    for (const char *at = dir; *at; at++) hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    snprintf(folder, sizeof folder, "/tmp/acogida-%u-%016" PRIx64, (unsigned)getuid(), hash);
    if ((mkdir(folder, 0700) < 0 && errno != EEXIST) || lstat(folder, &is) < 0 || !S_ISDIR(is.st_mode) ||
        is.st_uid != getuid() || (is.st_mode & 077) != 0)
        return error_set(why, ERROR_INPUT,
                         "the path of the data folder is too long for a socket and '%s' is not ours; name a shorter "
                         "folder with --data",
                         folder);
    snprintf(ret, SERVER_PATH_MAX, "%s/redis.sock", folder);
    return 0;
}

int server_setup_socket(const char *dir, char ret[SERVER_PATH_MAX], struct error *why) {
    if (strlen(dir) + strlen("/redis.sock") > SOCKET_PATH_MAX) return socket_elsewhere(dir, ret, why);
    snprintf(ret, SERVER_PATH_MAX, "%s/redis.sock", dir);
    return 0;
}

/* A value as redis.conf reads it back: in quotes, with \ and " escaped. */
static void add_quoted(struct text *text, const char *name, const char *value) {
    text_addf(text, "%s \"", name);
    for (; *value; value++) {
        if (*value == '"' || *value == '\\') text_add_char(text, '\\');
        text_add_char(text, *value);
    }
    text_add(text, "\"\n");
}

/* promises section 0: what Redis has said yes to is on the disk, and nothing drops a key by itself. */
static const char fixed_config[] = "port 0\n"
                                   "unixsocketperm 700\n"
                                   "daemonize no\n"
                                   "save \"\"\n"
                                   "appendonly yes\n"
                                   "appendfsync always\n"
                                   "no-appendfsync-on-rewrite no\n"
                                   "aof-load-truncated yes\n"
                                   "maxmemory-policy noeviction\n"
                                   "rdbcompression no\n"            /* what is sealed does not get smaller */
                                   "hash-max-listpack-entries 64\n" /* records in one piece: 40 % less memory */
                                   "hash-max-listpack-value 1024\n"
                                   "slowlog-log-slower-than -1\n"
                                   "latency-monitor-threshold 0\n"
                                   "enable-debug-command no\n"
                                   "enable-module-command no\n"
                                   "shutdown-timeout 5\n";

static int config_write(const struct server_setup *setup, const char *password, struct error *why) {
    own_text struct text text = TEXT_INIT(CONFIG_MAX);
    char redis_dir[SERVER_PATH_MAX + 16];

    snprintf(redis_dir, sizeof redis_dir, "%s/redis", setup->dir);
    if (mkdir(redis_dir, 0700) < 0 && errno != EEXIST)
        return error_set(why, ERROR_INPUT, "'%s' cannot be made: %s", redis_dir, strerror(errno));
    text_add(&text, "# written by acogida at each start; changes are lost\n");
    text_add(&text, fixed_config);
    add_quoted(&text, "dir", redis_dir);
    add_quoted(&text, "unixsocket", setup->socket);
    add_quoted(&text, "logfile", setup->log);
    if (*password) add_quoted(&text, "requirepass", password);
    if (text_check(&text, "the configuration of redis-server", why) < 0) return -1;
    int fd = open(setup->config, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return error_set(why, ERROR_INPUT, "'%s' cannot be written: %s", setup->config, strerror(errno));
    ssize_t wrote = write(fd, text_get(&text), text.len);
    int failed = wrote < 0 ? errno : wrote < (ssize_t)text.len ? ENOSPC : 0;
    if (close(fd) < 0 && !failed) failed = errno;
    return failed ? error_set(why, ERROR_INPUT, "'%s' cannot be written: %s", setup->config, strerror(failed)) : 0;
}

static int paths_fill(const char *dir, struct server_setup *ret, struct error *why) {
    own_mem char *absolute = realpath(dir, NULL);

    if (!absolute) return error_set(why, ERROR_INPUT, "'%s' cannot be found: %s", dir, strerror(errno));
    if (strlen(absolute) > SERVER_PATH_MAX - 32 || strpbrk(absolute, "\r\n"))
        return error_set(why, ERROR_INPUT, "the path of the data folder is not usable; name another with --data");
    snprintf(ret->dir, sizeof ret->dir, "%s", absolute);
    snprintf(ret->config, sizeof ret->config, "%.480s/redis.conf", absolute);
    snprintf(ret->log, sizeof ret->log, "%.480s/redis.log", absolute);
    return server_setup_socket(absolute, ret->socket, why);
}

int server_setup_open(const struct settings *settings, struct server_setup *ret, struct error *why) {
    *ret = (struct server_setup){.lock = -1, .redis_lock = -1};
    if (version_check(why) < 0 || folder_make(settings->data.dir, why) < 0 ||
        paths_fill(settings->data.dir, ret, why) < 0)
        return -1;
    ret->lock = lock_take(ret->dir, "lock", 0, why);
    if (ret->lock < 0) return -1;
    ret->redis_lock = lock_take(ret->dir, "redis.lock", SERVER_LOCK_WAIT_MS, why);
    if (ret->redis_lock < 0 || config_write(ret, settings->redis.password, why) < 0) {
        server_setup_close(ret);
        return -1;
    }
    return 0;
}

void server_setup_close(struct server_setup *setup) {
    if (setup->lock >= 0) close(setup->lock);
    if (setup->redis_lock >= 0) close(setup->redis_lock);
    setup->lock = setup->redis_lock = -1;
}
