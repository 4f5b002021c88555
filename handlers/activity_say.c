/* activity_say - texts about an activity, in the language of whoever reads them. */
#include "handlers/activity_say.h"

#include "config/clock.h"
#include "messages/dates.h"

#include <inttypes.h>

#define DAY_TEXT_MAX  128
#define HOUR_TEXT_MAX 32
#define VALUES_MAX    5

/* What fills a phrase. */
struct words {
    struct text day, hour;
    char n[24];
    struct pack_param params[VALUES_MAX];
};

static void words_of(const struct activity_about *about, enum language language, struct words *ret) {
    const struct board_activity *activity = about->activity;
    const struct board_session *session = &activity->sessions[about->session];
    struct tm local;
    ret->day = (struct text)TEXT_INIT(DAY_TEXT_MAX);
    ret->hour = (struct text)TEXT_INIT(HOUR_TEXT_MAX);
    clock_local(session->from_ms, &local);
    dates_add_day(&ret->day, &local, language);
    dates_add_hour(&ret->hour, &local);
    snprintf(ret->n, sizeof ret->n, "%" PRId64, about->n ? about->n : (int64_t)activity->session_count);
    ret->params[0] = (struct pack_param){"titulo", board_title(activity, language)};
    ret->params[1] = (struct pack_param){"fecha", text_get(&ret->day)};
    ret->params[2] = (struct pack_param){"hora", text_get(&ret->hour)};
    ret->params[3] = (struct pack_param){"lugar", board_place(activity, language)};
    ret->params[4] = (struct pack_param){"n", ret->n};
}

static void words_release(struct words *words) {
    text_release(&words->day);
    text_release(&words->hour);
}

struct activity_about activity_about(const struct board_activity *activity, int64_t now_ms) {
    return (struct activity_about){activity, board_session_spoken(activity, now_ms), 0};
}

struct effect *activity_say(const struct event *event, struct turn *turn, const char *phrase,
                            const struct activity_about *about) {
    struct words words;
    struct effect *say = turn_say(turn, phrase);
    words_of(about, turn_language(event, turn), &words);
    for (size_t i = 0; i < VALUES_MAX; i++) effect_value(say, words.params[i].name, words.params[i].value);
    words_release(&words);
    return say;
}

void activity_tell(const struct event *event, struct turn *turn, const char *phrase, const struct activity_about *about,
                   int64_t useless_ms) {
    const struct known_seat *seat = known_seat(event, about->activity->id);
    struct effect *say = activity_say(event, turn, phrase, about);
    if (!say) return;
    say->purpose = seat && seat->state == SEAT_INVITED ? PURPOSE_EVENTS : PURPOSE_REMINDERS;
    say->useless_after_ms = useless_ms;
}

void activity_text(const struct pack_fill_args *with, const char *phrase, const struct activity_about *about,
                   struct text *ret) {
    const char *template = pack_phrase(with->pack, phrase, with->language);
    struct words words;
    words_of(about, with->language, &words);
    struct pack_fill_args filled = {with->pack, with->language, words.params, VALUES_MAX};
    if (template) pack_fill(&filled, template, ret);
    words_release(&words);
}

void activity_day_hour(const struct board_session *session, enum language language, struct text *ret) {
    struct tm local;
    clock_local(session->from_ms, &local);
    dates_add_day(ret, &local, language);
    text_add(ret, ", ");
    dates_add_hour(ret, &local);
}
