/* pack_memory - memory that lives as long as its pack and is freed at once. */
#include "messages/pack_memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE (64 * 1024)

struct pack_memory_block {
    struct pack_memory_block *next;
    size_t used, size;
    alignas(max_align_t) char at[];
};

static struct pack_memory_block *add_block(struct pack_memory *memory, size_t size) {
    if (size < BLOCK_SIZE) size = BLOCK_SIZE;
    struct pack_memory_block *block = calloc(1, sizeof *block + size);
    if (!block) {
        memory->failed = 1;
        return NULL;
    }
    block->size = size;
    block->next = memory->blocks;
    memory->blocks = block;
    return block;
}

void *pack_memory_take(struct pack_memory *memory, size_t size) {
    if (size > SIZE_MAX / 2) {
        memory->failed = 1;
        return NULL;
    }
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct pack_memory_block *block = memory->blocks;
    if (!block || block->size - block->used < size) block = add_block(memory, size);
    if (!block) return NULL;
    char *at = block->at + block->used;
    block->used += size;
    return at;
}

char *pack_memory_text(struct pack_memory *memory, const char *text, size_t len) {
    char *copy = pack_memory_take(memory, len + 1);
    if (copy && len) memcpy(copy, text, len);
    return copy;
}

/* Gives back what has a block of its own, as large things do; small ones stay until the whole is released. */
static void give_back(struct pack_memory *memory, const void *array) {
    for (struct pack_memory_block **at = &memory->blocks; *at; at = &(*at)->next) {
        struct pack_memory_block *block = *at;
        if (array != block->at || block->size <= BLOCK_SIZE) continue;
        *at = block->next;
        free(block);
        return;
    }
}

void *pack_memory_grow(struct pack_memory *memory, void *array, size_t count, size_t size) {
    if (array && (count & (count - 1))) return array;
    void *bigger = pack_memory_take(memory, (count ? count * 2 : 1) * size);
    if (!bigger || !array) return bigger;
    memcpy(bigger, array, count * size);
    give_back(memory, array);
    return bigger;
}

void pack_memory_release(struct pack_memory *memory) {
    while (memory->blocks) {
        struct pack_memory_block *next = memory->blocks->next;
        free(memory->blocks);
        memory->blocks = next;
    }
}
