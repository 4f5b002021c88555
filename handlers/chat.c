/* chat - talk to the machine in the terminal. */
#include "handlers/chat.h"

#include "handlers/transcript_inside.h"

#include <stdlib.h>
#include <string.h>

#define LINE_BYTES_MAX 65536

struct talk {
    const struct chat *chat;
    struct rehearsal rehearsal;
    char channel[16];
    int shows_effects;
};

static void show_lines(FILE *out, const char *mark, const char *text) {
    for (;;) {
        size_t len = strcspn(text, "\n");
        fprintf(out, "%s %.*s\n", mark, (int)len, text);
        if (!text[len]) return;
        text += len + 1;
        mark = "|";
    }
}

static void show_turn(const struct talk *talk, const struct rehearsal_turn *turn) {
    FILE *out = talk->chat->out;
    for (size_t i = 0; i < turn->said_count; i++) show_lines(out, "<", turn->said[i]);
    for (size_t i = 0; talk->shows_effects && i < turn->done_count; i++) show_lines(out, "~", turn->done[i]);
    if (talk->shows_effects && turn->kind[0]) fprintf(out, "# %s %s\n", turn->kind, turn->id);
}

static int step(struct talk *talk, const struct rehearsal_event *event, struct error *why) {
    struct rehearsal_turn turn;
    int failed = rehearsal_step(&talk->rehearsal, event, &turn, why);
    if (!failed) show_turn(talk, &turn);
    rehearsal_turn_release(&turn);
    return failed;
}

static int wait(struct talk *talk, const char *span, struct error *why) {
    struct rehearsal_turn turn;
    int64_t ms = rehearsal_span(span);
    if (ms < 0) return error_set(why, ERROR_INPUT, "'%.20s' is no time: 30s, 20m, 3h or 2d", span);
    int64_t until_ms = talk->rehearsal.now_ms + ms;
    int worked;
    while ((worked = rehearsal_wait(&talk->rehearsal, until_ms, &turn, why)) > 0) {
        show_turn(talk, &turn);
        rehearsal_turn_release(&turn);
    }
    rehearsal_turn_release(&turn);
    return worked;
}

static int show_state(const struct talk *talk) {
    char *json = state_encode(&talk->rehearsal.state);
    fprintf(talk->chat->out, "= %s\n# %s\n", talk->rehearsal.state.name, json ? json : "no memory");
    free(json);
    return 0;
}

static const char *behind_mark(const char *line) {
    return line + 1 + strspn(line + 1, " ");
}

/* A line that begins with a mark and is no text of the person. */
static int take_command(struct talk *talk, const char *line, struct error *why) {
    struct transcript_setting setting = {&talk->rehearsal, talk->channel, sizeof talk->channel};
    struct rehearsal_event event;
    const char *rest = behind_mark(line);
    switch (*line) {
    case '+': return wait(talk, rest, why);
    case '@': return transcript_header(&setting, rest, why);
    case '~': talk->shows_effects = !talk->shows_effects; return 0;
    case '=': return show_state(talk);
    }
    return transcript_event(rest, talk->channel, &event, why) < 0 ? -1 : step(talk, &event, why);
}

static int is_command(const char *line) {
    if (strcmp(line, "~") == 0 || strcmp(line, "=") == 0) return 1;
    return *line && strchr("+@!", *line) && line[1] == ' ';
}

static void take_line(struct talk *talk, const char *line) {
    struct error why = ERROR_INIT;
    struct rehearsal_event event;
    int failed;
    if (is_command(line))
        failed = take_command(talk, line, &why);
    else
        failed = transcript_words(line, talk->channel, &event, &why) < 0 || step(talk, &event, &why) < 0;
    if (failed) fprintf(talk->chat->out, "# %s\n", why.text);
}

static void prompt(const struct chat *chat) {
    if (!chat->prompt) return;
    fputs("> ", chat->out);
    fflush(chat->out);
}

void chat_talk(const struct chat *chat) {
    struct talk talk = {.chat = chat, .channel = "sms"};
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    rehearsal_init(&talk.rehearsal, chat->pack, chat->now_ms);
    talk.rehearsal.live = chat->live;
    if (chat->prompt)
        fputs("Escriba como una persona. + 3h pasa el tiempo, ~ efectos, = estado, ! staff TEXTO, !quit termina.\n",
              chat->out);
    prompt(chat);
    while ((len = getline(&line, &room, chat->in)) >= 0) {
        while (len && (line[len - 1] == '\n' || line[len - 1] == '\r')) line[--len] = '\0';
        if (len > LINE_BYTES_MAX) line[LINE_BYTES_MAX] = '\0';
        if (strcmp(line, "!quit") == 0) break;
        take_line(&talk, line);
        prompt(chat);
    }
    free(line);
}
