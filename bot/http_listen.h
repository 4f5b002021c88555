/* http_listen - the socket at the door. */
#ifndef BOT_HTTP_LISTEN_H
#define BOT_HTTP_LISTEN_H

#include "config/error.h"

/* Listens on "ADDR:PORT" or "[ADDR]:PORT"; port 0 is any free one, and *ret_port says which. ERROR_INPUT in plain words
 * when the text is wrong, the port is taken, or the address is not this machine's. */
int http_listen(const char *listen, int *ret_fd, int *ret_port, struct error *why);

/* "http://HOST:PORT" by which this machine itself reaches what listens there: "every address" is the loopback then.
 * port is the one that was got, 0 = the one in listen. */
#define HTTP_LISTEN_BASE_MAX 128
void http_listen_base(const char *listen, int port, char ret[HTTP_LISTEN_BASE_MAX]);

#endif
