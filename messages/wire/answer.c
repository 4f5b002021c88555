/* answer - the yes that most providers want to a webhook. */
#include "messages/wire/answer.h"

void answer_ok(const struct channel *channel, struct http_answer *ret) {
    (void)channel;
    ret->status = 200;
    ret->content_type = NULL;
    text_init(&ret->body, 0);
}
