/* choices - what a text offers by number, so that it can be tapped where the channel has buttons. */
#include "messages/choices.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_DIGITS_MAX 2

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A-Z, or one of À to Þ. */
static int is_capital(const char *at) {
    if (*at >= 'A' && *at <= 'Z') return 1;
    return (unsigned char)at[0] == 0xC3 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] <= 0x9E;
}

/* Length of "12 " before a title; 0 when no choice begins here. */
static size_t number_len(const char *at) {
    size_t digits = 0;
    while (digits <= NUMBER_DIGITS_MAX && is_digit(at[digits])) digits++;
    if (!digits || digits > NUMBER_DIGITS_MAX || at[digits] != ' ' || !is_capital(at + digits + 1)) return 0;
    return digits + 1;
}

/* The first place from `at` where a title ends: before ", 2 Next", at the end of the line, or of the sentence. */
static char *title_end(char *at, int in_sentence) {
    for (; *at && *at != '\n'; at++) {
        if (at[0] == ',' && at[1] == ' ' && number_len(at + 2)) return at;
        if (in_sentence && at[0] == '.' && (at[1] == ' ' || at[1] == '\n' || !at[1])) return at;
    }
    return at;
}

/* Takes a run of choices that begins at `at`; returns where it ends. The text is cut into strings on the way. */
static char *take_run(char *at, int in_sentence, struct choices *ret) {
    size_t len;
    while ((len = number_len(at)) > 0) {
        char *title = at + len, *end = title_end(title, in_sentence), was = *end;
        at[len - 1] = '\0';
        if (ret->count < OUT_OPTIONS_MAX) ret->options[ret->count] = (struct message_option){at, title};
        ret->count++;
        *end = '\0';
        at = end + (was != '\0');
        if (was != ',') return was == '\n' ? at : NULL;
        at++; /* the blank behind the comma */
    }
    return at;
}

static void read_lines(char *at, struct choices *ret) {
    while (at && *at) {
        if (number_len(at)) {
            at = take_run(at, 0, ret);
            continue;
        }
        at = strchr(at, '\n');
        if (at) at++;
    }
}

static void read_sentence(char *text, struct choices *ret) {
    for (char *at = strstr(text, " 1 "); at; at = strstr(at + 1, " 1 ")) {
        if (!number_len(at + 1)) continue;
        take_run(at + 1, 1, ret);
        return;
    }
}

void choices_read(const char *text, struct choices *ret) {
    *ret = (struct choices){.count = 0};
    ret->bytes = strdup(text);
    if (!ret->bytes) return;
    read_lines(ret->bytes, ret);
    if (ret->count == 0) read_sentence(ret->bytes, ret);
    if (ret->count < 2 || ret->count > OUT_OPTIONS_MAX) ret->count = 0;
}

void choices_release(struct choices *choices) {
    free(choices->bytes);
    *choices = (struct choices){.count = 0};
}

const char *choices_label(enum language language) {
    static const char *const labels[LANGUAGE_PT + 1] = {[LANGUAGE_ES] = "Elegir",
                                                        [LANGUAGE_HT] = "Chwazi",
                                                        [LANGUAGE_FR] = "Choisir",
                                                        [LANGUAGE_EN] = "Choose",
                                                        [LANGUAGE_PT] = "Escolher"};
    return labels[language >= LANGUAGE_ES && language <= LANGUAGE_PT ? language : LANGUAGE_ES];
}
