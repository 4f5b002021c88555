/* scripts - the library of scripts that is linked in (queue/lua/) and the one that the server has. */
#ifndef QUEUE_SCRIPTS_H
#define QUEUE_SCRIPTS_H

#include "queue/redis.h"

#define SCRIPTS_VERSION_MAX 16

/* Loads the library when the server has none or another version. tag is "{office}". done is called once: why NULL when
 * the server has ours; ERROR_INPUT when it refuses it; ERROR_BUSY when it went away. */
void scripts_load(struct redis *redis, const char *tag, void (*done)(void *arg, const struct error *why), void *arg);

/* 16 hex letters over all files, what {tag}:meta lib says after scripts_load. */
void scripts_version(char ret[SCRIPTS_VERSION_MAX + 1]);

#endif
