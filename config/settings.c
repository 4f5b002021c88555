/* settings - see settings.h. Loading is settings_load.c, writing settings_write.c. */
#include "config/settings.h"

#include "config/settings_check.h"
#include "config/settings_table.h"
#include "config/settings_value.h"

#include <string.h>

const struct channel *settings_channel(const struct settings *settings, const char *name) {
    for (size_t i = 0; i < settings->channel_count; i++)
        if (!strcmp(settings->channels[i].name, name)) return &settings->channels[i];
    return NULL;
}

/* Takes "channel.NAME.key" apart; *ret_base is where the channel lies in settings. */
static const struct settings_row *find_channel_row(struct settings *settings, const char *name, void **ret_base) {
    const char *dot = strchr(name, '.');

    for (size_t i = 0; dot && i < settings->channel_count; i++) {
        struct channel *channel = &settings->channels[i];
        size_t len = (size_t)(dot - name);
        if (len != strlen(channel->name) || memcmp(name, channel->name, len) != 0) continue;
        *ret_base = channel;
        return settings_row_find("channel", dot + 1);
    }
    return NULL;
}

static const struct settings_row *find_row(struct settings *settings, const char *name, void **ret_base) {
    const char *dot = strchr(name, '.');
    char section[SETTINGS_SHORT_MAX];

    if (!strncmp(name, "channel.", 8)) return find_channel_row(settings, name + 8, ret_base);
    if (!dot || (size_t)(dot - name) >= sizeof section) return NULL;
    memcpy(section, name, (size_t)(dot - name));
    section[dot - name] = '\0';
    *ret_base = settings;
    return settings_row_find(section, dot + 1);
}

/* The first fault wins: it is the one that the new value has caused, since settings had none before. */
static void keep_first(void *arg, const char *name, const char *message) {
    struct error *why = arg;

    if (why->kind == ERROR_NONE) error_set(why, ERROR_INPUT, "%s %s", name, message);
}

int settings_set(struct settings *settings, const char *name, const char *value, struct error *why) {
    struct settings draft = *settings;
    struct error fault = ERROR_INIT;
    const struct settings_listener listener = {keep_first, &fault};
    void *base = NULL;
    const struct settings_row *row;

    settings_underive(&draft);
    row = find_row(&draft, name, &base);
    if (!row) return error_set(why, ERROR_INPUT, "there is no setting '%.60s'", name);
    if (settings_value_put(row, value, base, &fault)) return error_set(why, ERROR_INPUT, "%s %s", name, fault.text);
    settings_derive(&draft);
    settings_check(&draft, &listener);
    if (fault.kind != ERROR_NONE) return error_set(why, ERROR_INPUT, "%s", fault.text);
    *settings = draft;
    return 0;
}

/* The next entry of a comma list from *at on: its length, 0 at the end; *at is moved to its beginning. */
static size_t next_number(const char **at) {
    *at += strspn(*at, ", ");
    return strcspn(*at, ", ");
}

int settings_number_at(const char *list, size_t at, char ret[SETTINGS_SHORT_MAX]) {
    size_t len;

    while ((len = next_number(&list)) && at--) list += len;
    snprintf(ret, SETTINGS_SHORT_MAX, "%.*s", (int)len, list);
    return len > 0;
}

const struct channel *settings_duty_channel(const struct settings *settings) {
    if (*settings->duty.channel) return settings_channel(settings, settings->duty.channel);
    for (size_t i = 0; i < settings->channel_count; i++)
        if (!strcmp(settings->channels[i].kind, "sms")) return &settings->channels[i];
    return settings->channel_count ? &settings->channels[0] : NULL;
}

/* 1 when the number stands in the list, or begins as an entry that ends in *. */
static int is_listed(const char *list, const char *number) {
    size_t len;

    for (; (len = next_number(&list)); list += len)
        if (list[len - 1] == '*' ? !strncmp(list, number, len - 1)
                                 : strlen(number) == len && !memcmp(list, number, len))
            return 1;
    return 0;
}

int settings_pair(const char *pairs, const char *key, char ret[SETTINGS_PAIR_MAX]) {
    size_t key_len = strlen(key), len;

    for (const char *at = pairs; *at; at += len) {
        at += strspn(at, ", ");
        len = strcspn(at, ",");
        if (len <= key_len || at[key_len] != ':' || memcmp(at, key, key_len) != 0) continue;
        size_t value_len = len - key_len - 1;
        while (value_len && at[key_len + value_len] == ' ') value_len--;
        if (value_len >= SETTINGS_PAIR_MAX) return 0;
        memcpy(ret, at + key_len + 1, value_len);
        ret[value_len] = '\0';
        return 1;
    }
    return 0;
}

int settings_pair_at(const char *pairs, size_t at, char ret_key[SETTINGS_PAIR_MAX], char ret_value[SETTINGS_PAIR_MAX]) {
    pairs += strspn(pairs, ", ");
    for (; at && *pairs; at--) {
        pairs += strcspn(pairs, ",");
        pairs += strspn(pairs, ", ");
    }
    size_t len = strcspn(pairs, ","), key_len = strcspn(pairs, ":,");
    while (len && pairs[len - 1] == ' ') len--;
    if (key_len >= len || len >= SETTINGS_PAIR_MAX) return 0;
    memcpy(ret_key, pairs, key_len);
    ret_key[key_len] = '\0';
    memcpy(ret_value, pairs + key_len + 1, len - key_len - 1);
    ret_value[len - key_len - 1] = '\0';
    return 1;
}

int settings_trial_allows(const struct settings *settings, const char *number) {
    if (!*number) return 0;
    return is_listed(settings->office.trial_numbers, number) || is_listed(settings->duty.numbers, number) ||
           is_listed(settings->duty.escalate_numbers, number);
}
