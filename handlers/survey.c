/* survey - a survey is begun, ended and left: its voluntary question, points, volunteers. */
#include "handlers/survey.h"

#include "handlers/board.h"
#include "handlers/consent.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/kept_answers.h"
#include "handlers/kept_survey.h"
#include "handlers/staff.h"
#include "handlers/welcome.h"

#include <string.h>

static const char offer_state[] = "survey", notice_state[] = "survey-notice", again_state[] = "survey-again";

/* Where and by whom the survey is asked; both "" for a person who answers alone. In the states of this file options[0]
 * is the point and options[1] the volunteer's code; the subject is the form. */
struct asked {
    char point[PACK_POINT_MAX], volunteer[BOARD_VOLUNTEER_MAX];
};

static struct asked asked_of(const struct state *state) {
    struct asked asked = {"", ""};
    if (state->option_count < 2) return asked;
    snprintf(asked.point, sizeof asked.point, "%.*s", PACK_POINT_MAX - 1, state->options[0]);
    snprintf(asked.volunteer, sizeof asked.volunteer, "%.*s", BOARD_VOLUNTEER_MAX - 1, state->options[1]);
    return asked;
}

static void enter(const struct event *event, struct turn *turn, const char *state, const struct pack_form *form,
                  const struct asked *asked) {
    turn_go(turn, event, state);
    snprintf(turn->next.subject, sizeof turn->next.subject, "%s", form->id);
    turn_option(turn, asked->point);
    turn_option(turn, asked->volunteer);
}

/* --- which survey --- */

static int is_open(const struct event *event, const struct pack_form *form) {
    const struct board_survey *survey = board_survey(event->board, form->id);
    if (!form->survey.is_survey) return 0;
    return survey && survey->state ? survey->state == BOARD_SURVEY_OPEN : form->survey.open;
}

/* The first one that is open, rather one that the person has not answered yet. NULL when none is. */
static const struct pack_form *open_survey(const struct event *event) {
    const struct pack_form *found = NULL;
    for (size_t i = 0; i < pack_form_count(event->pack); i++) {
        const struct pack_form *form = pack_form_at(event->pack, i);
        if (!is_open(event, form)) continue;
        if (!survey_was_answered(event, form)) return form;
        if (!found) found = form;
    }
    return found;
}

/* --- the voluntary question --- */

static void ask(const struct event *event, struct turn *turn, const struct pack_form *form, const struct asked *asked) {
    char count[24], minutes[24];
    form_end_survey(event, turn);
    enter(event, turn, offer_state, form, asked);
    snprintf(count, sizeof count, "%zu", form->question_count);
    snprintf(minutes, sizeof minutes, "%ld", form->survey.minutes);
    struct effect *say = turn_say(turn, "survey_intro");
    effect_value(say, "n", count);
    effect_value(say, "min", minutes);
    turn_understood(turn, "survey", form->id);
}

static int offer(const struct event *event, struct turn *turn, const struct asked *asked, struct error *why) {
    const struct pack_form *open = form_survey(event, turn), *parked = form_parked(event, turn);
    const struct pack_form *form = open ? open : parked ? parked : open_survey(event);
    if (!form) return TURN_PASS;
    welcome_say(event, turn);
    turn_understood(turn, "survey", form->id);
    if (open) {
        form_repeat(event, turn);
        return TURN_DONE;
    }
    if (parked) return form_resume(event, turn, why) < 0 ? -1 : TURN_DONE;
    if (survey_was_answered(event, form))
        turn_say(turn, "survey_already");
    else
        ask(event, turn, form, asked);
    return TURN_DONE;
}

int survey_service(const struct event *event, struct turn *turn, struct error *why) {
    struct asked asked = {"", ""};
    return offer(event, turn, &asked, why);
}

static int begin(const struct event *event, struct turn *turn, struct error *why) {
    struct asked asked = asked_of(&turn->next);
    char form[PACK_ID_MAX];
    memcpy(form, turn->next.subject, sizeof form);
    if (form_begin(event, turn, form, "", why) < 0) return -1;
    if (asked.point[0]) kept_answer_add(&turn->next, PACK_SURVEY_POINT, asked.point);
    if (asked.volunteer[0]) kept_answer_add(&turn->next, PACK_SURVEY_VOLUNTEER, asked.volunteer);
    return TURN_DONE;
}

