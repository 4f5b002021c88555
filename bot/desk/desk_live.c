/* desk_live - the office's bell, told to every open page. */
#include "bot/desk/desk_live.h"

#include <stdlib.h>
#include <string.h>

#define GATHER_MS  100   /* a burst of words becomes one */
#define PING_MS    15000 /* also how often a session is looked at */
#define WORDS_MAX  32
#define WORD_MAX   64
#define EVENTS_MAX 4096 /* bytes: all words with what stands around each */

/* A look at a session on its way; outlives its stream. */
struct check {
    struct live_stream *stream; /* NULL when it is gone */
};

struct live_stream {
    struct live_stream *prev, *next;
    struct desk_live *live;
    struct http_stream *stream;
    struct check *check;
    char token[USERS_TOKEN_MAX + 1], session[VAULT_INDEX_MAX + 1];
};

struct desk_live {
    struct office *office;
    struct loop_timer *gather, *ping;
    struct live_stream *streams;
    size_t count;
    char words[WORDS_MAX][WORD_MAX];
    size_t word_count;
    int overflow, draining;
};

static void stream_free(struct live_stream *stream) {
    struct desk_live *live = stream->live;
    if (stream->prev)
        stream->prev->next = stream->next;
    else
        live->streams = stream->next;
    if (stream->next) stream->next->prev = stream->prev;
    live->count--;
    if (stream->check) stream->check->stream = NULL;
    explicit_bzero(stream, sizeof *stream);
    free(stream);
}

static void on_gone(void *arg) {
    stream_free(arg);
}

/* 0, or -1 when the reader is too slow: the stream is ended then, and the page will come back. */
static int stream_send(struct live_stream *stream, const char *text) {
    if (http_stream_send(stream->stream, text, strlen(text), NULL) == 0) return 0;
    http_stream_close(stream->stream);
    stream_free(stream);
    return -1;
}

static void stream_end(struct live_stream *stream) {
    if (stream_send(stream, "event: end\ndata: -\n\n") < 0) return;
    http_stream_close(stream->stream);
    stream_free(stream);
}

static void send_all(struct desk_live *live, const char *text) {
    for (struct live_stream *stream = live->streams, *next; stream; stream = next) {
        next = stream->next;
        stream_send(stream, text);
    }
}

/* --- the bell --- */

static void on_gathered(void *arg) {
    struct desk_live *live = arg;
    own_text struct text events = TEXT_INIT(EVENTS_MAX);
    for (size_t i = 0; i < live->word_count && !live->overflow; i++) {
        char *space = strchr(live->words[i], ' ');
        if (space) *space = '\0';
        text_addf(&events, "event: %s\ndata: %s\n\n", live->words[i], space ? space + 1 : "-");
    }
    if (live->overflow)
        text_add(&events, "event: tickets\ndata: -\n\nevent: ticket\ndata: *\n\nevent: log\ndata: *\n\n"
                          "event: activity\ndata: *\n\n");
    live->word_count = 0;
    live->overflow = 0;
    send_all(live, text_get(&events));
}

static void word_add(struct desk_live *live, const char *word) {
    for (size_t i = 0; i < live->word_count; i++)
        if (strcmp(live->words[i], word) == 0) return;
    if (!live->word_count && !live->overflow) loop_timer_set(live->gather, GATHER_MS);
    if (live->word_count == WORDS_MAX || strlen(word) >= WORD_MAX)
        live->overflow = 1;
    else
        snprintf(live->words[live->word_count++], WORD_MAX, "%s", word);
}

static void session_ended(struct desk_live *live, const char *session) {
    for (struct live_stream *stream = live->streams, *next; stream; stream = next) {
        next = stream->next;
        if (strcmp(stream->session, session) == 0) stream_end(stream);
    }
}

