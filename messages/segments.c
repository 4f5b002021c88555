/* segments - see segments.h. */
#include "messages/segments.h"

#include "messages/text.h"

#include <string.h>
#include <utf8proc.h>

/* Octets 140, less 6 for the concatenation header (3GPP TS 23.040 section 9.2.3.24.1) when there are several. */
#define SEPTETS_ALONE  160
#define SEPTETS_JOINED 153
#define UNITS_ALONE    70
#define UNITS_JOINED   67

/* Segments filled from the front; what is added is not split. */
struct packing {
    size_t alone, joined; /* room of a segment that is the only one, and of one of several */
    size_t units;         /* of the whole text */
    size_t closed, fill;  /* segments before the current one, and what this one holds, if there are several */
};

static void pack(struct packing *packing, size_t size) {
    if (packing->fill + size > packing->joined) {
        packing->closed++;
        packing->fill = 0;
    }
    packing->fill += size;
    packing->units += size;
}

static struct segments result_of(const struct packing *packing, int ucs2) {
    size_t segments = packing->units <= packing->alone ? 1 : packing->closed + 1;

    return (struct segments){.ucs2 = ucs2, .units = packing->units, .segments = segments};
}

/* Letters of the default alphabet beyond ASCII (3GPP TS 23.038 section 6.2.1), in order. */
static const uint16_t beyond_ascii[] = {
    0xA1, 0xA3, 0xA4, 0xA5,  0xA7,  0xBF,  0xC4,  0xC5,  0xC6,  0xC7,  0xC9,  0xD1,  0xD6,
    0xD8, 0xDC, 0xDF, 0xE0,  0xE4,  0xE5,  0xE6,  0xE8,  0xE9,  0xEC,  0xF1,  0xF2,  0xF6,
    0xF8, 0xF9, 0xFC, 0x393, 0x394, 0x398, 0x39B, 0x39E, 0x3A0, 0x3A3, 0x3A6, 0x3A8, 0x3A9,
};

/* Septets of a letter, 0 when the alphabet lacks it. Those of the extension table (section 6.2.1.1) take two. */
static size_t septets_of(uint32_t rune) {
    if (rune == 0x20AC || rune == '\f') return 2;
    if (rune < 0x80) {
        if (strchr("^{}\\[~]|", (int)rune)) return rune ? 2 : 0;
        if (rune < 0x20) return rune == '\n' || rune == '\r';
        return rune != '`' && rune != 0x7F;
    }
    for (size_t i = 0; i < sizeof beyond_ascii / sizeof *beyond_ascii; i++)
        if (beyond_ascii[i] == rune) return 1;
    return 0;
}

/* Returns -1 at the first letter that the alphabet lacks. */
static int pack_septets(struct packing *packing, const char *text, size_t len) {
    size_t at = 0, size;

    while (at < len) {
        size = septets_of(text_next_rune(text, len, &at));
        if (!size) return -1;
        pack(packing, size);
    }
    return 0;
}

/* Packs whole grapheme clusters; one that no segment could hold is cut between two code points. */
static void pack_units(struct packing *packing, const char *text, size_t len) {
    utf8proc_int32_t state = 0;
    uint32_t rune, before = 0;
    size_t at = 0, cluster = 0, size;

    while (at < len) {
        rune = text_next_rune(text, len, &at);
        size = rune > 0xFFFF ? 2 : 1;
        /* a line end of two letters may be split: billing counts CR and LF apart */
        if (cluster && (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)rune, &state) ||
                        rune == '\n' || cluster + size > UNITS_JOINED)) {
            pack(packing, cluster);
            cluster = 0;
        }
        cluster += size;
        before = rune;
    }
    pack(packing, cluster);
}

struct segments segments_count(const char *text) {
    struct packing septets = {.alone = SEPTETS_ALONE, .joined = SEPTETS_JOINED};
    struct packing units = {.alone = UNITS_ALONE, .joined = UNITS_JOINED};
    size_t len = strlen(text);

    if (!pack_septets(&septets, text, len)) return result_of(&septets, 0);
    pack_units(&units, text, len);
    return result_of(&units, 1);
}
