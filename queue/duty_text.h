/* duty_text - a text to a telephone on duty, an address like another: found or made, sealed with its key, and added to
 * the arguments of the script that queues it. */
#ifndef QUEUE_DUTY_TEXT_H
#define QUEUE_DUTY_TEXT_H

#include "messages/message.h"
#include "queue/args.h"
#include "queue/office.h"

#define DUTY_TEXT_MAX 1024

struct duty_text {
    const struct channel *channel; /* over which it leaves */
    const char *number, *out_id, *text;
};

/* Finds the telephone: found gets its person and key, borrowed for the call, or why not. */
typedef void (*duty_found)(void *arg, const char *person, const struct vault_key *key, const struct error *why);
void duty_text_find(struct office *office, const struct channel *channel, const char *number, duty_found found,
                    void *arg);

/* Adds out_id, person, channel, realm, useless-after (an hour: by then the next step has come), segments, sealed text.
 */
void duty_text_add(const struct duty_text *text, const char *person, const struct vault_key *key, struct args *args);

#endif
