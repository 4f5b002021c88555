/* reading - what wires share when they make a message out of what a provider says. */
#include "messages/wire/reading.h"

#include "messages/wire/fields.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DIGITS        "0123456789"
#define SHORT_MAX     6            /* digits of a short code */
#define MS_FROM       100000000000 /* such a time in seconds would be the year 5138 */
#define TIME_DIGITS   16
#define EARTH_LAT_MAX 90.0
#define EARTH_LON_MAX 180.0

int reading_object(const struct http_reply *reply, json_t **ret, struct error *why) {
    *ret = NULL;
    if (reply->fate != HTTP_ANSWERED) return error_set(why, ERROR_BUSY, "the provider does not answer");
    if (reply->status == 404) return 1;
    if (reply->status == 429 || reply->status >= 500)
        return error_set(why, ERROR_BUSY, "the provider answered %d", reply->status);
    if (reply->status != 200) return error_set(why, ERROR_DENIED, "the provider answered %d", reply->status);
    *ret = json_loadb(reply->body, reply->body_len, 0, NULL);
    return json_is_object(*ret) ? 0 : error_set(why, ERROR_INPUT, "the provider's answer is no JSON object");
}

const char *reading_text(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

int reading_address(const char *address, char ret[MESSAGE_ADDRESS_MAX + 1]) {
    size_t len = strlen(address);
    int is_bare = len > SHORT_MAX && !address[strspn(address, DIGITS)];
    ret[0] = 0;
    if (len >= MESSAGE_ADDRESS_MAX) return 0;
    if (is_bare) snprintf(ret, MESSAGE_ADDRESS_MAX + 1, "+%s", strncmp(address, "00", 2) ? address : address + 2);
    if (!is_bare) memcpy(ret, address, len + 1);
    if (fields_is_address(ret)) return 1;
    ret[0] = 0;
    return 0;
}

struct message *reading_message(struct inbox *inbox, const struct message_head *head) {
    struct message *message = inbox_add_message(inbox);
    if (!message) return NULL;
    message->kind = head->kind;
    message->at_ms = head->at_ms;
    snprintf(message->id, sizeof message->id, "%s", head->id);
    snprintf(message->from, sizeof message->from, "%s", head->from);
    return message;
}

void reading_body(struct message *message, const char *words) {
    text_add_clean(&message->body, words, strlen(words), MESSAGE_RUNES_MAX);
}

void reading_button(struct message *message, const char *payload, const char *title) {
    own_text struct text clean = TEXT_INIT(4 * MESSAGE_TITLE_MAX);
    reading_body(message, *payload ? payload : title);
    text_add_clean(&clean, title, strlen(title), MESSAGE_TITLE_MAX / 4); /* so that no letter is cut in two */
    snprintf(message->title, sizeof message->title, "%s", text_get(&clean));
}

static int is_reference(const char *text, size_t max) {
    size_t len = strlen(text);
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at <= 0x20 || *at == 0x7F) return 0;
    return len > 0 && len <= max;
}

/* "audio/ogg; codecs=opus" without what follows; "" when it is none. */
static void take_type(const char *type, char ret[MESSAGE_TYPE_MAX + 1]) {
    size_t len = strcspn(type, "; ");
    ret[0] = 0;
    if (len > 0 && len <= MESSAGE_TYPE_MAX) snprintf(ret, MESSAGE_TYPE_MAX + 1, "%.*s", (int)len, type);
    if (!is_reference(ret, MESSAGE_TYPE_MAX)) ret[0] = 0;
}

void reading_media(struct message *message, const char *reference, const char *type) {
    if (is_reference(reference, MESSAGE_MEDIA_MAX)) memcpy(message->media, reference, strlen(reference) + 1);
    take_type(type, message->media_type);
}

