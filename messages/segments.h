/* segments - what a text costs as SMS (3GPP TS 23.038 default alphabet; 23.040 concatenation).
 *
 * GSM-7: 160 septets in one segment, else 153 each; ^ { } \ [ ~ ] |, form feed and the euro sign take two and are
 * never split. Anything else makes the whole text UCS-2: 70 UTF-16 units in one segment, else 67 each; a surrogate
 * pair, and like npm sms-segments-calculator a grapheme cluster, is never split (utf8proc's grapheme rules), unless no
 * segment could hold it (more than 67 units): then it is cut between code points. CR and LF are counted apart. */
#ifndef MESSAGES_SEGMENTS_H
#define MESSAGES_SEGMENTS_H

#include <stddef.h>

struct segments {
    int ucs2;        /* 0 = GSM-7 */
    size_t units;    /* septets or UTF-16 units of the text (without concatenation headers) */
    size_t segments; /* 1 for an empty text, as providers bill it */
};
struct segments segments_count(const char *text);

#endif
