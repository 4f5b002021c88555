/* dates - days and hours as people read them, in five languages: "martes 24 de noviembre", "15:30". */
#ifndef MESSAGES_DATES_H
#define MESSAGES_DATES_H

#include "messages/language.h"
#include "messages/text.h"

#include <time.h>

void dates_add_day(struct text *ret, const struct tm *local, enum language language); /* weekday, day, month; no year */
void dates_add_hour(struct text *ret, const struct tm *local);                        /* 24 h, "09:05" */

#endif
