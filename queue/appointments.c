/* appointments - an import: rows out of the file, each into two scripts, at most WINDOW of them under way.
 *
 * Two scripts a row, because what is shown of an appointment is sealed with the key of its person, and which person a
 * number belongs to is known to Redis only: PERSON_PUT finds or makes them and gives the key, APPT_PUT stores. */
#include "queue/appointments.h"

#include "config/own.h"
#include "queue/appointment_row.h"
#include "queue/args.h"
#include "queue/person.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW         200
#define PROGRESS_EVERY 500

struct import {
    struct office *office;
    struct appointments_import wish;
    char *name; /* of the file, owned */
    office_done done;
    void *arg;
    struct csv csv;
    struct appointment_columns columns;
    json_t *faults;
    size_t fault_count, rows, under_way, fresh, moved, same, total;
    char realm[PERSON_REALM_MAX];
    int at_end, filling;
    struct error failed; /* kind NONE, or why the rest is given up */
};

struct row_job {
    struct import *import;
    struct appointment_row row;
    size_t line;
    char person[VAULT_ID_MAX + 1];
};

static void fault_add(struct import *import, size_t line, const char *text) {
    char whole[ERROR_TEXT_MAX + SETTINGS_TEXT_MAX];

    if (import->fault_count++ >= APPOINTMENTS_FAULTS_MAX) return;
    snprintf(whole, sizeof whole, "%s:%zu: %s", import->name, line, text);
    json_array_append_new(import->faults, json_string(whole));
}

static void import_free(struct import *import) {
    csv_close(&import->csv);
    json_decref(import->faults);
    free(import->name);
    free(import);
}

static void import_end(struct import *import) {
    json_auto_t *result =
        json_pack("{s:I, s:I, s:I, s:I, s:O, s:I}", "rows", (json_int_t)import->rows, "new", (json_int_t)import->fresh,
                  "moved", (json_int_t)import->moved, "same", (json_int_t)import->same, "faults", import->faults,
                  "fault_count", (json_int_t)import->fault_count);

    if (!result && !import->failed.kind) error_set(&import->failed, ERROR_SYSTEM, "no memory for the result");
    if (import->failed.kind)
        import->done(import->arg, NULL, &import->failed);
    else
        import->done(import->arg, result, NULL);
    import_free(import);
}

static void import_fill(struct import *import);

static void row_end(struct row_job *job) {
    struct import *import = job->import;

    free(job);
    import->under_way--;
    import_fill(import);
}

/* A loss of Redis ends the import: what is stored is stored, and the same file again does not store it twice. */
static void row_failed(struct row_job *job, const struct error *why) {
    struct import *import = job->import;

    if (why->kind == ERROR_BUSY || why->kind == ERROR_SYSTEM)
        import->failed = *why;
    else
        fault_add(import, job->line, why->text);
    row_end(job);
}

static void on_stored(void *arg, const redisReply *reply, const struct error *why) {
    struct row_job *job = arg;
    struct import *import = job->import;

    if (why) {
        row_failed(job, why);
        return;
    }
    const char *word = reply->str ? reply->str : "";
    if (strcmp(word, "new") == 0) import->fresh++;
    if (strcmp(word, "moved") == 0) import->moved++;
    if (strcmp(word, "same") == 0) import->same++;
    row_end(job);
}

/* The id of an appointment, the same for the same row; and the hash of all that is shown of it. */
static void row_indexes(const struct row_job *job, char ret_id[VAULT_INDEX_MAX + 1],
                        char ret_print[VAULT_INDEX_MAX + 1]) {
    struct vault *vault = office_vault(job->import->office);
    const struct appointment_row *row = &job->row;
    char text[512];

    snprintf(text, sizeof text, "%" PRId64 "\n%s\n%s", row->at_ms, row->what, row->place);
    vault_index(vault, "appointment-print", text, ret_print);
    if (!*row->id) snprintf(text, sizeof text, "%s\n%" PRId64 "\n%s", row->number, row->at_ms, row->what);
    vault_index(vault, *row->id ? "appointment-id" : "appointment-row", *row->id ? row->id : text, ret_id);
}

static void add_proof(struct args *args, const struct vault_key *key, const struct row_job *job) {
    char bound[PERSON_BOUND_MAX];
    json_auto_t *proof =
        json_pack("{s:s, s:b, s:I, s:s, s:s}", "purpose", purpose_name(PURPOSE_REMINDERS), "yes", job->row.consent,
                  "at", (json_int_t)job->import->wish.now_ms, "channel", "import", "words", job->import->name);
    own_mem char *words = proof ? json_dumps(proof, JSON_COMPACT) : NULL;

    args_seal_text(args, key, person_bound("proof", job->person, NULL, bound), words ? words : "{}");
}

static void row_store(struct row_job *job, const struct vault_key *key) {
    const struct appointment_row *row = &job->row;
    own_args struct args args = ARGS_INIT;
    char id[VAULT_INDEX_MAX + 1], print[VAULT_INDEX_MAX + 1], bound[PERSON_BOUND_MAX];

    row_indexes(job, id, print);
    args_number(&args, job->import->wish.now_ms);
    args_text(&args, job->person);
    args_text(&args, id);
    args_number(&args, row->at_ms);
    args_text(&args, print);
    args_seal_text(&args, key, person_bound("appt", id, "what", bound), row->what);
    args_seal_text(&args, key, person_bound("appt", id, "place", bound), row->place);
    args_number(&args, row->consent);
    add_proof(&args, key, job);
    args_text(&args, language_code(row->language));
    if (*row->name)
        args_seal_text(&args, key, person_bound("name", job->person, NULL, bound), row->name);
    else
        args_text(&args, "");
    args_call(&args, job->import->office, "appt_put", on_stored, job);
}

