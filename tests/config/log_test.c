/* log_test - a fact is one line, and nothing that came from outside can make it two. */
#include "config/log.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <string.h>

/* What was written to stderr since it was redirected. */
static size_t written(char *ret, size_t room) {
    FILE *from = cr_get_redirected_stderr();
    size_t len;

    fclose(stderr); /* so that the reader meets the end */
    len = fread(ret, 1, room - 1, from);
    ret[len] = '\0';
    return len;
}

Test(log, a_line_says_when_how_grave_and_who, .init = cr_redirect_stderr) {
    char out[4096];

    log_info("worker", "turn %s after %d ms", "committed", 3);
    written(out, sizeof out);
    cr_assert_eq(strspn(out, "0123456789-T:Z"), 20);
    cr_assert_eq(out[10], 'T');
    cr_assert_eq(out[19], 'Z');
    cr_assert_str_eq(out + 20, " info worker turn committed after 3 ms\n");
}

Test(log, a_level_below_the_one_set_is_silent, .init = cr_redirect_stderr) {
    char out[4096];

    log_debug("a", "default hides this");
    log_set_level(LOG_WARN);
    log_info("a", "hidden");
    log_warn("a", "shown");
    log_set_level(LOG_DEBUG);
    log_debug("a", "shown too");
    written(out, sizeof out);
    cr_assert_null(strstr(out, "hid"));
    cr_assert_not_null(strstr(out, " warn a shown\n"));
    cr_assert_not_null(strstr(out, " debug a shown too\n"));
}

Test(log, control_characters_cannot_forge_a_line_or_reach_the_terminal, .init = cr_redirect_stderr) {
    char out[4096];

    log_info("a", "%s", "x\n2026-01-01T00:00:00Z error y\r\t\x1B[31m\x7F\xC2\x9B ñ");
    written(out, sizeof out);
    cr_assert_eq(strchr(out, '\n'), out + strlen(out) - 1, "one line only");
    cr_assert_not_null(strstr(out, "x\\x0A2026-01-01T00:00:00Z error y\\x0D\\x09\\x1B[31m\\x7F\\xC2"));
    cr_assert_null(strstr(out, "\xC2\x9B"));
    cr_assert_not_null(strstr(out, " ñ\n"), "letters stay as they are");
}

Test(log, a_line_is_cut_at_a_thousand_bytes, .init = cr_redirect_stderr) {
    char text[3000], out[8192];
    size_t len;

    memset(text, '\x01', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    log_info("a", "%s", text);
    for (size_t i = 0; i + 2 < sizeof text; i += 2) memcpy(text + i, "ñ", 3);
    log_info("a", "%s", text);
    log_info("a", "x%s", text);
    len = written(out, sizeof out);
    for (char *line = out, *end; line < out + len; line = end + 1) {
        end = strchr(line, '\n');
        cr_assert_leq(end + 1 - line, 1000);
        cr_assert_geq(end + 1 - line, 990);
        cr_assert_eq(memcmp(end - 3, "...", 3), 0);
        cr_assert_neq((unsigned char)end[-4], 0xC3, "half a letter stands before the dots");
    }
}
