/* referrals - people sent to organisations, as the desk does and sees it. JSON. */
#ifndef QUEUE_REFERRALS_H
#define QUEUE_REFERRALS_H

#include "queue/office.h"

/* Sends the person of a ticket that user holds to an organisation of the directory; with share they are first asked
 * whether their number may be passed on. key is the page's own id of this press: the same key again does nothing.
 * Result {}. ERROR_INPUT: no such organisation, or, in live mode, one that is not approved. ERROR_CONFLICT: not yours.
 */
struct referral_wish {
    const char *user, *ticket, *key, *organisation;
    int share;
};
void referrals_create(struct office *office, const struct referral_wish *wish, office_done done, void *arg);

/* {"referrals":[{"id","organisation","name","state","created_ms","updated_ms"}]} of the person of a ticket, oldest
 * first. */
void referrals_of_ticket(struct office *office, const char *ticket, office_done done, void *arg);

/* {"organisations":[{"id","name","sent","shared","seen","not","unknown","waiting","rate"}]}: in the order of the
 * directory, then what is no longer in it. rate is seen of seen and not, in whole per cent, null when nobody answered.
 */
void referrals_counts(struct office *office, office_done done, void *arg);

/* {"organisations":[{"id","name","does","topics":[titles],"speaks":[codes],"approved","review_by"}]}, in Spanish. No
 * call to Redis. A new reference; NULL without memory. */
json_t *referrals_directory(const struct office *office);

#endif
