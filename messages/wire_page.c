/* wire_page - a page of a provider's list, and its memory. */
#include "messages/wire_page.h"

#include <stdlib.h>
#include <string.h>

void wire_page_release(struct wire_page *page) {
    inbox_release(&page->inbox);
    for (size_t i = 0; i < page->sent_count; i++) text_release(&page->sent[i].body);
    free(page->sent);
    *page = (struct wire_page)WIRE_PAGE_INIT;
}

struct wire_sent *wire_page_add(struct wire_page *page) {
    struct wire_sent *grown =
        page->sent_count < INBOX_MAX ? realloc(page->sent, (page->sent_count + 1) * sizeof *page->sent) : NULL;
    if (!grown) return NULL;
    page->sent = grown;
    struct wire_sent *sent = &page->sent[page->sent_count++];
    memset(sent, 0, sizeof *sent);
    text_init(&sent->body, MESSAGE_BODY_MAX);
    return sent;
}
