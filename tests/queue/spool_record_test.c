/* spool_record_test - a webhook's inbox, sealed and opened again, is what it was. */
#include "queue/spool_record.h"

#include "config/own.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static void fill(struct message *message) {
    message->kind = MESSAGE_MEDIA;
    snprintf(message->id, sizeof message->id, "MM1");
    snprintf(message->from, sizeof message->from, "+56911111111");
    snprintf(message->user_id, sizeof message->user_id, "CL.1");
    snprintf(message->title, sizeof message->title, "Sí");
    snprintf(message->media, sizeof message->media, "https://a.example/1");
    snprintf(message->media_type, sizeof message->media_type, "image/png");
    text_add(&message->body, "mis fotos, ñandú");
    text_add(&message->more_media, "- https://a.example/2\naudio/ogg https://a.example/3\n");
    message->at_ms = INT64_C(1795680000123);
}

Test(spool_record, a_message_is_opened_as_it_was_sealed) {
    struct queue_help help;
    struct inbox inbox = INBOX_INIT, read = INBOX_INIT;
    struct error why = ERROR_INIT;
    own_mem unsigned char *sealed = NULL;
    size_t len;
    queue_help_start(&help);
    fill(inbox_add_message(&inbox));
    cr_assert_eq(spool_record_seal(help.vault, &help.settings.channels[0], &inbox, &sealed, &len, &why), 0, "%s",
                 why.text);
    struct channel channel;
    cr_assert_eq(spool_record_open(help.vault, (struct vault_bytes){sealed, len}, &channel, &read, &why), 0, "%s",
                 why.text);
    const struct message *was = &inbox.messages[0], *is = &read.messages[0];
    cr_assert_eq(read.message_count, 1);
    cr_expect_eq(is->kind, was->kind);
    cr_expect_str_eq(is->id, was->id);
    cr_expect_str_eq(is->from, was->from);
    cr_expect_str_eq(is->user_id, was->user_id);
    cr_expect_str_eq(is->title, was->title);
    cr_expect_str_eq(is->media, was->media);
    cr_expect_str_eq(is->media_type, was->media_type);
    cr_expect_str_eq(text_get(&is->body), text_get(&was->body));
    cr_expect_str_eq(text_get(&is->more_media), text_get(&was->more_media));
    cr_expect_eq(is->at_ms, was->at_ms);
    inbox_release(&inbox);
    inbox_release(&read);
    queue_help_close(&help);
}
