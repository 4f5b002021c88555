/* content - published versions of the content pack, kept in Redis.
 *
 * A version is all files of a pack and its transcripts (messages/pack_files.h), who published it, when and why. It
 * never changes. The newest speaks; to go back is to publish the files of an old one again, so that the numbers tell
 * what was said when. At most 50 versions and 32 MiB are kept (the last two always), and one has at most
 * CONTENT_BYTES_MAX. Who and why are sealed with the office key; the files hold nothing of a person. Nothing here looks
 * whether the files are good: who publishes has checked them, and every process checks again before it speaks them
 * (queue/content_live.h). */
#ifndef QUEUE_CONTENT_H
#define QUEUE_CONTENT_H

#include "messages/pack_files.h"
#include "queue/office.h"

#define CONTENT_BYTES_MAX  (4 * 1024 * 1024)
#define CONTENT_NOTE_MAX   500 /* bytes of note and of who */
#define CONTENT_NUMBER_MAX 1000000000

struct content_new {
    const struct pack_files *files;
    const char *hash; /* pack_version() of them */
    const char *base; /* hash of what the editor began with: "" = nothing was published then, NULL = do not ask */
    const char *by;   /* user id, "-" for a command */
    const char *who;  /* the name that is shown */
    const char *note; /* why; may be "" */
};

/* {"number": n}. ERROR_CONFLICT: another version was published since; ERROR_INPUT: too large, or not UTF-8. */
void content_publish(struct office *office, const struct content_new *content, office_done done, void *arg);

/* Publishes the files of an old version again: {"number": n}. ERROR_MISSING, or ERROR_CONFLICT when it speaks already.
 */
struct content_back {
    int64_t number;
    const char *by, *who;
};
void content_back(struct office *office, const struct content_back *back, office_done done, void *arg);

/* {"number","at_ms","who","note","hash","back","before","files":{name: text}}; back is 0 unless it went back to that
 * version, before the next older one that is kept (0 = none). number 0 asks for the one that speaks; {"number": 0} when
 * nothing was published; {"number": have} alone when it is `have`. ERROR_MISSING. */
void content_get(struct office *office, int64_t number, int64_t have, office_done done, void *arg);

/* {"versions":[...]} newest first, each as above without files. The first one speaks. */
void content_log(struct office *office, office_done done, void *arg);

/* The files of content_get's answer. ERROR_SYSTEM when it holds none, or too many. */
int content_files(const json_t *version, struct pack_files **ret, struct error *why);

#endif
