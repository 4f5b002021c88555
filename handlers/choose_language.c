/* choose_language - which language is spoken with a person: guessed, sticky, and theirs to choose. */
#include "handlers/choose_language.h"

#include "handlers/ask.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/mediation.h"
#include "handlers/menu.h"
#include "handlers/organizations.h"
#include "handlers/referral.h"
#include "handlers/section.h"
#include "handlers/several.h"
#include "handlers/topic.h"
#include "handlers/welcome.h"

static const char state_name[] = "language";

/* The one language that has the whole message as a keyword of the topic. */
static enum language keyword_language(const char *folded, const struct pack_topic *topic) {
    enum language found = LANGUAGE_NONE;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        if (!heard_word(folded, &topic->keywords[language])) continue;
        if (found != LANGUAGE_NONE) return LANGUAGE_NONE;
        found = (enum language)language;
    }
    return found;
}

static enum language word_language(const struct event *event, const struct match *match) {
    own_text struct text folded = TEXT_INIT(8192);
    enum language language = LANGUAGE_NONE;
    heard_folded(event, &folded);
    if (match->kind == MATCH_CONTROL)
        pack_control_word(event->pack, text_get(&folded), &language);
    else if (match->topic)
        language = keyword_language(text_get(&folded), match->topic);
    return language;
}

static void remember(struct turn *turn, enum language language, int chosen) {
    struct effect *effect = turn_add(turn, EFFECT_LANGUAGE);
    if (!effect) return;
    effect->language = language;
    effect->chosen = chosen;
}

void choose_language_guess(const struct event *event, struct turn *turn, const struct match *match) {
    if (turn_is_in(turn, "discreet")) return; /* a secret word is of no language */
    if (event->known.language_chosen || form_takes_text(event, turn)) return;
    enum language language = LANGUAGE_NONE;
    if (event->known.language == LANGUAGE_NONE) language = word_language(event, match);
    if (language == LANGUAGE_NONE && match->kind != MATCH_CONTROL) {
        struct language_guess guess = language_guess_text(event->text);
        if (guess.margin >= CHOOSE_LANGUAGE_MARGIN) language = guess.language;
    }
    if (language != LANGUAGE_NONE && language != event->known.language) remember(turn, language, 0);
}

/* What the person has before them, in the language they now chose. */
static int say_again(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_topic *topic = turn_is_in(turn, state_name) ? pack_topic(event->pack, turn->next.subject) : NULL;
    if (turn_is_in(turn, state_name)) turn_go(turn, event, "idle");
    if (topic) return topic_speak(event, turn, topic, why);
    form_repeat(event, turn);
    section_repeat(event, turn);
    several_repeat(event, turn);
    ask_repeat(event, turn);
    organizations_repeat(event, turn);
    referral_repeat(event, turn);
    mediation_repeat(event, turn);
    if (turn_is_in(turn, "idle") || turn_is_in(turn, "menu")) menu_show(event, turn);
    return TURN_DONE;
}

static int choose(const struct event *event, struct turn *turn, enum language language, struct error *why) {
    remember(turn, language, 1);
    if (event->known.greeted)
        turn_say(turn, "language_set");
    else
        welcome_say(event, turn);
    if (say_again(event, turn, why) < 0) return -1;
    turn_understood(turn, "language", language_code(language));
    return TURN_DONE;
}

/* In a form the numbers are taken: the languages are then chosen by their names. */
static void show(const struct event *event, struct turn *turn) {
    if (turn_is_in(turn, FORM_STATE)) {
        turn_say(turn, "language_hint");
        form_repeat(event, turn);
        return;
    }
    welcome_say(event, turn);
    turn_say(turn, "language_menu");
    turn_go(turn, event, state_name);
}

int choose_language_control(const struct event *event, struct turn *turn, struct error *why) {
    own_text struct text folded = TEXT_INIT(8192);
    heard_folded(event, &folded);
    enum language language = pack_language_word(event->pack, text_get(&folded));
    if (language != LANGUAGE_NONE) return choose(event, turn, language, why);
    show(event, turn);
    return TURN_DONE;
}

static int step(const struct event *event, struct turn *turn, struct error *why) {
    int number = heard_too_late(event, turn) ? -1 : heard_number(event, turn);
    if (pack_has_language(event->pack, (enum language)(number - 1)))
        return choose(event, turn, (enum language)(number - 1), why);
    if (heard_digits(event) < 0) return TURN_PASS;
    turn_say(turn, "language_menu");
    turn_understood(turn, "language", "");
    return TURN_DONE;
}

const struct handler choose_language_handler = {state_name, step};
