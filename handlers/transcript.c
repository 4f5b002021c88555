/* transcript - a conversation as a file is played, compared or written anew. */
#include "handlers/transcript.h"

#include "config/own.h"
#include "handlers/transcript_inside.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_NOW "2026-11-24 10:00"

struct play {
    const struct transcript *transcript;
    char *copy, **lines; /* each line its own string, inside copy */
    size_t line_count, at;
    struct rehearsal rehearsal;
    char channel[16];
    int golden;
    struct text *ret;
    size_t mismatches;
    struct transcript_items said, done;               /* what a step brought */
    struct transcript_items expect_said, expect_done; /* what the file says of it */
    struct transcript_items expect_state, kept;       /* kept: comments and blank lines between expectations */
};

static int fault(const struct play *play, size_t line, struct error *why) {
    return error_wrap(why, "%s:%zu", play->transcript->name, line + 1);
}

static void release_step(struct play *play) {
    transcript_items_release(&play->said);
    transcript_items_release(&play->done);
    transcript_items_release(&play->expect_said);
    transcript_items_release(&play->expect_done);
    transcript_items_release(&play->expect_state);
    transcript_items_release(&play->kept);
}

/* Behind the mark of a line: one blank belongs to the mark. */
static const char *content(const char *line) {
    return line[1] == ' ' ? line + 2 : line + 1;
}

/* The line at play->at and its continuations "| ..." as one text; play->at moves behind them. */
static char *read_block(struct play *play) {
    own_text struct text block = TEXT_INIT(TRANSCRIPT_BYTES_MAX);
    text_add(&block, content(play->lines[play->at++]));
    while (play->at < play->line_count && play->lines[play->at][0] == '|') {
        text_add_char(&block, '\n');
        text_add(&block, content(play->lines[play->at++]));
    }
    return text_take(&block);
}

static void write_block(struct text *ret, char mark, const char *text) {
    for (;;) {
        size_t len = strcspn(text, "\n");
        text_add_char(ret, mark);
        if (len) text_add_char(ret, ' ');
        text_add_bytes(ret, text, len);
        text_add_char(ret, '\n');
        if (!text[len]) return;
        text += len + 1;
        mark = '|';
    }
}

/* Takes over what a turn brought. */
static int keep_turn(struct play *play, struct rehearsal_turn *turn, struct error *why) {
    int failed = 0;
    for (size_t i = 0; i < turn->said_count && !failed; i++) {
        failed = transcript_items_take(&play->said, turn->said[i], 0, why);
        turn->said[i] = NULL;
    }
    for (size_t i = 0; i < turn->done_count && !failed; i++) {
        failed = transcript_items_take(&play->done, turn->done[i], 0, why);
        turn->done[i] = NULL;
    }
    rehearsal_turn_release(turn);
    return failed;
}

static int play_event(struct play *play, const struct rehearsal_event *event, struct error *why) {
    struct rehearsal_turn turn;
    if (rehearsal_step(&play->rehearsal, event, &turn, why) < 0) {
        rehearsal_turn_release(&turn);
        return -1;
    }
    return keep_turn(play, &turn, why);
}

static int play_wait(struct play *play, const char *span, struct error *why) {
    struct rehearsal_turn turn;
    int64_t ms = rehearsal_span(span);
    if (ms < 0) return error_set(why, ERROR_INPUT, "'%.20s' is no time: 30s, 20m, 3h or 2d", span);
    int64_t until_ms = play->rehearsal.now_ms + ms;
    int worked;
    while ((worked = rehearsal_wait(&play->rehearsal, until_ms, &turn, why)) > 0)
        if (keep_turn(play, &turn, why) < 0) return -1;
    rehearsal_turn_release(&turn);
    return worked;
}

static int play_input(struct play *play, char mark, const char *input, struct error *why) {
    struct rehearsal_event event;
    if (mark == '+') return play_wait(play, input, why);
    int failed = mark == '>' ? transcript_words(input, play->channel, &event, why)
                             : transcript_event(input, play->channel, &event, why);
    return failed ? -1 : play_event(play, &event, why);
}

/* Reads what the file expects of a step, up to the next input. */
static int read_expected(struct play *play, struct error *why) {
    while (play->at < play->line_count && !strchr(">+!@", play->lines[play->at][0] ? play->lines[play->at][0] : ' ')) {
        size_t line = play->at;
        char mark = play->lines[line][0];
        struct transcript_items *items = mark == '<'   ? &play->expect_said
                                         : mark == '~' ? &play->expect_done
                                         : mark == '=' ? &play->expect_state
                                                       : &play->kept;
        if (items == &play->kept && mark && mark != '#')
            return error_set(why, ERROR_INPUT, "a line begins with > < | + ! ~ = @ or #");
        char *text = items == &play->kept ? strdup(play->lines[play->at++]) : read_block(play);
        if (transcript_items_take(items, text, line, why) < 0) return -1;
    }
    return 0;
}

static void write_shown(struct text *ret, const char *text) {
    text_add_char(ret, '\'');
    for (; *text; text++) {
        if (*text == '\n')
            text_add(ret, "\\n");
        else
            text_add_char(ret, *text);
    }
    text_add_char(ret, '\'');
}

