/* transcript - any bytes as a transcript: refused with a place, or played; golden output is accepted by a second play.
 */
#include "handlers/transcript.h"

#include "config/clock.h"

#include <stdint.h>
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

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct transcript transcript = {sample(), "fuzz.chat", (const char *)bytes, len};
    struct text golden = TEXT_INIT(TRANSCRIPT_OUTPUT_MAX), report = TEXT_INIT(TRANSCRIPT_OUTPUT_MAX);
    struct error why = ERROR_INIT;
    size_t mismatches;
    if (len > 4096) return 0;
    if (transcript_run(&transcript, 1, &golden, &mismatches, &why) == 0) {
        struct transcript again = {sample(), "golden.chat", text_get(&golden), golden.len};
        if (transcript_run(&again, 0, &report, &mismatches, &why) < 0 || mismatches) abort();
    } else if (strncmp(why.text, "fuzz.chat", 9) != 0) {
        abort();
    }
    text_release(&golden);
    text_release(&report);
    return 0;
}
