/* rehearsal_record - EFFECT_RECORD applied to the rehearsal's store: one row a kind, as the real store does it. */
#include "handlers/rehearsal_inside.h"

#include <string.h>

/* One row a kind; the last is empty. A kind without a row changes nothing that the machine could see. */
static const struct row {
    const char *kind;
    void (*apply)(struct rehearsal *rehearsal, const struct effect *effect);
} rows[] = {
    {NULL, NULL},
};

void rehearsal_record(struct rehearsal *rehearsal, const struct effect *effect) {
    for (const struct row *row = rows; row->kind; row++)
        if (strcmp(row->kind, effect->name) == 0) row->apply(rehearsal, effect);
}
