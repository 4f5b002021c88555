/* transcript_read - the lines of a transcript that are input: headers, words, events. */
#include "handlers/rehearsal_inside.h"
#include "handlers/transcript_inside.h"

#include <stdlib.h>
#include <string.h>

void transcript_items_release(struct transcript_items *items) {
    for (size_t i = 0; i < items->count; i++) free(items->at[i].text);
    items->count = 0;
}

int transcript_items_take(struct transcript_items *items, char *text, size_t line, struct error *why) {
    if (!text) return error_set(why, ERROR_SYSTEM, "no memory for a line");
    if (items->count >= TRANSCRIPT_ITEMS_MAX) {
        free(text);
        return error_set(why, ERROR_INPUT, "more than %d lines of a kind in one step", TRANSCRIPT_ITEMS_MAX);
    }
    items->at[items->count].text = text;
    items->at[items->count++].line = line;
    return 0;
}

/* What follows when line begins with this word; NULL when it does not. */
static const char *behind(const char *line, const char *word) {
    size_t len = strlen(word);
    if (strncmp(line, word, len) != 0) return NULL;
    if (!line[len]) return line + len;
    return line[len] == ' ' ? line + len + 1 : NULL;
}

static int set_now(struct rehearsal *rehearsal, const char *value, struct error *why) {
    int len;
    return rehearsal_time(value, &rehearsal->now_ms, &len, why);
}

static int set_language(struct rehearsal *rehearsal, const char *value, struct error *why) {
    char code[8];
    snprintf(code, sizeof code, "%.*s", (int)(strcspn(value, " ") < 7 ? strcspn(value, " ") : 7), value);
    enum language language = language_of_code(code);
    const char *chosen = behind(value, code);
    if (language == LANGUAGE_NONE || !chosen) return error_set(why, ERROR_INPUT, "'%.20s' is no language", value);
    if (*chosen && strcmp(chosen, "chosen") != 0) return error_set(why, ERROR_INPUT, "'%.20s' is not chosen", chosen);
    rehearsal->known.language = language;
    rehearsal->known.language_chosen = *chosen != '\0';
    return 0;
}

static int set_ticket(struct rehearsal *rehearsal, const char *value, struct error *why) {
    if (!*value || strlen(value) >= sizeof rehearsal->known.ticket_code)
        return error_set(why, ERROR_INPUT, "'%.20s' is no code of a ticket", value);
    snprintf(rehearsal->known.ticket_code, sizeof rehearsal->known.ticket_code, "%s", value);
    snprintf(rehearsal->known.ticket_id, sizeof rehearsal->known.ticket_id, "ticket-0");
    rehearsal->known.ticket_since_ms = rehearsal->now_ms;
    return 0;
}

static int set_urgent(struct rehearsal *rehearsal, const char *value, struct error *why) {
    rehearsal->known.ticket_urgent = 1;
    return set_ticket(rehearsal, value, why);
}

static int set_consent(struct rehearsal *rehearsal, const char *value, struct error *why) {
    for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
        const char *answer = behind(value, purpose_name((enum purpose)purpose));
        if (!answer || (strcmp(answer, "yes") != 0 && strcmp(answer, "no") != 0)) continue;
        rehearsal->known.consent[purpose] = *answer == 'y' ? CONSENT_YES : CONSENT_NO;
        return 0;
    }
    return error_set(why, ERROR_INPUT, "a consent is written: consent reminders no");
}

static int set_greeted(struct rehearsal *rehearsal, const char *value, struct error *why) {
    rehearsal->known.greeted = 1;
    return *value ? error_set(why, ERROR_INPUT, "'greeted' stands alone") : 0;
}

static int set_live(struct rehearsal *rehearsal, const char *value, struct error *why) {
    rehearsal->live = 1;
    return *value ? error_set(why, ERROR_INPUT, "'live' stands alone") : 0;
}

static int set_helped(struct rehearsal *rehearsal, const char *value, struct error *why) {
    rehearsal->asks_helped = 1;
    return *value ? error_set(why, ERROR_INPUT, "'helped' stands alone") : 0;
}

static int set_unanswered(struct rehearsal *rehearsal, const char *value, struct error *why) {
    rehearsal->keeps_unanswered = 1;
    return *value ? error_set(why, ERROR_INPUT, "'unanswered' stands alone") : 0;
}

static int set_mark(struct rehearsal *rehearsal, const char *value, struct error *why) {
    char name[24];
    size_t len = strcspn(value, " ");
    if (!len || len >= sizeof name || !value[len])
        return error_set(why, ERROR_INPUT, "a mark is written: mark NAME VALUE");
    snprintf(name, sizeof name, "%.*s", (int)len, value);
    rehearsal_mark(rehearsal, name, value + len + 1);
    return 0;
}

/* "encuesta-primera k7m4 P07": a code that the office gave out. */
static int set_volunteer(struct rehearsal *rehearsal, const char *value, struct error *why) {
    struct board_survey *survey = &rehearsal->board.surveys[0];
    struct board_volunteer *volunteer = &survey->volunteers[0];
    if (sscanf(value, "%19s %7s %7s", survey->id, volunteer->code, volunteer->point) != 3)
        return error_set(why, ERROR_INPUT, "a volunteer is written: volunteer SURVEY CODE POINT");
    rehearsal->board.survey_count = survey->volunteer_count = 1;
    return 0;
}

