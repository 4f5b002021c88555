/* wires - the table of providers: one row each. */
#include "messages/wire.h"
#include "messages/wire/phone.h"
#include "messages/wire/twilio.h"

#include <string.h>

const struct wire *const wires[] = {&wire_twilio, &wire_phone, NULL};

const struct wire *wire_find(const char *name) {
    for (const struct wire *const *wire = wires; *wire; wire++)
        if (strcmp((*wire)->name, name) == 0) return *wire;
    return NULL;
}
