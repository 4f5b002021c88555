/* board - the script BOARD read into memory, row by row. */
#include "queue/board.h"

#include "config/clock.h"
#include "config/log.h"
#include "queue/args.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct board_keeper {
    struct office *office;
    struct loop_timer *again;
    struct board board;
    int loaded, loading, more, freed;
};

/* --- one activity --- */

static const char *field(const redisReply *flat, const char *name) {
    for (size_t i = 0; i + 1 < flat->elements; i += 2)
        if (strcmp(flat->element[i]->str, name) == 0) return flat->element[i + 1]->str;
    return "";
}

static int64_t number(const redisReply *flat, const char *name) {
    return strtoll(field(flat, name), NULL, 10);
}

static void read_texts(const redisReply *flat, struct board_activity *ret) {
    char name[16];
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        if (!*language_code((enum language)i)) continue; /* declared by nobody */
        snprintf(name, sizeof name, "title:%s", language_code((enum language)i));
        snprintf(ret->title[i], sizeof ret->title[i], "%s", field(flat, name));
        snprintf(name, sizeof name, "place:%s", language_code((enum language)i));
        snprintf(ret->place[i], sizeof ret->place[i], "%s", field(flat, name));
    }
    snprintf(ret->word, sizeof ret->word, "%s", field(flat, "word"));
}

/* "<from>:<until>:<after>:<code> ..." */
static int read_sessions(const char *at, struct board_activity *ret) {
    while (*at && ret->session_count < BOARD_SESSIONS_MAX) {
        struct board_session *session = &ret->sessions[ret->session_count];
        int len = 0;
        if (sscanf(at, "%" SCNd64 ":%" SCNd64 ":%" SCNd64 ":%7[A-Z0-9]%n", &session->from_ms, &session->until_ms,
                   &session->after_ms, session->code, &len) != 4)
            return -1;
        ret->session_count++;
        at += len + (at[len] == ' ');
    }
    return ret->session_count && !*at ? 0 : -1;
}

static enum board_state state_of(const char *name) {
    if (strcmp(name, "cancelled") == 0) return BOARD_CANCELLED;
    return strcmp(name, "open") == 0 ? BOARD_OPEN : BOARD_CLOSED;
}

static int is_flat(const redisReply *flat) {
    if (flat->type != REDIS_REPLY_ARRAY || flat->elements % 2) return 0;
    for (size_t i = 0; i < flat->elements; i++)
        if (flat->element[i]->type != REDIS_REPLY_STRING) return 0;
    return 1;
}

int board_read_activity(const char *id, const redisReply *flat, struct board_activity *ret) {
    memset(ret, 0, sizeof *ret);
    if (!is_flat(flat) || strlen(id) >= sizeof ret->id) return -1;
    snprintf(ret->id, sizeof ret->id, "%s", id);
    ret->kind = strcmp(field(flat, "kind"), "workshop") == 0 ? BOARD_WORKSHOP : BOARD_EVENT;
    ret->state = state_of(field(flat, "state"));
    ret->capacity = number(flat, "capacity");
    ret->taken = number(flat, "taken");
    ret->version = number(flat, "version");
    read_texts(flat, ret);
    if (!ret->title[LANGUAGE_ES][0] || read_sessions(field(flat, "sessions"), ret) < 0) return -1;
    for (size_t i = 0; i < ret->session_count; i++) {
        char name[32];
        snprintf(name, sizeof name, "came:%zu", i);
        ret->sessions[i].came = number(flat, name);
    }
    return 0;
}

/* {"activity", id, flat, people waiting} */
static void take_activity(const redisReply *row, struct board *ret) {
    struct board_activity *at = &ret->activities[ret->activity_count];
    if (ret->activity_count == BOARD_ACTIVITIES_MAX || row->elements != 4 ||
        row->element[1]->type != REDIS_REPLY_STRING || row->element[3]->type != REDIS_REPLY_INTEGER)
        return;
    if (board_read_activity(row->element[1]->str, row->element[2], at) < 0) return;
    at->waiting = row->element[3]->integer;
    ret->activity_count++;
}

