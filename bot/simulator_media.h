/* simulator_media - what phones sent besides words, as a provider keeps it until it is fetched: in memory, bounded.
 *
 *   POST /phone/api/media?channel=&number=&text=   the bytes as the body -> 202 {"id"}; 400, 413 {"error"}
 *   GET  /phone/api/media?id=                      the same bytes, for the page that shows them
 *   GET  /phone/provider/<channel>/media/<id>      the wire's call (Bearer secret) */
#ifndef BOT_SIMULATOR_MEDIA_H
#define BOT_SIMULATOR_MEDIA_H

#include "bot/simulator_inside.h"

#define SIMULATOR_MEDIA_MAX   32            /* files; the oldest goes first */
#define SIMULATOR_MEDIA_BYTES (1024 * 1024) /* of one */

int simulator_media_mount(struct simulator *simulator, struct error *why);
void simulator_media_free(struct simulator *simulator);

/* A GET beneath /phone/provider/ whose credentials have been looked at. */
void simulator_media_give(struct simulator *simulator, struct http_exchange *exchange, const char *id);

#endif
