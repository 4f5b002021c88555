/* welcome - what `acogida run` prints when the office is open. */
#include "bot/welcome.h"

#include "bot/http_listen.h"
#include "config/log.h"
#include "queue/users.h"

#include <stdio.h>

static const char *base_of(struct office *office) {
    return office_settings(office)->server.public_url;
}

static void on_invite(void *arg, json_t *result, const struct error *why) {
    struct office *office = arg;
    if (why) {
        log_warn("program", "no one-time link: %s", why->text);
        return;
    }
    printf("  First staff user: %s/join?token=%s\n"
           "                    (one use, good for 24 hours; `acogida user invite` makes another)\n\n",
           base_of(office), json_string_value(json_object_get(result, "token")));
    fflush(stdout);
}

static void on_count(void *arg, json_t *result, const struct error *why) {
    struct office *office = arg;
    if (!why && json_integer_value(json_object_get(result, "count")) == 0) users_invite(office, on_invite, office);
}

void welcome_print(struct office *office, int port, int has_simulator) {
    const struct settings *settings = office_settings(office);
    printf("\n  %s\n", settings->office.name);
    if (settings->office.mode == MODE_TRIAL) puts("  Trial mode: nothing can leave for a stranger.");
    putchar('\n');
    char here[HTTP_LISTEN_BASE_MAX];
    http_listen_base(settings->server.listen, port, here);
    if (has_simulator) printf("  Phone simulator:  %s/phone\n", here);
    printf("  Desk:             %s/desk\n\n", base_of(office));
    fflush(stdout);
    users_count(office, on_count, office);
}
