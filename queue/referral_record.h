/* referral_record - RECORD "referral": the next state of a referral, and the proof of a consent to share. */
#ifndef QUEUE_REFERRAL_RECORD_H
#define QUEUE_REFERRAL_RECORD_H

#include "queue/turn_written.h"

/* ref is its id; values: organisation, state, consent ("yes", "no") where the event's own words are the proof of one.
 */
int referral_record_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

#endif
