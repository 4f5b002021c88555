/* media_look - one file for the eyes of the staff: asked of the ledger, read and opened on the pool. */
#include "queue/media.h"

#include "config/clock.h"
#include "config/own.h"
#include "queue/args.h"
#include "queue/ask.h"
#include "queue/media_file.h"

#include <stdlib.h>
#include <string.h>

struct looking {
    struct office *office;
    media_look_done done;
    void *arg;
    char id[MEDIA_ID_MAX + 1], folder[MEDIA_DIR_MAX];
    const struct media_type *type;
    struct vault_key key;
    char *bytes;
    size_t len;
    struct error why;
};

static void end(struct looking *looking, const struct error *why) {
    struct media_shown shown = {looking->id, looking->type, looking->bytes, looking->len};
    looking->done(looking->arg, why ? NULL : &shown, why);
    if (looking->bytes) explicit_bzero(looking->bytes, looking->len);
    free(looking->bytes);
    vault_key_clear(&looking->key);
    free(looking);
}

static void read_file(void *arg) {
    struct looking *looking = arg;
    struct media_file file = {looking->folder, looking->id, &looking->key};
    media_file_read(&file, &looking->bytes, &looking->len, &looking->why);
}

static void on_read(void *arg) {
    struct looking *looking = arg;
    end(looking, looking->why.kind ? &looking->why : NULL);
}

/* {person, wrapped key, type, size} */
static int open_row(struct looking *looking, const redisReply *row, struct error *why) {
    const struct vault_key *key;
    if (row->type != REDIS_REPLY_ARRAY || row->elements != 4 || row->element[1]->type != REDIS_REPLY_STRING ||
        !(looking->type = media_type_find(ask_text(row, 2))))
        return error_set(why, ERROR_SYSTEM, "the row of a medium is malformed");
    if (person_key(office_keys(looking->office), ask_text(row, 0),
                   (struct vault_bytes){row->element[1]->str, row->element[1]->len}, &key, why) < 0)
        return -1;
    looking->key = *key;
    return media_file_folder(office_settings(looking->office)->data.dir, looking->folder, why);
}

static void on_row(void *arg, const redisReply *reply, const struct error *why) {
    struct looking *looking = arg;
    struct error bad = ERROR_INIT;
    if (why)
        end(looking, why);
    else if (open_row(looking, reply, &bad) < 0 ||
             loop_work(office_loop(looking->office), read_file, on_read, looking, &bad) < 0)
        end(looking, &bad);
}

void media_look(struct office *office, const char *user, const char *id, media_look_done done, void *arg) {
    own_args struct args args = ARGS_INIT;
    struct error why = ERROR_INIT;
    struct looking *looking = ask_is_id(id) && strlen(id) <= MEDIA_ID_MAX ? calloc(1, sizeof *looking) : NULL;
    if (!looking) {
        error_set(&why, ERROR_MISSING, "there is no such file");
        done(arg, NULL, &why);
        return;
    }
    looking->office = office;
    looking->done = done;
    looking->arg = arg;
    snprintf(looking->id, sizeof looking->id, "%s", id);
    args_number(&args, clock_wall_ms());
    args_text(&args, user);
    args_text(&args, id);
    args_call(&args, office, "media_look", on_row, looking);
}
