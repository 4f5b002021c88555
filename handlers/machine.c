/* machine - one event in, one turn out: the order of who may answer, and the check of what they did. */
#include "handlers/machine.h"

#include "handlers/choose_language.h"
#include "handlers/closed.h"
#include "handlers/consent.h"
#include "handlers/courtesy.h"
#include "handlers/discreet.h"
#include "handlers/echo.h"
#include "handlers/fallback.h"
#include "handlers/form.h"
#include "handlers/handlers.h"
#include "handlers/heard.h"
#include "handlers/helped.h"
#include "handlers/idle.h"
#include "handlers/media.h"
#include "handlers/profile.h"
#include "handlers/render.h"
#include "handlers/staff.h"
#include "handlers/stop.h"
#include "handlers/topic.h"
#include "handlers/unsafe.h"
#include "handlers/urgent.h"
#include "handlers/welcome.h"

#include <string.h>

static int check_event(const struct event *event, struct error *why) {
    if (!event->pack) return error_set(why, ERROR_SYSTEM, "an event without a content pack");
    if (!event->id || !*event->id) return error_set(why, ERROR_INPUT, "an event without an id");
    if (event->now_ms <= 0) return error_set(why, ERROR_INPUT, "an event without a time");
    if (event->known.appointment_count > EVENT_APPOINTMENTS_MAX || event->known.language >= LANGUAGE_COUNT)
        return error_set(why, ERROR_INPUT, "an event with more than can be known");
    return 0;
}

/* A language word is a control word even when the pack does not list it among them. */
static enum pack_control control_of(const struct event *event, const struct turn *turn, const struct match *match) {
    own_text struct text folded = TEXT_INIT(8192);
    heard_folded(event, &folded);
    int language = pack_language_word(event->pack, text_get(&folded)) != LANGUAGE_NONE;
    if (language) return form_takes_word(event, turn) ? CONTROL_NONE : CONTROL_LANGUAGE;
    if (match->kind != MATCH_CONTROL || form_takes_digits(event, turn)) return CONTROL_NONE;
    return match->control;
}

static int on_control(const struct event *event, struct turn *turn, enum pack_control control, struct error *why) {
    const struct handlers_control *row = handlers_find_control(control);
    if (!row) return TURN_PASS;
    turn_understood(turn, "control", pack_control_id(control));
    if (turn_is_in(turn, STAFF_STATE) && event->known.ticket_id[0]) turn_add(turn, EFFECT_TICKET_NOTE);
    return row->step(event, turn, why);
}

/* Topics, then the fall-back. An interrupted form says its question again. */
static int on_question(const struct event *event, struct turn *turn, const struct match *match, struct error *why) {
    int answer = echo_is(event, turn) ? TURN_PASS : idle_match(event, turn, match, why);
    if (answer == TURN_DONE && strcmp(turn->kind, "topic") == 0) form_repeat(event, turn);
    if (answer == TURN_PASS) answer = idle_number(event, turn);
    if (answer == TURN_PASS) answer = courtesy_step(event, turn, match);
    return answer == TURN_PASS ? fallback_step(event, turn, why) : answer;
}

static int on_text(const struct event *event, struct turn *turn, const struct match *match, struct error *why) {
    int answer = TURN_PASS;
    if (match->kind == MATCH_URGENT && !echo_is(event, turn) && !form_is_declined(event, turn))
        return urgent_topic(event, turn, match->topic);
    enum pack_control control = control_of(event, turn, match);
    if (control != CONTROL_NONE) answer = on_control(event, turn, control, why);
    if (answer == TURN_PASS) answer = handlers_words(event, turn, why);
    const struct handler *handler = handlers_find(turn->next.name);
    if (answer == TURN_PASS) answer = handler->step(event, turn, why);
    return answer == TURN_PASS ? on_question(event, turn, match, why) : answer;
}

/* A form that was begun by the end of another one, a topic that opens a form: never more than this. */
#define GO_ON_MAX 4

static int do_topic(const struct event *event, struct turn *turn, const char *id, struct error *why) {
    const struct pack_topic *topic = pack_topic(event->pack, id);
    const struct handlers_service *service = topic ? handlers_find_service(topic->service) : NULL;
    int answer = service ? service->step(event, turn, why) : TURN_PASS;
    return answer == TURN_PASS && topic ? topic_answer(event, turn, topic, why) : answer;
}

static int do_end(const struct event *event, struct turn *turn, const char *name, struct error *why) {
    const struct handlers_form_end *end = handlers_find_form_end(name);
    if (!end) return error_set(why, ERROR_SYSTEM, "nothing follows the form '%s'", name);
    return end->complete(event, turn, why);
}