static void on_bell(void *arg, const char *word) {
    struct desk_live *live = arg;
    if (!live->streams) return;
    if (strncmp(word, "session ", 8) == 0)
        session_ended(live, word + 8);
    else if (strcmp(word, "tickets") == 0 || strncmp(word, "ticket ", 7) == 0 || strncmp(word, "log ", 4) == 0 ||
             strncmp(word, "activity ", 9) == 0)
        word_add(live, word);
}

/* --- sessions that run out --- */

static void on_checked(void *arg, json_t *user, const struct error *why) {
    struct check *check = arg;
    struct live_stream *stream = check->stream;
    (void)user;
    if (stream) stream->check = NULL;
    free(check);
    if (stream && why && why->kind == ERROR_DENIED) stream_end(stream);
}

static void check_start(struct live_stream *stream) {
    struct check *check = stream->check ? NULL : malloc(sizeof *check);
    if (!check) return;
    check->stream = stream;
    stream->check = check;
    users_session_look(stream->live->office, stream->token, on_checked, check);
}

static void on_ping(void *arg) {
    struct desk_live *live = arg;
    loop_timer_set(live->ping, PING_MS);
    for (struct live_stream *stream = live->streams, *next; stream; stream = next) {
        next = stream->next;
        if (stream_send(stream, ": ping\n\n") == 0) check_start(stream);
    }
}

/* --- life --- */

static size_t streams_of(const struct desk_live *live, const char *session) {
    size_t count = 0;
    for (const struct live_stream *stream = live->streams; stream; stream = stream->next)
        count += strcmp(stream->session, session) == 0;
    return count;
}

static void streams_add(struct desk_live *live, struct live_stream *stream) {
    stream->live = live;
    stream->next = live->streams;
    if (stream->next) stream->next->prev = stream;
    live->streams = stream;
    live->count++;
}

void desk_live_open(struct desk_call *call) {
    struct desk_live *live = call->desk->live;
    char session[VAULT_INDEX_MAX + 1];
    users_session_index(live->office, call->session, session);
    int room = !live->draining && live->count < DESK_LIVE_MAX && streams_of(live, session) < DESK_LIVE_SESSION_MAX;
    struct live_stream *stream = room ? calloc(1, sizeof *stream) : NULL;
    if (!stream) {
        desk_call_fail(call, &(struct error){ERROR_BUSY, "too many pages are open"});
        return;
    }
    snprintf(stream->token, sizeof stream->token, "%s", call->session);
    snprintf(stream->session, sizeof stream->session, "%s", session);
    http_header_add(call->exchange, "Cache-Control", "no-store");
    stream->stream = http_stream_open(call->exchange, on_gone, stream);
    desk_call_free(call);
    if (!stream->stream) {
        free(stream);
        return;
    }
    streams_add(live, stream);
    stream_send(stream, "retry: 2000\n\n: open\n\n");
}

int desk_live_new(struct office *office, struct desk_live **ret, struct error *why) {
    struct loop *loop = office_loop(office);
    struct desk_live *live = calloc(1, sizeof *live);
    if (!live) return error_set(why, ERROR_SYSTEM, "no memory for live events");
    live->office = office;
    if (loop_timer_new(loop, on_gathered, live, &live->gather, why) < 0 ||
        loop_timer_new(loop, on_ping, live, &live->ping, why) < 0) {
        desk_live_free(live);
        return -1;
    }
    loop_timer_set(live->ping, PING_MS);
    office_on_bell(office, on_bell, live);
    *ret = live;
    return 0;
}

void desk_live_drain(struct desk_live *live) {
    live->draining = 1;
    for (struct live_stream *stream = live->streams, *next; stream; stream = next) {
        next = stream->next;
        http_stream_close(stream->stream);
        stream_free(stream);
    }
}

void desk_live_free(struct desk_live *live) {
    if (!live) return;
    desk_live_drain(live);
    office_forget(live->office, live);
    loop_timer_free(live->gather);
    loop_timer_free(live->ping);
    free(live);
}
