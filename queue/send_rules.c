/* send_rules - when: quiet hours, and the time of the next try. */
#include "queue/send_rules.h"

#include "config/clock.h"
#include "handlers/opening.h"
#include "messages/segments.h"
#include "messages/segments_smart.h"
#include "messages/wire.h"
#include "queue/person.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define MORNING_DAYS_MAX 6 /* of a long closure: a try before it ends does no harm */

/* Minute of the day of "HH:MM", -1 when it is none (settings have checked it before). */
static int minute_of(const char *text) {
    char *end;
    long hour = strtol(text, &end, 10);

    if (end == text || *end != ':') return -1;
    const char *minutes = end + 1;
    long minute = strtol(minutes, &end, 10);
    if (end == minutes || hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
    return (int)(hour * 60 + minute);
}

int send_rules_quiet(const struct settings *settings, int64_t now_ms) {
    int from = minute_of(settings->send.quiet_from), until = minute_of(settings->send.quiet_until);
    struct tm local;

    if (from < 0 || until < 0 || from == until) return 0;
    clock_local(now_ms, &local);
    int now = local.tm_hour * 60 + local.tm_min;
    return from < until ? now >= from && now < until : now >= from || now < until;
}

int64_t send_rules_retry_at(int64_t now_ms, long tries, long retry_after_s, uint32_t chance) {
    static const int64_t steps_s[] = {30, 120, 480, 1800, 3600};
    size_t last = sizeof steps_s / sizeof *steps_s - 1;
    size_t step = tries < 0 ? 0 : (size_t)tries > last ? last : (size_t)tries;
    int64_t wait_ms = steps_s[step] * (800 + (int64_t)(chance % 401));

    if (retry_after_s > 0 && wait_ms < retry_after_s * 1000) wait_ms = retry_after_s * 1000;
    return now_ms + wait_ms;
}

int send_rules_has_window(const struct channel *channel) {
    const struct wire *wire = wire_find(channel->wire);

    return strcmp(channel->kind, "whatsapp") == 0 && wire && !wire->simulated;
}

const char *send_rules_day(int64_t now_ms, char ret[16]) {
    struct tm local;

    clock_local(now_ms, &local);
    strftime(ret, 16, "%Y-%m-%d", &local);
    return ret;
}

static int64_t tomorrow_ms(int64_t now_ms) {
    struct tm local;

    clock_local(now_ms, &local);
    return now_ms + ((23 - local.tm_hour) * 3600LL + (59 - local.tm_min) * 60LL + (60 - local.tm_sec)) * 1000;
}

int64_t send_rules_morning(const struct pack *pack, int64_t now_ms, uint32_t chance) {
    int64_t midnight_ms = tomorrow_ms(now_ms), at_ms = 0;

    if (!pack || opening_next(pack, midnight_ms, &at_ms) < 0 || at_ms > midnight_ms + MORNING_DAYS_MAX * 86400000LL)
        at_ms = midnight_ms + 9 * 3600000LL;
    return at_ms + (int64_t)(chance % 1200) * 1000;
}

/* ",es,*," of "es:aviso/es, *:aviso". */
static void add_languages(const char *pairs, struct text *ret) {
    for (const char *at = pairs; *at; at += strcspn(at, ",")) {
        at += strspn(at, ", ");
        text_add_char(ret, ',');
        text_add_bytes(ret, at, strcspn(at, ":,"));
    }
    text_add_char(ret, ',');
}

void send_rules_channel(const struct channel *channel, const struct send_rules_now *now, struct text *ret) {
    char day[16];

    text_add(ret, now->may == CHANNEL_MAY_NOT ? "0" : now->may == CHANNEL_MAY ? "1" : "1 try=1");
    if (*channel->backup) text_addf(ret, " backup=%s", channel->backup);
    if (channel->daily_max)
        text_addf(ret, " cap=%ld day=%s tomorrow=%lld", channel->daily_max, send_rules_day(now->now_ms, day),
                  (long long)tomorrow_ms(now->now_ms));
    if (!send_rules_has_window(channel)) return;
    text_add(ret, " window=1 templates=");
    add_languages(now->templates, ret);
}

void send_rules_add_backup(const struct settings *settings, const struct channel *channel, struct args *args) {
    const struct channel *backup = channel && *channel->backup ? settings_channel(settings, channel->backup) : NULL;
    char realm[PERSON_REALM_MAX] = "";

    if (backup) person_realm(backup, realm);
    args_text(args, backup ? backup->name : "");
    args_text(args, realm);
}

int send_rules_template(const char *templates, const char *language, const char *text,
                        char name_code[SETTINGS_PAIR_MAX], struct message_template *ret) {
    if (!settings_pair(templates, language, name_code) && !settings_pair(templates, "*", name_code)) return 0;
    char *slash = strrchr(name_code, '/');
    if (slash) *slash = '\0';
    *ret = (struct message_template){
        .name = name_code, .language = slash ? slash + 1 : language, .params = {text}, .param_count = 1};
    return 1;
}

/* The first SMS channel that takes over from this one; NULL when there is none. */
static const struct channel *sms_backup(const struct settings *settings, const struct channel *channel) {
    for (int i = 0; channel && i < SETTINGS_CHANNELS_MAX; i++) {
        channel = *channel->backup ? settings_channel(settings, channel->backup) : NULL;
        if (channel && strcmp(channel->kind, "sms") == 0) return channel;
    }
    return NULL;
}

const char *send_rules_segments(const struct settings *settings, const struct channel *channel, const char *text,
                                char ret[SEND_RULES_SEGMENTS_MAX]) {
    own_text struct text sent = TEXT_INIT(2 * strlen(text) + 1);
    const struct channel *sms = strcmp(channel->kind, "sms") == 0 ? NULL : sms_backup(settings, channel);
    if (sms)
        snprintf(ret, SEND_RULES_SEGMENTS_MAX, "1/%zu", segments_on_channel(sms, text, &sent));
    else
        snprintf(ret, SEND_RULES_SEGMENTS_MAX, "%zu", segments_on_channel(channel, text, &sent));
    return ret;
}

const char *send_rules_price(const struct channel *channel, const char *to, const char *text,
                             char ret[SEND_RULES_PRICE_MAX]) {
    char prefix[MESSAGE_ADDRESS_MAX + 1], price[SETTINGS_PAIR_MAX];
    int is_sms = strcmp(channel->kind, "sms") == 0;

    ret[0] = '\0';
    if (!*channel->prices) return ret;
    snprintf(prefix, sizeof prefix, "%s", to);
    size_t len = strlen(prefix);
    while (len && !settings_pair(channel->prices, prefix, price)) prefix[--len] = '\0';
    if (!len && !settings_pair(channel->prices, "*", price)) return ret;
    double each = strtod(price, NULL);
    if (!(each > 0 && each < 1e6)) return ret;
    snprintf(ret, SEND_RULES_PRICE_MAX, "%.6g", each * (is_sms ? (double)segments_count(text).segments : 1));
    return ret;
}
