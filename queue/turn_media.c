/* turn_media - what came with a message as operations of COMMIT. */
#include "queue/turn_media.h"

#include "messages/message.h"

#include <string.h>

#define DAY_MS     (24 * 3600 * 1000LL)
#define ID_MAX     (CLAIM_EVENT_MAX + 8)
#define REF_FORMAT "%63s %1023s" /* MESSAGE_TYPE_MAX, MESSAGE_MEDIA_MAX */

static void add_file(const struct turn_commit *commit, const char *id, const char *type, const char *ref,
                     struct args *args) {
    const struct settings *settings = office_settings(commit->office);
    char bound[PERSON_BOUND_MAX];
    if (!settings->media.max_kib) return;
    args_text(args, "media");
    args_text(args, id);
    args_text(args, commit->claim->channel);
    args_text(args, type);
    args_number(args, commit->event->now_ms + settings->media.keep_days * DAY_MS);
    args_seal_text(args, &commit->claim->key, person_bound("media", id, NULL, bound), ref);
}

/* A line of more_media. */
static void add_further(const struct turn_commit *commit, int number, const char *line, struct args *args) {
    char id[ID_MAX], type[MESSAGE_TYPE_MAX + 1], ref[MESSAGE_MEDIA_MAX + 1];
    if (sscanf(line, REF_FORMAT, type, ref) != 2) return;
    snprintf(id, sizeof id, "%s-%d", commit->claim->event, number);
    turn_written_log(commit, "in", id, "[media] ", args);
    add_file(commit, id, strcmp(type, "-") == 0 ? "" : type, ref, args);
}

void turn_media_add(const struct turn_commit *commit, struct args *args) {
    const char *line = commit->more_media ? commit->more_media : "";
    if (commit->media && *commit->media)
        add_file(commit, commit->claim->event, commit->event->media_type ? commit->event->media_type : "",
                 commit->media, args);
    for (int number = 2; *line && number <= MESSAGE_MORE_MAX + 1; number++) {
        add_further(commit, number, line, args);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
}
