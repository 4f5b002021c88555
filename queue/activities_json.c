/* activities_json - an activity from JSON, to JSON, and to the fields of its record. */
#include "queue/activities_json.h"

#include "handlers/attendance.h"
#include "messages/fold.h"
#include "queue/activities.h"
#include "queue/board.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TIMES_TEXT_MAX 2048

/* --- from JSON --- */

static size_t runes_of(const char *text) {
    size_t count = 0, at = 0, len = strlen(text);
    while (text_next_rune(text, len, &at)) count++;
    return count;
}

struct text_rule {
    const char *name;
    size_t runes, room;
};

/* One line, cleaned; "" takes it away. */
static int take_text(const struct text_rule *rule, const json_t *value, char *ret, struct error *why) {
    own_text struct text clean = TEXT_INIT(4096);
    if (!json_is_string(value)) return error_set(why, ERROR_INPUT, "'%s' must be a text", rule->name);
    text_add_clean(&clean, json_string_value(value), json_string_length(value), rule->runes + 1);
    const char *text = text_get(&clean);
    if (runes_of(text) > rule->runes || strlen(text) >= rule->room)
        return error_set(why, ERROR_INPUT, "'%s' is longer than %zu letters", rule->name, rule->runes);
    if (strpbrk(text, "\n\t{}|")) return error_set(why, ERROR_INPUT, "'%s' must be one plain line", rule->name);
    snprintf(ret, rule->room, "%s", text);
    return 0;
}

static int take_texts(const struct text_rule *rule, const json_t *texts, char *ret, struct error *why) {
    const char *code;
    json_t *value;
    if (!texts) return 0;
    if (!json_is_object(texts)) return error_set(why, ERROR_INPUT, "'%s' must hold a text by language", rule->name);
    json_object_foreach((json_t *)texts, code, value) {
        enum language language = language_of_code(code);
        if (language == LANGUAGE_NONE) return error_set(why, ERROR_INPUT, "'%.8s' is no language", code);
        if (take_text(rule, value, ret + (size_t)language * rule->room, why) < 0) return -1;
    }
    return 0;
}

/* Any one word may lead to an activity but those that steer the conversation. */
static int take_word(const struct pack *pack, const json_t *json, struct board_activity *ret, struct error *why) {
    const struct text_rule rule = {"word", 24, sizeof ret->word};
    own_text struct text folded = TEXT_INIT(256);
    const json_t *value = json_object_get(json, "word");
    enum language unused;
    char word[sizeof ret->word] = "";
    if (!value) return 0;
    if (take_text(&rule, value, word, why) < 0) return -1;
    fold_text(word, &folded);
    if (strchr(text_get(&folded), ' ') || strlen(text_get(&folded)) >= sizeof ret->word)
        return error_set(why, ERROR_INPUT, "'word' must be one word");
    if (pack && *word &&
        (pack_control_word(pack, text_get(&folded), &unused) != CONTROL_NONE ||
         pack_language_word(pack, text_get(&folded)) != LANGUAGE_NONE ||
         pack_number_word(pack, text_get(&folded), LANGUAGE_ES) >= 0))
        return error_set(why, ERROR_INPUT, "'word' has another meaning already; choose another one");
    snprintf(ret->word, sizeof ret->word, "%s", text_get(&folded));
    return 0;
}

static int take_session(const json_t *json, struct board_session *ret, struct error *why) {
    const json_t *from = json_object_get(json, "from_ms"), *until = json_object_get(json, "until_ms");
    if (!json_is_integer(from) || !json_is_integer(until))
        return error_set(why, ERROR_INPUT, "a session needs 'from_ms' and 'until_ms'");
    ret->from_ms = json_integer_value(from);
    ret->until_ms = json_integer_value(until);
    if (ret->from_ms <= 0 || ret->until_ms <= ret->from_ms || ret->until_ms - ret->from_ms > ACTIVITIES_SESSION_MS)
        return error_set(why, ERROR_INPUT, "a session ends after it begins, and lasts 12 hours at most");
    ret->after_ms = board_after_ms(ret->until_ms);
    return 0;
}

static int take_sessions(const json_t *list, struct board_activity *ret, struct error *why) {
    if (!list) return 0;
    size_t count = json_is_array(list) ? json_array_size(list) : 0;
    if (count < 1 || count > BOARD_SESSIONS_MAX)
        return error_set(why, ERROR_INPUT, "'sessions' must have 1 to %d of them", BOARD_SESSIONS_MAX);
    for (size_t i = 0; i < count; i++)
        if (take_session(json_array_get(list, i), &ret->sessions[i], why) < 0) return -1;
    for (size_t i = count; i < BOARD_SESSIONS_MAX; i++) memset(&ret->sessions[i], 0, sizeof ret->sessions[i]);
    ret->session_count = count;
    return 0;
}

