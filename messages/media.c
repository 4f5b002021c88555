/* media - which pictures, voice notes and documents are taken, told by their first bytes. */
#include "messages/media.h"

#include <string.h>

static const struct media_type types[] = {
    {"image/jpeg", "jpg"}, {"image/png", "png"},  {"image/webp", "webp"}, {"image/gif", "gif"},
    {"audio/ogg", "ogg"},  {"audio/mpeg", "mp3"}, {"audio/amr", "amr"},   {"audio/aac", "aac"},
    {"audio/mp4", "m4a"},  {"video/mp4", "mp4"},  {"video/3gpp", "3gp"},  {"application/pdf", "pdf"},
};

const struct media_type *media_type_find(const char *type) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].type, type) == 0) return &types[i];
    return NULL;
}

/* Bytes at fixed places; a second piece where the first is not enough (RIFF holds many things). */
static const struct {
    const char *first;
    size_t first_len;
    const char *second;
    size_t second_at;
    const char *type;
} marks[] = {
    {"\xFF\xD8\xFF", 3, NULL, 0, "image/jpeg"}, {"\x89PNG\r\n\x1A\n", 8, NULL, 0, "image/png"},
    {"RIFF", 4, "WEBP", 8, "image/webp"},       {"GIF87a", 6, NULL, 0, "image/gif"},
    {"GIF89a", 6, NULL, 0, "image/gif"},        {"OggS", 4, NULL, 0, "audio/ogg"},
    {"ID3", 3, NULL, 0, "audio/mpeg"},          {"#!AMR\n", 6, NULL, 0, "audio/amr"},
    {"#!AMR-WB\n", 9, NULL, 0, "audio/amr"},    {"%PDF-", 5, NULL, 0, "application/pdf"},
};

static const char *type_by_mark(const unsigned char *at, size_t len) {
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t need = marks[i].second ? marks[i].second_at + strlen(marks[i].second) : marks[i].first_len;
        if (len < need || memcmp(at, marks[i].first, marks[i].first_len) != 0) continue;
        if (!marks[i].second || memcmp(at + marks[i].second_at, marks[i].second, strlen(marks[i].second)) == 0)
            return marks[i].type;
    }
    return NULL;
}

/* A frame of MPEG audio begins with 11 ones (ISO 11172-3); layer 0 there is ADTS, that is AAC (ISO 13818-7). */
static const char *type_of_frame(const unsigned char *at, size_t len) {
    if (len < 4 || at[0] != 0xFF) return NULL;
    if ((at[1] & 0xF6) == 0xF0) return "audio/aac";
    int is_mpeg = (at[1] & 0xE0) == 0xE0 && (at[1] & 0x18) != 0x08 && (at[1] & 0x06) != 0;
    return is_mpeg && (at[2] & 0xF0) != 0xF0 && (at[2] & 0x0C) != 0x0C ? "audio/mpeg" : NULL;
}

/* "....ftypBRND": the major brand of a file of the ISO base format. HEIC pictures have it too and are not taken: no
 * browser but one shows them. */
static const char *type_of_brand(const unsigned char *at, size_t len) {
    static const struct {
        const char *brand, *type;
    } brands[] = {{"M4A", "audio/mp4"},  {"M4B", "audio/mp4"}, {"3gp", "video/3gpp"}, {"3g2", "video/3gpp"},
                  {"mp4", "video/mp4"},  {"iso", "video/mp4"}, {"avc1", "video/mp4"}, {"M4V", "video/mp4"},
                  {"MSNV", "video/mp4"}, {"dash", "video/mp4"}};
    if (len < 12 || memcmp(at + 4, "ftyp", 4) != 0) return NULL;
    for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++)
        if (memcmp(at + 8, brands[i].brand, strlen(brands[i].brand)) == 0) return brands[i].type;
    return NULL;
}

/* A track's kind stands 12 bytes behind the name of its "hdlr" box (ISO 14496-12). */
static int has_track(const unsigned char *at, size_t len, const char *kind) {
    const unsigned char *end = at + len, *box;
    for (; (box = memmem(at, (size_t)(end - at), "hdlr", 4)); at = box + 4)
        if (end - box >= 16 && memcmp(box + 12, kind, 4) == 0) return 1;
    return 0;
}

const struct media_type *media_sniff(const void *bytes, size_t len) {
    const char *type = type_by_mark(bytes, len);
    if (!type) type = type_of_brand(bytes, len);
    int is_video = type && strncmp(type, "video/", 6) == 0;
    if (is_video && has_track(bytes, len, "soun") && !has_track(bytes, len, "vide"))
        type = "audio/mp4"; /* a voice note in a container that mostly carries films */
    if (!type) type = type_of_frame(bytes, len);
    return type ? media_type_find(type) : NULL;
}
