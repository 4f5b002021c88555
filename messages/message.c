/* message - what came in and what goes out, whoever carries it. */
#include "messages/message.h"

#include <stdlib.h>
#include <string.h>

const char *outcome_word(enum outcome_kind kind) {
    static const char *const words[] = {
        [OUTCOME_SENT] = "sent",
        [OUTCOME_THROTTLED] = "throttled",
        [OUTCOME_NOT_SENT] = "not-sent",
        [OUTCOME_REFUSED] = "refused",
        [OUTCOME_STOPPED] = "stopped",
        [OUTCOME_CHANNEL] = "channel",
        [OUTCOME_UNKNOWN] = "unknown",
        [OUTCOME_DAY] = "day",
        [OUTCOME_UNREACHABLE] = "unreachable",
        [OUTCOME_TEMPLATE] = "template",
    };
    return words[kind];
}

/* The array with room for one more, which is zeroed; NULL (array untouched) at INBOX_MAX or without memory. Grows at
 * powers of two, so no capacity needs to be kept. */
static void *grow(void *array, size_t count, size_t size) {
    if (count >= INBOX_MAX) return NULL;
    if (!(count & (count - 1))) array = reallocarray(array, count ? count * 2 : 1, size);
    if (array) memset((char *)array + count * size, 0, size);
    return array;
}

struct message *inbox_add_message(struct inbox *inbox) {
    struct message *messages = grow(inbox->messages, inbox->message_count, sizeof *messages);
    if (!messages) return NULL;
    inbox->messages = messages;
    struct message *added = &messages[inbox->message_count++];
    text_init(&added->body, MESSAGE_BODY_MAX);
    text_init(&added->more_media, MESSAGE_MORE_BYTES);
    return added;
}

struct status *inbox_add_status(struct inbox *inbox) {
    struct status *statuses = grow(inbox->statuses, inbox->status_count, sizeof *statuses);
    if (!statuses) return NULL;
    inbox->statuses = statuses;
    return &statuses[inbox->status_count++];
}

void inbox_release(struct inbox *inbox) {
    for (size_t i = 0; i < inbox->message_count; i++) {
        text_release(&inbox->messages[i].body);
        text_release(&inbox->messages[i].more_media);
    }
    free(inbox->messages);
    free(inbox->statuses);
    *inbox = (struct inbox)INBOX_INIT;
}
