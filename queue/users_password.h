/* users_password - Argon2id (libsodium, moderate limits: 256 MiB, about a second) on the loop's pool.
 *
 * One at a time in a process, since each takes so much memory; at most USERS_PASSWORD_WAITING_MAX wait, beyond that
 * ERROR_BUSY: a flood of log-ins cannot eat the machine. Passwords are wiped when done. What waits when the loop ends
 * is never answered. */
#ifndef QUEUE_USERS_PASSWORD_H
#define QUEUE_USERS_PASSWORD_H

#include "queue/loop.h"

#define USERS_PASSWORD_WAITING_MAX 16
#define USERS_PASSWORD_HASH_MAX    128 /* with its NUL */

/* hash is the one made, or the one checked; NULL when why is set: ERROR_DENIED when the password is wrong. */
typedef void (*users_password_done)(void *arg, const char *hash, const struct error *why);

void users_password_make(struct loop *loop, const char *password, users_password_done done, void *arg);

/* hash "" costs the same as any other and is always wrong: nobody can tell a known login from an unknown one. */
void users_password_check(struct loop *loop, const char *password, const char *hash, users_password_done done,
                          void *arg);

#endif
