/* rehearsal_profile - several people on the rehearsal's telephone: each has an own known, state and secret word. */
#include "handlers/rehearsal_inside.h"

#include "config/own.h"

#include <string.h>

static int next_number(const struct rehearsal *rehearsal) {
    for (int number = 1; number <= PROFILES_MAX; number++)
        if (!(rehearsal->known.profile.mask >> (number - 1) & 1)) return number;
    return 0;
}

static void put_aside(struct rehearsal *rehearsal) {
    struct rehearsal_profile *mine = &rehearsal->profiles[rehearsal->known.profile.number - 1];
    mine->known = rehearsal->known;
    mine->state = rehearsal->state;
    memcpy(mine->word, rehearsal->word, sizeof mine->word);
}

/* The one with this number writes from now on. Who is on the telephone is the same for all. */
static void take(struct rehearsal *rehearsal, int number, unsigned mask) {
    const struct rehearsal_profile *theirs = &rehearsal->profiles[number - 1];
    rehearsal->known = theirs->known;
    rehearsal->state = theirs->state;
    memcpy(rehearsal->word, theirs->word, sizeof rehearsal->word);
    rehearsal->known.profile.number = number;
    rehearsal->known.profile.active = 1;
    rehearsal->known.profile.mask = mask;
}

void rehearsal_profile_new(struct rehearsal *rehearsal, const struct effect *effect) {
    (void)effect;
    if (!rehearsal->known.profile.number) {
        rehearsal->known.profile.number = rehearsal->known.profile.active = 1;
        rehearsal->known.profile.mask = 1;
    }
    int number = next_number(rehearsal);
    if (!number) return;
    struct rehearsal_profile *theirs = &rehearsal->profiles[number - 1];
    memset(theirs, 0, sizeof *theirs);
    state_init(&theirs->state);
    theirs->known.language = rehearsal->known.language; /* until they choose */
    rehearsal->known.profile.mask |= 1u << (number - 1);
    rehearsal->go_to = number;
}

void rehearsal_profile_go(struct rehearsal *rehearsal, const struct effect *effect) {
    int number = effect->ref[0] - '0';
    if (number < 1 || number > PROFILES_MAX) return;
    if (number == rehearsal->known.profile.number)
        rehearsal->known.profile.active = 1;
    else
        rehearsal->go_to = number;
}

void rehearsal_profile_end(struct rehearsal *rehearsal) {
    int number = rehearsal->go_to;
    rehearsal->go_to = 0;
    if (!number) return;
    put_aside(rehearsal);
    take(rehearsal, number, rehearsal->known.profile.mask);
}

/* "2 of 2", and "other" or "busy": another one is the active one, and was spoken with long or not long ago. */
int rehearsal_profile_header(struct rehearsal *rehearsal, const char *value, struct error *why) {
    int number, count, len = 0;
    if (sscanf(value, "%d of %d%n", &number, &count, &len) != 2 || number < 1 || count < 2 || count > PROFILES_MAX ||
        number > count)
        return error_set(why, ERROR_INPUT, "a profile is written: profile NUMBER of COUNT [other|busy]");
    int busy = strcmp(value + len, " busy") == 0, other = strcmp(value + len, " other") == 0;
    if (value[len] && !busy && !other)
        return error_set(why, ERROR_INPUT, "'%.20s' is neither other nor busy", value + len);
    rehearsal->known.profile.number = number;
    rehearsal->known.profile.active = !busy && !other;
    rehearsal->known.profile.mask = (1u << count) - 1;
    rehearsal->known.profile.spoke_ms = busy ? rehearsal->now_ms : 0;
    for (int i = 0; i < count; i++) {
        state_init(&rehearsal->profiles[i].state);
        rehearsal->profiles[i].known.language = LANGUAGE_NONE;
    }
    return 0;
}
