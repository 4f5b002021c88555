/* simulator - a telephone company on paper: phones in the browser that reach this program, and nobody else.
 *
 * It is the provider of the channels of wire "phone", and speaks their wire over real HTTP on this machine in both
 * directions, so that a text takes the very road that a provider's would: signed webhook in, call out, delivery reports
 * back. Mounted in trial mode only. What phones wrote and got is kept in memory, bounded, and gone with the program.
 *
 * Files: bot/simulator_media.h.
 *
 *   POST /phone/provider/<channel>/messages   the wire's call (Bearer secret) -> 201 {"id"}, then reports sent,
 * delivered GET  /phone                               the page, with /phone/phone.js and /phone/phone.css GET
 * /phone/api/channels                  {"office","channels":[{"name","kind","number"}]} POST /phone/api/send
 * {"channel","number","text"} -> 202 {"id"}; 400 {"error"} GET  /phone/api/live?channel=&number=     server-sent events
 * of one phone: what was kept first, then what comes:
 *        {"type":"message","id","by":"me|office","text","at_ms","state"} and {"type":"state","id","state"};
 *        state of mine is sending, delivered or failed; of the office's, delivered */
#ifndef BOT_SIMULATOR_H
#define BOT_SIMULATOR_H

#include "bot/http.h"
#include "queue/client.h"
#include "queue/office.h"

struct simulator;

/* Secrets of the channels must be filled in. All are borrowed. */
int simulator_mount(struct office *office, struct http_server *server, struct client *client, struct simulator **ret,
                    struct error *why);
void simulator_drain(struct simulator *simulator); /* closes the pages' streams */
void simulator_free(struct simulator *simulator);  /* NULL-safe; calls under way end by themselves */

#endif
