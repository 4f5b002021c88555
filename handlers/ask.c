/* ask - "did you mean": a few topics by number. */
#include "handlers/ask.h"

#include "handlers/heard.h"
#include "handlers/options.h"
#include "handlers/topic.h"

static const char state_name[] = "ask";

static void say(const struct event *event, struct turn *turn) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    char other[8];
    for (size_t i = 0; i < turn->next.option_count; i++) {
        const struct pack_topic *topic = pack_topic(event->pack, turn->next.options[i]);
        if (topic) options_add(&lines, i + 1, topic->title, turn_language(event, turn));
    }
    snprintf(other, sizeof other, "%zu", turn->next.option_count + 1);
    struct effect *effect = turn_say(turn, "did_you_mean");
    effect_value(effect, "opciones", text_get(&lines));
    effect_value(effect, "otra", other);
}

int ask_topics(const struct event *event, struct turn *turn, const struct match *match) {
    turn_go(turn, event, state_name);
    turn_option(turn, match->topic->id);
    for (size_t i = 0; i < match->other_count; i++) turn_option(turn, match->others[i]->id);
    say(event, turn);
    turn_understood(turn, "ask", match->topic->id);
    return TURN_DONE;
}

void ask_repeat(const struct event *event, struct turn *turn) {
    if (turn_is_in(turn, state_name)) say(event, turn);
}

static int is_titled(const struct event *event, const struct pack_topic *topic) {
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (heard_title(event, topic->title[language])) return 1;
    return 0;
}

static const struct pack_topic *titled(const struct event *event, const struct turn *turn) {
    for (size_t i = 0; i < turn->next.option_count; i++) {
        const struct pack_topic *topic = pack_topic(event->pack, turn->next.options[i]);
        if (topic && is_titled(event, topic)) return topic;
    }
    return NULL;
}

/* "yes" to a single candidate is that one; "no" is something else. */
static int number_heard(const struct event *event, const struct turn *turn) {
    int number = heard_number(event, turn), yes = number < 0 ? heard_yes_no(event, turn) : -1;
    if (yes == 0) return (int)turn->next.option_count + 1;
    return yes == 1 && turn->next.option_count == 1 ? 1 : number;
}

static int something_else(const struct event *event, struct turn *turn) {
    turn_go(turn, event, "idle");
    turn_say(turn, "tell_more");
    turn_understood(turn, "ask", "other");
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    if (heard_too_late(event, turn)) return TURN_PASS;
    int number = number_heard(event, turn), count = (int)turn->next.option_count;
    const struct pack_topic *topic =
        number >= 1 && number <= count ? pack_topic(event->pack, turn->next.options[number - 1]) : titled(event, turn);
    if (topic) return topic_speak(event, turn, topic, why);
    if (number == count + 1) return something_else(event, turn);
    if (heard_digits(event) < 0) return TURN_PASS;
    say(event, turn);
    turn_understood(turn, "ask", "");
    return TURN_DONE;
}

const struct handler ask_handler = {state_name, step};
