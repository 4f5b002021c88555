/* channels - the office's lines for the desk: are they well, what may they send, what did it cost. JSON. */
#ifndef QUEUE_CHANNELS_H
#define QUEUE_CHANNELS_H

#include "queue/office.h"

/* {"channels":[{"name","kind","wire","number","state"
 * (queue/channel_state.h),"until_ms","since_ms","code","why":{...}|null, "by" (name of who holds it),"segments_today"
 * (null without a daily cap),"daily_max","price_today","price_month",
 * "backup","window":bool,"templates":[{"language","name","state" (messages/wire_approval.h),"used":bool,"reason",
 * "params" (-1 = not told, -2 = one that is not ours),"text","said_ms" (0 = not asked yet)}],"hook" (address for the
 * provider),"credit":null|{"amount","currency", "said_ms","low"}}], "gaps":[{"channel","from_ms","until_ms","fetched"
 * (number, "none": its provider keeps no list, "failed")}]}, channels as the settings have them, gaps the latest first.
 * Prices are estimates by the settings. */
void channels_list(struct office *office, office_done done, void *arg);

/* A person stops a channel, or lets it go on; messages wait, or leave by the backup. Audited. Result {}. ERROR_MISSING:
 * there is no such channel. */
void channels_hold(struct office *office, const char *user, const char *name, office_done done, void *arg);
void channels_resume(struct office *office, const char *user, const char *name, office_done done, void *arg);

#endif