static int take_kind(const json_t *value, struct board_activity *ret, struct error *why) {
    const char *kind = json_string_value(value);
    if (!value) return 0;
    if (!kind || (strcmp(kind, "event") != 0 && strcmp(kind, "workshop") != 0))
        return error_set(why, ERROR_INPUT, "'kind' must be event or workshop");
    ret->kind = *kind == 'w' ? BOARD_WORKSHOP : BOARD_EVENT;
    return 0;
}

static int check_names(const json_t *json, struct error *why) {
    static const char *const names[] = {"kind", "title", "place", "word", "capacity", "sessions", "version"};
    const char *name;
    json_t *value;
    if (!json_is_object(json)) return error_set(why, ERROR_INPUT, "an activity must be an object");
    json_object_foreach((json_t *)json, name, value) {
        size_t at = 0, count = sizeof names / sizeof names[0];
        while (at < count && strcmp(names[at], name) != 0) at++;
        if (at == count) return error_set(why, ERROR_INPUT, "an activity has no '%.30s'", name);
    }
    return 0;
}

int activities_json_take(const struct pack *pack, const json_t *json, struct board_activity *activity,
                         struct error *why) {
    const struct text_rule title = {"title", ACTIVITIES_TITLE_RUNES, BOARD_TITLE_MAX};
    const struct text_rule place = {"place", ACTIVITIES_PLACE_RUNES, BOARD_PLACE_MAX};
    const json_t *capacity = json_object_get(json, "capacity");
    if (check_names(json, why) < 0 || take_kind(json_object_get(json, "kind"), activity, why) < 0) return -1;
    if (take_texts(&title, json_object_get(json, "title"), activity->title[0], why) < 0) return -1;
    if (take_texts(&place, json_object_get(json, "place"), activity->place[0], why) < 0) return -1;
    if (take_word(pack, json, activity, why) < 0) return -1;
    if (capacity && !json_is_integer(capacity)) return error_set(why, ERROR_INPUT, "'capacity' must be a number");
    if (capacity) activity->capacity = json_integer_value(capacity);
    return take_sessions(json_object_get(json, "sessions"), activity, why);
}

int activities_json_check(const struct board_activity *activity, int64_t now_ms, struct error *why) {
    if (!activity->title[LANGUAGE_ES][0]) return error_set(why, ERROR_INPUT, "the title in Spanish is missing");
    if (!activity->place[LANGUAGE_ES][0]) return error_set(why, ERROR_INPUT, "the place in Spanish is missing");
    if (activity->capacity < 1 || activity->capacity > ACTIVITIES_CAPACITY_MAX)
        return error_set(why, ERROR_INPUT, "'capacity' must be 1 to %d", ACTIVITIES_CAPACITY_MAX);
    if (!activity->session_count) return error_set(why, ERROR_INPUT, "there is no session: when is it?");
    if (activity->kind == BOARD_EVENT && activity->session_count > 1)
        return error_set(why, ERROR_INPUT, "an event has one session; a workshop may have several");
    for (size_t i = 1; i < activity->session_count; i++)
        if (activity->sessions[i].from_ms < activity->sessions[i - 1].until_ms)
            return error_set(why, ERROR_INPUT, "the sessions must follow each other");
    if (activity->sessions[activity->session_count - 1].until_ms <= now_ms)
        return error_set(why, ERROR_INPUT, "it would be over already");
    return 0;
}

void activities_json_codes(struct board_activity *activity) {
    for (size_t i = 0; i < activity->session_count; i++) {
        struct board_session *session = &activity->sessions[i];
        for (int taken = !session->code[0]; taken;) {
            char random[VAULT_ID_MAX + 1];
            uint64_t seed = 0;
            vault_random_id(random);
            memcpy(&seed, random, sizeof seed);
            attendance_code(seed % UINT64_C(9007199254740881), session->code);
            taken = 0;
            for (size_t k = 0; k < activity->session_count; k++)
                taken |= k != i && strcmp(activity->sessions[k].code, session->code) == 0;
        }
    }
}

int activities_json_differs(const struct board_activity *one, const struct board_activity *other) {
    if (memcmp(one->title, other->title, sizeof one->title) != 0) return 1;
    if (memcmp(one->place, other->place, sizeof one->place) != 0) return 1;
    if (one->session_count != other->session_count) return 1;
    for (size_t i = 0; i < one->session_count; i++)
        if (one->sessions[i].from_ms != other->sessions[i].from_ms ||
            one->sessions[i].until_ms != other->sessions[i].until_ms)
            return 1;
    return 0;
}

