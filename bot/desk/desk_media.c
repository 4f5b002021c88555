/* desk_media - the bytes of what a person sent, by the API. */
#include "bot/desk/desk_media.h"

#include "queue/media.h"

/* A stranger's file: whatever stands in it must run nowhere and be part of no other page. */
static void headers(struct http_exchange *exchange, const struct media_shown *shown) {
    char disposition[96];
    snprintf(disposition, sizeof disposition, "attachment; filename=\"acogida-%s.%s\"", shown->id,
             shown->type->extension);
    http_header_add(exchange, "Cache-Control", "no-store");
    http_header_add(exchange, "Content-Disposition", disposition);
    http_header_add(exchange, "Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
    http_header_add(exchange, "Cross-Origin-Resource-Policy", "same-origin");
}

static void on_shown(void *arg, const struct media_shown *shown, const struct error *why) {
    struct desk_call *call = arg;
    if (why) {
        desk_call_fail(call, why);
        return;
    }
    struct text bytes = {.at = (char *)shown->bytes, .len = shown->len};
    headers(call->exchange, shown);
    http_respond(call->exchange, 200, shown->type->type, &bytes);
    desk_call_free(call);
}

void desk_media_get(struct desk_call *call) {
    media_look(call->desk->office, call->user, call->id, on_shown, call);
}
