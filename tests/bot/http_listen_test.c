/* http_listen_test - how this machine reaches what listens. */
#include "bot/http_listen.h"

#include <criterion/criterion.h>

static char base[HTTP_LISTEN_BASE_MAX];

Test(http_listen, one_address_is_reached_there_and_nowhere_else) {
    http_listen_base("127.0.0.2:8080", 8080, base);
    cr_assert_str_eq(base, "http://127.0.0.2:8080");
    http_listen_base("[::1]:8080", 8080, base);
    cr_assert_str_eq(base, "http://[::1]:8080");
}

Test(http_listen, every_address_is_reached_on_the_loopback) {
    http_listen_base("0.0.0.0:8080", 8080, base);
    cr_assert_str_eq(base, "http://127.0.0.1:8080");
    http_listen_base("[::]:8080", 8080, base);
    cr_assert_str_eq(base, "http://[::1]:8080");
}

Test(http_listen, the_port_that_was_got_wins_over_the_one_that_was_asked_for) {
    http_listen_base("127.0.0.1:0", 40123, base);
    cr_assert_str_eq(base, "http://127.0.0.1:40123");
    http_listen_base("127.0.0.1:8081", 0, base);
    cr_assert_str_eq(base, "http://127.0.0.1:8081");
}