/* {"survey", id, state, code, point, code, point...} */
static void take_survey(const redisReply *row, struct board *ret) {
    struct board_survey *at = &ret->surveys[ret->survey_count];
    if (ret->survey_count == BOARD_SURVEYS_MAX || row->elements < 3) return;
    for (size_t i = 0; i < row->elements; i++)
        if (row->element[i]->type != REDIS_REPLY_STRING) return;
    const char *id = row->element[1]->str, *state = row->element[2]->str;
    if (strlen(id) >= sizeof at->id) return;
    snprintf(at->id, sizeof at->id, "%s", id);
    at->state = !*state                      ? BOARD_SURVEY_AS_WRITTEN
                : strcmp(state, "open") == 0 ? BOARD_SURVEY_OPEN
                                             : BOARD_SURVEY_CLOSED;
    for (size_t i = 3; i + 1 < row->elements && at->volunteer_count < BOARD_VOLUNTEERS_MAX; i += 2) {
        struct board_volunteer *volunteer = &at->volunteers[at->volunteer_count++];
        snprintf(volunteer->code, sizeof volunteer->code, "%.7s", row->element[i]->str);
        snprintf(volunteer->point, sizeof volunteer->point, "%.7s", row->element[i + 1]->str);
    }
    ret->survey_count++;
}

static int sooner(const void *a, const void *b) {
    const struct board_activity *one = a, *other = b;
    int64_t first = one->sessions[0].from_ms, second = other->sessions[0].from_ms;
    return first < second ? -1 : first > second ? 1 : strcmp(one->id, other->id);
}

/* --- all of it --- */

/* One row a kind. */
static const struct {
    const char *kind;
    void (*take)(const redisReply *row, struct board *ret);
} kinds[] = {
    {"activity", take_activity},
    {"survey", take_survey},
};

static void take_row(const redisReply *row, struct board *ret) {
    if (row->type != REDIS_REPLY_ARRAY || !row->elements || row->element[0]->type != REDIS_REPLY_STRING) return;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].kind, row->element[0]->str) == 0) kinds[i].take(row, ret);
}

static void take_all(struct board_keeper *keeper, const redisReply *reply) {
    memset(&keeper->board, 0, sizeof keeper->board);
    for (size_t i = 0; i < reply->elements; i++) take_row(reply->element[i], &keeper->board);
    qsort(keeper->board.activities, keeper->board.activity_count, sizeof keeper->board.activities[0], sooner);
}

static void on_board(void *arg, const redisReply *reply, const struct error *why) {
    struct board_keeper *keeper = arg;
    keeper->loading = 0;
    if (keeper->freed) {
        free(keeper);
        return;
    }
    if (why && why->kind != ERROR_BUSY) log_error("board", "it stays as it was: %s", why->text);
    if (reply && reply->type == REDIS_REPLY_ARRAY) take_all(keeper, reply);
    if (!why || why->kind != ERROR_BUSY) keeper->loaded = 1; /* a board that cannot be read is empty: nobody waits */
    if (keeper->more) board_keeper_load(keeper);
}

void board_keeper_load(struct board_keeper *keeper) {
    own_args struct args args = ARGS_INIT;
    keeper->more = keeper->loading;
    if (keeper->loading || !office_is_open(keeper->office)) return;
    keeper->loading = 1;
    args_number(&args, clock_wall_ms());
    args_call(&args, keeper->office, "board", on_board, keeper);
}

static void on_again(void *arg) {
    struct board_keeper *keeper = arg;
    loop_timer_set(keeper->again, BOARD_AGAIN_MS);
    board_keeper_load(keeper);
}

static void on_bell(void *arg, const char *word) {
    if (strcmp(word, "board") == 0) board_keeper_load(arg);
}

static void on_open(void *arg) {
    board_keeper_load(arg);
}

int board_keeper_new(struct office *office, struct board_keeper **ret, struct error *why) {
    struct board_keeper *keeper = calloc(1, sizeof *keeper);
    if (!keeper) return error_set(why, ERROR_SYSTEM, "no memory for the board");
    keeper->office = office;
    if (loop_timer_new(office_loop(office), on_again, keeper, &keeper->again, why) < 0) {
        free(keeper);
        return -1;
    }
    loop_timer_set(keeper->again, BOARD_AGAIN_MS);
    office_on_bell(office, on_bell, keeper);
    office_on_open(office, on_open, keeper);
    *ret = keeper;
    return 0;
}

const struct board *board_keeper_board(const struct board_keeper *keeper) {
    return keeper->loaded ? &keeper->board : NULL;
}

void board_keeper_free(struct board_keeper *keeper) {
    if (!keeper) return;
    office_forget(keeper->office, keeper);
    loop_timer_free(keeper->again);
    keeper->again = NULL;
    keeper->freed = 1;
    if (!keeper->loading) free(keeper);
}
