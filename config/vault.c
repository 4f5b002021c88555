/* vault - see vault.h. */
#include "config/vault.h"

#include "config/disk.h"
#include "config/own.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERSION   1
#define NONCE_LEN crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_LEN   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define KEY_LEN   32
#define ID_LEN    12 /* bytes of a random id and of an index */
/* never change these: every index and every wrapped key of every office hangs on them */
#define KDF_CONTEXT "acogida1"
enum { KDF_INDEX = 1, KDF_WRAPPING, KDF_OFFICE };

_Static_assert(VAULT_OVERHEAD == 1 + NONCE_LEN + TAG_LEN, "sealed layout");
_Static_assert(sizeof(struct vault_key) == KEY_LEN && crypto_kdf_KEYBYTES == KEY_LEN, "one length for all keys");

/* Lives in sodium_malloc'ed pages, read-only once made. The master key itself is not kept. */
struct vault {
    struct vault_key index, wrapping, office;
};

static int read_whole(int file, unsigned char *ret, size_t len) {
    size_t done = 0;
    ssize_t got;

    while (done < len) {
        got = read(file, ret + done, len - done);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        done += (size_t)got;
    }
    return 0;
}

static int write_whole(int file, const unsigned char *at, size_t len) {
    ssize_t put;

    while (len > 0) {
        put = write(file, at, len);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return -1;
        at += put;
        len -= (size_t)put;
    }
    return fsync(file);
}

static int write_draft(const char *draft) {
    unsigned char master[KEY_LEN];
    int rc, file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file < 0) return -1;
    crypto_kdf_keygen(master);
    rc = fchmod(file, 0600) || write_whole(file, master, sizeof master) ? -1 : 0;
    sodium_memzero(master, sizeof master);
    if (close(file)) rc = -1;
    return rc;
}

/* Written whole under another name and then linked: a crash never leaves half a key, and of two processes that start
 * together one wins and both read the winner's. */
static int create_file(const char *path, struct error *why) {
    char draft[PATH_MAX], id[VAULT_ID_MAX + 1];
    int rc, cause;

    vault_random_id(id);
    if (snprintf(draft, sizeof draft, "%s.%s", path, id) >= (int)sizeof draft)
        return error_set(why, ERROR_INPUT, "the path of the key file is too long");
    rc = write_draft(draft);
    if (!rc && link(draft, path) && errno != EEXIST) rc = -1;
    cause = errno;
    unlink(draft);
    if (!rc && disk_sync_folder_of(path)) {
        cause = errno;
        rc = -1;
    }
    if (rc) return error_set(why, ERROR_SYSTEM, "cannot make the key file '%s': %s", path, strerror(cause));
    return 0;
}

