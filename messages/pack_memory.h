/* pack_memory - memory that lives as long as its pack and is freed at once. */
#ifndef MESSAGES_PACK_MEMORY_H
#define MESSAGES_PACK_MEMORY_H

#include <stddef.h>

struct pack_memory {
    struct pack_memory_block *blocks;
    int failed; /* the machine had no memory once: what was made is not whole */
};

/* Zeroed bytes, aligned for any type; NULL and failed when there is no memory. */
void *pack_memory_take(struct pack_memory *memory, size_t size);

/* A copy of len bytes and a NUL. NULL as above. */
char *pack_memory_text(struct pack_memory *memory, const char *text, size_t len);

/* Room for one more item: returns the array, moved when count is a power of two: nothing may point
 * into it yet. NULL as above. */
void *pack_memory_grow(struct pack_memory *memory, void *array, size_t count, size_t size);

void pack_memory_release(struct pack_memory *memory);

#endif
