/* origin - does a browser's request come from a page of ours? */
#include "bot/origin.h"

#include <string.h>
#include <strings.h>

/* What follows "scheme://", or NULL. */
static const char *authority_of(const char *url) {
    const char *at = strstr(url, "://");
    return at ? at + 3 : NULL;
}

static size_t host_len(const char *authority) {
    const char *bracket = *authority == '[' ? strchr(authority, ']') : NULL;
    return bracket ? (size_t)(bracket - authority) + 1 : strcspn(authority, ":/");
}

static int same_host(const char *a, const char *b) {
    size_t len = host_len(a);
    return len == host_len(b) && strncasecmp(a, b, len) == 0;
}

/* A name can be made to point at us by its owner; an address cannot. */
static int host_is_ours(const char *host, const char *public_url) {
    const char *ours = authority_of(public_url);
    size_t len = host_len(host);
    if (*host == '[' || strspn(host, "0123456789.") == len) return 1;
    return same_host(host, "localhost") || (ours && same_host(host, ours));
}

int origin_is_ours(const struct http_request *request) {
    const char *host = http_header_find(request, "Host", NULL);
    const char *origin = http_header_find(request, "Origin", NULL);
    const char *site = http_header_find(request, "Sec-Fetch-Site", NULL);
    if (!host || !host_is_ours(host, request->public_url)) return 0;
    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) return 0;
    if (!origin) return 1;
    const char *theirs = authority_of(origin);
    if (!theirs) return 0; /* "null" */
    return strcasecmp(theirs, host) == 0 || strcasecmp(origin, request->public_url) == 0;
}
