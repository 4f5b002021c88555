/* complaints_test - a complaint by text: a ticket with what was told, a count with nobody in it; and who is not safe.
 */
#include "queue/complaints.h"

#include "config/own.h"
#include "queue/tickets.h"
#include "tests/queue/shop_help.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER "+56911112222"
#define OTHER  "+56911113333"
#define STORY  "la senora del meson no me dio hora"

static struct shop shop;

static void setup(void) {
    shop_open(&shop);
}
static void teardown(void) {
    shop_close(&shop);
}
TestSuite(complaints, .init = setup, .fini = teardown, .timeout = 60);

static void complains(const char *number, const char *where, const char *what) {
    const char *const words[] = {"queja", where, what, STORY, "CESFAM", "2", "saltar", "no"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) shop_write(&shop, number, words[i]);
}

static json_t *ticket_of(const char *number) {
    own_mem char *person = shop_person(&shop, number);
    own_mem char *ticket = queue_string(&shop.help, "HGET {test}:person:%s ticket", person);
    struct queue_wait wait = {0};
    tickets_get(shop.help.office, "user-ana", ticket, queue_done, &wait);
    queue_await(&shop.help, &wait);
    return wait.result;
}

Test(complaints, barriers_are_counted_by_institution_most_frequent_first) {
    complains(NUMBER, "salud", "2");
    complains(OTHER, "escuela", "3");
    complains("+56911114444", "salud", "2");
    struct queue_wait wait = {0};
    complaints_counts(shop.help.office, queue_done, &wait);
    queue_await(&shop.help, &wait);
    const json_t *list = json_object_get(wait.result, "complaints"), *first = json_array_get(list, 0);
    cr_assert_eq(json_array_size(list), 2);
    cr_assert_eq(json_integer_value(json_object_get(first, "count")), 2);
    cr_assert_str_eq(json_string_value(json_object_get(first, "institution_title")), "Salud");
    cr_assert_str_eq(json_string_value(json_object_get(first, "barrier_title")), "Me exigieron papeles");
    queue_wait_release(&wait);
}

Test(complaints, the_staff_see_what_was_told_and_that_it_may_not_be_shared) {
    complains(NUMBER, "1", "2");
    json_auto_t *ticket = ticket_of(NUMBER);
    own_mem char *all = json_dumps(json_object_get(ticket, "fields"), 0);
    cr_assert_not_null(strstr(all, STORY), "%s", all);
    cr_assert_not_null(strstr(all, "{\"question\": \"compartir\", \"answer\": \"No\"}"), "%s", all);
    cr_assert_not(json_is_true(json_object_get(json_object_get(ticket, "person"), "neutral_only")));
}

Test(complaints, who_is_not_safe_is_shown_to_the_staff_as_such_until_they_say_otherwise) {
    shop_write(&shop, NUMBER, "hola");
    shop_write(&shop, NUMBER, "1");
    shop_write(&shop, NUMBER, "mi marido me pega");
    shop_write(&shop, NUMBER, "no");
    json_auto_t *ticket = ticket_of(NUMBER);
    cr_assert(json_is_true(json_object_get(json_object_get(ticket, "person"), "neutral_only")));
    shop_write(&shop, NUMBER, "seguir");
    json_auto_t *again = ticket_of(NUMBER);
    cr_assert_not(json_is_true(json_object_get(json_object_get(again, "person"), "neutral_only")));
}
