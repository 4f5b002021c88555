/* surveys_settle - the order in which answers came is written away: Redis' append-only file is written anew.
 *
 * queue/surveys.h tells why. Rows are counted as they are kept; they count as settled only once a rewrite that began
 * after them is confirmed by Redis (INFO persistence, asked every SURVEYS_POLL_MS while one is under way). One that was
 * under way already is waited for and followed by one of our own. What fails is tried again after SURVEYS_RETRY_MS,
 * each time twice as late, at most SURVEYS_RETRY_MS_MAX. Looked for each time the office opens, every
 * SURVEYS_SETTLE_MS, and at the bell "settle", which rings when a survey is closed. Several processes may do so: what
 * one has settled the others find settled. */
#ifndef QUEUE_SURVEYS_SETTLE_H
#define QUEUE_SURVEYS_SETTLE_H

#include "queue/office.h"

#define SURVEYS_SETTLE_MS    (INT64_C(3600) * 1000)
#define SURVEYS_POLL_MS      500
#define SURVEYS_RETRY_MS     1000
#define SURVEYS_RETRY_MS_MAX (INT64_C(900) * 1000)
#define SURVEYS_FAILS_TOLD   3 /* in a row: from here on it is an error, and said at /healthz */

struct surveys_settler;
int surveys_settler_new(struct office *office, struct surveys_settler **ret, struct error *why);
void surveys_settler_free(struct surveys_settler *settler); /* NULL-safe */

/* Now, rather than at the next hour. While one is under way: another one behind it, when rows came meanwhile. */
void surveys_settle(struct surveys_settler *settler);

/* How many rewrites have failed in a row; 0 = well, or nothing to do. */
unsigned surveys_settle_fails(const struct surveys_settler *settler);

#endif
