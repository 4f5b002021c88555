/* handoff - a person whose message could not be worked is handed to the staff. */
#include "queue/handoff.h"

#include "config/clock.h"
#include "config/log.h"
#include "handlers/promise.h"
#include "handlers/ticket.h"
#include "queue/turn_commit.h"

static int fill_turn(const struct event *event, struct turn *turn) {
    struct state idle;
    state_init(&idle);
    turn_init(turn, &idle);
    const struct effect *ticket = ticket_open(event, turn, "otro", 0);
    if (!ticket) return -1;
    promise_say(event, turn, "handoff", ticket->ticket_code);
    return 0;
}

int handoff_ops(struct office *office, const struct claim *claim, const struct mail *mail, struct args *args) {
    const struct channel *channel = turn_commit_channel(office_settings(office), claim);
    struct event event = {.kind = EVENT_STATUS, .id = claim->event, .text = "", .name = ""};
    struct turn turn;
    struct error why = ERROR_INIT;
    if (!office_pack(office)) return -1;
    if (mail) event = mail->event;
    event.now_ms = clock_wall_ms();
    event.channel_kind = channel ? channel->kind : "sms";
    event.pack = office_pack(office);
    event.known = claim->known;
    struct turn_commit commit = {
        office, claim, &event, &turn, channel, "", {0}, mail ? mail->media : "", mail ? mail->more_media : ""};
    int failed = fill_turn(&event, &turn) < 0 || turn_commit_ops(&commit, args, &why) < 0 ? -1 : 0;
    if (failed) log_error("worker", "nobody was told event=%s: %s", claim->event, why.text);
    turn_release(&turn);
    return failed;
}
