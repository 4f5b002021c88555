/* language_declared - the languages that packs have declared, and the scripts by which they are recognised. */
#include "messages/language_declared.h"

#include "messages/fold.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define DECLARED_MAX (LANGUAGE_COUNT - LANGUAGE_BUILT_IN)
#define RANGES_MAX   6

/* Blocks of letters, from Unicode's Blocks.txt. */
static const struct script {
    const char *name;
    struct {
        uint32_t from, to;
    } ranges[RANGES_MAX];
} scripts[] = {
    {"arabic", {{0x600, 0x6ff}, {0x750, 0x77f}, {0x8a0, 0x8ff}, {0xfb50, 0xfdff}, {0xfe70, 0xfeff}}},
    {"armenian", {{0x530, 0x58f}}},
    {"bengali", {{0x980, 0x9ff}}},
    {"cyrillic", {{0x400, 0x52f}}},
    {"devanagari", {{0x900, 0x97f}}},
    {"ethiopic", {{0x1200, 0x139f}}},
    {"georgian", {{0x10a0, 0x10ff}}},
    {"greek", {{0x370, 0x3ff}}},
    {"han", {{0x3400, 0x4dbf}, {0x4e00, 0x9fff}}},
    {"hangul", {{0x1100, 0x11ff}, {0xac00, 0xd7af}}},
    {"hebrew", {{0x590, 0x5ff}}},
    {"thai", {{0xe00, 0xe7f}}},
};
#define SCRIPT_COUNT (sizeof scripts / sizeof *scripts)

/* Written once, under the lock, before the count tells of it. */
static struct declared {
    struct language_declaration is;
    char code[LANGUAGE_CODE_MAX], own_name[LANGUAGE_NAME_MAX];
    const struct script *script;
} table[DECLARED_MAX];
static atomic_int table_count;
static atomic_flag table_lock = ATOMIC_FLAG_INIT;

const struct language_declaration *language_declared(enum language language) {
    int index = (int)language - LANGUAGE_BUILT_IN;
    return index >= 0 && index < atomic_load(&table_count) ? &table[index].is : NULL;
}

static const struct script *find_script(const char *name) {
    for (size_t i = 0; i < SCRIPT_COUNT; i++)
        if (strcmp(scripts[i].name, name) == 0) return &scripts[i];
    return NULL;
}

static int check(const struct language_declaration *declaration, struct error *why) {
    size_t len = strlen(declaration->code);
    if (len < 2 || len > 3 || strspn(declaration->code, "abcdefghijklmnopqrstuvwxyz") != len)
        return error_set(why, ERROR_INPUT, "'%.20s' is no code of a language: two or three of a-z", declaration->code);
    enum language known = language_of_code(declaration->code);
    if (known != LANGUAGE_NONE && known < LANGUAGE_BUILT_IN)
        return error_set(why, ERROR_INPUT, "'%s' is built in", declaration->code);
    if (!*declaration->own_name || strlen(declaration->own_name) >= LANGUAGE_NAME_MAX)
        return error_set(why, ERROR_INPUT, "the name of '%s' is empty or too long", declaration->code);
    if (declaration->script && !find_script(declaration->script))
        return error_set(why, ERROR_INPUT, "'%.40s' is no script that is known", declaration->script);
    return 0;
}

/* Under the lock. */
static enum language add(const struct language_declaration *declaration, struct error *why) {
    int count = atomic_load(&table_count);
    for (int i = 0; i < count; i++)
        if (strcmp(table[i].code, declaration->code) == 0) return (enum language)(LANGUAGE_BUILT_IN + i);
    if (count == DECLARED_MAX) {
        error_set(why, ERROR_INPUT, "more than %d languages were declared since the program started", DECLARED_MAX);
        return LANGUAGE_NONE;
    }
    struct declared *new = &table[count];
    snprintf(new->code, sizeof new->code, "%s", declaration->code);
    snprintf(new->own_name, sizeof new->own_name, "%s", declaration->own_name);
    new->script = declaration->script ? find_script(declaration->script) : NULL;
    new->is = (struct language_declaration){new->code, new->own_name, new->script ? new->script->name : NULL,
                                            declaration->rtl};
    atomic_store(&table_count, count + 1);
    return (enum language)(LANGUAGE_BUILT_IN + count);
}

enum language language_declare(const struct language_declaration *declaration, struct error *why) {
    if (check(declaration, why) != 0) return LANGUAGE_NONE;
    while (atomic_flag_test_and_set(&table_lock)) continue; /* two packs built at once: held for a moment only */
    enum language language = add(declaration, why);
    atomic_flag_clear(&table_lock);
    return language;
}

static int is_of(const struct script *script, uint32_t rune) {
    for (size_t i = 0; i < RANGES_MAX; i++)
        if (rune >= script->ranges[i].from && rune <= script->ranges[i].to) return script->ranges[i].to != 0;
    return 0;
}

static int is_letter(uint32_t rune) {
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)rune);
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

enum language language_declared_guess(const char *text) {
    size_t len = strlen(text), at = 0, letters = 0, of[DECLARED_MAX] = {0};
    int count = atomic_load(&table_count);
    for (int runes = 0; count && at < len && runes < FOLD_RUNES_MAX; runes++) {
        uint32_t rune = text_next_rune(text, len, &at);
        if (!is_letter(rune)) continue;
        letters++;
        for (int i = 0; i < count; i++) of[i] += table[i].script && is_of(table[i].script, rune);
    }
    for (int i = 0; i < count; i++)
        if (of[i] * 2 > letters) return (enum language)(LANGUAGE_BUILT_IN + i);
    return LANGUAGE_NONE;
}
