/* section - one line of the main menu: its topics by number, in pages. */
#include "handlers/section.h"

#include "handlers/heard.h"
#include "handlers/options.h"
#include "handlers/topic.h"

#include <string.h>

static const char state_name[] = "section";

/* 9 is a person and 0 the menu everywhere, so a page has eight numbers; when there are more topics the eighth turns it.
 */
#define PAGE_MAX  8
#define NEXT_PAGE "+"

static const struct pack_section *find(const struct event *event, const char *id) {
    for (size_t i = 0; i < pack_section_count(event->pack); i++)
        if (strcmp(pack_section_at(event->pack, i)->id, id) == 0) return pack_section_at(event->pack, i);
    return NULL;
}

/* state.question holds the index of the page's first topic. */
static void show_page(const struct event *event, struct turn *turn, const struct pack_section *section, size_t first) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    enum language language = turn_language(event, turn);
    size_t left = section->topic_count - first, count = left > PAGE_MAX ? PAGE_MAX - 1 : left;
    turn_go(turn, event, state_name);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", section->id);
    turn->next.question = first;
    for (size_t i = 0; i < count; i++) {
        options_add(&lines, i + 1, section->topics[first + i]->title, language);
        turn_option(turn, section->topics[first + i]->id);
    }
    if (count < left) {
        options_add_plain(&lines, PAGE_MAX, pack_phrase(event->pack, "more", language));
        turn_option(turn, NEXT_PAGE);
    }
    struct effect *say = turn_say(turn, "section_menu");
    effect_value(say, "titulo", options_title(section->title, language));
    effect_value(say, "opciones", text_get(&lines));
    turn_understood(turn, "section", section->id);
}

int section_show(const struct event *event, struct turn *turn, const struct pack_section *section, struct error *why) {
    if (section->topic_count == 1) return topic_speak(event, turn, section->topics[0], why);
    show_page(event, turn, section, 0);
    return TURN_DONE;
}

void section_repeat(const struct event *event, struct turn *turn) {
    const struct pack_section *section = turn_is_in(turn, state_name) ? find(event, turn->next.subject) : NULL;
    if (section) show_page(event, turn, section, turn->next.question < section->topic_count ? turn->next.question : 0);
}

static const struct pack_topic *titled(const struct event *event, const struct pack_section *section) {
    for (size_t i = 0; i < section->topic_count; i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            if (heard_title(event, section->topics[i]->title[language])) return section->topics[i];
    return NULL;
}

static int take_option(const struct event *event, struct turn *turn, const struct pack_section *section,
                       struct error *why) {
    const char *option = turn->next.options[heard_number(event, turn) - 1];
    const struct pack_topic *topic = pack_topic(event->pack, option);
    if (topic) return topic_speak(event, turn, topic, why);
    size_t next = turn->next.question + PAGE_MAX - 1;
    show_page(event, turn, section, strcmp(option, NEXT_PAGE) == 0 && next < section->topic_count ? next : 0);
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_section *section = find(event, turn->next.subject);
    int number = heard_number(event, turn);
    if (!section || heard_too_late(event, turn)) return TURN_PASS;
    if (number >= 1 && (size_t)number <= turn->next.option_count) return take_option(event, turn, section, why);
    if (heard_digits(event) >= 0) {
        section_repeat(event, turn);
        return TURN_DONE;
    }
    const struct pack_topic *topic = titled(event, section);
    return topic ? topic_speak(event, turn, topic, why) : TURN_PASS;
}

const struct handler section_handler = {state_name, step};
