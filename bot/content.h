/* content - the content pack that the settings name, read with its faults shown. */
#ifndef BOT_CONTENT_H
#define BOT_CONTENT_H

#include "config/settings.h"
#include "messages/pack.h"

/* Loads office.content, or the built-in sample when that is empty. Prints every fault on stderr. -1 when there is one;
 * the caller frees the pack. */
int content_load(const struct settings *settings, struct pack **ret);

#endif
