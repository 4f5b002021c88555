/* dates - days and hours as people read them, in five languages: "martes 24 de noviembre", "15:30". */
#ifndef MESSAGES_DATES_H
#define MESSAGES_DATES_H

#include "messages/language.h"
#include "messages/text.h"

#include <stdint.h>
#include <time.h>

void dates_add_day(struct text *ret, const struct tm *local, enum language language); /* weekday, day, month; no year */
void dates_add_hour(struct text *ret, const struct tm *local);                        /* 24 h, "09:05" */

/* A moment as seen from now: "hoy a las 14:30", "mañana martes a las 09:00", "el martes 1 de diciembre a las 09:00". */
void dates_add_when(struct text *ret, int64_t at_ms, int64_t now_ms, enum language language);
/* The latest moment: "hoy antes de las 14:00", "a más tardar mañana martes", "a más tardar el martes 1 de diciembre".
 */
void dates_add_by(struct text *ret, int64_t at_ms, int64_t now_ms, enum language language);

#endif
