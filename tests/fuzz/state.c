/* state - any bytes as a stored state: decoded or refused; what was decoded survives encoding, and the machine takes
 * it. */
#include "config/clock.h"
#include "handlers/rehearsal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct pack *sample(void) {
    static struct pack *pack;
    static struct pack_faults faults;
    struct error why = ERROR_INIT;
    if (pack) return pack;
    if (pack_load_sample(&pack, &faults, &why) < 0 || clock_set_zone("America/Santiago", &why) < 0) abort();
    return pack;
}

static void expect_same(const struct state *state) {
    struct state again;
    struct error why = ERROR_INIT;
    char *json = state_encode(state);
    if (!json || state_decode(json, strlen(json), &again, &why) < 0) abort();
    char *twice = state_encode(&again);
    if (!twice || strcmp(json, twice) != 0) abort();
    free(json);
    free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const char *const texts[] = {"1", "si", "hola", "plof blif", "english", "9"};
    struct state state;
    struct error why = ERROR_INIT;
    if (state_decode((const char *)bytes, len, &state, &why) < 0) {
        if (why.kind != ERROR_INPUT || strcmp(state.name, "idle") != 0) abort();
        return 0;
    }
    expect_same(&state);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct rehearsal rehearsal;
        struct rehearsal_turn turn;
        struct rehearsal_event event = {.kind = EVENT_MESSAGE, .message_kind = MESSAGE_TEXT, .text = texts[i]};
        rehearsal_init(&rehearsal, sample(), 1795525200000);
        rehearsal.state = state;
        if (rehearsal_step(&rehearsal, &event, &turn, &why) < 0) {
            fprintf(stderr, "%s\n", why.text);
            abort();
        }
        rehearsal_turn_release(&turn);
    }
    return 0;
}
