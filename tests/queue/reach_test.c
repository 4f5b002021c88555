/* reach_test - by which way a text would leave, and until when WhatsApp takes free text. */
#include "queue/reach.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define NOW  1800000000000LL
#define HOUR (3600 * 1000LL)

static struct settings settings;

static struct channel *channel_add(const char *name, const char *wire, const char *kind) {
    struct channel *channel = &settings.channels[settings.channel_count++];
    snprintf(channel->name, sizeof channel->name, "%s", name);
    snprintf(channel->wire, sizeof channel->wire, "%s", wire);
    snprintf(channel->kind, sizeof channel->kind, "%s", kind);
    return channel;
}

/* "<window> <way> <by> <hours that it is open>" for someone of this channel who wrote so many hours ago on WhatsApp. */
static const char *reach(const char *channel, long hours_ago, const char *language) {
    static char words[120];
    char last[24];
    redisReply strings[6], *elements[6], fields = {.type = REDIS_REPLY_ARRAY, .elements = 6, .element = elements};
    snprintf(last, sizeof last, "%lld", NOW - hours_ago * HOUR);
    const char *all[] = {"chan", channel, "lang", language, "in:whatsapp", last};
    for (size_t i = 0; i < 6; i++) {
        strings[i] = (redisReply){.type = REDIS_REPLY_STRING, .str = (char *)all[i], .len = strlen(all[i])};
        elements[i] = &strings[i];
    }
    json_auto_t *json = reach_json(&(struct reach){&settings, NULL, &fields, NOW});
    long long until = json_integer_value(json_object_get(json, "until_ms"));
    snprintf(words, sizeof words, "%s %s %s %lld", json_string_value(json_object_get(json, "window")),
             json_string_value(json_object_get(json, "way")), json_string_value(json_object_get(json, "by")),
             until ? (until - NOW) / HOUR : 0);
    return words;
}

Test(reach, sms_has_no_window) {
    channel_add("line", "twilio", "sms");
    cr_expect_str_eq(reach("line", 500, "es"), "none text sms 0");
}

Test(reach, free_text_within_24_hours_and_then_the_template_of_the_language) {
    struct channel *channel = channel_add("wa", "twilio", "whatsapp");
    cr_expect_str_eq(reach("wa", 1, "es"), "open text whatsapp 22");
    cr_expect_str_eq(reach("wa", 24, "es"), "closed none  0", "five minutes early: the provider's clock decides");
    snprintf(channel->templates, sizeof channel->templates, "es:HX1");
    cr_expect_str_eq(reach("wa", 25, "es"), "closed template whatsapp 0");
    cr_expect_str_eq(reach("wa", 25, "ht"), "closed none  0");
    snprintf(channel->templates, sizeof channel->templates, "*:HX1");
    cr_expect_str_eq(reach("wa", 25, "ht"), "closed template whatsapp 0");
}

Test(reach, the_backup_takes_it_when_there_is_no_template) {
    struct channel *channel = channel_add("wa", "meta", "whatsapp");
    channel_add("line", "twilio", "sms");
    snprintf(channel->backup, sizeof channel->backup, "line");
    cr_expect_str_eq(reach("wa", 25, "es"), "closed backup sms 0");
    cr_expect_str_eq(reach("wa", 2, "es"), "open text whatsapp 21");
}

Test(reach, backups_in_a_ring_end_and_a_line_that_is_gone_reaches_nobody) {
    struct channel *a = channel_add("a", "meta", "whatsapp"), *b = channel_add("b", "twilio", "whatsapp");
    snprintf(a->backup, sizeof a->backup, "b");
    snprintf(b->backup, sizeof b->backup, "a");
    cr_expect_str_eq(reach("a", 25, "es"), "closed none  0");
    cr_expect_str_eq(reach("gone", 1, "es"), "none none  0");
}
