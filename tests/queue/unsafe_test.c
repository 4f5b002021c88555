/* unsafe_test - somebody may read along: what was written before that was known, and waits to leave, stays. */
#include "config/clock.h"
#include "config/own.h"
#include "tests/queue/house_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define NUMBER "+56911112222"

/* A text of a second ago that the provider did not take at once. */
static void wait_with(struct house *house, const char *who) {
    const struct send_help_out out = {.id = "e1.0", .text = "su+hora+con+la+abogada"};
    queue_number(house_queue(house), "HSET {test}:out:e1.0 next %lld", (long long)clock_wall_ms() + 3600000);
    send_help_out(&house->send, who, &out);
    queue_number(house_queue(house), "HSET {test}:out:e1.0 created %lld", (long long)clock_wall_ms() - 1000);
}

Test(unsafe, what_waits_when_it_is_not_safe_any_more_does_not_leave) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, NUMBER, "español", NULL);
    house_talk(&house, NUMBER, "mi marido me pega", NULL);
    own_mem char *who = house_person(&house, NUMBER);
    wait_with(&house, who);
    house_talk(&house, NUMBER, "no", NULL);
    cr_expect_eq(fake_provider_count_of(house.send.fake, "abogada"), 0);
    cr_expect_eq(fake_provider_count_of(house.send.fake, "De%20acuerdo"), 1, "the answer itself leaves");
    send_help_assert_field(&house.send, "e1.0", "state", "skipped");
    send_help_assert_field(&house.send, "e1.0", "code", "unsafe");
    house_close(&house);
}

/* A colleague who has seen the warning may still have something neutral to say. */
Test(unsafe, what_is_written_knowing_it_leaves) {
    struct house house;
    house_open(&house, FAKE_CREATED);
    house_talk(&house, NUMBER, "español", NULL);
    house_talk(&house, NUMBER, "mi marido me pega", NULL);
    house_talk(&house, NUMBER, "no", NULL);
    own_mem char *who = house_person(&house, NUMBER);
    const struct send_help_out out = {.id = "e2.0", .text = "gracias"};
    send_help_out(&house.send, who, &out);
    send_help_ring(&house.send);
    send_help_until_state(&house.send, "e2.0", "queued");
    house_close(&house);
}
