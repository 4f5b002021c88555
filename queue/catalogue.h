/* catalogue - what the providers say of the templates in the settings; one that is not approved is not used.
 *
 * Each is asked for at the opening when nobody has asked yet, then once a day, and once an hour while it is not
 * approved (a paused one is well again some hours later) or while the provider does not say; at once, but not more
 * often than every ten minutes, when a provider refuses a message that was sent in one, or reports so later. The
 * answers are in {t}:templates (queue/lua/56_template.lua), shared by all processes and read anew when the bell says
 * "templates"; what may be used of a channel's templates stands in office_templates(). Until something is known the
 * settings are believed. A language whose template is withheld counts as one without: the one of "*", the backup or a
 * ticket take its place, as ever. */
#ifndef QUEUE_CATALOGUE_H
#define QUEUE_CATALOGUE_H

#include "messages/wire_approval.h"
#include "queue/client.h"
#include "queue/office.h"

struct catalogue;
/* office and client are borrowed. */
int catalogue_start(struct office *office, struct client *client, struct catalogue **ret, struct error *why);
void catalogue_free(struct catalogue *catalogue); /* NULL-safe */

/* The provider has refused a message that was sent in a template; or has said that a template has changed, and is asked
 * although it was asked a moment ago. */
void catalogue_doubt(struct office *office, const struct channel *channel);
void catalogue_news(struct office *office, const struct channel *channel);

/* The template that a pair of the setting `templates` names ("es", "aviso/es"), without parameters; room holds what ret
 * points into. */
void catalogue_template(const char *key, const char *value, char room[SETTINGS_PAIR_MAX], struct message_template *ret);

/* What {t}:templates, all its fields and records in turn, says of a channel's template, the value of a pair; and when
 * that was said, 0 = never. */
void catalogue_find(const redisReply *all, const struct channel *channel, const char *value, struct wire_approval *ret,
                    int64_t *ret_said_ms);

#endif