/* "encuesta-primera closed": what the office decided about a survey. */
static int set_survey(struct rehearsal *rehearsal, const char *value, struct error *why) {
    struct board_survey *survey = &rehearsal->board.surveys[0];
    char state[8];
    if (sscanf(value, "%19s %7s", survey->id, state) != 2)
        return error_set(why, ERROR_INPUT, "a survey is written: survey ID open|closed");
    survey->state = strcmp(state, "open") == 0 ? BOARD_SURVEY_OPEN : BOARD_SURVEY_CLOSED;
    rehearsal->board.survey_count = 1;
    return 0;
}

static int is_channel(const char *kind) {
    return strcmp(kind, "sms") == 0 || strcmp(kind, "whatsapp") == 0;
}

int transcript_header(const struct transcript_setting *setting, const char *line, struct error *why) {
    static const struct {
        const char *name;
        int (*set)(struct rehearsal *rehearsal, const char *value, struct error *why);
    } headers[] = {
        {"now", set_now},
        {"language", set_language},
        {"greeted", set_greeted},
        {"live", set_live},
        {"ticket", set_ticket},
        {"consent", set_consent},
        {"appointment", rehearsal_appoint},
        {"mark", set_mark},
        {"helped", set_helped},
        {"unanswered", set_unanswered},
        {"activity", rehearsal_activity},
        {"activity-title", rehearsal_activity_title},
        {"activity-set", rehearsal_activity_set},
        {"seat", rehearsal_seat_header},
        {"urgent", set_urgent},
        {"survey", set_survey},
        {"volunteer", set_volunteer},
        {"profile", rehearsal_profile_header},
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        const char *value = behind(line, headers[i].name);
        if (value) return headers[i].set(setting->rehearsal, value, why);
    }
    const char *channel = behind(line, "channel");
    if (!channel || !is_channel(channel)) return error_set(why, ERROR_INPUT, "'%.40s' is no header", line);
    snprintf(setting->channel, setting->channel_size, "%s", channel);
    return 0;
}

static const struct {
    const char *mark, *channel;
    enum message_kind kind;
    const char *media_type;
} marks[] = {
    {"[sms]", "sms", MESSAGE_TEXT, NULL},
    {"[whatsapp]", "whatsapp", MESSAGE_TEXT, NULL},
    {"[button]", NULL, MESSAGE_BUTTON, NULL},
    {"[media]", NULL, MESSAGE_MEDIA, NULL},
    {"[voice]", NULL, MESSAGE_MEDIA, "audio/ogg"},
    {"[sticker]", NULL, MESSAGE_MEDIA, "image/webp"},
    {"[unsupported]", NULL, MESSAGE_UNSUPPORTED, NULL},
    {"[location]", NULL, MESSAGE_LOCATION, NULL},
    {"[contact]", NULL, MESSAGE_CONTACT, NULL},
    {"[reaction]", NULL, MESSAGE_REACTION, NULL},
};

/* A mark at the start of the words is taken into the event; the rest of the words, or NULL when there is no mark. */
static const char *take_mark(const char *words, struct rehearsal_event *ret) {
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const char *rest = behind(words, marks[i].mark);
        if (!rest) continue;
        if (marks[i].channel)
            ret->channel_kind = marks[i].channel;
        else
            ret->message_kind = marks[i].kind, ret->media_type = marks[i].media_type;
        return rest;
    }
    return NULL;
}

int transcript_words(const char *words, const char *channel, struct rehearsal_event *ret, struct error *why) {
    *ret = (struct rehearsal_event){.kind = EVENT_MESSAGE, .message_kind = MESSAGE_TEXT, .channel_kind = channel};
    for (const char *rest; (rest = take_mark(words, ret));) words = rest;
    ret->text = words;
    return 0;
}

/* "NAME [REF [TEXT]]": another event of the desk than a reply. */
static void read_desk(const char *rest, struct rehearsal_event *ret) {
    size_t name = strcspn(rest, " "), ref = rest[name] ? strcspn(rest + name + 1, " ") : 0;
    const char *behind_ref = rest + name + !!rest[name] + ref;
    snprintf(ret->timer, sizeof ret->timer, "%.*s", (int)name, rest);
    snprintf(ret->about, sizeof ret->about, "%.*s", (int)ref, behind_ref - ref);
    ret->kind = EVENT_STAFF;
    ret->ref = ret->about;
    ret->text = *behind_ref ? behind_ref + 1 : "";
}

int transcript_event(const char *words, const char *channel, struct rehearsal_event *ret, struct error *why) {
    *ret = (struct rehearsal_event){.channel_kind = channel};
    const char *rest;
    if ((rest = behind(words, "timer reminder"))) {
        ret->kind = EVENT_TIMER;
        ret->name = "reminder";
        ret->appointment = *rest ? rest : NULL;
    } else if ((rest = behind(words, "timer"))) {
        size_t len = strcspn(rest, " ");
        snprintf(ret->timer, sizeof ret->timer, "%.*s", (int)len, rest);
        ret->kind = EVENT_TIMER;
        ret->name = NULL;
        ret->ref = rest[len] ? rest + len + 1 : "";
    } else if ((rest = behind(words, "staff"))) {
        ret->kind = EVENT_STAFF;
        ret->name = "reply";
        ret->text = rest;
    } else if ((rest = behind(words, "desk"))) {
        read_desk(rest, ret);
    } else if (strcmp(words, "closed") == 0) {
        ret->kind = EVENT_STAFF;
        ret->name = "closed";
    } else if (strcmp(words, "stopped") == 0) {
        ret->kind = EVENT_STATUS;
    } else {
        return error_set(why, ERROR_INPUT,
                         "'%.40s' is no event: timer NAME [REF], staff TEXT, desk NAME [REF [TEXT]], closed, stopped",
                         words);
    }
    return 0;
}
