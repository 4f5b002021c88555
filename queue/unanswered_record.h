/* unanswered_record - RECORD "unanswered": words that nobody could answer, without the one who wrote them. */
#ifndef QUEUE_UNANSWERED_RECORD_H
#define QUEUE_UNANSWERED_RECORD_H

#include "queue/turn_written.h"

/* ref is the language, the body is the text. Its id is random: one made from the event's would lead to the person. */
int unanswered_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

#endif
