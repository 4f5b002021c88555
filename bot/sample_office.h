/* sample_office - what stands in the sample office at its first start, so that there is something to try: an event and
 * a workshop of eight sessions, on days that are still to come. */
#ifndef BOT_SAMPLE_OFFICE_H
#define BOT_SAMPLE_OFFICE_H

#include "queue/office.h"

/* Makes them when this is the sample office (trial mode, built-in content, the sample's name) and it never had an
 * activity. A fault is logged; nothing waits for it. */
void sample_office_fill(struct office *office);

#endif
