/* echo - our own last texts, should they come back. */
#include "handlers/echo.h"

#include "handlers/render.h"
#include "messages/fold.h"

#include <string.h>

#define TEXT_MAX_BYTES 8192
#define ECHO_MIN       20

/* FNV-1a of the folded text: what an SMS channel does to accents does not hide an echo. 0 when it is too short. */
static uint32_t hash_of(const char *said) {
    own_text struct text folded = TEXT_INIT(TEXT_MAX_BYTES);
    uint32_t hash = 2166136261u;
    if (strlen(said) < ECHO_MIN) return 0;
    fold_text(said, &folded);
    for (const char *at = text_get(&folded); *at; at++) hash = (hash ^ (unsigned char)*at) * 16777619u;
    return hash;
}

static void remember(const struct event *event, struct turn *turn, const struct effect *effect) {
    own_text struct text said = TEXT_INIT(TEXT_MAX_BYTES);
    struct state *next = &turn->next;
    enum language language = effect->language == LANGUAGE_NONE ? turn_language(event, turn) : effect->language;
    if (next->said_count >= STATE_SAID_MAX || render_effect(effect, event, language, &said, NULL) < 0) return;
    uint32_t hash = hash_of(text_get(&said));
    if (hash) next->said[next->said_count++] = hash;
}

static int says(const struct turn *turn) {
    for (size_t i = 0; i < turn->effect_count; i++)
        if (turn->effects[i].kind == EFFECT_SAY) return 1;
    return 0;
}

void echo_remember(const struct event *event, struct turn *turn) {
    if (!says(turn)) return;
    memset(turn->next.said, 0, sizeof turn->next.said);
    turn->next.said_count = 0;
    for (size_t i = 0; i < turn->effect_count; i++)
        if (turn->effects[i].kind == EFFECT_SAY) remember(event, turn, &turn->effects[i]);
}

static int is_among(const struct turn *turn, uint32_t hash) {
    for (size_t i = 0; hash && i < turn->next.said_count; i++)
        if (turn->next.said[i] == hash) return 1;
    return 0;
}

int echo_is(const struct event *event, const struct turn *turn) {
    return is_among(turn, hash_of(event->text));
}

int echo_was_said(const struct event *event, const struct turn *turn, const char *phrase) {
    own_text struct text said = TEXT_INIT(TEXT_MAX_BYTES);
    struct effect effect = {.kind = EFFECT_SAY};
    snprintf(effect.phrase, sizeof effect.phrase, "%s", phrase);
    if (render_effect(&effect, event, turn_language(event, turn), &said, NULL) < 0) return 0;
    return is_among(turn, hash_of(text_get(&said)));
}
