/* kept_survey - what was answered in a survey becomes a record without the person. Pure.
 *
 * The record (EFFECT_RECORD "survey") holds answers, the point and whether all was answered; queue/surveys.h tells how
 * it is kept so that nobody can say whose it is. The person keeps a mark that they took part, without any answer. */
#ifndef HANDLERS_KEPT_SURVEY_H
#define HANDLERS_KEPT_SURVEY_H

#include "handlers/turn.h"

#define SURVEY_RECORD "survey"

/* Keeps the answers of the form that state says (turn->next, or one that waited); nothing when no question was
 * answered. Forgets what was said last: the hashes would tell which questions were asked. */
void survey_keep(const struct event *event, struct turn *turn, const struct state *state);

/* 1 when the person has taken part in this survey, to its end or not. */
int survey_was_answered(const struct event *event, const struct pack_form *form);

#endif