void reading_more_media(struct message *message, const char *reference, const char *type) {
    char taken[MESSAGE_TYPE_MAX + 1];
    take_type(type, taken);
    if (is_reference(reference, MESSAGE_MEDIA_MAX))
        text_addf(&message->more_media, "%s %s\n", *taken ? taken : "-", reference);
}

double reading_number(const json_t *object, const char *name) {
    const json_t *number = json_object_get(object, name);
    return json_is_number(number) ? json_number_value(number) : NAN;
}

void reading_place(struct message *message, double latitude, double longitude) {
    if (!(fabs(latitude) <= EARTH_LAT_MAX && fabs(longitude) <= EARTH_LON_MAX)) return;
    text_addf(&message->body, "%.6f,%.6f", latitude, longitude);
}

void reading_line(struct message *message, const char *words) {
    if (!*words) return;
    if (message->body.len) text_add_char(&message->body, '\n');
    text_add_clean(&message->body, words, strlen(words), MESSAGE_RUNES_MAX / 8);
}

int64_t reading_time(const char *digits) {
    size_t len = strlen(digits);
    if (!len || len > TIME_DIGITS || digits[strspn(digits, DIGITS)]) return 0;
    int64_t time = strtoll(digits, NULL, 10);
    return time >= MS_FROM ? time : time * 1000;
}

/* Exactly so many digits at *at, which moves behind them; -1 when there are fewer. */
static int take_digits(const char **at, int count) {
    int number = 0;
    for (; count > 0; count--, (*at)++) {
        if (**at < '0' || **at > '9') return -1;
        number = number * 10 + **at - '0';
    }
    return number;
}

static int take_letter(const char **at, const char *letters) {
    if (!**at || !strchr(letters, **at)) return -1;
    (*at)++;
    return 0;
}

static int64_t take_fraction_ms(const char **at) {
    int64_t ms = 0;
    if (**at != '.') return 0;
    (*at)++;
    for (int scale = 100; **at >= '0' && **at <= '9'; (*at)++, scale /= 10) ms += (**at - '0') * scale;
    return ms;
}

/* Minutes east of Greenwich; -1 when what stands there is none. 0 for none and Z. */
static int take_offset(const char **at, int *ret_minutes) {
    int sign = **at == '-' ? -1 : 1;
    *ret_minutes = 0;
    if (!**at) return 0;
    if (take_letter(at, "Zz") == 0) return **at ? -1 : 0;
    if (take_letter(at, "+-")) return -1;
    int hours = take_digits(at, 2);
    if (**at == ':') (*at)++;
    int minutes = take_digits(at, 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || **at) return -1;
    *ret_minutes = sign * (hours * 60 + minutes);
    return 0;
}

static int64_t ms_of(const int date[6]) {
    static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date[0] < 1970 || date[1] < 1 || date[1] > 12 || date[2] < 1 || date[2] > month_days[date[1] - 1]) return -1;
    if (date[3] < 0 || date[3] > 23 || date[4] < 0 || date[4] > 59 || date[5] < 0 || date[5] > 60) return -1;
    struct tm tm = {.tm_year = date[0] - 1900,
                    .tm_mon = date[1] - 1,
                    .tm_mday = date[2],
                    .tm_hour = date[3],
                    .tm_min = date[4],
                    .tm_sec = date[5]};
    return (int64_t)timegm(&tm) * 1000;
}

int64_t reading_iso_time(const char *words) {
    static const char *const behind[] = {"-", "-", "Tt ", ":", ":"};
    const char *at = words;
    int date[6], offset;
    for (int i = 0; i < 6; i++) {
        date[i] = take_digits(&at, i ? 2 : 4);
        if (date[i] < 0 || (i < 5 && take_letter(&at, behind[i]))) return 0;
    }
    int64_t fraction = take_fraction_ms(&at), ms = ms_of(date);
    if (ms < 0 || take_offset(&at, &offset)) return 0;
    ms += fraction - (int64_t)offset * 60000;
    return ms > 0 ? ms : 0;
}
