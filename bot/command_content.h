/* command_content - what the parts of `acogida content` share. */
#ifndef BOT_COMMAND_CONTENT_H
#define BOT_COMMAND_CONTENT_H

#include "bot/command.h"
#include "bot/program.h"
#include "queue/content.h"

/* One act of `acogida content`: its words are taken, the rest of the line is its own. */
struct content_act {
    const char *name, *usage;
    int (*run)(struct command_line *rest, struct settings *settings);
};
int content_act_usage(const struct content_act *act); /* says how; COMMAND_USAGE */

extern const struct content_act content_act_pull, content_act_push,
    content_act_rollback;                                            /* command_content_publish.c */
extern const struct content_act content_act_diff, content_act_log;   /* command_content_look.c */
extern const struct content_act content_act_status;                  /* command_content_status.c */
extern const struct content_act content_act_approve, content_act_po; /* command_content_edit.c */

/* --who NAME, else the name of this machine's user. */
const char *content_who(struct command_line *rest);

/* The files that speak: of a content_get() answer, or of the settings when nothing is published. */
int content_speaking(const struct settings *settings, const json_t *version, struct pack_files **ret,
                     struct error *why);

/* "12" as 12, -1 when it is no version's number. */
int64_t content_number(const char *word);

/* Asks on the terminal; 1 when the answer is yes. Without a terminal it says what is missing. */
int content_confirm(const char *question);

#endif
