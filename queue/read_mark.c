/* read_mark - calls that nobody waits for. */
#include "queue/read_mark.h"

#include "messages/wire.h"

#include <stdlib.h>

struct read_mark {
    struct office *office;
    struct client *client;
    size_t under_way;
    int freed;
};

static void on_reply(void *arg, const struct http_reply *reply) {
    struct read_mark *mark = arg;

    (void)reply;
    mark->under_way--;
    if (mark->freed && !mark->under_way) free(mark);
}

static void on_read(void *arg, const struct channel *channel, const char *message_id) {
    struct read_mark *mark = arg;
    const struct wire *wire = wire_find(channel->wire);
    struct http_call call;

    if (!wire || !wire->mark_read || !channel->mark_read) return;
    if (office_settings(mark->office)->office.mode == MODE_TRIAL || office_is_pressed(mark->office)) return;
    if (mark->under_way >= READ_MARK_MAX || wire->mark_read(channel, message_id, &call, NULL) < 0) return;
    mark->under_way++;
    client_send(mark->client, &call, on_reply, mark);
}

int read_mark_start(struct office *office, struct client *client, struct worker *worker, struct read_mark **ret,
                    struct error *why) {
    struct read_mark *mark = calloc(1, sizeof *mark);

    if (!mark) return error_set(why, ERROR_SYSTEM, "no memory for marks of what was read");
    mark->office = office;
    mark->client = client;
    worker_on_read(worker, on_read, mark);
    *ret = mark;
    return 0;
}

void read_mark_free(struct read_mark *mark) {
    if (!mark) return;
    mark->freed = 1;
    if (!mark->under_way) free(mark);
}
