/* fold - a text as the matcher sees it: lower case, no accents, single spaces. */
#include "messages/fold.h"

#include <string.h>
#include <utf8proc.h>

#define DECOMPOSED_MAX 32 /* the longest compatibility decomposition in Unicode 15 has 18 code points (U+FDFA) */
#define FOLD_OPTIONS                                                                                                   \
    (UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE)

struct folder {
    char *at;
    size_t len;
    uint32_t last; /* letter not yet written: three or more in a row become one */
    size_t run;    /* how often it came */
    size_t word;   /* letters of the word so far */
    int dotted;    /* a full stop came: dropped inside "S.O.S.", a blank elsewhere */
};

/* What utf8proc leaves as it is. An empty string drops the letter ("1º" is "1"). */
static const struct {
    uint32_t rune;
    const char *as;
} special[] = {{0xaa, ""},   {0xba, ""},    {0xe6, "ae"}, {0xf8, "o"},    {0xfe, "th"}, {0x111, "d"}, {0x131, "i"},
               {0x142, "l"}, {0x153, "oe"}, {0xdf, "ss"}, {0x1e9e, "ss"}, {0x20e3, ""}, {0xfe0f, ""}, {0xfe0e, ""},
               {0xc6, "ae"}, {0xd8, "o"},   {0x110, "d"}, {0x141, "l"},   {0x152, "oe"}};

static void write_rune(struct folder *folder, uint32_t rune) {
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)rune, bytes);
    if (len <= 0 || folder->len + (size_t)len > FOLD_BYTES_MAX) return;
    memcpy(folder->at + folder->len, bytes, (size_t)len);
    folder->len += (size_t)len;
}

static int is_digit(uint32_t rune) {
    return rune >= '0' && rune <= '9';
}

static void flush(struct folder *folder) {
    size_t times = folder->run >= 3 && !is_digit(folder->last) ? 1 : folder->run;
    for (size_t i = 0; i < times; i++) write_rune(folder, folder->last);
    folder->run = 0;
}

static void add_blank(struct folder *folder) {
    flush(folder);
    folder->word = 0;
    folder->dotted = 0;
    if (folder->len && folder->at[folder->len - 1] != ' ') write_rune(folder, ' ');
}

static void add_letter(struct folder *folder, uint32_t rune) {
    if (folder->dotted && (folder->word != 1 || is_digit(rune))) add_blank(folder);
    if (folder->dotted) folder->word = 0;
    folder->dotted = 0;
    if (folder->run && folder->last != rune) flush(folder);
    folder->last = rune;
    folder->run++;
    folder->word++;
}

/* 0-9 of the Arabic-Indic and Persian digits, which have no decomposition. */
static uint32_t plain_digit(uint32_t rune) {
    if (rune >= 0x660 && rune <= 0x669) return rune - 0x660 + '0';
    if (rune >= 0x6f0 && rune <= 0x6f9) return rune - 0x6f0 + '0';
    return rune;
}

static void add_folded(struct folder *folder, uint32_t rune) {
    rune = plain_digit(rune);
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)rune);
    int letter = (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) || kind == UTF8PROC_CATEGORY_ND;
    if (rune == '.' && folder->word && !is_digit(folder->last)) {
        folder->dotted = 1;
    } else if (letter || rune == '?') {
        add_letter(folder, rune);
    } else {
        add_blank(folder);
    }
}

static int add_special(struct folder *folder, uint32_t rune) {
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (special[i].rune != rune) continue;
        for (const char *c = special[i].as; *c; c++) add_letter(folder, (uint32_t)*c);
        return 1;
    }
    return 0;
}

static void add_any(struct folder *folder, uint32_t rune) {
    if (add_special(folder, rune)) return;
    utf8proc_int32_t parts[DECOMPOSED_MAX];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)rune, parts, DECOMPOSED_MAX, FOLD_OPTIONS, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < DECOMPOSED_MAX; i++) {
        uint32_t part = (uint32_t)parts[i];
        if (!add_special(folder, part)) add_folded(folder, part);
    }
}

static void add_ascii(struct folder *folder, uint32_t rune) {
    if (rune >= 'A' && rune <= 'Z') rune += 'a' - 'A';
    if ((rune >= 'a' && rune <= 'z') || is_digit(rune) || rune == '?') {
        add_letter(folder, rune);
    } else if (rune == '.' && folder->word && !is_digit(folder->last)) {
        folder->dotted = 1;
    } else {
        add_blank(folder);
    }
}

size_t fold_bytes(const char *string, char ret[FOLD_BYTES_MAX + 1]) {
    struct folder folder = {.at = ret};
    size_t len = strlen(string);
    size_t at = 0;
    for (size_t runes = 0; at < len && runes < FOLD_RUNES_MAX; runes++) {
        uint32_t rune = text_next_rune(string, len, &at);
        if (rune < 0x80)
            add_ascii(&folder, rune);
        else
            add_any(&folder, rune);
    }
    flush(&folder);
    while (folder.len && ret[folder.len - 1] == ' ') folder.len--;
    ret[folder.len] = 0;
    return folder.len;
}

void fold_text(const char *string, struct text *ret) {
    char folded[FOLD_BYTES_MAX + 1];
    text_add_bytes(ret, folded, fold_bytes(string, folded));
}
