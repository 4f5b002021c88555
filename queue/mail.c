/* mail - what lies in a mailbox: bodies sealed and opened. */
#include "queue/mail.h"

#include "config/own.h"

#include <stdlib.h>
#include <string.h>

static void set_when_given(json_t *body, const char *name, const char *value) {
    if (body && *value) json_object_set_new(body, name, json_string(value));
}

void mail_seal_message(struct args *args, const struct vault *vault, const struct mail_message *mail) {
    const struct message *message = mail->message;
    char bound[PERSON_BOUND_MAX];
    json_t *body = json_pack("{s:i, s:s, s:I}", "kind", (int)message->kind, "text", text_get(&message->body), "at",
                             (json_int_t)message->at_ms);
    set_when_given(body, "title", message->title);
    set_when_given(body, "media", message->media);
    set_when_given(body, "type", message->media_type);
    set_when_given(body, "more", text_get(&message->more_media));
    set_when_given(body, "id", mail->read_id);
    own_mem char *plain = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    if (!plain)
        args->broken = 1;
    else
        args_seal_text(args, vault_office_key(vault), person_bound("mail", mail->event, NULL, bound), plain);
}

void mail_seal_staff(struct args *args, const struct vault *vault, const struct mail_staff *staff) {
    char bound[PERSON_BOUND_MAX];
    json_auto_t *body = json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", staff->name, "text", staff->text, "user",
                                  staff->user, "ticket", staff->ticket, "ref", staff->ref);
    own_mem char *plain = body ? json_dumps(body, JSON_COMPACT) : NULL;
    if (!plain)
        args->broken = 1;
    else
        args_seal_text(args, vault_office_key(vault), person_bound("mail", staff->event, NULL, bound), plain);
}

static int open_body(const struct vault *vault, const struct claim *claim, json_t **ret, struct error *why) {
    char bound[PERSON_BOUND_MAX];
    own_mem char *plain = NULL;
    size_t len;
    person_bound("mail", claim->event, NULL, bound);
    if (vault_unseal(vault_office_key(vault), bound, claim->rest, &plain, &len, why) < 0) return -1;
    *ret = json_loadb(plain, len, 0, NULL);
    if (!json_is_object(*ret)) return error_set(why, ERROR_INPUT, "a mailbox entry is not an object");
    return 0;
}

static const char *body_text(const json_t *body, const char *name) {
    const char *text = json_string_value(json_object_get(body, name));
    return text ? text : "";
}

static int open_message(const json_t *body, struct event *ret, struct error *why) {
    json_int_t kind = json_integer_value(json_object_get(body, "kind"));
    if (kind < MESSAGE_TEXT || kind > MESSAGE_UNSUPPORTED)
        return error_set(why, ERROR_INPUT, "a mailbox entry has an unknown kind of message");
    ret->kind = EVENT_MESSAGE;
    ret->message_kind = (enum message_kind)kind;
    ret->text = body_text(body, "text");
    ret->media_type = body_text(body, "type");
    return 0;
}

/* The member of a due entry is "<person>|<name>|<ref>". */
static int open_timer(const struct claim *claim, struct mail *ret, struct error *why) {
    const char *at = claim->rest.at, *end = at + claim->rest.len;
    const char *bar = memchr(at, '|', claim->rest.len);
    const char *second = bar ? memchr(bar + 1, '|', (size_t)(end - bar - 1)) : NULL;
    if (!second || (size_t)(second - bar) > sizeof ret->name)
        return error_set(why, ERROR_INPUT, "a due entry is malformed");
    snprintf(ret->name, sizeof ret->name, "%.*s", (int)(second - bar - 1), bar + 1);
    snprintf(ret->ref, sizeof ret->ref, "%.*s", (int)(end - second - 1), second + 1);
    ret->event.kind = EVENT_TIMER;
    ret->event.name = ret->name;
    ret->event.ref = ret->ref;
    if (strcmp(ret->name, "reminder") != 0) return 0;
    if (!claim->is_reminder) return error_set(why, ERROR_INPUT, "a reminder has no appointment");
    ret->event.appointment = &claim->appointment;
    return 0;
}

static int open_kind(const struct vault *vault, const struct claim *claim, struct mail *ret, struct error *why) {
    switch (claim->kind) {
    case 'M':
        if (open_body(vault, claim, &ret->body, why) < 0) return -1;
        ret->read_id = body_text(ret->body, "id");
        ret->media = body_text(ret->body, "media");
        ret->more_media = body_text(ret->body, "more");
        return open_message(ret->body, &ret->event, why);
    case 'S':
        if (open_body(vault, claim, &ret->body, why) < 0) return -1;
        ret->event.kind = EVENT_STAFF;
        ret->event.name = body_text(ret->body, "name");
        ret->event.text = body_text(ret->body, "text");
        ret->event.ref = body_text(ret->body, "ref");
        ret->by = body_text(ret->body, "user");
        return 0;
    case 'T': return open_timer(claim, ret, why);
    case 'R': ret->event.kind = EVENT_STATUS; return 0;
    default: return error_set(why, ERROR_INPUT, "a mailbox entry has an unknown kind");
    }
}

int mail_open(const struct vault *vault, const struct claim *claim, struct mail *ret, struct error *why) {
    memset(ret, 0, sizeof *ret);
    ret->by = ret->read_id = ret->media = ret->more_media = "";
    ret->event.id = claim->event;
    ret->event.text = ret->event.name = ret->event.ref = "";
    if (open_kind(vault, claim, ret, why) == 0) return 0;
    mail_release(ret);
    return -1;
}

void mail_release(struct mail *mail) {
    json_decref(mail->body);
    mail->body = NULL;
}
