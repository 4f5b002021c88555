/* settings_check - see settings_check.h. */
#include "config/settings_check.h"

#include "config/settings_table.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

/* A host and where it lies. */
#define HOST_MAX 256
enum reach { REACH_LOOPBACK, REACH_NEAR, REACH_FAR };

static void complain(const struct settings_listener *to, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void complain(const struct settings_listener *to, const char *name, const char *format, ...) {
    char message[ERROR_TEXT_MAX];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    to->fault(to->arg, name, message);
}

static void public_url_of(const struct settings *settings, char ret[SETTINGS_TEXT_MAX]) {
    snprintf(ret, SETTINGS_TEXT_MAX, "http://%s", settings->server.listen);
}

static void key_file_of(const struct settings *settings, char ret[SETTINGS_TEXT_MAX]) {
    int len = snprintf(ret, SETTINGS_TEXT_MAX, "%s/master.key", settings->data.dir);

    if (len >= SETTINGS_TEXT_MAX) *ret = '\0'; /* check_data complains */
}

void settings_derive(struct settings *settings) {
    if (!*settings->server.public_url) public_url_of(settings, settings->server.public_url);
    if (!*settings->data.key_file) key_file_of(settings, settings->data.key_file);
}

void settings_underive(struct settings *settings) {
    char derived[SETTINGS_TEXT_MAX];

    public_url_of(settings, derived);
    if (!strcmp(derived, settings->server.public_url)) *settings->server.public_url = '\0';
    key_file_of(settings, derived);
    if (!strcmp(derived, settings->data.key_file)) *settings->data.key_file = '\0';
}

/* The host of "host:port", "[host]:port" or "host/path". */
static void host_of(const char *authority, char ret[HOST_MAX]) {
    size_t len;

    if (*authority == '[')
        len = strcspn(++authority, "]");
    else
        len = strcspn(authority, ":/");
    snprintf(ret, HOST_MAX, "%.*s", (int)len, authority);
}

/* RFC 1918, 3927, 6598. */
static enum reach reach_of_v4(uint32_t address) {
    if (address >> 24 == 127) return REACH_LOOPBACK;
    if (address >> 24 == 10 || address >> 20 == 0xAC1 || address >> 16 == 0xC0A8) return REACH_NEAR;
    return address >> 16 == 0xA9FE || address >> 22 == 0x191 ? REACH_NEAR : REACH_FAR;
}

static int ends_in(const char *host, const char *suffix) {
    size_t len = strlen(host), suffix_len = strlen(suffix);

    return len > suffix_len && !strcmp(host + len - suffix_len, suffix);
}

static enum reach reach_of(const char *host) {
    struct in_addr v4;
    struct in6_addr v6;

    if (inet_pton(AF_INET, host, &v4) == 1) return reach_of_v4(ntohl(v4.s_addr));
    if (inet_pton(AF_INET6, host, &v6) == 1) {
        if (IN6_IS_ADDR_LOOPBACK(&v6)) return REACH_LOOPBACK;
        return IN6_IS_ADDR_LINKLOCAL(&v6) || (v6.s6_addr[0] & 0xFE) == 0xFC ? REACH_NEAR : REACH_FAR;
    }
    if (!strcmp(host, "localhost")) return REACH_LOOPBACK;
    if (!strchr(host, '.')) return REACH_NEAR;
    /* RFC 6762, RFC 8375, and the name that ICANN keeps free for private use */
    return ends_in(host, ".local") || ends_in(host, ".home.arpa") || ends_in(host, ".internal") ? REACH_NEAR
                                                                                                : REACH_FAR;
}

/* 1 when a URL would carry secrets or messages in the clear over a foreign network. */
static int is_bare(const char *url) {
    char host[HOST_MAX];

    if (!strncmp(url, "http://", 7) || !strncmp(url, "tcp://", 6)) {
        host_of(strstr(url, "//") + 2, host);
        return reach_of(host) == REACH_FAR;
    }
    return 0;
}

static void check_server(const struct settings *settings, const struct settings_listener *to) {
    char host[HOST_MAX];

    host_of(settings->server.listen, host);
    if (!settings->server.behind_proxy && reach_of(host) != REACH_LOOPBACK)
        complain(to, "server.listen",
                 "can be reached by others without TLS: put a proxy in front of it and set "
                 "server.behind_proxy = yes, or listen on 127.0.0.1");
    if (settings->office.mode == MODE_LIVE && is_bare(settings->server.public_url))
        complain(to, "server.public_url", "must begin with https:// in live mode");
}

static void check_data(const struct settings *settings, const struct settings_listener *to) {
    if (!*settings->data.key_file) complain(to, "data.dir", "is too long to hold the key file");
}

static void check_redis(const struct settings *settings, const struct settings_listener *to) {
    if (is_bare(settings->redis.url))
        complain(to, "redis.url", "is a host outside your own network, and the link to Redis has no TLS");
}

/* An alarm rings one telephone: a beginning of numbers is none. */
static void check_duty(const struct settings *settings, const struct settings_listener *to) {
    if (strchr(settings->duty.numbers, '*')) complain(to, "duty.numbers", "must be whole numbers, without *");
    if (strchr(settings->duty.escalate_numbers, '*'))
        complain(to, "duty.escalate_numbers", "must be whole numbers, without *");
    if (*settings->duty.channel && !settings_channel(settings, settings->duty.channel))
        complain(to, "duty.channel", "is no [channel NAME]");
}

/* Complains about one setting of a channel. */
static void complain_of(const struct settings_listener *to, const struct channel *channel, const char *key,
                        const char *message) {
    char name[SETTINGS_NAME_MAX];

    snprintf(name, sizeof name, "channel.%.40s.%s", channel->name, key);
    complain(to, name, "%s", message);
}

static void check_channel(const struct settings *settings, const struct channel *channel,
                          const struct settings_listener *to) {
    int simulated = !strcmp(channel->wire, "phone");

    for (const struct settings_row *row = settings_channel_rows; row->key; row++)
        if (row->min > 0 && row->type > SETTINGS_TYPES_LONG && !((const char *)channel)[row->at])
            complain_of(to, channel, row->key, "is missing");
    if (simulated && settings->office.mode == MODE_LIVE)
        complain_of(to, channel, "wire", "must not be phone, the simulator, in live mode");
    if (!simulated && !*channel->secret) complain_of(to, channel, "secret", "is missing");
    if (is_bare(channel->api_base))
        complain_of(to, channel, "api_base", "must begin with https:// outside your own network");
    if (is_bare(channel->http_url))
        complain_of(to, channel, "http_url", "must begin with https:// outside your own network");
}

/* A channel that takes over from itself, or in a circle, would never end. */
static void check_backup(const struct settings *settings, const struct channel *channel,
                         const struct settings_listener *to) {
    const struct channel *next = channel;

    for (size_t i = 0; *next->backup; i++) {
        next = settings_channel(settings, next->backup);
        if (!next) {
            complain_of(to, channel, "backup", "names, itself or by its own backup, a channel that does not exist");
            return;
        }
        if (next == channel || i > settings->channel_count) {
            complain_of(to, channel, "backup", "comes back to this channel");
            return;
        }
    }
}

/* One number may be an SMS and a WhatsApp line at once, but not twice the same. */
static void check_twins(const struct settings *settings, size_t at, const struct settings_listener *to) {
    const struct channel *channel = &settings->channels[at];

    for (size_t i = 0; i < at; i++) {
        const struct channel *other = &settings->channels[i];
        if (*channel->number && !strcmp(channel->number, other->number) && !strcmp(channel->kind, other->kind))
            complain_of(to, channel, "number", "is the number of another channel of this kind");
    }
}

void settings_check(const struct settings *settings, const struct settings_listener *listener) {
    check_server(settings, listener);
    check_data(settings, listener);
    check_redis(settings, listener);
    check_duty(settings, listener);
    if (settings->office.mode == MODE_LIVE && settings->channel_count == 0)
        complain(listener, "office.mode", "is live, but there is no [channel NAME]");
    for (size_t i = 0; i < settings->channel_count; i++) {
        check_channel(settings, &settings->channels[i], listener);
        check_backup(settings, &settings->channels[i], listener);
        check_twins(settings, i, listener);
    }
}
