/* menu - the main menu: the sections of the pack by number. */
#include "handlers/menu.h"

#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/options.h"
#include "handlers/section.h"
#include "handlers/welcome.h"

static const char state_name[] = "menu";

void menu_show(const struct event *event, struct turn *turn) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    enum language language = turn_language(event, turn);
    turn_go(turn, event, state_name);
    for (size_t i = 0; i < pack_section_count(event->pack); i++) {
        options_add(&lines, i + 1, pack_section_at(event->pack, i)->title, language);
        turn_option(turn, pack_section_at(event->pack, i)->id);
    }
    effect_value(turn_say(turn, "main_menu"), "opciones", text_get(&lines));
}

/* A newcomer whose language is not known chooses it first: its numbers and the menu's would be the same. */
int menu_control(const struct event *event, struct turn *turn, struct error *why) {
    welcome_say(event, turn);
    int survey = form_survey(event, turn) != NULL;
    form_leave(event, turn);
    if (survey) turn_say(turn, "survey_parked");
    if (welcome_asks_language(event, turn))
        turn_go(turn, event, "idle");
    else
        menu_show(event, turn);
    return TURN_DONE;
}

static const struct pack_section *titled(const struct event *event) {
    for (size_t i = 0; i < pack_section_count(event->pack); i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            if (heard_title(event, pack_section_at(event->pack, i)->title[language]))
                return pack_section_at(event->pack, i);
    return NULL;
}

static const struct pack_section *chosen(const struct event *event, const struct turn *turn) {
    int number = heard_number(event, turn);
    if (number >= 1 && (size_t)number <= pack_section_count(event->pack))
        return pack_section_at(event->pack, (size_t)number - 1);
    return titled(event);
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_section *section = heard_too_late(event, turn) ? NULL : chosen(event, turn);
    if (section) return section_show(event, turn, section, why);
    if (heard_digits(event) < 0) return TURN_PASS;
    menu_show(event, turn);
    turn_understood(turn, "control", "menu");
    return TURN_DONE;
}

const struct handler menu_handler = {state_name, step};
