/* log - see log.h. */
#include "config/log.h"

#include "config/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define LINE_MAX_BYTES 1000 /* with its newline */

static enum log_level lowest = LOG_INFO;

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

void log_set_level(enum log_level level) {
    lowest = level;
}

/* C0, DEL, and C1 in its UTF-8 form (C2 80 - C2 9F): terminals obey them all. */
static int is_control(const unsigned char *at) {
    return at[0] < 0x20 || at[0] == 0x7F || (at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F);
}

/* Appends what fits of text, escaped; a letter or an escape is never cut in half. Returns the new length. */
static size_t add_escaped(char line[LINE_MAX_BYTES], size_t len, const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    size_t room = LINE_MAX_BYTES - 1;

    while (*at) {
        if (is_control(at)) {
            if (len + 4 > room) break;
            snprintf(line + len, LINE_MAX_BYTES - len, "\\x%02X", *at);
            len += 4;
        } else {
            if (len + 1 > room) break;
            line[len++] = (char)*at;
        }
        at++;
    }
    if (*at) {
        if (len > room - 3)
            for (len = room - 3; len > 0 && ((unsigned char)line[len] & 0xC0) == 0x80;) len--;
        memcpy(line + len, "...", 3);
        len += 3;
    }
    return len;
}

void log_line(enum log_level level, const char *part, const char *format, ...) {
    char line[LINE_MAX_BYTES], text[LINE_MAX_BYTES + 1] = "";
    time_t now = (time_t)(clock_wall_ms() / 1000);
    struct tm utc;
    size_t len;
    va_list args;

    if (level < lowest || level > LOG_ERROR) return;
    gmtime_r(&now, &utc);
    len = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", &utc);
    len += (size_t)snprintf(line + len, sizeof line - len, "%s %.40s ", level_names[level], part);
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    len = add_escaped(line, len, text);
    line[len++] = '\n';
    /* stderr is unbuffered, so one fwrite is one write: lines of several processes do not mix */
    fwrite(line, 1, len, stderr);
}
