/* origin - does a browser's request come from a page of ours?
 *
 * Two tricks are refused: another site that sends its visitor's browser to us (Origin, Sec-Fetch-Site), and another
 * site whose name was pointed at our address (DNS rebinding: Host must be our public name, localhost or an address in
 * digits). A program that is no browser sends none of these headers but Host, and may pass. */
#ifndef BOT_ORIGIN_H
#define BOT_ORIGIN_H

#include "messages/http.h"

int origin_is_ours(const struct http_request *request);

#endif
