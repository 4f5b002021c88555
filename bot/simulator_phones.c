/* simulator_phones - what each phone wrote and got, bounded, and the pages that look at it. */
#include "bot/simulator_phones.h"

#include "config/own.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENT_MAX (128UL * 1024)

struct kept {
    struct phones_message message;
    char text[]; /* message.text points here */
};

struct listener {
    struct listener **at, *next; /* at: the pointer that points to us */
    struct http_stream *stream;
};

struct phone {
    char channel[SETTINGS_SHORT_MAX];
    char number[MESSAGE_ADDRESS_MAX + 1];
    struct kept *kept[PHONES_MESSAGES_MAX]; /* oldest first */
    size_t count, bytes;
    struct listener *listeners;
    unsigned long used; /* when last, in uses of any phone */
};

struct phones {
    struct phone *all[PHONES_MAX];
    size_t count;
    unsigned long uses;
};

struct phones *phones_new(void) {
    return calloc(1, sizeof(struct phones));
}

static void phone_close(struct phone *phone) {
    while (phone->listeners) {
        struct listener *listener = phone->listeners;
        phone->listeners = listener->next;
        http_stream_close(listener->stream);
        free(listener);
    }
}

static void phone_forget_oldest(struct phone *phone) {
    phone->bytes -= strlen(phone->kept[0]->text);
    free(phone->kept[0]);
    phone->count--;
    for (size_t i = 0; i < phone->count; i++) phone->kept[i] = phone->kept[i + 1];
}

static void phone_free(struct phone *phone) {
    phone_close(phone);
    while (phone->count) phone_forget_oldest(phone);
    free(phone);
}

void phones_close(struct phones *phones) {
    for (size_t i = 0; i < phones->count; i++) phone_close(phones->all[i]);
}

void phones_free(struct phones *phones) {
    if (!phones) return;
    for (size_t i = 0; i < phones->count; i++) phone_free(phones->all[i]);
    free(phones);
}

/* --- finding --- */

static struct phone *phones_find(struct phones *phones, const struct phones_key *key) {
    for (size_t i = 0; i < phones->count; i++)
        if (strcmp(phones->all[i]->number, key->number) == 0 && strcmp(phones->all[i]->channel, key->channel) == 0)
            return phones->all[i];
    return NULL;
}

/* Makes room for one more: the phone that nobody looks at and that was used least lately goes. */
static int phones_make_room(struct phones *phones) {
    size_t oldest = phones->count;
    if (phones->count < PHONES_MAX) return 0;
    for (size_t i = 0; i < phones->count; i++) {
        if (phones->all[i]->listeners) continue;
        if (oldest == phones->count || phones->all[i]->used < phones->all[oldest]->used) oldest = i;
    }
    if (oldest == phones->count) return -1;
    phone_free(phones->all[oldest]);
    phones->all[oldest] = phones->all[--phones->count];
    return 0;
}

static struct phone *phones_get(struct phones *phones, const struct phones_key *key, struct error *why) {
    struct phone *phone = phones_find(phones, key);
    if (!phone) {
        if (phones_make_room(phones) || !(phone = calloc(1, sizeof *phone))) {
            error_set(why, ERROR_BUSY, "all phones are in use");
            return NULL;
        }
        snprintf(phone->channel, sizeof phone->channel, "%s", key->channel);
        snprintf(phone->number, sizeof phone->number, "%s", key->number);
        phones->all[phones->count++] = phone;
    }
    phone->used = ++phones->uses;
    return phone;
}

/* --- telling --- */

/* The event's bytes; takes the reference. */
static void event_render(json_t *event, struct text *ret) {
    own_mem char *json = event ? json_dumps(event, JSON_COMPACT) : NULL;
    json_decref(event);
    text_add(ret, "data: ");
    text_add(ret, json ? json : "null");
    text_add(ret, "\n\n");
}

static void phone_tell(struct phone *phone, json_t *event) {
    own_text struct text bytes = TEXT_INIT(EVENT_MAX);
    event_render(event, &bytes);
    for (struct listener *listener = phone->listeners; listener; listener = listener->next)
        http_stream_send(listener->stream, text_get(&bytes), bytes.len, NULL); /* a page that does not read misses it */
}

static json_t *message_event(const struct phones_message *message) {
    return json_pack("{s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:s}", "type", "message", "id", message->id, "by",
                     message->mine ? "me" : "office", "text", message->text, "at_ms", (json_int_t)message->at_ms,
                     "state", message->state, "media", message->media, "media_type",
                     message->media_type ? message->media_type : "");
}

int phones_add(struct phones *phones, const struct phones_key *key, const struct phones_message *message,
               struct error *why) {
    size_t len = strlen(message->text);
    struct phone *phone = phones_get(phones, key, why);
    if (!phone) return -1;
    struct kept *kept = malloc(sizeof *kept + len + 1);
    if (!kept) return error_set(why, ERROR_BUSY, "no memory for a message");
    kept->message = *message;
    memcpy(kept->text, message->text, len + 1);
    kept->message.text = kept->text;
    while (phone->count && (phone->count == PHONES_MESSAGES_MAX || phone->bytes + len > PHONES_BYTES_MAX))
        phone_forget_oldest(phone);
    phone->kept[phone->count++] = kept;
    phone->bytes += len;
    phone_tell(phone, message_event(message));
    return 0;
}

void phones_state(struct phones *phones, const struct phones_key *key, const char *id, const char *state) {
    struct phone *phone = phones_find(phones, key);
    for (size_t i = 0; phone && i < phone->count; i++) {
        struct phones_message *message = &phone->kept[i]->message;
        if (strcmp(message->id, id) != 0) continue;
        message->state = state;
        phone_tell(phone, json_pack("{s:s, s:s, s:s}", "type", "state", "id", id, "state", state));
    }
}

/* --- listening --- */

static void on_gone(void *arg) {
    struct listener *listener = arg;
    *listener->at = listener->next;
    if (listener->next) listener->next->at = listener->at;
    free(listener);
}

static size_t listener_count(const struct phone *phone) {
    size_t count = 0;
    for (const struct listener *listener = phone->listeners; listener; listener = listener->next) count++;
    return count;
}

static void listener_replay(struct listener *listener, const struct phone *phone) {
    for (size_t i = 0; i < phone->count; i++) {
        own_text struct text bytes = TEXT_INIT(EVENT_MAX);
        event_render(message_event(&phone->kept[i]->message), &bytes);
        http_stream_send(listener->stream, text_get(&bytes), bytes.len, NULL);
    }
}

static void listener_add(struct listener *listener, struct phone *phone) {
    listener->at = &phone->listeners;
    listener->next = phone->listeners;
    if (listener->next) listener->next->at = &listener->next;
    phone->listeners = listener;
}

void phones_listen(struct phones *phones, const struct phones_key *key, struct http_exchange *exchange) {
    struct phone *phone = phones_get(phones, key, NULL);
    struct listener *listener =
        phone && listener_count(phone) < PHONES_LISTENERS_MAX ? calloc(1, sizeof *listener) : NULL;
    if (!listener) {
        http_respond_text(exchange, 503, "application/json", "{\"error\":{\"code\":\"busy\"}}");
        return;
    }
    listener->stream = http_stream_open(exchange, on_gone, listener);
    if (!listener->stream) {
        free(listener);
        return;
    }
    listener_add(listener, phone);
    listener_replay(listener, phone);
}
