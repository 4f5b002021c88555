/* unanswered - what the bot could not answer, and which answers did not help: for those who write the answers. JSON.
 *
 * The words are kept without a person and without a time finer than a day; digits are masked. Names that people wrote
 * cannot be told from other words and are still there: whoever makes an example of one leaves them out. */
#ifndef QUEUE_UNANSWERED_H
#define QUEUE_UNANSWERED_H

#include "queue/office.h"

#define UNANSWERED_LIST_MAX 100

/* {"questions":[{"id","language","day" ("2026-11-25"),"text"}],"total"}, the newest day first. language "" = all. The
 * look is in the audit log. ERROR_INPUT: no such language, a limit of 0 or over UNANSWERED_LIST_MAX. */
struct unanswered_query {
    const char *user, *language;
    size_t offset, limit;
};
void unanswered_list(struct office *office, const struct unanswered_query *query, office_done done, void *arg);

/* Result {}. */
void unanswered_dismiss(struct office *office, const char *user, const char *id, office_done done, void *arg);

/* The question as an example sentence of a topic, to be copied into the content: {"file" ("examples/es.yaml"), "under"
 * ("topics: trabajo"), "line"}. ERROR_INPUT: no such topic. ERROR_MISSING: not kept any more. */
void unanswered_example(struct office *office, const char *id, const char *topic, office_done done, void *arg);

/* {"topics":[{"id","title"}]}, in Spanish. No call to Redis. A new reference; NULL without memory. */
json_t *unanswered_topics(const struct office *office);

/* {"answers":[{"topic","title","language","yes","no"}]}: "did this help?", the most often unhelpful first. */
void unanswered_helped(struct office *office, office_done done, void *arg);

#endif