/* --- to the record --- */

static void add_field(struct args *args, const char *name, const char *language, const char *value) {
    char field[32];
    snprintf(field, sizeof field, "%s%s%s", name, language ? ":" : "", language ? language : "");
    args_text(args, field);
    args_text(args, value);
}

static void add_sessions(const struct board_activity *activity, struct args *args) {
    own_text struct text sessions = TEXT_INIT(TIMES_TEXT_MAX), times = TEXT_INIT(TIMES_TEXT_MAX);
    struct board_time all[BOARD_TIMES_MAX];
    size_t count = board_times(activity, all);
    for (size_t i = 0; i < activity->session_count; i++) {
        const struct board_session *session = &activity->sessions[i];
        text_addf(&sessions, "%s%" PRId64 ":%" PRId64 ":%" PRId64 ":%s", i ? " " : "", session->from_ms,
                  session->until_ms, session->after_ms, session->code);
    }
    for (size_t i = 0; i < count; i++)
        text_addf(&times, "%s%s.%zu.%" PRId64, i ? " " : "", board_time_name(all[i].kind), all[i].session,
                  all[i].at_ms);
    add_field(args, "sessions", NULL, text_get(&sessions));
    add_field(args, "times", NULL, text_get(&times));
    args_text(args, "ends");
    args_number(args, activity->sessions[activity->session_count - 1].until_ms);
}

void activities_json_fields(const struct board_activity *activity, struct args *args) {
    add_field(args, "kind", NULL, activity->kind == BOARD_WORKSHOP ? "workshop" : "event");
    add_field(args, "word", NULL, activity->word);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        if (!*language_code((enum language)i)) continue; /* declared by nobody */
        add_field(args, "title", language_code((enum language)i), activity->title[i]);
        add_field(args, "place", language_code((enum language)i), activity->place[i]);
    }
    args_text(args, "capacity");
    args_number(args, activity->capacity);
    add_sessions(activity, args);
}

int64_t activities_json_until_ms(const struct board_activity *activity) {
    return activity->sessions[activity->session_count - 1].until_ms + BOARD_KEEP_MS;
}

/* --- to JSON --- */

static json_t *texts_json(const char *texts, size_t room) {
    json_t *json = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (texts[(size_t)i * room])
            json_object_set_new(json, language_code((enum language)i), json_string(texts + (size_t)i * room));
    return json;
}

static json_t *sessions_json(const struct board_activity *activity) {
    json_t *list = json_array();
    for (size_t i = 0; i < activity->session_count; i++) {
        const struct board_session *session = &activity->sessions[i];
        json_array_append_new(list, json_pack("{s:I, s:I, s:s, s:I}", "from_ms", (json_int_t)session->from_ms,
                                              "until_ms", (json_int_t)session->until_ms, "code", session->code, "came",
                                              (json_int_t)session->came));
    }
    return list;
}

static const char *field(const redisReply *flat, const char *name) {
    for (size_t i = 0; i + 1 < flat->elements; i += 2)
        if (strcmp(flat->element[i]->str, name) == 0) return flat->element[i + 1]->str;
    return "";
}

static json_int_t number(const redisReply *flat, const char *name) {
    return strtoll(field(flat, name), NULL, 10);
}

json_t *activities_json(const char *id, const redisReply *flat, long long waiting) {
    static const char *const states[] = {"open", "closed", "cancelled"};
    struct board_activity activity;
    if (board_read_activity(id, flat, &activity) < 0) return NULL;
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:I, s:o, s:o, s:s, s:I, s:I, s:I, s:o}", "id", id, "kind",
                  activity.kind == BOARD_WORKSHOP ? "workshop" : "event", "state", states[activity.state], "version",
                  (json_int_t)activity.version, "title", texts_json(activity.title[0], sizeof activity.title[0]),
                  "place", texts_json(activity.place[0], sizeof activity.place[0]), "word", activity.word, "capacity",
                  (json_int_t)activity.capacity, "taken", (json_int_t)activity.taken, "waiting", (json_int_t)waiting,
                  "sessions", sessions_json(&activity));
    json_object_set_new(
        json, "answers",
        json_pack("[I, I, I]", number(flat, "answer:1"), number(flat, "answer:2"), number(flat, "answer:3")));
    json_object_set_new(json, "created_ms", json_integer(number(flat, "created")));
    json_object_set_new(json, "campaign", json_string(field(flat, "campaign")));
    json_object_set_new(json, "notice",
                        json_pack("{s:I, s:I}", "told", number(flat, "told"), "of", number(flat, "tell")));
    json_object_set_new(json, "undo", json_boolean(*field(flat, "undo")));
    return json;
}
