/* complaint - a right was denied: what, where, when, by whom; a ticket, and a count without anybody in it. Pure.
 *
 * Never asks for papers or status. Before the story the person is told that a serious crime may have to be reported;
 * whether it may be shared is asked at the end, and stands on the ticket. */
#ifndef HANDLERS_COMPLAINT_H
#define HANDLERS_COMPLAINT_H

#include "handlers/turn.h"

#define COMPLAINT_FORM   "complaint"
#define COMPLAINT_PREFIX "complaint:" /* of counters: complaint:<institution>:<barrier>, ids of choices */

/* Words row: QUEJA, PLENT, PLAINTE, COMPLAINT, RECLAMAÇÃO, as the whole message. */
int complaint_words(const struct event *event, struct turn *turn, struct error *why);

/* End of the form, also when some answers are missing. */
int complaint_complete(const struct event *event, struct turn *turn, struct error *why);

#endif
