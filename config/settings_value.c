/* settings_value - see settings_value.h. */
#include "config/settings_value.h"

#include "config/clock.h"
#include "config/settings.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

/* 1 when all of value is made of these letters and its length lies in the range. */
static int made_of(const char *value, const char *letters, size_t min, size_t max) {
    size_t len = strspn(value, letters);

    return !value[len] && len >= min && len <= max;
}

static int is_name(const char *value) {
    return made_of(value, "abcdefghijklmnopqrstuvwxyz0123456789-", 1, 32);
}

static int is_time_of_day(const char *value) {
    if (strlen(value) != 5 || value[2] != ':' || strspn(value, DIGITS) != 2 || !made_of(value + 3, DIGITS, 2, 2))
        return 0;
    return (value[0] - '0') * 10 + value[1] - '0' < 24 && value[3] < '6';
}

static int is_port(const char *value) {
    return made_of(value, DIGITS, 1, 5) && strtol(value, NULL, 10) <= 65535;
}

static int is_listen(const char *value) {
    const char *colon = strrchr(value, ':');
    unsigned char address[16];
    char host[64];
    size_t len = colon ? (size_t)(colon - value) : 0;

    if (!colon || !is_port(colon + 1) || len < 3 || len >= sizeof host) return 0;
    memcpy(host, value, len);
    host[len] = '\0';
    if (host[0] != '[') return inet_pton(AF_INET, host, address) == 1;
    if (host[len - 1] != ']') return 0;
    host[len - 1] = '\0';
    return inet_pton(AF_INET6, host + 1, address) == 1;
}

/* host, host:port or [address]:port, up to end. Credentials and blanks have no place in it. */
static int is_authority(const char *at, const char *end, int port_needed) {
    const char *host_end = at, *close;

    if (at < end && *at == '[') {
        close = memchr(at, ']', (size_t)(end - at));
        if (!close || close < at + 3) return 0;
        host_end = close + 1;
    } else {
        while (host_end < end && (isalnum((unsigned char)*host_end) || strchr("-._", *host_end))) host_end++;
    }
    if (host_end == at || *at == '.') return 0;
    if (host_end == end) return !port_needed;
    size_t digits = strspn(host_end + 1, DIGITS);
    if (*host_end != ':' || host_end + 1 + digits != end || digits < 1 || digits > 5) return 0;
    return strtol(host_end + 1, NULL, 10) <= 65535;
}

static int is_url(const char *value) {
    size_t scheme = !strncmp(value, "https://", 8) ? 8 : !strncmp(value, "http://", 7) ? 7 : 0;
    const char *host = value + scheme;

    if (!scheme || value[strcspn(value, " ?#@\\\"<>")]) return 0;
    return is_authority(host, host + strcspn(host, "/"), 0);
}

static int is_store(const char *value) {
    if (!strncmp(value, "unix:/", 6)) return value[6] && value[6] != '/';
    if (strncmp(value, "tcp://", 6) != 0) return 0;
    return is_authority(value + 6, value + strlen(value), 1);
}

static int is_number(const char *value) {
    if (*value == '+') return value[1] != '0' && made_of(value + 1, DIGITS, 8, 15);
    return made_of(value, DIGITS, 3, 8);
}

static int is_prefix(const char *value) {
    return value[0] == '+' && value[1] != '0' && made_of(value + 1, DIGITS, 1, 4);
}

/* A number, or a beginning of at least three digits and a star: a lone star would be everybody. */
static int is_listed(const char *at, size_t len) {
    size_t digits;

    if (len < 2 || *at != '+') return 0;
    digits = strspn(at + 1, DIGITS);
    if (at[1] == '0' || digits > 15) return 0;
    if (digits + 1 == len) return digits >= 8;
    return digits >= 3 && digits + 2 == len && at[len - 1] == '*';
}