/* What a step left to do for those whom only the tables know. */
static int go_on(const struct event *event, struct turn *turn, int answer, struct error *why) {
    char id[PACK_ID_MAX];
    for (int i = 0; i < GO_ON_MAX && answer == TURN_DONE; i++) {
        int is_end = turn->then_end[0] != '\0';
        if (!is_end && !turn->then_topic[0]) return TURN_DONE;
        snprintf(id, sizeof id, "%s", is_end ? turn->then_end : turn->then_topic);
        turn->then_end[0] = turn->then_topic[0] = '\0';
        answer = is_end ? do_end(event, turn, id, why) : do_topic(event, turn, id, why);
    }
    return answer;
}

/* What two machines could go on with for ever counts as a miss in a row. */
static int is_miss(const struct turn *turn) {
    static const char *const kinds[] = {"none", "media", "courtesy"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(turn->kind, kinds[i]) == 0) return 1;
    return 0;
}

static int on_message(const struct event *event, struct turn *turn, struct error *why) {
    if (!event->text) return error_set(why, ERROR_INPUT, "a message without a text");
    if (discreet_begin(event, turn)) return 0;
    struct match match = {.kind = MATCH_NONE};
    int answer = media_step(event, turn, why);
    if (answer == TURN_PASS) {
        match = match_text(event->pack, event->text, event->known.language);
        choose_language_guess(event, turn, &match);
        answer = go_on(event, turn, on_text(event, turn, &match, why), why);
    }
    if (answer < 0) return -1;
    if (!is_miss(turn)) turn->next.misses = 0;
    welcome_end(event, turn);
    closed_end(event, turn);
    consent_end(event, turn);
    helped_after(event, turn, &match);
    return 0;
}

static int on_timer(const struct event *event, struct turn *turn, struct error *why) {
    const struct handlers_timer *timer = handlers_find_timer(event->name ? event->name : "");
    if (!timer) return error_set(why, ERROR_INPUT, "a timer of no known name");
    return go_on(event, turn, timer->step(event, turn, why), why);
}

static int on_staff(const struct event *event, struct turn *turn, struct error *why) {
    const struct handlers_staff *row = handlers_find_staff(event->name ? event->name : "");
    if (!row) return error_set(why, ERROR_INPUT, "an event of the staff of no known name");
    return row->step(event, turn, why);
}

static int on_event(const struct event *event, struct turn *turn, struct error *why) {
    switch (event->kind) {
    case EVENT_MESSAGE: return on_message(event, turn, why);
    case EVENT_TIMER: return on_timer(event, turn, why);
    case EVENT_STAFF: return on_staff(event, turn, why);
    case EVENT_STATUS: return stop_at_provider(event, turn, why);
    }
    return error_set(why, ERROR_INPUT, "an event of no known kind");
}

static int check_say(const struct event *event, const struct effect *effect, struct error *why) {
    int sources = (effect->phrase[0] != 0) + (effect->answer[0] != 0) + (effect->literal != NULL);
    if (sources != 1) return error_set(why, ERROR_SYSTEM, "an effect says %d things", sources);
    if (effect->phrase[0] && !pack_phrase(event->pack, effect->phrase, LANGUAGE_ES))
        return error_set(why, ERROR_SYSTEM, "there is no phrase '%s'", effect->phrase);
    if (effect->before[0] && !pack_phrase(event->pack, effect->before, LANGUAGE_ES))
        return error_set(why, ERROR_SYSTEM, "there is no phrase '%s'", effect->before);
    if (effect->answer[0] && !pack_answer(event->pack, effect->answer))
        return error_set(why, ERROR_SYSTEM, "there is no answer '%s'", effect->answer);
    return 0;
}

static int check_turn(const struct event *event, const struct turn *turn, struct error *why) {
    if (turn->effect_count > TURN_EFFECTS_MAX)
        return error_set(why, ERROR_SYSTEM, "a turn of more than %d effects, or no memory", TURN_EFFECTS_MAX);
    if (!handlers_find(turn->next.name))
        return error_set(why, ERROR_SYSTEM, "nobody owns the state '%s'", turn->next.name);
    for (size_t i = 0; i < turn->effect_count; i++)
        if (turn->effects[i].kind == EFFECT_SAY && check_say(event, &turn->effects[i], why) < 0) return -1;
    return 0;
}

int machine_step(const struct state *was, const struct event *event, struct turn *turn, struct error *why) {
    turn_init(turn, was);
    if (check_event(event, why) < 0) return -1;
    if (!handlers_find(turn->next.name)) turn_go(turn, event, "idle"); /* of an older or newer program */
    struct state before = turn->next;
    int failed = on_event(event, turn, why);
    if (failed == 0) unsafe_end(&before, event, turn);
    if (failed == 0) discreet_end(event, turn);
    if (failed == 0) profile_end(event, turn);
    if (failed < 0 || check_turn(event, turn, why) < 0) {
        turn_release(turn);
        return -1;
    }
    echo_remember(event, turn);
    return 0;
}

int machine_render(const struct effect *effect, const struct event *event, enum language language, struct text *ret,
                   struct error *why) {
    return render_effect(effect, event, language, ret, why);
}

enum language machine_language(const struct event *event, const struct turn *turn) {
    return turn_language(event, turn);
}
