/* http_listen - the socket at the door. */
#ifndef BOT_HTTP_LISTEN_H
#define BOT_HTTP_LISTEN_H

#include "config/error.h"

/* Listens on "ADDR:PORT" or "[ADDR]:PORT"; port 0 is any free one, and *ret_port says which. ERROR_INPUT in plain words
 * when the text is wrong, the port is taken, or the address is not this machine's. */
int http_listen(const char *listen, int *ret_fd, int *ret_port, struct error *why);

#endif
