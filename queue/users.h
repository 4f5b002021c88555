/* users - the staff: invitations (one-time links), passwords (Argon2id on the pool), sessions.
 *
 * Tokens are 256 random bits, base64url (43 letters); only their keyed index is stored. Session: idle 30 min, absolute
 * 12 h. Ten failed logins of an account, or thirty of an address, in 15 min are refused with a growing delay; unknown
 * and known names cost the same. Names and password hashes are sealed with the office key. All of it is in the audit
 * log. */
#ifndef QUEUE_USERS_H
#define QUEUE_USERS_H

#include "queue/office.h"

#define USERS_TOKEN_MAX          43
#define USERS_LOGIN_MAX          32
#define USERS_NAME_MAX           64  /* letters */
#define USERS_PASSWORD_MIN       10  /* letters */
#define USERS_PASSWORD_MAX       256 /* bytes */
#define USERS_GUESSES_OF_LOGIN   10
#define USERS_GUESSES_OF_ADDRESS 30

/* {"count": n} of users. */
void users_count(struct office *office, office_done done, void *arg);

/* A one-time link's token, good for 24 h: {"token": "..."}. Used up by users_join. */
void users_invite(struct office *office, office_done done, void *arg);
/* {"valid": bool} without using it up. */
void users_invite_look(struct office *office, const char *token, office_done done, void *arg);

/* Makes a user by an invitation and logs in: {"session": token, "user": {"id","name","login"}}. ERROR_INPUT: password
 * too short, login not [a-z0-9._-]{2,32} (capitals are made small), no name; ERROR_CONFLICT: login taken (the
 * invitation stays good); ERROR_DENIED: invitation used or expired. */
struct users_join {
    const char *invite, *login, *name, *password;
};
void users_join(struct office *office, const struct users_join *join, office_done done, void *arg);

/* {"session": token, "user": {...}}. ERROR_DENIED "wrong name or password"; ERROR_BUSY when guessed too often. */
struct users_login {
    const char *login, *password, *from; /* from: the client's address, for the rate limit only (indexed) */
};
void users_login(struct office *office, const struct users_login *login, office_done done, void *arg);

/* Ends a session ({}); rings "session <index>". One that has ended before is no error. */
void users_logout(struct office *office, const char *session, office_done done, void *arg);

/* Who is it? {"id","name","login"}; slides the idle limit. ERROR_DENIED. */
void users_session(struct office *office, const char *session, office_done done, void *arg);
/* The same without sliding: for what a page does by itself. */
void users_session_look(struct office *office, const char *session, office_done done, void *arg);

/* The index of a session's token, as the bell names it. "" when it cannot be a token. */
void users_session_index(const struct office *office, const char *session, char ret[VAULT_INDEX_MAX + 1]);

#endif
