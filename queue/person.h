/* person - what is sealed with a person's own key, and by which names it is bound.
 *
 * bound_to strings (config/vault.h), by what is sealed: "to:<person>" address, "name:<person>", "state:<person>",
 * "log:<person>" a line of the conversation, "proof:<person>" words of a consent, "out:<out id>" an outbound text,
 * "ticket:<ticket id>" fields, "appt:<id>:what", "appt:<id>:place", "media:<id>" where a medium can be fetched,
 * "file:<id>" its bytes. The office key seals "mail:<event id>". */
#ifndef QUEUE_PERSON_H
#define QUEUE_PERSON_H

#include "config/settings.h"
#include "config/vault.h"
#include "messages/text.h"

#define PERSON_REALM_MAX 80
#define PERSON_BOUND_MAX 96
#define PERSON_KEYS_MAX  512         /* unwrapped keys that are kept at hand */
#define PERSON_SEAL_MAX  (64 * 1024) /* bytes of one sealed value */

/* The realm of addresses that a channel reaches: its kind for real providers ("sms"), "phone/<kind>" for the simulator,
 * so that a simulated number never is a real one. Domain of vault_index for addresses, field to:<realm> of a person. */
void person_realm(const struct channel *channel, char ret[PERSON_REALM_MAX]);

/* Small cache of unwrapped data keys, least recently used out first; office_keys() has the office's own. vault is
 * borrowed. */
struct person_keys;
int person_keys_new(struct vault *vault, struct person_keys **ret, struct error *why);
void person_keys_free(struct person_keys *keys); /* NULL-safe; wipes */

/* The data key of a person from field `key` of the record. *ret is borrowed until the next call. ERROR_INPUT when it
 * cannot be unwrapped; a key that was cached with other wrapped bytes is not used. */
int person_key(struct person_keys *keys, const char *person, struct vault_bytes wrapped, const struct vault_key **ret,
               struct error *why);

/* Forgets the key of a person who is being erased. */
void person_key_forget(struct person_keys *keys, const char *person);

/* "<what>:<id>", or "<what>:<id>:<part>" when part is not NULL. Returns ret. */
const char *person_bound(const char *what, const char *id, const char *part, char ret[PERSON_BOUND_MAX]);

/* Appends the sealed bytes of plain to ret; a value over its maximum breaks ret (text_ok). */
void person_seal(const struct vault_key *key, const char *bound_to, struct vault_bytes plain, struct text *ret);

#endif
