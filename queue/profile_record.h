/* profile_record - several people on one telephone: the records "profile-new" and "profile-go"
 * (queue/lua/62_profile.lua). Each is a person with a key of their own: only the address is sealed twice. */
#ifndef QUEUE_PROFILE_RECORD_H
#define QUEUE_PROFILE_RECORD_H

#include "queue/turn_written.h"

/* Writers of queue/turn_records.c. new: ERROR_SYSTEM when the address of the one who asks cannot be read. */
int profile_record_new(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
int profile_record_go(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);

#endif