/* expected or got may be NULL: nothing. */
static void mismatch(struct play *play, size_t line, const char *expected, const char *got) {
    play->mismatches++;
    if (play->golden) return;
    text_addf(play->ret, "%s:%zu: expected ", play->transcript->name, line + 1);
    if (expected)
        write_shown(play->ret, expected);
    else
        text_add(play->ret, "nothing");
    text_add(play->ret, " got ");
    if (got)
        write_shown(play->ret, got);
    else
        text_add(play->ret, "nothing");
    text_add_char(play->ret, '\n');
}

static void compare(struct play *play, size_t line, const struct transcript_items *expected,
                    const struct transcript_items *got) {
    size_t count = expected->count > got->count ? expected->count : got->count;
    for (size_t i = 0; i < count; i++) {
        const char *want = i < expected->count ? expected->at[i].text : NULL;
        const char *have = i < got->count ? got->at[i].text : NULL;
        if (!want || !have || strcmp(want, have) != 0) mismatch(play, want ? expected->at[i].line : line, want, have);
    }
}

static void check_step(struct play *play, size_t line) {
    const char *state = play->rehearsal.state.name;
    compare(play, line, &play->expect_said, &play->said);
    if (play->expect_done.count) compare(play, line, &play->expect_done, &play->done);
    for (size_t i = 0; i < play->expect_state.count; i++)
        if (strcmp(play->expect_state.at[i].text, state) != 0)
            mismatch(play, play->expect_state.at[i].line, play->expect_state.at[i].text, state);
}

static void write_step(struct play *play, const char *state_before) {
    const char *state = play->rehearsal.state.name;
    for (size_t i = 0; i < play->said.count; i++) write_block(play->ret, '<', play->said.at[i].text);
    for (size_t i = 0; i < play->done.count; i++) write_block(play->ret, '~', play->done.at[i].text);
    if (play->expect_state.count || strcmp(state, state_before) != 0) write_block(play->ret, '=', state);
    for (size_t i = 0; i < play->kept.count; i++) text_addf(play->ret, "%s\n", play->kept.at[i].text);
}

static int play_step(struct play *play, struct error *why) {
    char before[STATE_NAME_MAX], mark = play->lines[play->at][0];
    size_t line = play->at;
    memcpy(before, play->rehearsal.state.name, sizeof before);
    own_mem char *input = read_block(play);
    if (!input) return error_set(why, ERROR_SYSTEM, "no memory for a line");
    if (play_input(play, mark, input, why) < 0) return fault(play, line, why);
    if (read_expected(play, why) < 0) return fault(play, play->at, why);
    check_step(play, line);
    if (!play->golden) return 0;
    write_block(play->ret, mark, input);
    write_step(play, before);
    return 0;
}

static int play_line(struct play *play, struct error *why) {
    const char *line = play->lines[play->at];
    struct transcript_setting setting = {&play->rehearsal, play->channel, sizeof play->channel};
    if (*line && strchr(">+!", *line)) {
        int failed = play_step(play, why);
        release_step(play);
        return failed;
    }
    if (*line == '@' && transcript_header(&setting, content(line), why) < 0) return fault(play, play->at, why);
    if (*line && *line != '@' && *line != '#') {
        error_set(why, ERROR_INPUT, "an expectation before the first words");
        return fault(play, play->at, why);
    }
    if (play->golden) text_addf(play->ret, "%s\n", line);
    play->at++;
    return 0;
}

/* Cuts play->copy into lines, in place. -1 when there are too many. */
static int cut_lines(struct play *play) {
    char *at = play->copy;
    while (*at) {
        if (play->line_count >= TRANSCRIPT_LINES_MAX) return -1;
        play->lines[play->line_count++] = at;
        size_t len = strcspn(at, "\n");
        int more = at[len] == '\n';
        at[len] = '\0';
        if (len && at[len - 1] == '\r') at[len - 1] = '\0';
        at += len + (size_t)more;
    }
    return 0;
}

static int open_play(struct play *play, struct error *why) {
    const struct transcript *transcript = play->transcript;
    int64_t now_ms;
    int len;
    if (transcript->len > TRANSCRIPT_BYTES_MAX)
        return error_set(why, ERROR_INPUT, "%s: more than %d bytes", transcript->name, TRANSCRIPT_BYTES_MAX);
    if (memchr(transcript->bytes, 0, transcript->len))
        return error_set(why, ERROR_INPUT, "%s: a NUL byte", transcript->name);
    play->copy = strndup(transcript->bytes, transcript->len);
    play->lines = calloc(TRANSCRIPT_LINES_MAX, sizeof *play->lines);
    if (!play->copy || !play->lines) return error_set(why, ERROR_SYSTEM, "no memory for a transcript");
    if (cut_lines(play) < 0)
        return error_set(why, ERROR_INPUT, "%s: more than %d lines", transcript->name, TRANSCRIPT_LINES_MAX);
    if (rehearsal_time(DEFAULT_NOW, &now_ms, &len, why) < 0) return -1;
    rehearsal_init(&play->rehearsal, transcript->pack, now_ms);
    snprintf(play->channel, sizeof play->channel, "sms");
    return 0;
}

int transcript_run(const struct transcript *transcript, int golden, struct text *ret, size_t *ret_mismatches,
                   struct error *why) {
    struct play play = {.transcript = transcript, .golden = golden, .ret = ret};
    int failed = open_play(&play, why);
    while (!failed && play.at < play.line_count) failed = play_line(&play, why);
    free(play.copy);
    free(play.lines);
    *ret_mismatches = play.mismatches;
    return failed ? -1 : text_check(ret, transcript->name, why);
}
