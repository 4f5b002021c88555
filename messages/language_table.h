/* language_table - log-likelihoods of hashed pieces of text by language. For language.c only. */
#ifndef MESSAGES_LANGUAGE_TABLE_H
#define MESSAGES_LANGUAGE_TABLE_H

#include "messages/language.h"

#include <stdint.h>

#define LANGUAGE_TABLE_BUCKETS 65536
#define LANGUAGE_TABLE_SCALE   16 /* a value is so many sixteenths of a nat, around the mean of the languages */

extern const int8_t language_table[LANGUAGE_TABLE_BUCKETS][LANGUAGE_BUILT_IN];

#endif
