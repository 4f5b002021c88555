/* settings_value - one value: from the words of a file into the struct, and back. */
#ifndef CONFIG_SETTINGS_VALUE_H
#define CONFIG_SETTINGS_VALUE_H

#include "config/error.h"
#include "config/settings_table.h"

#include <stdio.h>

/* Checks a value and stores it at base (struct settings or struct channel). ERROR_INPUT with words such as "must be
 * HH:MM"; the words never hold a secret or a number. Stored unchanged, but a URL loses its trailing slashes. */
int settings_value_put(const struct settings_row *row, const char *value, void *base, struct error *why);

/* Writes a value as the file would hold it; secrets as (set) or (empty), lists of numbers as a count. */
void settings_value_write(const struct settings_row *row, const void *base, FILE *out);

#endif
