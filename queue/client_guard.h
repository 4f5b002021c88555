/* client_guard - where a fetch may go whose address somebody else has named: a provider's webhook, a redirect.
 *
 * Against requests that our own machine would make into our own network (server-side request forgery). The address is
 * looked at when the socket is opened, so that a name which leads somewhere else a moment later gains nothing. */
#ifndef QUEUE_CLIENT_GUARD_H
#define QUEUE_CLIENT_GUARD_H

#include "messages/text.h"

struct sockaddr;

/* 0 when the address may be asked: https, or scheme, host and port are those of own_base ("" = none). *ret_is_own tells
 * the latter. -1: it may not, or it is no address. */
int client_guard_url(const char *url, const char *own_base, int *ret_is_own);

/* The address without user and password: curl writes our own into the address that a redirect leads to. "" when it is
 * no address, or too long. */
void client_guard_strip(const char *url, struct text *ret);

/* 1 for an address of the public Internet, IPv4 or IPv6: not loopback, private, link-local, shared (RFC 6598),
 * multicast, reserved or for documentation (RFC 6890), nor one of these within IPv6. */
int client_guard_is_public(const struct sockaddr *address);

#endif