static void on_person(void *arg, const redisReply *reply, const struct error *why) {
    struct row_job *job = arg;
    const struct vault_key *key;
    struct error bad = ERROR_INIT;

    if (why) {
        row_failed(job, why);
        return;
    }
    if (reply->elements != 2 || !reply->element[0]->str || reply->element[0]->len > VAULT_ID_MAX) {
        error_set(&bad, ERROR_SYSTEM, "person_put gave something that is no person");
        row_failed(job, &bad);
        return;
    }
    snprintf(job->person, sizeof job->person, "%s", reply->element[0]->str);
    const struct vault_bytes wrapped = {reply->element[1]->str, reply->element[1]->len};
    if (person_key(office_keys(job->import->office), job->person, wrapped, &key, NULL) < 0) {
        error_set(&bad, ERROR_INPUT, "the record of this person cannot be opened");
        row_failed(job, &bad);
        return;
    }
    row_store(job, key);
}

static void row_send(struct row_job *job) {
    struct import *import = job->import;
    struct vault *vault = office_vault(import->office);
    own_args struct args args = ARGS_INIT;
    char index[VAULT_INDEX_MAX + 1];

    vault_index(vault, import->realm, job->row.number, index);
    args_number(&args, import->wish.now_ms);
    args_newcomer(&args, vault, job->row.number);
    args_text(&args, import->realm);
    args_text(&args, index);
    args_text(&args, import->wish.channel->name);
    args_call(&args, import->office, "person_put", on_person, job);
}

/* Takes a row of the file: into the store, or into the faults. */
static void row_take(struct import *import, const struct csv_row *row) {
    const struct appointment_rules rules = {.columns = &import->columns,
                                            .prefix = office_settings(import->office)->office.phone_prefix,
                                            .now_ms = import->wish.now_ms};
    struct error why = ERROR_INIT;
    own_mem struct row_job *job = calloc(1, sizeof *job);

    import->rows++;
    if (!job) {
        error_set(&import->failed, ERROR_SYSTEM, "no memory for a row");
        return;
    }
    job->import = import;
    job->line = row->line;
    if (appointment_row_read(&rules, row, &job->row, &why) < 0) {
        fault_add(import, row->line, why.text);
        return;
    }
    if (import->wish.dry_run) return;
    import->under_way++;
    row_send(give(job));
}

static void tell_progress(const struct import *import) {
    if (import->wish.progress && (import->rows % PROGRESS_EVERY == 0 || import->at_end))
        import->wish.progress(import->wish.progress_arg, import->rows, import->total);
}

static int row_next(struct import *import) {
    struct csv_row row;

    if (import->failed.kind || !csv_next(&import->csv, &row)) return 0;
    if (import->rows < APPOINTMENTS_ROWS_MAX) {
        row_take(import, &row);
        tell_progress(import);
        return 1;
    }
    fault_add(import, row.line, "a file may have 100000 rows; put the rest into another one");
    return 0;
}

/* Keeps the window full. Callbacks may come before a script call returns (Redis away): they only count then. */
static void import_fill(struct import *import) {
    if (import->filling) return;
    import->filling = 1;
    while (!import->at_end && import->under_way < WINDOW)
        if (!row_next(import)) import->at_end = 1;
    import->filling = 0;
    if (!import->at_end || import->under_way) return;
    tell_progress(import);
    import_end(import);
}

static size_t rows_guess(const char *bytes, size_t len) {
    size_t lines = 0;

    for (const char *at = bytes; (at = memchr(at, '\n', len - (size_t)(at - bytes))); at++) lines++;
    return lines;
}

/* Reads the header; a file without a needed column has one fault for each, and no rows. */
static int columns_read(struct import *import) {
    struct error why = ERROR_INIT;
    struct csv_row header;

    if (!csv_next(&import->csv, &header)) return -1;
    if (header.fault || appointment_columns_find(&header, &import->columns, &why) < 0) {
        fault_add(import, header.line, header.fault ? header.fault : why.text);
        return -1;
    }
    for (int column = 0; column < COLUMNS_REQUIRED; column++) {
        char text[96];
        if (import->columns.at[column] >= 0) continue;
        snprintf(text, sizeof text, "column '%s' is missing", appointment_column_name(column));
        fault_add(import, header.line, text);
    }
    return import->fault_count ? -1 : 0;
}

void appointments_import(struct office *office, const struct appointments_import *wish, office_done done, void *arg) {
    struct import *import = calloc(1, sizeof *import);
    struct error why = ERROR_INIT;

    if (import) import->name = strdup(wish->name);
    if (import) import->faults = json_array();
    if (!import || !import->name || !import->faults) {
        if (import) import_free(import);
        error_set(&why, ERROR_SYSTEM, "no memory for an import");
        done(arg, NULL, &why);
        return;
    }
    import->office = office;
    import->wish = *wish;
    import->done = done;
    import->arg = arg;
    person_realm(wish->channel, import->realm);
    if (csv_open(wish->bytes, wish->len, &import->csv, &why) < 0) {
        fault_add(import, 1, why.text);
        import->at_end = 1;
    } else {
        import->total = rows_guess(wish->bytes, wish->len);
        import->at_end = columns_read(import) < 0;
    }
    import_fill(import);
}
