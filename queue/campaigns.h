/* campaigns - an announcement to all who consented, each in their language. A campaign is a cursor, not a flood.
 *
 * A record with its texts by language, a frozen audience and a position; the sender draws from it as rates allow, so it
 * can be paused, cancelled and resumed, survives restarts, and a reply always goes before it. */
#ifndef QUEUE_CAMPAIGNS_H
#define QUEUE_CAMPAIGNS_H

#include "queue/office.h"

struct campaigns_new {
    enum language fallback;           /* spoken to people whose language has no text */
    const char *text[LANGUAGE_COUNT]; /* NULL = none */
    int64_t useless_after_ms;         /* nothing is sent after this; 0 = 24 h from now */
    int64_t now_ms;
    int64_t from_ms;      /* nothing leaves before this: so long it can be taken back; 0 = at once */
    const char *activity; /* whom it reaches is invited to this (queue/activities.h); NULL = to nothing */
    const char *survey;   /* an invitation to this one: goes to those who consented to surveys and have not answered it;
                           * NULL = any other announcement, to those who consented to events */
};

/* Who would get it, without storing: {"people","by_language":{"es":{"people","segments"},...},"segments_total"}. */
void campaigns_preview(struct office *office, const struct campaigns_new *campaign, office_done done, void *arg);
/* Stores and starts it: {"id","people"}. ERROR_CONFLICT when the same texts went out within 24 h. */
void campaigns_start(struct office *office, const struct campaigns_new *campaign, office_done done, void *arg);
/* state is "paused", "running" or "cancelled": {"id","state"}. ERROR_CONFLICT when it is cancelled or done already. */
void campaigns_set(struct office *office, const char *campaign, const char *state, office_done done, void *arg);
/* {"id","state","people","position","sent","failed","unknown","skipped"}; state may also be "done". ERROR_MISSING. */
void campaigns_get(struct office *office, const char *campaign, office_done done, void *arg);

#endif
