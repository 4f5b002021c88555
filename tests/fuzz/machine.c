/* machine - any texts and events, in any order, from one person: every turn keeps the machine's contract. */
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
    if (pack_load_sample(&pack, &faults, &why) < 0 || clock_set_zone("America/Santiago", &why) < 0) {
        fprintf(stderr, "%s\n", why.text);
        abort();
    }
    return pack;
}

/* What the machine may refuse is a malformed event; its own contract must hold whatever comes. */
static void step(struct rehearsal *rehearsal, const struct rehearsal_event *event) {
    struct rehearsal_turn turn;
    struct error why = ERROR_INIT;
    if (rehearsal_step(rehearsal, event, &turn, &why) < 0 && why.kind != ERROR_INPUT) {
        fprintf(stderr, "%s\n", why.text);
        abort();
    }
    rehearsal_turn_release(&turn);
}

/* The first byte of a line says what happens, the rest is its text. */
static void take_line(struct rehearsal *rehearsal, const char *line) {
    static const char *const names[] = {"reminder", "form", "reply", "closed"};
    unsigned char kind = (unsigned char)*line;
    struct rehearsal_event event = {.kind = EVENT_MESSAGE, .message_kind = MESSAGE_TEXT, .text = line};
    if (kind < 0x20 && *line) {
        event.text = line + 1;
        event.kind = (enum event_kind)(kind % 4);
        event.name = names[(kind >> 2) % 4];
        event.message_kind = (enum message_kind)((kind >> 2) % 7);
    }
    if (kind == 0x1F) {
        struct rehearsal_turn turn;
        struct error why = ERROR_INIT;
        while (rehearsal_wait(rehearsal, rehearsal->now_ms + 3600000, &turn, &why) > 0) rehearsal_turn_release(&turn);
        return;
    }
    step(rehearsal, &event);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct rehearsal rehearsal;
    struct error why = ERROR_INIT;
    rehearsal_init(&rehearsal, sample(), 1795525200000);
    rehearsal_appoint(&rehearsal, "a1 2026-11-26 15:30 x | y", &why);
    if (len && bytes[0] & 1) rehearsal.live = 1;
    char *text = malloc(len + 1);
    if (!text) return 0;
    for (size_t i = 0; i < len; i++) text[i] = bytes[i] ? (char)bytes[i] : ' ';
    text[len] = '\0';
    int lines = 0;
    for (char *at = text, *next; at && lines < 40; at = next, lines++) {
        next = strchr(at, '\n');
        if (next) *next++ = '\0';
        take_line(&rehearsal, at);
    }
    free(text);
    return 0;
}
