/* segments_smart - the cheaper spelling of a text: letters that the GSM default alphabet lacks make a whole text UCS-2
 * and more than double its price.
 *
 * Where that saves a segment, and only there, what the alphabet lacks is lowered: accents of Latin letters that it does
 * not hold (á í ó ú ç ã ê ...), curly quotes, dashes, the ellipsis, special spaces. What it holds stays: ñ é ü è ò à
 * ì ù ¿ ¡. A text with a letter that has no lower spelling (an emoji, Arabic) stays as it is, since lowering the others
 * would save nothing. Twice is the same as once. */
#ifndef MESSAGES_SEGMENTS_SMART_H
#define MESSAGES_SEGMENTS_SMART_H

#include "config/settings.h"
#include "messages/text.h"

#include <stddef.h>

/* Appends the spelling that costs less. A lowered text may be longer in bytes (… is three dots): ask text_ok(). */
void segments_smart(const char *text, struct text *ret);

/* Appends what a channel is handed of a text, lowered on one of kind sms whose encoding is smart. Returns the segments
 * that this costs; 1 on a channel that is billed by the message. */
size_t segments_on_channel(const struct channel *channel, const char *text, struct text *ret);

#endif
