/* pack_small - words that say nothing of a topic. For the matcher and its index. Words are folded; they need not end
 * with a NUL. */
#ifndef MESSAGES_PACK_SMALL_H
#define MESSAGES_PACK_SMALL_H

#include <stddef.h>

int pack_small_word(const char *word, size_t len);     /* 1: the, que, pou, hola ... */
int pack_small_frequent(const char *word, size_t len); /* 1: a common word that is no misspelt keyword */

#endif
