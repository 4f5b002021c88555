/* po - translators' files (gettext PO), written and read by gettext's own library. */
#include "bot/po.h"

#include "bot/exit_code.h"

#include <gettext-po.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static int faults; /* of the call that runs; the library's handler has no argument of its own */

static void on_fault(int severity, po_message_t message, const char *file, size_t line, size_t column, int multiline,
                     const char *text) {
    (void)message, (void)column, (void)multiline;
    if (file && line != (size_t)-1)
        fprintf(stderr, "%s:%zu: %s\n", file, line, text);
    else
        fprintf(stderr, "%s%s%s\n", file ? file : "", file ? ": " : "", text);
    if (severity != PO_SEVERITY_WARNING) faults++;
    if (severity == PO_SEVERITY_FATAL_ERROR) exit(COMMAND_FAULT); /* the library may not be returned to */
}

static void on_fault_of_two(int severity, po_message_t message1, const char *file1, size_t line1, size_t column1,
                            int multiline1, const char *text1, po_message_t message2, const char *file2, size_t line2,
                            size_t column2, int multiline2, const char *text2) {
    on_fault(PO_SEVERITY_WARNING, message1, file1, line1, column1, multiline1, text1);
    on_fault(severity, message2, file2, line2, column2, multiline2, text2);
}

static const struct po_xerror_handler handler = {on_fault, on_fault_of_two};

/* --- writing --- */

static void write_header(po_message_iterator_t at, const struct po_writing *writing) {
    const char *const fields[][2] = {{"Project-Id-Version", writing->project},
                                     {"POT-Creation-Date", writing->date},
                                     {"PO-Revision-Date", writing->date},
                                     {"Last-Translator", "Automatically generated"},
                                     {"Language-Team", "none"},
                                     {"Language", writing->language},
                                     {"MIME-Version", "1.0"},
                                     {"Content-Type", "text/plain; charset=UTF-8"},
                                     {"Content-Transfer-Encoding", "8bit"}};
    char *header = strdup("");
    for (size_t i = 0; header && i < sizeof fields / sizeof *fields; i++) {
        char *longer = po_header_set_field(header, fields[i][0], fields[i][1]);
        free(header);
        header = longer;
    }
    po_message_t message = po_message_create();
    po_message_set_msgid(message, "");
    po_message_set_msgstr(message, header ? header : "");
    po_message_insert(at, message);
    free(header);
}

static void write_text(po_message_iterator_t at, const struct po_text *text) {
    po_message_t message = po_message_create();
    po_message_set_msgctxt(message, text->context);
    po_message_set_msgid(message, text->original);
    po_message_set_msgstr(message, text->translation);
    po_message_set_extracted_comments(message, text->note);
    po_message_add_filepos(message, text->file, (size_t)text->line);
    po_message_insert(at, message);
}

int po_write(const struct po_writing *writing, struct error *why) {
    po_file_t file = po_file_create();
    po_message_iterator_t at = po_message_iterator(file, NULL);
    faults = 0;
    write_header(at, writing);
    for (size_t i = 0; i < writing->count; i++) write_text(at, &writing->texts[i]);
    po_message_iterator_free(at);
    po_file_t written = po_file_write(file, writing->path, &handler);
    po_file_free(file);
    if (written && !faults) return 0;
    return error_set(why, ERROR_INPUT, "%s cannot be written", writing->path);
}

/* --- reading --- */

static int check_header(const char *header, struct po_reading *reading, struct error *why) {
    char *language = header ? po_header_field(header, "Language") : NULL;
    char *type = header ? po_header_field(header, "Content-Type") : NULL;
    const char *charset = type ? strstr(type, "charset=") : NULL;
    snprintf(reading->language, sizeof reading->language, "%s", language ? language : "");
    int failed = charset && strcasecmp(charset, "charset=UTF-8") == 0
                     ? 0
                     : error_set(why, ERROR_INPUT, "%s is not in UTF-8: save it so", reading->path);
    free(language);
    free(type);
    return failed;
}

static void read_messages(po_file_t file, const struct po_reading *reading) {
    po_message_iterator_t at = po_message_iterator(file, NULL);
    for (po_message_t message; (message = po_next_message(at));) {
        const char *context = po_message_msgctxt(message), *original = po_message_msgid(message);
        if (po_message_is_obsolete(message) || (!context && !*original)) continue;
        struct po_text text = {.context = context ? context : "",
                               .original = original,
                               .translation = po_message_msgstr(message),
                               .note = "",
                               .fuzzy = po_message_is_fuzzy(message)};
        reading->each(reading->arg, &text);
    }
    po_message_iterator_free(at);
}

int po_read(struct po_reading *reading, struct error *why) {
    struct stat is;
    faults = 0;
    if (stat(reading->path, &is) != 0 || !S_ISREG(is.st_mode))
        return error_set(why, ERROR_INPUT, "%s is no file that can be read", reading->path);
    if (is.st_size > PO_BYTES_MAX)
        return error_set(why, ERROR_INPUT, "%s is larger than %ld MiB", reading->path, PO_BYTES_MAX >> 20);
    po_file_t file = po_file_read(reading->path, &handler);
    if (!file || faults) {
        if (file) po_file_free(file);
        return error_set(why, ERROR_INPUT, "%s is no PO file without fault", reading->path);
    }
    int failed = check_header(po_file_domain_header(file, NULL), reading, why);
    if (!failed) read_messages(file, reading);
    po_file_free(file);
    return failed;
}
