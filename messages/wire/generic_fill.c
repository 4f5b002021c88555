/* generic_fill - placeholders of the http wire's templates. */
#include "messages/wire/generic_fill.h"

#include "config/own.h"
#include "messages/form.h"
#include "messages/sign.h"
#include "messages/wire/shared_secret.h"

#include <jansson.h>
#include <string.h>

#define VALUE_MAX (64 * 1024)
#define BASIC_MAX (SETTINGS_TEXT_MAX + SETTINGS_LONG_MAX)

static const char *digits_of(const char *address) {
    return address + (*address == '+');
}

static void add_basic(const struct channel *channel, struct text *ret) {
    own_text struct text pair = TEXT_INIT(BASIC_MAX);
    char base64[4 * ((BASIC_MAX + 2) / 3) + 1];
    text_addf(&pair, "%s:%s", channel->account, channel->token);
    sign_base64((const unsigned char *)text_get(&pair), pair.len, base64);
    text_add(ret, base64);
}

static const char *const names[] = {"to",         "to_digits", "from",  "from_digits", "text", "id",
                                    "status_url", "account",   "token", "basic",       NULL};
enum { TO, TO_DIGITS, FROM, FROM_DIGITS, TEXT, ID, STATUS_URL, ACCOUNT, TOKEN, BASIC };

static void add_value(const struct channel *channel, const struct message_out *out, int which, struct text *ret) {
    switch (which) {
    case TO: text_add(ret, out->to); break;
    case TO_DIGITS: text_add(ret, digits_of(out->to)); break;
    case FROM: text_add(ret, channel->number); break;
    case FROM_DIGITS: text_add(ret, digits_of(channel->number)); break;
    case TEXT: text_add(ret, out->body); break;
    case ID: text_add(ret, out->out_id); break;
    case STATUS_URL: shared_secret_status_url(channel, out, ret); break;
    case ACCOUNT: text_add(ret, channel->account); break;
    case TOKEN: text_add(ret, channel->token); break;
    case BASIC: add_basic(channel, ret); break;
    default: break;
    }
}

/* The inside of a JSON string. */
static void add_json(struct text *ret, const char *value) {
    json_auto_t *json = json_string(value);
    own_mem char *quoted = json ? json_dumps(json, JSON_ENCODE_ANY) : NULL;
    if (quoted)
        text_add_bytes(ret, quoted + 1, strlen(quoted) - 2);
    else
        ret->broken = 1; /* not UTF-8 */
}

static void add_escaped(enum generic_place place, const char *value, struct text *ret) {
    if (place == GENERIC_URL || place == GENERIC_FORM)
        form_escape(ret, value);
    else if (place == GENERIC_JSON)
        add_json(ret, value);
    else
        text_add(ret, value);
}

/* Which placeholder begins here, and how long it is with its braces; -1 when none does. */
static int placeholder_at(const char *at, size_t *ret_len) {
    const char *end = *at == '{' ? strchr(at, '}') : NULL;
    for (int i = 0; end && names[i]; i++)
        if ((size_t)(end - at - 1) == strlen(names[i]) && memcmp(at + 1, names[i], strlen(names[i])) == 0) {
            *ret_len = (size_t)(end - at) + 1;
            return i;
        }
    return -1;
}

void generic_fill(const struct channel *channel, const struct message_out *out, enum generic_place place,
                  const char *template, struct text *ret) {
    size_t len;
    for (const char *at = template; *at; at += len) {
        int which = placeholder_at(at, &len);
        if (which < 0) {
            len = 1;
            text_add_char(ret, *at);
            continue;
        }
        own_text struct text value = TEXT_INIT(VALUE_MAX);
        add_value(channel, out, which, &value);
        add_escaped(place, text_get(&value), ret);
        if (!text_ok(&value)) ret->broken = 1;
    }
}

const char *generic_fill_unknown(const char *template) {
    size_t len;
    for (const char *at = strchr(template, '{'); at; at = strchr(at + 1, '{')) {
        size_t word = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
        if (word && at[1 + word] == '}' && placeholder_at(at, &len) < 0) return at;
    }
    return NULL;
}
