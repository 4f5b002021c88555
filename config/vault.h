/* vault - keys and sealing (libsodium). Nothing but the vault knows how a number is hidden.
 *
 * One master key file (32 random bytes, mode 0600, outside Redis). From it (crypto_kdf) come: the index key (keyed
 * hashes of addresses and provider ids), the wrapping key, and the office key (what belongs to no person yet: an
 * inbound message before its person is known, the spool, staff names).
 * Every person has a data key of their own, wrapped by the wrapping key and kept in the person's record; numbers,
 * names, texts, notes and answers are sealed with it. Destroying the wrapped key makes all of them unreadable.
 * Sealing is XChaCha20-Poly1305 with a random nonce; `bound_to` (the record's key and field) is authenticated, so a
 * sealed value cannot be moved to another record.
 * Key files of wrong length, of all zeros, or readable by group or others are refused. Keys are kept in
 * sodium_malloc'ed memory and never appear in a core dump (madvise). One thread. */
#ifndef CONFIG_VAULT_H
#define CONFIG_VAULT_H

#include "config/error.h"

#include <stddef.h>

#define VAULT_INDEX_MAX   16                    /* letters of an index: base64url of 96 bits, no padding */
#define VAULT_ID_MAX      16                    /* letters of a random id, likewise */
#define VAULT_OVERHEAD    (1 + 24 + 16)         /* version, nonce, tag: a sealed value is this much longer */
#define VAULT_WRAPPED_LEN (32 + VAULT_OVERHEAD) /* bytes of a wrapped data key */

struct vault;

/* Borrowed bytes: a pointer and a length. */
struct vault_bytes {
    const void *at;
    size_t len;
};

/* A data key in the clear. Wipe it with vault_key_clear() when done. */
struct vault_key {
    unsigned char bytes[32];
};

/* Opens the key file. When it does not exist and may_create is set, makes it (mode 0600, fsync of file and folder).
 * ERROR_INPUT: missing and may_create unset, wrong length, all zeros, readable by others. */
int vault_open(const char *path, int may_create, struct vault **ret, struct error *why);
void vault_close(struct vault *vault); /* NULL-safe; wipes all keys */

/* A random id of 96 bits, VAULT_ID_MAX letters and a NUL. Needs no vault; sodium must be up (vault_open does that). */
void vault_random_id(char ret[VAULT_ID_MAX + 1]);

/* Keyed hash of a text within a domain ("sms", "event/line-1"): the same text in two domains has two indexes. Without
 * the key nobody can try out all phone numbers. VAULT_INDEX_MAX letters and a NUL. */
void vault_index(const struct vault *vault, const char *domain, const char *text, char ret[VAULT_INDEX_MAX + 1]);

/* The office key: lives as long as the vault, borrowed. */
const struct vault_key *vault_office_key(const struct vault *vault);

/* Makes a new data key for a person and its wrapped form (bound to the person's id). */
void vault_new_key(const struct vault *vault, const char *person, struct vault_key *ret,
                   unsigned char ret_wrapped[VAULT_WRAPPED_LEN]);

/* Opens a wrapped data key. ERROR_INPUT when it is not VAULT_WRAPPED_LEN long, altered, or another person's. */
int vault_unwrap(const struct vault *vault, const char *person, struct vault_bytes wrapped, struct vault_key *ret,
                 struct error *why);
void vault_key_clear(struct vault_key *key);

/* Seals plain into ret, which must have room for plain.len + VAULT_OVERHEAD. Returns the sealed length. */
size_t vault_seal(const struct vault_key *key, const char *bound_to, struct vault_bytes plain, unsigned char *ret);

/* Opens a sealed value into a new buffer (malloc; NUL added after ret_len bytes). ERROR_INPUT when it is too short,
 * altered, of another key, of an unknown version, or bound to something else. */
int vault_unseal(const struct vault_key *key, const char *bound_to, struct vault_bytes sealed, char **ret,
                 size_t *ret_len, struct error *why);

#endif