static int is_numbers(const char *value) {
    size_t len;

    for (;; value++) {
        value += strspn(value, " ");
        len = strcspn(value, ", ");
        if (!is_listed(value, len)) return 0;
        value += len;
        value += strspn(value, " ");
        if (*value != ',') return !*value;
    }
}

/* "key:value" of letters that are no blank and no comma, key without a colon. */
static int is_pair(const char *at, size_t len) {
    const char *colon = memchr(at, ':', len);
    size_t key_len = colon ? (size_t)(colon - at) : 0;

    for (size_t i = 0; i < len; i++)
        if (at[i] == ' ') return 0;
    return key_len > 0 && key_len <= 32 && len - key_len > 1 && len - key_len <= SETTINGS_PAIR_MAX;
}

static int is_pairs(const char *value) {
    size_t len;

    for (;; value++) {
        value += strspn(value, " ");
        len = strcspn(value, ", ");
        if (!is_pair(value, len)) return 0;
        value += len;
        value += strspn(value, " ");
        if (*value != ',') return !*value;
    }
}

static const struct {
    int (*fits)(const char *value); /* asked unless the value is empty; NULL = any text */
    const char *must_be;
} forms[] = {
    [SETTINGS_NAME] = {is_name, "must be 1 to 32 of the letters a-z, 0-9 and -"},
    [SETTINGS_TIME_OF_DAY] = {is_time_of_day, "must be a time of day, HH:MM"},
    [SETTINGS_URL] = {is_url, "must be a URL such as https://example.org, without user, ? and #"},
    [SETTINGS_LISTEN] = {is_listen, "must be ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080"},
    [SETTINGS_STORE] = {is_store, "must be unix:/path or tcp://host:port"},
    [SETTINGS_ZONE] = {clock_zone_exists, "must be a time zone of this machine, such as America/Santiago"},
    [SETTINGS_NUMBER] = {is_number, "must be + and 8 to 15 digits, or a short code of 3 to 8 digits"},
    [SETTINGS_NUMBERS] = {is_numbers, "must be numbers (+ and 8 to 15 digits), or at least 3 digits of one and *, "
                                      "separated by commas"},
    [SETTINGS_PAIRS] = {is_pairs, "must be pairs such as es:aviso, fr:avis, separated by commas"},
    [SETTINGS_PREFIX] = {is_prefix, "must be a country prefix such as +56"},
};

/* Length of the UTF-8 letter at this place, 0 when it is none (RFC 3629 section 4), or a control character. */
static size_t letter_len(const unsigned char *at) {
    size_t len = *at < 0x80                  ? 1
                 : *at >= 0xC2 && *at < 0xE0 ? 2
                 : (*at & 0xF0) == 0xE0      ? 3
                 : *at >= 0xF0 && *at < 0xF5 ? 4
                                             : 0;

    if (*at < 0x20 || *at == 0x7F) return 0;
    for (size_t i = 1; i < len; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    if ((*at == 0xE0 && at[1] < 0xA0) || (*at == 0xED && at[1] > 0x9F)) return 0;
    if ((*at == 0xF0 && at[1] < 0x90) || (*at == 0xF4 && at[1] > 0x8F)) return 0;
    return len;
}

static int is_clean(const char *value) {
    const unsigned char *at = (const unsigned char *)value;
    size_t len;

    for (; *at; at += len)
        if (!(len = letter_len(at))) return 0;
    return 1;
}

/* The place of a word in "trial|live", or -1. */
static long choice_of(const char *choices, const char *value) {
    size_t len = strlen(value);

    for (long i = 0; *choices; i++) {
        size_t word = strcspn(choices, "|");
        if (word == len && !memcmp(choices, value, len)) return i;
        choices += word + (choices[word] == '|');
    }
    return -1;
}

static int not_a_choice(const struct settings_row *row, struct error *why) {
    char words[128] = "";

    snprintf(words, sizeof words, "%s", row->choices);
    for (char *at = words; (at = strchr(at, '|'));) *at = '/';
    return error_set(why, ERROR_INPUT, "must be one of %s", words);
}

static int parse_bool(const char *value) {
    static const char *const words[] = {"no", "yes", "off", "on", "false", "true", "0", "1"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i], value)) return (int)(i % 2);
    return -1;
}

