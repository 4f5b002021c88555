/* match - any text gives a match that keeps its promises, in any language, and again the same. */
#include "messages/match.h"

#include "messages/fold.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static struct pack *sample(void) {
    static struct pack *pack;
    static struct pack_faults faults;
    if (!pack && pack_load_sample(&pack, &faults, NULL) != 0) abort();
    return pack;
}

static void check(const struct match *match) {
    if (match->score < 0 || match->score > 1 || match->other_count > MATCH_OTHERS_MAX) abort();
    if ((match->kind == MATCH_CONTROL) > (match->control != CONTROL_NONE)) abort();
    int has_topic = match->kind == MATCH_TOPIC || match->kind == MATCH_URGENT || match->kind == MATCH_ASK;
    if (has_topic != (match->topic != NULL)) abort();
    for (size_t i = 0; i < match->other_count; i++)
        if (!match->others[i] || match->others[i] == match->topic) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    if (!len) return 0;
    enum language language = (enum language)(bytes[0] % (LANGUAGE_COUNT + 1)) - 1;
    char *text = malloc(len);
    if (!text) return 0;
    memcpy(text, bytes + 1, len - 1);
    text[len - 1] = 0;
    struct match one = match_text(sample(), text, language), two = match_text(sample(), text, language);
    check(&one);
    if (one.kind != two.kind || one.topic != two.topic || one.control != two.control) abort();
    char folded[FOLD_BYTES_MAX + 1];
    fold_bytes(text, folded);
    int number = pack_number_word(sample(), folded, language);
    if (number < -1 || number > 9999) abort();
    free(text);
    return 0;
}
