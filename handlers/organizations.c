/* organizations - who else helps: by line of the menu, one organisation at a time. */
#include "handlers/organizations.h"

#include "handlers/heard.h"
#include "handlers/options.h"
#include "messages/pack_yaml.h"
#include "messages/segments.h"
#include "messages/segments_smart.h"

#include <string.h>

static const char state_name[] = "organizations";

/* As in section.c: 9 is a person and 0 the menu, so the eighth number turns the page when there are more. */
#define PAGE_MAX     8
#define NEXT_PAGE    "+"
#define SEGMENTS_MAX 2

int organizations_is_spoken(const struct event *event, const struct pack_organisation *organisation) {
    return organisation && (organisation->approved || !event->live);
}

static int helps_section(const struct pack_organisation *organisation, const struct pack_section *section) {
    for (size_t i = 0; i < section->topic_count; i++)
        if (pack_organisation_helps(organisation, section->topics[i])) return 1;
    return 0;
}

struct list {
    const struct pack_organisation *at[PACK_ORGANISATIONS_MAX];
    size_t count;
};

static void list_add(const struct event *event, const struct pack_section *section, enum language language, int speaks,
                     struct list *ret) {
    for (size_t i = 0; i < pack_organisation_count(event->pack); i++) {
        const struct pack_organisation *one = pack_organisation_at(event->pack, i);
        if (!organizations_is_spoken(event, one) || !helps_section(one, section)) continue;
        if (!!one->speaks[language] == speaks) ret->at[ret->count++] = one;
    }
}

/* Those who speak the language first. */
static void list_of(const struct event *event, const struct pack_section *section, enum language language,
                    struct list *ret) {
    ret->count = 0;
    list_add(event, section, language, 1, ret);
    list_add(event, section, language, 0, ret);
}

static const struct pack_section *section_of(const struct event *event, const char *id) {
    for (size_t i = 0; i < pack_section_count(event->pack); i++)
        if (strcmp(pack_section_at(event->pack, i)->id, id) == 0) return pack_section_at(event->pack, i);
    return NULL;
}

static void say_list(struct turn *turn, const char *phrase, const struct text *lines, const char *title) {
    struct effect *say = turn_say(turn, phrase);
    effect_value(say, "titulo", title);
    effect_value(say, "opciones", text_get(lines));
}

static size_t show_sections(const struct event *event, struct turn *turn) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    enum language language = turn_language(event, turn);
    struct list list;
    size_t count = 0;
    for (size_t i = 0; i < pack_section_count(event->pack); i++) {
        const struct pack_section *section = pack_section_at(event->pack, i);
        list_of(event, section, language, &list);
        if (!list.count) continue;
        if (!count) turn_go(turn, event, state_name);
        turn_option(turn, section->id);
        options_add(&lines, ++count, section->title, language);
    }
    if (count) say_list(turn, "organizations_about", &lines, "");
    return count;
}

/* state.question holds the index of the page's first organisation. */
static void show_page(const struct event *event, struct turn *turn, const struct pack_section *section, size_t first) {
    own_text struct text lines = TEXT_INIT(OPTIONS_TEXT_MAX);
    enum language language = turn_language(event, turn);
    struct list list;
    list_of(event, section, language, &list);
    if (first >= list.count) first = 0;
    size_t left = list.count - first, count = left > PAGE_MAX ? PAGE_MAX - 1 : left;
    turn_go(turn, event, state_name);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", section->id);
    turn->next.question = first;
    for (size_t i = 0; i < count; i++) {
        options_add(&lines, i + 1, list.at[first + i]->name, language);
        turn_option(turn, list.at[first + i]->id);
    }
    if (count < left) {
        options_add_plain(&lines, PAGE_MAX, pack_phrase(event->pack, "more", language));
        turn_option(turn, NEXT_PAGE);
    }
    say_list(turn, "organizations_list", &lines, options_title(section->title, language));
    turn_understood(turn, "organizations", section->id);
}

void organizations_repeat(const struct event *event, struct turn *turn) {
    if (!turn_is_in(turn, state_name)) return;
    const struct pack_section *section = section_of(event, turn->next.subject);
    if (section)
        show_page(event, turn, section, turn->next.question);
    else
        show_sections(event, turn);
}