static int parse_long(const struct settings_row *row, const char *value, long *ret, struct error *why) {
    const char *unit = row->type == SETTINGS_SECONDS ? " of seconds" : "";
    char *end;

    if (row->type == SETTINGS_CHOICE) {
        *ret = choice_of(row->choices, value);
        return *ret < 0 ? not_a_choice(row, why) : 0;
    }
    if (row->type == SETTINGS_BOOL) {
        *ret = parse_bool(value);
        return *ret < 0 ? error_set(why, ERROR_INPUT, "must be yes or no") : 0;
    }
    errno = 0;
    *ret = strtol(value, &end, 10);
    if (!made_of(value, DIGITS, 1, 10) || errno || *end || *ret < row->min || *ret > row->max)
        return error_set(why, ERROR_INPUT, "must be a number%s from %ld to %ld", unit, row->min, row->max);
    return 0;
}

static int check_text(const struct settings_row *row, const char *value, struct error *why) {
    size_t len = strlen(value);

    if (!is_clean(value)) return error_set(why, ERROR_INPUT, "must be UTF-8 without control characters");
    if (len >= row->room) return error_set(why, ERROR_INPUT, "must be at most %zu bytes", row->room - 1);
    if (len == 0) return row->min > 0 ? error_set(why, ERROR_INPUT, "must not be empty") : 0;
    if (row->type == SETTINGS_WORD) return choice_of(row->choices, value) < 0 ? not_a_choice(row, why) : 0;
    if (row->type < sizeof forms / sizeof *forms && forms[row->type].fits && !forms[row->type].fits(value))
        return error_set(why, ERROR_INPUT, "%s", forms[row->type].must_be);
    return 0;
}

int settings_value_put(const struct settings_row *row, const char *value, void *base, struct error *why) {
    char *at = (char *)base + row->at;
    size_t len = strlen(value);
    long number;

    if (row->type <= SETTINGS_TYPES_LONG) {
        if (parse_long(row, value, &number, why)) return -1;
        memcpy(at, &number, sizeof number);
        return 0;
    }
    if (check_text(row, value, why)) return -1;
    /* providers join it with "/hook/NAME": with two slashes no signature would ever fit */
    while (row->type == SETTINGS_URL && len > 0 && value[len - 1] == '/') len--;
    memcpy(at, value, len);
    memset(at + len, 0, row->room - len);
    return 0;
}

static void write_long(const struct settings_row *row, long number, FILE *out) {
    const char *word = row->choices;

    if (row->type == SETTINGS_BOOL) {
        fputs(number ? "yes" : "no", out);
    } else if (row->type == SETTINGS_CHOICE) {
        for (; number > 0; number--) word += strcspn(word, "|") + 1;
        fprintf(out, "%.*s", (int)strcspn(word, "|"), word);
    } else {
        fprintf(out, "%ld", number);
    }
}

static void write_count(const char *list, FILE *out) {
    size_t count = *list ? 1 : 0;

    for (; *list; list++) count += *list == ',';
    fprintf(out, "(%zu)", count);
}

void settings_value_write(const struct settings_row *row, const void *base, FILE *out) {
    const char *at = (const char *)base + row->at;
    long number;

    if (row->type <= SETTINGS_TYPES_LONG) {
        memcpy(&number, at, sizeof number);
        write_long(row, number, out);
    } else if (row->type == SETTINGS_SECRET) {
        fputs(*at ? "(set)" : "(empty)", out);
    } else if (row->type == SETTINGS_NUMBERS) {
        write_count(at, out);
    } else {
        fputs(at, out);
    }
}
