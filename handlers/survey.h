/* survey - a survey is begun, ended and left: its voluntary question, points, volunteers. Pure.
 *
 * ENCUESTA (any word of forms/survey-words.yaml, or the topic) offers the first open survey that the person has not
 * answered; ENCUESTA P07 says where the poster hung; ENCUESTADOR and a code that the office gave out asks other people
 * on the same phone, one after the other, each kept apart. Everyone is asked first whether they take part. The
 * questions are a form (form.h). STOP in a survey ends the survey, and no more surveys are offered; STOP again ends all
 * notices. */
#ifndef HANDLERS_SURVEY_H
#define HANDLERS_SURVEY_H

#include "handlers/turn.h"

#define SURVEY_SERVICE "survey" /* `service:` of a topic, and `ends:` of a form that is a survey */

int survey_service(const struct event *event, struct turn *turn, struct error *why);  /* TURN_PASS: none is open */
int survey_words(const struct event *event, struct turn *turn, struct error *why);    /* ENCUESTA P07, ENCUESTADOR X */
int survey_complete(const struct event *event, struct turn *turn, struct error *why); /* the end of its form */

/* STOP while a survey is open: 1 when it was one, and it is ended now. */
int survey_stop(const struct event *event, struct turn *turn);

extern const struct handler survey_handler;        /* "survey": do you take part? */
extern const struct handler survey_notice_handler; /* "survey-notice": shall we tell you the results? */
extern const struct handler survey_again_handler;  /* "survey-again": a volunteer, another person? */

#endif