int organizations_service(const struct event *event, struct turn *turn, struct error *why) {
    return show_sections(event, turn) ? TURN_DONE : TURN_PASS;
}

static void add_part(struct text *ret, const char *text) {
    if (text && *text) text_addf(ret, " %s.", text);
}

static void add_speaks(const struct pack *pack, const struct pack_organisation *organisation, enum language language,
                       struct text *ret) {
    own_text struct text names = TEXT_INIT(128);
    int others = 0;
    for (int spoken = 0; spoken < LANGUAGE_COUNT; spoken++) {
        if (!organisation->speaks[spoken]) continue;
        text_addf(&names, "%s%s", names.len ? ", " : "", language_own_name((enum language)spoken));
        others += spoken != LANGUAGE_ES;
    }
    if (!others) return; /* that they speak Spanish goes without saying */
    struct pack_param with = {"idiomas", text_get(&names)};
    struct pack_fill_args args = {pack, language, &with, 1};
    text_add(ret, " ");
    pack_fill(&args, pack_phrase(pack, "organizations_speak", language), ret);
}

void organizations_contact(const struct pack *pack, const struct pack_organisation *organisation,
                           enum language language, struct text *ret) {
    text_addf(ret, "%s: %s.", options_title(organisation->name, language), options_title(organisation->does, language));
    if (organisation->phone) text_addf(ret, " Tel. %s.", organisation->phone);
    add_part(ret, organisation->web);
    add_part(ret, options_title(organisation->place, language));
    add_part(ret, options_title(organisation->hours, language));
    add_speaks(pack, organisation, language, ret);
}

static void say_contact(const struct event *event, struct turn *turn, const struct pack_organisation *organisation) {
    own_text struct text contact = TEXT_INIT(1024);
    organizations_contact(event->pack, organisation, turn_language(event, turn), &contact);
    turn_say_literal(turn, text_get(&contact));
    turn_understood(turn, "organization", organisation->id);
}

static int take(const struct event *event, struct turn *turn, const char *option) {
    const struct pack_section *section = section_of(event, turn->next.subject[0] ? turn->next.subject : option);
    const struct pack_organisation *organisation = pack_organisation(event->pack, option);
    if (!section) return TURN_PASS;
    if (!turn->next.subject[0] || !organizations_is_spoken(event, organisation)) {
        int is_next = turn->next.subject[0] && strcmp(option, NEXT_PAGE) == 0;
        show_page(event, turn, section, is_next ? turn->next.question + PAGE_MAX - 1 : 0);
    } else {
        say_contact(event, turn, organisation);
        turn->next.since_ms = event->now_ms; /* the list may be used further */
    }
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    char option[PACK_ID_MAX];
    int number = heard_number(event, turn);
    if (heard_too_late(event, turn)) return TURN_PASS;
    if (number >= 1 && (size_t)number <= turn->next.option_count) {
        snprintf(option, sizeof option, "%s", turn->next.options[number - 1]);
        return take(event, turn, option);
    }
    if (heard_digits(event) < 0) return TURN_PASS;
    return show_sections(event, turn) ? TURN_DONE : TURN_PASS;
}

const struct handler organizations_handler = {state_name, step};

size_t organizations_check(const struct pack *pack, struct pack_faults *faults) {
    size_t before = faults->count;
    for (size_t i = 0; i < pack_organisation_count(pack); i++) {
        const struct pack_organisation *one = pack_organisation_at(pack, i);
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            own_text struct text contact = TEXT_INIT(1024), sent = TEXT_INIT(4096);
            organizations_contact(pack, one, (enum language)language, &contact);
            segments_smart(text_get(&contact), &sent);
            if (!text_ok(&sent) || segments_count(text_get(&sent)).segments > SEGMENTS_MAX)
                pack_fault(faults, "directory.yaml", 1, "the contact of '%s' takes more than %d SMS in %s", one->id,
                           SEGMENTS_MAX, language_code((enum language)language));
        }
    }
    return faults->count - before;
}
