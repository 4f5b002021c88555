/* wires - the table of providers: one row each. */
#include "messages/wire.h"
#include "messages/wire/generic.h"
#include "messages/wire/kannel.h"
#include "messages/wire/meta.h"
#include "messages/wire/phone.h"
#include "messages/wire/twilio.h"
#include "messages/wire/vonage.h"

#include <string.h>

const struct wire *const wires[] = {&wire_twilio, &wire_meta,  &wire_vonage, &wire_kannel,
                                    &wire_http,   &wire_phone, NULL};

const struct wire *wire_find(const char *name) {
    for (const struct wire *const *wire = wires; *wire; wire++)
        if (strcmp((*wire)->name, name) == 0) return *wire;
    return NULL;
}

int wire_carries(const struct wire *wire, const char *kind) {
    size_t len = strlen(kind);
    for (const char *at = strstr(wire->kinds, kind); len && at; at = strstr(at + 1, kind))
        if ((at == wire->kinds || at[-1] == ' ') && (at[len] == ' ' || !at[len])) return 1;
    return 0;
}

static int unknown(const char *name, struct error *why) {
    own_text struct text known = TEXT_INIT(256);
    for (const struct wire *const *wire = wires; *wire; wire++) text_addf(&known, " %s", (*wire)->name);
    return error_set(why, ERROR_INPUT, "there is no wire '%s'; known are:%s", name, text_get(&known));
}

int wire_check(const struct channel *channel, struct error *why) {
    const struct wire *wire = wire_find(channel->wire);
    if (!wire) return unknown(channel->wire, why);
    if (!wire_carries(wire, channel->kind))
        return error_set(why, ERROR_INPUT, "%s does not carry %s; kind must be %s", wire->name, channel->kind,
                         wire->kinds);
    if (channel->mark_read && !wire->mark_read)
        return error_set(why, ERROR_INPUT, "%s cannot mark messages as read; leave mark_read out", wire->name);
    if (!wire->check || wire->check(channel, why) == 0) return 0;
    return error_wrap(why, "%s", wire->name);
}
