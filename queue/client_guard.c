/* client_guard - where a fetch may go whose address somebody else has named. */
#include "queue/client_guard.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>

/* --- addresses of the web --- */

/* Equal parts of two addresses, a default port being written out. */
static int is_same_part(CURLU *a, CURLU *b, CURLUPart part) {
    char *left = NULL, *right = NULL;
    int same = curl_url_get(a, part, &left, CURLU_DEFAULT_PORT) == CURLUE_OK &&
               curl_url_get(b, part, &right, CURLU_DEFAULT_PORT) == CURLUE_OK && strcmp(left, right) == 0;
    curl_free(left);
    curl_free(right);
    return same;
}

static int is_own(CURLU *url, const char *base) {
    CURLU *own = *base ? curl_url() : NULL;
    int same = own && curl_url_set(own, CURLUPART_URL, base, 0) == CURLUE_OK &&
               is_same_part(url, own, CURLUPART_SCHEME) && is_same_part(url, own, CURLUPART_HOST) &&
               is_same_part(url, own, CURLUPART_PORT);
    curl_url_cleanup(own);
    return same;
}

static int is_https(CURLU *url) {
    char *scheme = NULL;
    int is = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK && strcmp(scheme, "https") == 0;
    curl_free(scheme);
    return is;
}

int client_guard_url(const char *url, const char *own_base, int *ret_is_own) {
    CURLU *parts = curl_url();
    int may = 0;
    *ret_is_own = 0;
    if (parts && curl_url_set(parts, CURLUPART_URL, url, CURLU_DISALLOW_USER) == CURLUE_OK) {
        *ret_is_own = is_own(parts, own_base);
        may = *ret_is_own || is_https(parts);
    }
    curl_url_cleanup(parts);
    return may ? 0 : -1;
}

void client_guard_strip(const char *url, struct text *ret) {
    CURLU *parts = curl_url();
    char *bare = NULL;
    text_clear(ret);
    if (parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_USER, NULL, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK &&
        curl_url_set(parts, CURLUPART_OPTIONS, NULL, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_URL, &bare, 0) == CURLUE_OK)
        text_add(ret, bare);
    curl_free(bare);
    curl_url_cleanup(parts);
}

/* --- addresses of the network --- */

struct block {
    const char *from;
    int bits;
};

static int is_in(const void *address, int family, const struct block *block) {
    unsigned char from[16];
    const unsigned char *at = address;
    int bytes = block->bits / 8, rest = block->bits % 8;
    if (inet_pton(family, block->from, from) != 1 || memcmp(at, from, (size_t)bytes) != 0) return 0;
    return !rest || ((at[bytes] ^ from[bytes]) >> (8 - rest)) == 0;
}

static int is_public_v4(const void *address) {
    static const struct block closed[] = {
        {"0.0.0.0", 8},     {"10.0.0.0", 8},      {"100.64.0.0", 10},  {"127.0.0.0", 8},    {"169.254.0.0", 16},
        {"172.16.0.0", 12}, {"192.0.0.0", 24},    {"192.0.2.0", 24},   {"192.88.99.0", 24}, {"192.168.0.0", 16},
        {"198.18.0.0", 15}, {"198.51.100.0", 24}, {"203.0.113.0", 24}, {"224.0.0.0", 3},
    };
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
        if (is_in(address, AF_INET, &closed[i])) return 0;
    return 1;
}

/* Only global unicast is public; 6to4 and Teredo carry an address of IPv4 to who knows where. NAT64 is looked into. */
static int is_public_v6(const unsigned char *address) {
    static const struct block nat64 = {"64:ff9b::", 96}, open = {"2000::", 3};
    static const struct block closed[] = {{"2001::", 23}, {"2001:db8::", 32}, {"2002::", 16}, {"3fff::", 20}};
    if (is_in(address, AF_INET6, &nat64)) return is_public_v4(address + 12);
    if (!is_in(address, AF_INET6, &open)) return 0;
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
        if (is_in(address, AF_INET6, &closed[i])) return 0;
    return 1;
}

int client_guard_is_public(const struct sockaddr *address) {
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (address->sa_family == AF_INET) {
        memcpy(&v4, address, sizeof v4);
        return is_public_v4(&v4.sin_addr);
    }
    if (address->sa_family != AF_INET6) return 0;
    memcpy(&v6, address, sizeof v6);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) return is_public_v4(v6.sin6_addr.s6_addr + 12);
    return is_public_v6(v6.sin6_addr.s6_addr);
}
