/* fetch - what the slots `fetch` and `fetched` of the wires share. */
#include "messages/wire/fetch.h"

#include <string.h>
#include <strings.h>

int fetch_begin(const char *url, struct http_call *ret, struct error *why) {
    http_call_init(ret);
    ret->method = "GET";
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return error_set(why, ERROR_INPUT, "the medium is at no address of the web");
    text_add(&ret->url, url);
    if (http_call_check(ret, why) == 0) return 0;
    http_call_release(ret);
    return -1;
}

int fetch_is_own(const char *base, const char *url) {
    size_t len = strlen(base);
    while (len && base[len - 1] == '/') len--;
    return len && strncmp(url, base, len) == 0 && url[len] == '/';
}

int fetch_is_of(const char *url, const char *suffix) {
    if (strncmp(url, "https://", 8) != 0) return 0;
    const char *host = url + 8;
    size_t len = strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"), end = strlen(suffix);
    return host[len] == '/' && len > end && strncasecmp(host + len - end, suffix, end) == 0;
}

int fetch_follow(const struct channel *channel, int step, const struct http_reply *reply, struct http_call *ret,
                 struct error *why) {
    (void)channel, (void)step;
    int is_redirect = reply->status == 301 || reply->status == 302 || reply->status == 303 || reply->status == 307 ||
                      reply->status == 308;
    if (reply->status == 200) return 0;
    if (!is_redirect || !reply->location || !*reply->location)
        return error_set(why, ERROR_INPUT, "the provider answered %d", reply->status);
    return fetch_begin(reply->location, ret, why) == 0 ? 1 : -1;
}

int fetch_bearer(struct http_call *ret, const char *token, struct error *why) {
    own_text struct text bearer = TEXT_INIT(SETTINGS_LONG_MAX + 16);
    text_addf(&bearer, "Bearer %s", token);
    if (http_call_header(ret, "Authorization", text_get(&bearer), why) == 0 && http_call_check(ret, why) == 0) return 0;
    http_call_release(ret);
    return -1;
}

int fetch_basic(struct http_call *ret, const char *user, const char *password, struct error *why) {
    text_add(&ret->user, user);
    text_add(&ret->password, password);
    if (http_call_check(ret, why) == 0) return 0;
    http_call_release(ret);
    return -1;
}