static int check_file(int file, const char *path, struct error *why) {
    struct stat about;

    if (fstat(file, &about)) return error_set(why, ERROR_SYSTEM, "key file '%s': %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode)) return error_set(why, ERROR_INPUT, "key file '%s' is not a plain file", path);
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return error_set(why, ERROR_INPUT, "key file '%s' is open to other users; run: chmod 600 '%s'", path, path);
    if (about.st_size != KEY_LEN)
        return error_set(why, ERROR_INPUT, "key file '%s' has %lld bytes, a key has %d", path, (long long)about.st_size,
                         KEY_LEN);
    return 0;
}

static int read_master(int file, const char *path, unsigned char *ret, struct error *why) {
    if (check_file(file, path, why)) return -1;
    if (read_whole(file, ret, KEY_LEN)) return error_set(why, ERROR_SYSTEM, "cannot read the key file '%s'", path);
    if (sodium_is_zero(ret, KEY_LEN))
        return error_set(why, ERROR_INPUT, "key file '%s' holds only zeros: that is no key", path);
    return 0;
}

/* Opens the key file, makes it first where that is wanted. Returns the descriptor or -1. */
static int open_file(const char *path, int may_create, struct error *why) {
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (file < 0 && errno == ENOENT && may_create) {
        if (create_file(path, why)) return -1;
        file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    }
    if (file < 0) return error_set(why, ERROR_INPUT, "cannot open the key file '%s': %s", path, strerror(errno));
    return file;
}

static void derive(struct vault *vault, const unsigned char *master) {
    crypto_kdf_derive_from_key(vault->index.bytes, KEY_LEN, KDF_INDEX, KDF_CONTEXT, master);
    crypto_kdf_derive_from_key(vault->wrapping.bytes, KEY_LEN, KDF_WRAPPING, KDF_CONTEXT, master);
    crypto_kdf_derive_from_key(vault->office.bytes, KEY_LEN, KDF_OFFICE, KDF_CONTEXT, master);
}

int vault_open(const char *path, int may_create, struct vault **ret, struct error *why) {
    unsigned char *master = NULL;
    struct vault *vault = NULL;
    int file, rc = -1;

    if (sodium_init() < 0) return error_set(why, ERROR_SYSTEM, "libsodium does not start");
    file = open_file(path, may_create, why);
    if (file < 0) return -1;
    master = sodium_malloc(KEY_LEN);
    vault = sodium_malloc(sizeof *vault);
    if (!master || !vault) {
        error_set(why, ERROR_SYSTEM, "no memory for the keys");
        goto done;
    }
    if (read_master(file, path, master, why)) goto done;
    derive(vault, master);
    sodium_mprotect_readonly(vault);
    *ret = give(vault);
    rc = 0;
done:
    sodium_free(vault);
    sodium_free(master);
    close(file);
    return rc;
}

void vault_close(struct vault *vault) {
    sodium_free(vault); /* wipes */
}

void vault_random_id(char ret[VAULT_ID_MAX + 1]) {
    unsigned char bytes[ID_LEN];

    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(ret, VAULT_ID_MAX + 1, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void vault_index(const struct vault *vault, const char *domain, const char *text, char ret[VAULT_INDEX_MAX + 1]) {
    unsigned char hash[crypto_generichash_BYTES];
    crypto_generichash_state state;

    /* the NUL of the domain goes in too: ("ab", "c") and ("a", "bc") must not meet */
    crypto_generichash_init(&state, vault->index.bytes, KEY_LEN, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)domain, strlen(domain) + 1);
    crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2base64(ret, VAULT_INDEX_MAX + 1, hash, ID_LEN, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const struct vault_key *vault_office_key(const struct vault *vault) {
    return &vault->office;
}

void vault_new_key(const struct vault *vault, const char *person, struct vault_key *ret,
                   unsigned char ret_wrapped[VAULT_WRAPPED_LEN]) {
    randombytes_buf(ret->bytes, KEY_LEN);
    vault_seal(&vault->wrapping, person, (struct vault_bytes){ret->bytes, KEY_LEN}, ret_wrapped);
}

void vault_key_clear(struct vault_key *key) {
    if (key) sodium_memzero(key, sizeof *key);
}

size_t vault_seal(const struct vault_key *key, const char *bound_to, struct vault_bytes plain, unsigned char *ret) {
    unsigned char *nonce = ret + 1;
    unsigned long long len;

    ret[0] = VERSION;
    randombytes_buf(nonce, NONCE_LEN);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE_LEN, &len, plain.len ? plain.at : (const void *)"",
                                               plain.len, (const unsigned char *)bound_to, strlen(bound_to), NULL,
                                               nonce, key->bytes);
    return 1 + NONCE_LEN + (size_t)len;
}

/* Opens into ret, which has room for sealed.len - VAULT_OVERHEAD bytes. The caller has checked the length. */
static int open_into(const struct vault_key *key, const char *bound_to, struct vault_bytes sealed, unsigned char *ret) {
    const unsigned char *at = sealed.at;

    if (at[0] != VERSION) return -1;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, at + 1 + NONCE_LEN, sealed.len - 1 - NONCE_LEN,
                                                      (const unsigned char *)bound_to, strlen(bound_to), at + 1,
                                                      key->bytes);
}

int vault_unwrap(const struct vault *vault, const char *person, struct vault_bytes wrapped, struct vault_key *ret,
                 struct error *why) {
    struct vault_key key;

    if (wrapped.len != VAULT_WRAPPED_LEN) return error_set(why, ERROR_INPUT, "a wrapped key has the wrong length");
    if (open_into(&vault->wrapping, person, wrapped, key.bytes))
        return error_set(why, ERROR_INPUT, "a wrapped key does not open: altered, or not this person's or office's");
    *ret = key;
    vault_key_clear(&key);
    return 0;
}

int vault_unseal(const struct vault_key *key, const char *bound_to, struct vault_bytes sealed, char **ret,
                 size_t *ret_len, struct error *why) {
    own_mem char *plain = NULL;
    size_t len;

    if (sealed.len < VAULT_OVERHEAD) return error_set(why, ERROR_INPUT, "a sealed value is too short");
    len = sealed.len - VAULT_OVERHEAD;
    plain = malloc(len + 1);
    if (!plain) return error_set(why, ERROR_SYSTEM, "no memory for a sealed value of %zu bytes", len);
    if (open_into(key, bound_to, sealed, (unsigned char *)plain))
        return error_set(why, ERROR_INPUT, "a sealed value does not open: altered, of another key or another record");
    plain[len] = '\0';
    *ret = give(plain);
    if (ret_len) *ret_len = len;
    return 0;
}