static int refuse(const struct event *event, struct turn *turn) {
    struct asked asked = asked_of(&turn->next);
    const struct pack_form *form = pack_form(event->pack, turn->next.subject);
    turn_understood(turn, "survey", "no");
    if (asked.volunteer[0] && form) {
        enter(event, turn, again_state, form, &asked);
        turn_say(turn, "survey_again_no");
    } else {
        turn_go(turn, event, "idle");
        turn_say(turn, "survey_no");
    }
    return TURN_DONE;
}

static int offer_step(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_form *form = pack_form(event->pack, turn->next.subject);
    int yes = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    if (yes < 0 || !form) return TURN_PASS;
    if (!yes) return refuse(event, turn);
    if (is_open(event, form)) return begin(event, turn, why);
    turn_go(turn, event, "idle");
    turn_say(turn, "survey_none");
    return TURN_DONE;
}

/* --- words --- */

/* What stands behind a word of this kind at the start of the text, blanks left out ("p 07"); NULL when none does. The
 * longest word counts: "la encuesta". */
static const char *behind_word(const char *folded, const struct pack_question *words, const char *id) {
    const char *found = NULL;
    for (size_t i = 0; i < words->choice_count; i++) {
        if (strcmp(words->choices[i].id, id) != 0) continue;
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            for (size_t k = 0; k < words->choices[i].words[language].count; k++) {
                const char *word = words->choices[i].words[language].at[k];
                size_t len = strlen(word);
                if (strncmp(folded, word, len) != 0 || (folded[len] && folded[len] != ' ')) continue;
                if (!found || folded + len > found) found = folded + len;
            }
        }
    }
    return found;
}

static void without_blanks(const char *from, char *ret, size_t size) {
    size_t len = 0;
    for (; *from && len + 1 < size; from++)
        if (*from != ' ') ret[len++] = *from;
    ret[len] = '\0';
}

static int no_code(struct turn *turn, const char *code) {
    char shown[16];
    snprintf(shown, sizeof shown, "%.15s", code);
    for (char *at = shown; *at; at++)
        if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 'a' + 'A');
    effect_value(turn_say(turn, "survey_no_code"), "codigo", shown);
    turn_understood(turn, "survey", "");
    return TURN_DONE;
}

/* A code has a digit, or else it is a sentence that goes on: "encuesta de migrantes". */
static int is_code(const char *code) {
    return strlen(code) < 16 && strpbrk(code, "0123456789") != NULL;
}

static int at_point(const struct event *event, struct turn *turn, const char *code, struct error *why) {
    const struct pack_form *form = open_survey(event);
    struct asked asked = {"", ""};
    if (!form) {
        turn_say(turn, "survey_none");
        return TURN_DONE;
    }
    const char *point = pack_survey_point(&form->survey, code);
    if (!point) return no_code(turn, code);
    snprintf(asked.point, sizeof asked.point, "%s", point);
    return offer(event, turn, &asked, why);
}

static int as_volunteer(const struct event *event, struct turn *turn, const char *code) {
    const struct board_survey *survey = NULL;
    const struct board_volunteer *volunteer = board_volunteer(event->board, code, &survey);
    const struct pack_form *form = volunteer ? pack_form(event->pack, survey->id) : NULL;
    struct asked asked;
    if (!form || !is_open(event, form)) return no_code(turn, code);
    snprintf(asked.point, sizeof asked.point, "%s", volunteer->point);
    snprintf(asked.volunteer, sizeof asked.volunteer, "%s", volunteer->code);
    form_leave(event, turn);
    effect_value(turn_say(turn, "survey_volunteer"), "punto", asked.point[0] ? asked.point : "-");
    ask(event, turn, form, &asked);
    return TURN_DONE;
}

/* What is asked now comes first; a question that takes the word as its answer keeps it. */
static int after_this(const struct event *event, struct turn *turn) {
    if (form_takes_text(event, turn) || form_takes_word(event, turn)) return TURN_PASS;
    turn_say(turn, "survey_first");
    form_repeat(event, turn);
    turn_understood(turn, "survey", "later");
    return TURN_DONE;
}

