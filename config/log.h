/* log - one line a fact on stderr: `2026-11-24T03:10:00Z info worker turn committed event=...`.
 *
 * Never give it a number, a name or a text of a person: ids, counts, kinds and error texts only. Control characters
 * are written as \xNN, so nothing that came from outside can forge a line. */
#ifndef CONFIG_LOG_H
#define CONFIG_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below this level are not written. Default LOG_INFO. */
void log_set_level(enum log_level level);

/* part is the subject that speaks ("webhook", "worker"). At most 1000 bytes a line, cut beyond. */
void log_line(enum log_level level, const char *part, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define log_debug(part, ...) log_line(LOG_DEBUG, part, __VA_ARGS__)
#define log_info(part, ...)  log_line(LOG_INFO, part, __VA_ARGS__)
#define log_warn(part, ...)  log_line(LOG_WARN, part, __VA_ARGS__)
#define log_error(part, ...) log_line(LOG_ERROR, part, __VA_ARGS__)

#endif
