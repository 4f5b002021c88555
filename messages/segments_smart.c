/* segments_smart - see segments_smart.h. */
#include "messages/segments_smart.h"

#include "messages/segments.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define LOWERED_MAX (64 * 1024) /* bytes; a longer text is not an SMS */

/* Letters that the default alphabet lacks, by what is written in their place. */
static const struct {
    const char *letters, *lower;
} spellings[] = {
    /* letters of the office's five languages first, then their neighbours' (Guarani, Catalan, Romanian, Polish ...) */
    {"áâãāăąª", "a"},
    {"íîïĩīĭįı", "i"},
    {"óôõōŏőº°", "o"},
    {"úûũūŭůűų", "u"},
    {"êëēĕėęěẽ", "e"},
    {"çćĉċč", "c"},
    {"ÁÀÂÃĀĂĄ", "A"},
    {"ÍÌÎÏĨĪĬĮİ", "I"},
    {"ÓÒÔÕŌŎŐ", "O"},
    {"ÚÙÛŨŪŬŮŰŲ", "U"},
    {"ÈÊËĒĔĖĘĚẼ", "E"},
    {"ĆĈĊČ", "C"},
    {"œ", "oe"},
    {"Œ", "OE"},
    {"ýÿŷỹ", "y"},
    {"ÝŸŶỸ", "Y"},
    {"ńņň", "n"},
    {"ŃŅŇ", "N"},
    {"śŝşšș", "s"},
    {"ŚŜŞŠȘ", "S"},
    {"źżž", "z"},
    {"ŹŻŽ", "Z"},
    {"ďđð", "d"},
    {"ĎĐÐ", "D"},
    {"ĝğġģ", "g"},
    {"ĜĞĠĢ", "G"},
    {"ĺļľŀł", "l"},
    {"ĹĻĽĿŁ", "L"},
    {"ŕŗř", "r"},
    {"ŔŖŘ", "R"},
    {"ţťŧț", "t"},
    {"ŢŤŦȚ", "T"},
    {"ĥħ", "h"},
    {"ĤĦ", "H"},
    {"ĵ", "j"},
    {"Ĵ", "J"},
    {"ķ", "k"},
    {"Ķ", "K"},
    {"ŵ", "w"},
    {"Ŵ", "W"},
    {"þ", "th"},
    {"Þ", "Th"},
    {"‘’‚‛′`´ʼ‹›", "'"},
    {"“”„‟″«»", "\""},
    {"‐‑‒–—―−•·", "-"},
    {"…", "..."},
    {"×", "x"},
    {"¹", "1"},
    {"²", "2"},
    {"³", "3"},
    {"¼", "1/4"},
    {"½", "1/2"},
    {"¾", "3/4"},
    /* tab, the spaces of typography */
    {"\t\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000", " "},
    {"\u2028\u2029", "\n"},
    /* nothing to see: soft hyphen, zero width space, direction marks, word joiner, byte order mark */
    {"\u00AD\u200B\u200E\u200F\u2060\uFEFF", ""},
    /* marks that no letter took: Guarani's g with a tilde */
    {"\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030A\u030B\u030C\u0327\u0328", ""},
};

/* Appends the lower spelling of one letter, or the letter. A whole letter of UTF-8 is never found inside others. */
static void add_lowered(const char *letter, size_t len, struct text *ret) {
    char alone[8] = "";
    size_t count = len > 1 || strchr("\t`", *letter) ? sizeof spellings / sizeof *spellings : 0;

    memcpy(alone, letter, len);
    for (size_t i = 0; i < count; i++)
        if (strstr(spellings[i].letters, alone)) {
            text_add(ret, spellings[i].lower);
            return;
        }
    text_add_bytes(ret, letter, len);
}

/* Letters and their marks are joined first: a ñ of two code points stays a ñ. Bad UTF-8 leaves lowered empty. */
static void lower(const char *text, struct text *ret) {
    utf8proc_uint8_t *joined = utf8proc_NFC((const utf8proc_uint8_t *)text);
    const char *string = (const char *)joined;
    size_t len = joined ? strlen(string) : 0;

    for (size_t at = 0, from = 0; at < len; from = at) {
        text_next_rune(string, len, &at);
        add_lowered(string + from, at - from, ret);
    }
    free(joined);
}

void segments_smart(const char *text, struct text *ret) {
    own_text struct text lowered = TEXT_INIT(LOWERED_MAX);
    struct segments before = segments_count(text), after;

    if (before.ucs2 && before.segments > 1) lower(text, &lowered);
    if (lowered.len && text_ok(&lowered)) {
        after = segments_count(text_get(&lowered));
        if (!after.ucs2 && after.segments < before.segments) text = text_get(&lowered);
    }
    text_add(ret, text);
}

size_t segments_on_channel(const struct channel *channel, const char *text, struct text *ret) {
    size_t from = ret->len;
    int is_sms = strcmp(channel->kind, "sms") == 0;

    if (is_sms && strcmp(channel->encoding, "full") != 0)
        segments_smart(text, ret);
    else
        text_add(ret, text);
    return is_sms && text_ok(ret) ? segments_count(text_get(ret) + from).segments : 1;
}
