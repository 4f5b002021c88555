/* pack - any bytes as a file of a pack are read or refused with a reason; what is read can be used and checked. */
#include "messages/match.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const char *const names[] = {"answers/uno.yaml", "topics/tema.yaml", "forms/callback.yaml", "phrases.yaml",
                                    "controls.yaml",    "urgent.yaml",      "ambiguous.yaml",      "menu.yaml",
                                    "office.yaml",      "emergency.yaml",   "directory.yaml"};
#define NAME_COUNT (sizeof names / sizeof *names)

static const char answer[] = "id: uno\ntitle: {es: U}\ntext: {es: hola}\nrisk: green\nsource: s\n"
                             "checked_on: 2026-11-23\nreview_by: 2027-05-23\nstatus: proposed\n";
static const char topic[] = "id: tema\ntitle: {es: T}\nkeywords: {es: [palabra]}\nanswers: [uno]\n";

static void use(struct pack *pack, struct pack_faults *faults) {
    static const char *const texts[] = {"palabra", "2 gracias", "sos", "131", "quiero una palabra larga"};
    pack_check(pack, faults);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) match_text(pack, texts[i], LANGUAGE_ES);
    own_text struct text filled = TEXT_INIT(10000);
    struct pack_fill_args with = {.pack = pack, .language = LANGUAGE_HT};
    pack_fill(&with, "{comuna} {n-samu} {", &filled);
    pack_free(pack);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static struct pack_faults faults;
    if (!len) return 0;
    size_t which = bytes[0] % NAME_COUNT;
    struct pack_file files[3] = {{names[which], (const char *)bytes + 1, len - 1}};
    size_t count = 1;
    if (which != 0) files[count++] = (struct pack_file){names[0], answer, sizeof answer - 1};
    if (which > 1) files[count++] = (struct pack_file){names[1], topic, sizeof topic - 1};
    struct pack *pack = NULL;
    struct error why = ERROR_INIT;
    faults.count = 0;
    if (pack_load(files, count, &pack, &faults, &why) == 0)
        use(pack, &faults);
    else if (pack || why.kind == ERROR_NONE || !*why.text)
        abort();
    return 0;
}
