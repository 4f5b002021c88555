/* several - a topic with several answers: they are offered by number. */
#include "handlers/several.h"

#include "handlers/answer.h"
#include "handlers/heard.h"
#include "handlers/options.h"

static const char state_name[] = "several";

int several_show(const struct event *event, struct turn *turn, const struct pack_topic *topic) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    enum language language = turn_language(event, turn);
    turn_go(turn, event, state_name);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", topic->id);
    for (size_t i = 0; i < topic->answer_count; i++) {
        options_add(&lines, i + 1, topic->answers[i]->title, language);
        turn_option(turn, topic->answers[i]->id);
    }
    struct effect *say = turn_say(turn, "choose_answer");
    effect_value(say, "titulo", options_title(topic->title, language));
    effect_value(say, "opciones", text_get(&lines));
    turn_understood(turn, "topic", topic->id);
    return TURN_DONE;
}

void several_repeat(const struct event *event, struct turn *turn) {
    const struct pack_topic *topic = turn_is_in(turn, state_name) ? pack_topic(event->pack, turn->next.subject) : NULL;
    if (topic) several_show(event, turn, topic);
}

static const struct pack_answer *chosen(const struct event *event, const struct turn *turn,
                                        const struct pack_topic *topic) {
    int number = heard_number(event, turn);
    if (number >= 1 && (size_t)number <= topic->answer_count) return topic->answers[number - 1];
    for (size_t i = 0; i < topic->answer_count; i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            if (heard_title(event, topic->answers[i]->title[language])) return topic->answers[i];
    return NULL;
}

/* The state stays: after one answer the person may ask for another by its number. */
static int step(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_topic *topic = pack_topic(event->pack, turn->next.subject);
    if (!topic || heard_too_late(event, turn)) return TURN_PASS;
    const struct pack_answer *answer = chosen(event, turn, topic);
    if (answer) {
        answer_say(event, turn, answer, topic->id);
        turn->next.since_ms = event->now_ms;
        turn_understood(turn, "answer", answer->id);
        return TURN_DONE;
    }
    return heard_digits(event) >= 0 ? several_show(event, turn, topic) : TURN_PASS;
}

const struct handler several_handler = {state_name, step};