int survey_words(const struct event *event, struct turn *turn, struct error *why) {
    own_text struct text folded = TEXT_INIT(8192);
    const struct pack_question *words = pack_survey_words(event->pack);
    const char *rest;
    char code[32];
    int busy = turn_is_in(turn, FORM_STATE) && !form_survey(event, turn);
    if (!words) return TURN_PASS;
    heard_folded(event, &folded);
    if ((rest = behind_word(text_get(&folded), words, PACK_WORD_VOLUNTEER))) {
        without_blanks(rest, code, sizeof code);
        if (!is_code(code)) return TURN_PASS;
        return busy ? after_this(event, turn) : as_volunteer(event, turn, code);
    }
    if (!(rest = behind_word(text_get(&folded), words, PACK_WORD_SURVEY))) return TURN_PASS;
    without_blanks(rest, code, sizeof code);
    if (busy) return !*code || is_code(code) ? after_this(event, turn) : TURN_PASS;
    if (!*code) return survey_service(event, turn, why);
    return is_code(code) ? at_point(event, turn, code, why) : TURN_PASS;
}

/* --- its end --- */

static int thank(const struct event *event, struct turn *turn, const struct pack_form *form) {
    struct asked nobody = {"", ""};
    turn_go(turn, event, "idle");
    if (event->known.consent[PURPOSE_SURVEYS] == CONSENT_YES) {
        turn_say(turn, "survey_thanks_known");
        return TURN_DONE;
    }
    enter(event, turn, notice_state, form, &nobody);
    turn_say(turn, "survey_thanks");
    return TURN_DONE;
}

int survey_complete(const struct event *event, struct turn *turn, struct error *why) {
    const struct pack_form *form = pack_form(event->pack, turn->next.form);
    struct asked asked;
    if (!form) return error_set(why, ERROR_SYSTEM, "a survey that is not in the content has ended");
    snprintf(asked.point, sizeof asked.point, "%s", kept_answer(&turn->next, PACK_SURVEY_POINT));
    snprintf(asked.volunteer, sizeof asked.volunteer, "%s", kept_answer(&turn->next, PACK_SURVEY_VOLUNTEER));
    survey_keep(event, turn, &turn->next);
    if (asked.volunteer[0]) {
        enter(event, turn, again_state, form, &asked);
        turn_say(turn, "survey_again");
        return TURN_DONE;
    }
    return thank(event, turn, form);
}

int survey_stop(const struct event *event, struct turn *turn) {
    int volunteer = turn_is_in(turn, again_state) || asked_of(&turn->next).volunteer[0] ||
                    kept_answer(&turn->next, PACK_SURVEY_VOLUNTEER)[0];
    int asking = form_survey(event, turn) != NULL;
    if (!asking && !(volunteer && (turn_is_in(turn, again_state) || turn_is_in(turn, offer_state)))) return 0;
    form_end_survey(event, turn);
    turn_go(turn, event, "idle");
    turn_say(turn, volunteer ? "survey_volunteer_end" : "survey_stopped");
    if (!volunteer) consent_set(event, turn, PURPOSE_SURVEYS, CONSENT_NO, "survey_stopped");
    return 1;
}

static int notice_step(const struct event *event, struct turn *turn, struct error *why) {
    int yes = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    if (yes < 0) return TURN_PASS;
    turn_go(turn, event, "idle");
    consent_set(event, turn, PURPOSE_SURVEYS, yes ? CONSENT_YES : CONSENT_NO, "survey_thanks");
    turn_say(turn, yes ? "survey_notice_yes" : "survey_notice_no");
    turn_understood(turn, "survey", yes ? "notice" : "no-notice");
    return TURN_DONE;
}

static int again_step(const struct event *event, struct turn *turn, struct error *why) {
    struct asked asked = asked_of(&turn->next);
    const struct pack_form *form = pack_form(event->pack, turn->next.subject);
    int yes = heard_too_late(event, turn) ? -1 : heard_yes_no(event, turn);
    if (yes < 0 || !form) return TURN_PASS;
    int may = yes && is_open(event, form);
    if (may && board_volunteer(event->board, asked.volunteer, &(const struct board_survey *){NULL})) {
        ask(event, turn, form, &asked);
        return TURN_DONE;
    }
    turn_go(turn, event, "idle");
    turn_say(turn, yes && !may ? "survey_none" : "survey_volunteer_end"); /* the code may have been taken back */
    turn_understood(turn, "survey", "end");
    return TURN_DONE;
}

const struct handler survey_handler = {offer_state, offer_step};
const struct handler survey_notice_handler = {notice_state, notice_step};
const struct handler survey_again_handler = {again_state, again_step};
