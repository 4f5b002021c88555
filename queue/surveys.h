/* surveys - answers to surveys are kept without the people who gave them, and told so that nobody can be found.
 *
 * How a row is kept. When a survey ends, whole or half-way, COMMIT adds what was answered to a set of its own, sealed
 * with the office's key and filled up to one length, at a place of chance, without id, person, event or time
 * (queue/lua/77_survey.lua). What remains with the person is a mark that they took part. What was asked and answered is
 * not written into their conversation; what was said to them is forgotten once sent; answers under way lie in their
 * sealed state and go with it.
 *
 * What remains. Redis' append-only file holds changes in the order in which they came, until it is written anew. With
 * the master key and that file one could read which answers were written beside whose message. So it is written anew at
 * most SURVEYS_SETTLE_MS after a row came, and when a survey is closed, until Redis confirms it (surveys_settle.h);
 * afterwards nothing tells. Whoever watches the running machine at the moment of an answer, the telephone company,
 * WhatsApp, and whoever holds two copies of the data made just before and just after one answer, can know more than we
 * can prevent: keep copies apart from the master key.
 *
 * Results are given out only of a closed survey, which is then never opened again, as survey_table.h explains. */
#ifndef QUEUE_SURVEYS_H
#define QUEUE_SURVEYS_H

#include "queue/office.h"

/* {"surveys":[{"id","title","state":"open|closed","answers","shown","volunteers","questions"}]}: answers is rounded
 * like a result, "<5" when it is few; shown: the results were given out. */
void surveys_list(struct office *office, office_done done, void *arg);

/* Who does something with which survey: an id of a user, "-" at the terminal. Each act is a line of the audit log. */
struct surveys_call {
    const char *user, *survey;
};

/* state "open" or "closed": {"id","state"}. ERROR_MISSING: the content has no such survey. ERROR_CONFLICT: it is to be
 * opened again after its results were given out. */
void surveys_set(struct office *office, const struct surveys_call *call, const char *state, office_done done,
                 void *arg);

/* {"points":[{"code","name"}],"volunteers":[{"code","point","word"}]}, in the order of points; no line in the log. */
void surveys_volunteers(struct office *office, const char *survey, office_done done, void *arg);
/* A new code for somebody who asks others, at a point ("" = none): {"code","point","word"}. ERROR_INPUT: no such point.
 */
void surveys_volunteer(struct office *office, const struct surveys_call *call, const char *point, office_done done,
                       void *arg);
/* The code begins no more surveys; the one under way may be ended: {}. ERROR_MISSING: no such code. */
void surveys_revoke(struct office *office, const struct surveys_call *call, const char *code, office_done done,
                    void *arg);

/* What may be told:
 * {"survey","title","least","answers","by","questions":[{"id","text","answers":[{"id","label","count",
 * "by":[{"id","label","count"}...]}]}]}; a count is a number or "<5". by: a question, "punto" or "estado" to cross with
 * all the others, NULL = none. ERROR_MISSING, ERROR_INPUT (no such question), ERROR_CONFLICT (not closed). */
void surveys_results(struct office *office, const struct surveys_call *call, const char *by, office_done done,
                     void *arg);

/* These results as lines of CSV, one a cell; a spreadsheet takes none for a formula. malloc'ed, NULL without memory. */
char *surveys_csv(const json_t *results);

#endif
