/* where - the state of a person's ticket in plain words, and opening it again. */
#include "handlers/where.h"

#include "handlers/echo.h"
#include "handlers/form.h"
#include "handlers/heard.h"
#include "handlers/promise.h"
#include "handlers/ticket.h"
#include "messages/dates.h"
#include "messages/fold.h"

#include <string.h>

/* The text is a question more often than not: its mark does not belong to the words. */
static int asks_where(const struct event *event, const struct turn *turn) {
    const struct pack_form *form = pack_form(event->pack, "where-words");
    own_text struct text folded = TEXT_INIT(8192), bare = TEXT_INIT(8192);
    struct event asked = *event;
    if (!form || !form->question_count) return 0;
    heard_folded(event, &folded);
    size_t len = folded.len;
    while (len && strchr("? ", text_get(&folded)[len - 1])) len--;
    text_add_bytes(&bare, text_get(&folded), len);
    asked.text = text_get(&bare);
    return heard_choice_word(&asked, turn, &form->questions[0]) == 0;
}

/* "K7M-42", "k7m 42": the code without what is no letter or digit. */
static void squeeze(const char *text, char ret[16]) {
    size_t len = 0;
    for (; *text && len < 15; text++)
        if ((*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9')) ret[len++] = *text;
    ret[len] = '\0';
}

static int is_code(const struct event *event, const char *code) {
    own_text struct text heard = TEXT_INIT(8192), wanted = TEXT_INIT(64);
    char first[16], second[16];
    heard_folded(event, &heard);
    fold_text(code, &wanted);
    if (!*code || heard.len > 12) return 0;
    squeeze(text_get(&heard), first);
    squeeze(text_get(&wanted), second);
    return strcmp(first, second) == 0;
}

static void say_since(const struct event *event, const struct turn *turn, struct effect *say, int64_t since_ms) {
    own_text struct text since = TEXT_INIT(128);
    dates_add_when(&since, since_ms, event->now_ms, turn_language(event, turn));
    effect_value(say, "desde", text_get(&since));
}

static void say_open(const struct event *event, struct turn *turn) {
    const struct known *known = &event->known;
    int waits = !known->ticket_claimed && !known->ticket_answered;
    struct effect *say = turn_say(turn, known->ticket_answered  ? "where_answered"
                                        : known->ticket_claimed ? "where_claimed"
                                                                : "where_waiting");
    effect_value(say, "codigo", known->ticket_code);
    if (!waits) return;
    say_since(event, turn, say, known->ticket_since_ms ? known->ticket_since_ms : event->now_ms);
    promise_add(event, turn, say);
}

static void say_closed(const struct event *event, struct turn *turn) {
    struct effect *say = turn_say(turn, "where_closed");
    effect_value(say, "codigo", event->known.closed_code);
    say_since(event, turn, say, event->known.closed_ms);
}

static int is_recent(const struct event *event) {
    return event->known.closed_id[0] && event->now_ms - event->known.closed_ms < WHERE_REOPEN_MS;
}

int where_words(const struct event *event, struct turn *turn, struct error *why) {
    const struct known *known = &event->known;
    if (form_takes_text(event, turn)) return TURN_PASS;
    if (!asks_where(event, turn) && !is_code(event, known->ticket_code) && !is_code(event, known->closed_code))
        return TURN_PASS;
    turn_understood(turn, "where", "");
    ticket_note(event, turn);
    if (ticket_is_open(event))
        say_open(event, turn);
    else if (is_recent(event))
        say_closed(event, turn);
    else
        turn_say(turn, "where_none");
    form_repeat(event, turn);
    return TURN_DONE;
}

int where_reopen(const struct event *event, struct turn *turn) {
    if (ticket_is_open(event) || !is_recent(event) || echo_is(event, turn)) return 0;
    turn_record(turn, "reopen", event->known.closed_id, NULL);
    ticket_say(turn, "ticket_reopened", event->known.closed_code);
    turn_understood(turn, "reopen", "");
    return 1;
}
