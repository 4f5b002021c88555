/* media - which pictures, voice notes and documents are taken, told by their first bytes.
 *
 * What a provider or a header calls them is not believed. Taken are kinds that a browser shows or plays without running
 * anything that stands in them: no SVG, no HTML, no office documents. */
#ifndef MESSAGES_MEDIA_H
#define MESSAGES_MEDIA_H

#include <stddef.h>

struct media_type {
    const char *type;      /* "image/jpeg", what it is served as */
    const char *extension; /* "jpg" */
};

/* The type of the bytes; NULL when it is none of those that are taken. Static. */
const struct media_type *media_sniff(const void *bytes, size_t len);
/* The same by its name, as it was kept; NULL when there is no such type. */
const struct media_type *media_type_find(const char *type);

#endif
