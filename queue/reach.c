/* reach - by which way a text would leave for a person now. */
#include "queue/reach.h"

#include "queue/person.h"
#include "queue/send_rules.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW_MS   (24 * 3600 * 1000LL - 5 * 60 * 1000) /* as in 38_route.lua */
#define BACKUPS_MAX 8

static const char *field(const redisReply *fields, const char *name) {
    for (size_t i = 0; i + 1 < fields->elements; i += 2)
        if (fields->element[i]->str && fields->element[i + 1]->str && strcmp(fields->element[i]->str, name) == 0)
            return fields->element[i + 1]->str;
    return "";
}

/* When the window of this line ends for them; 0 when they never wrote on it. */
static int64_t window_end(const struct channel *channel, const redisReply *fields) {
    char realm[PERSON_REALM_MAX], name[PERSON_REALM_MAX + 8];
    person_realm(channel, realm);
    snprintf(name, sizeof name, "in:%s", realm);
    int64_t last = strtoll(field(fields, name), NULL, 10);
    return last ? last + WINDOW_MS : 0;
}

static int has_template(const struct reach *reach, const struct channel *channel, const char *language) {
    size_t index = (size_t)(channel - reach->settings->channels);
    const char *use = reach->office ? office_templates(reach->office, index) : channel->templates;
    char name[SETTINGS_PAIR_MAX];
    return (*language && settings_pair(use, language, name)) || settings_pair(use, "*", name);
}

/* "text", "template", or NULL: this line may not write to them now. */
static const char *may_write(const struct reach *reach, const struct channel *channel) {
    if (!send_rules_has_window(channel) || window_end(channel, reach->fields) > reach->now_ms) return "text";
    return has_template(reach, channel, field(reach->fields, "lang")) ? "template" : NULL;
}

json_t *reach_json(const struct reach *reach) {
    const struct settings *settings = reach->settings;
    const redisReply *fields = reach->fields;
    int64_t now_ms = reach->now_ms;
    const struct channel *own = settings_channel(settings, field(fields, "chan")), *taker = own;
    const char *way = NULL, *window = "none";
    int64_t until_ms = own && send_rules_has_window(own) ? window_end(own, fields) : 0;
    if (own && send_rules_has_window(own)) window = until_ms > now_ms ? "open" : "closed";
    for (int i = 0; taker && i < BACKUPS_MAX && !(way = may_write(reach, taker)); i++)
        taker = *taker->backup ? settings_channel(settings, taker->backup) : NULL;
    if (!way) taker = NULL;
    return json_pack("{s:s, s:s, s:I, s:s, s:s}", "channel", own ? own->kind : "", "window", window, "until_ms",
                     (json_int_t)(until_ms > now_ms ? until_ms : 0), "way",
                     !taker         ? "none"
                     : taker != own ? "backup"
                                    : way,
                     "by", taker ? taker->kind : "");
}
