/* office - what every part of a running program shares: settings, vault, loop, Redis, content.
 *
 * Made once by the program, borrowed by all. Also the one place that builds key names, calls the script library
 * (queue/lua/, one Redis Functions library "acogida") and spreads the office's bell. */
#ifndef QUEUE_OFFICE_H
#define QUEUE_OFFICE_H

#include "config/settings.h"
#include "config/vault.h"
#include "messages/pack.h"
#include "queue/loop.h"
#include "queue/person.h"
#include "queue/redis.h"

#include <jansson.h>

struct office;

/* Connects, checks the server (version >= 7.0, appendonly yes, appendfsync always, no-appendfsync-on-rewrite no,
 * noeviction: promises section 0.3) and loads the script library. `ready` is called once with NULL when the office is
 * open, or with the reason why it cannot open (ERROR_INPUT: fix the settings). After a later loss of the link all of
 * it happens again by itself. settings, vault and loop are borrowed and must outlive the office; pack may be swapped.
 */
int office_open(const struct settings *settings, struct vault *vault, struct loop *loop, const char *redis_url,
                struct office **ret, struct error *why);
void office_when_ready(struct office *office, void (*ready)(void *arg, const struct error *why), void *arg);
void office_close(struct office *office);

const struct settings *office_settings(const struct office *office);
struct vault *office_vault(const struct office *office);
struct loop *office_loop(const struct office *office);
struct redis *office_redis(const struct office *office);
const struct pack *office_pack(const struct office *office); /* NULL before the first office_set_pack */
/* Borrowed. Content may be swapped between two callbacks of the loop (queue/content_live.h): ask for the pack where it
 * is used, and hold it no longer than the callback lasts. */
void office_set_pack(struct office *office, const struct pack *pack);
/* Which of a channel's templates may be used (queue/catalogue.h), written as in the settings; those of the settings
 * before anything else was set. index: of the channel in the settings. */
const char *office_templates(const struct office *office, size_t index);
void office_set_templates(struct office *office, size_t index, const char *templates); /* copied */
int office_is_open(const struct office *office);
struct person_keys *office_keys(const struct office *office); /* cache of persons' data keys, see queue/person.h */

/* Calls opened each time the office opens (also after a loss of the link); at once when it is open. At most 24. */
void office_on_open(struct office *office, void (*opened)(void *arg), void *arg);
/* Forgets every bell and open listener that has this arg. */
void office_forget(struct office *office, const void *arg);

/* Calls a script of the library: FCALL <name> 1 {tag} args... */
void office_call(struct office *office, const char *script, const struct redis_arg *args, size_t count, redis_done done,
                 void *arg);

/* "{tag}:<name>", or "{tag}:<name>:<id>" when id is not NULL, into ret (OFFICE_KEY_MAX bytes). */
#define OFFICE_KEY_MAX 160
const char *office_key(const struct office *office, const char *name, const char *id, char ret[OFFICE_KEY_MAX]);

/* The door goes before the work: while many messages wait for their ACCEPT, worker and sender take only
 * OFFICE_PRESSED_SHARE at once (never nothing, so that nobody starves), since a provider waits for our yes and the rest
 * can be done a moment later. office_door() counts them: +1 when a request begins to wait, -1 when it has its answer.
 * Redis answers a whole crowd in one go, and the next one is at the door a moment later: that moment is no pause. Each
 * process knows of its own door only. */
#define OFFICE_PRESSED_FROM  32
#define OFFICE_PRESSED_MS    10 /* pressed for so long after the last time that so many waited */
#define OFFICE_PRESSED_SHARE 4
void office_door(struct office *office, int change);
int office_is_pressed(const struct office *office);

/* The bell: short words that wake others - "mail" (a mailbox has work), "out" (an outbox has work), "ticket <id>",
 * "tickets", "log <person>", "campaign <id>", "board" (queue/board.h has to be read anew), "activity <id>",
 * "settle" (a survey was closed). No payload of a person. Scripts ring it, many in one message with
 * a line each; every process hears it. At most 24 listeners. */
void office_on_bell(struct office *office, void (*heard)(void *arg, const char *word), void *arg);
/* Rings in this process at once, for a word that a script just called will ring: who is woken then asks in the same
 * write to Redis, behind that script, and one fsync serves both. The bell itself comes later and wakes the others. */
void office_ring(struct office *office, const char *word);

/* How the asynchronous functions of queue/ end: result is borrowed JSON (NULL when why is set), why NULL on success. */
typedef void (*office_done)(void *arg, json_t *result, const struct error *why);

#endif
