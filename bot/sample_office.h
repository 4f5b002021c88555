/* sample_office - what stands in the sample office at its first start, so that there is something to try: an event,
 * a workshop of eight sessions, two appointments and an open survey, on days that are still to come. */
#ifndef BOT_SAMPLE_OFFICE_H
#define BOT_SAMPLE_OFFICE_H

#include "queue/office.h"

/* The phones of the simulator that have an appointment: one speaks Spanish, one Haitian Creole. */
#define SAMPLE_OFFICE_PHONE_ES "+56911111111"
#define SAMPLE_OFFICE_PHONE_HT "+56922222222"

/* Makes them when this is the sample office (trial mode, built-in content, the sample's name) and it never had an
 * activity; the appointments only where the phones are simulated. A fault is logged; nothing waits for it. */
void sample_office_fill(struct office *office);

#endif
