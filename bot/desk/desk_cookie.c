/* desk_cookie - read from Cookie (RFC 6265), written as Set-Cookie. */
#include "bot/desk/desk_cookie.h"

#include <string.h>
#include <strings.h>

#define SESSION_S (12 * 3600)

static int is_secure(const struct office *office) {
    const struct settings *settings = office_settings(office);
    return settings->server.behind_proxy || strncmp(settings->server.public_url, "https://", 8) == 0;
}

static const char *cookie_name(const struct office *office) {
    return is_secure(office) ? "__Host-acogida" : "acogida";
}

/* Looks through one header; returns how often the name was there. */
static size_t header_read(const char *header, const char *name, char ret[USERS_TOKEN_MAX + 1]) {
    size_t found = 0, name_len = strlen(name);
    for (const char *at = header; *at;) {
        at += strspn(at, "; ");
        size_t len = strcspn(at, ";");
        if (len == name_len + 1 + USERS_TOKEN_MAX && strncmp(at, name, name_len) == 0 && at[name_len] == '=') {
            memcpy(ret, at + name_len + 1, USERS_TOKEN_MAX);
            ret[USERS_TOKEN_MAX] = '\0';
            found++;
        }
        at += len;
    }
    return found;
}

/* Two cookies of our name mean that somebody else planted one (another port, or a subdomain): neither counts. */
void desk_cookie_read(const struct office *office, const struct http_request *request, char ret[USERS_TOKEN_MAX + 1]) {
    size_t found = 0;
    *ret = '\0';
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, "Cookie") == 0)
            found += header_read(request->headers[i].value, cookie_name(office), ret);
    if (found != 1) *ret = '\0';
}

void desk_cookie_set(const struct office *office, struct http_exchange *exchange, const char *token) {
    char value[192];
    snprintf(value, sizeof value, "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s", cookie_name(office), token,
             *token ? SESSION_S : 0, is_secure(office) ? "; Secure" : "");
    http_header_add(exchange, "Set-Cookie", value);
}
