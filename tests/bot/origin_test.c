/* origin_test - only our own pages, and programs that are no browsers, may act. */
#include "bot/origin.h"

#include <criterion/criterion.h>

static int ours(const char *host, const char *origin, const char *site) {
    struct http_request request = {.method = "POST", .public_url = "https://ayuda.example.cl"};
    if (host) request.headers[request.header_count++] = (struct http_header){"Host", host};
    if (origin) request.headers[request.header_count++] = (struct http_header){"Origin", origin};
    if (site) request.headers[request.header_count++] = (struct http_header){"Sec-Fetch-Site", site};
    return origin_is_ours(&request);
}

Test(origin, our_own_pages_may) {
    cr_assert(ours("127.0.0.1:8080", "http://127.0.0.1:8080", "same-origin"));
    cr_assert(ours("localhost:8080", "http://localhost:8080", NULL));
    cr_assert(ours("[::1]:8080", "http://[::1]:8080", NULL));
    cr_assert(ours("ayuda.example.cl", "https://ayuda.example.cl", "same-origin"));
    cr_assert(ours("127.0.0.1:8080", "https://ayuda.example.cl", NULL), "a proxy may write its own Host");
}

Test(origin, a_program_that_is_no_browser_may) {
    cr_assert(ours("127.0.0.1:8080", NULL, NULL));
    cr_assert(ours("127.0.0.1:8080", NULL, "none"));
}

Test(origin, pages_of_others_may_not) {
    cr_assert_not(ours("127.0.0.1:8080", "http://evil.example", "cross-site"));
    cr_assert_not(ours("127.0.0.1:8080", "http://evil.example", NULL));
    cr_assert_not(ours("127.0.0.1:8080", "http://127.0.0.1:9090", NULL), "another program of this machine");
    cr_assert_not(ours("127.0.0.1:8080", "null", NULL));
    cr_assert_not(ours("127.0.0.1:8080", NULL, "same-site"));
    cr_assert_not(ours("ayuda.example.cl", "https://ayuda.example.cl.evil.example", NULL));
}

Test(origin, a_name_that_was_pointed_at_us_is_not_ours) {
    cr_assert_not(ours("evil.example", "http://evil.example", "same-origin"));
    cr_assert_not(ours("127.0.0.1.evil.example", NULL, NULL));
    cr_assert_not(ours(NULL, NULL, NULL));
}
