/* appointments - imported from a CSV file; each makes two due entries: two days and three hours before.
 *
 * Columns by header name, any order, `,` `;` or tab, UTF-8 (BOM allowed) or Latin-1: number (numero, telefono, phone),
 * date (fecha), time (hora), what (motivo, tema), place (lugar), name (nombre, optional), language (idioma, optional),
 * id (codigo, optional: the office's own id; the same id again moves the appointment). A row is one appointment; the
 * same row twice is one. Every faulty row is reported as `file:line: message` and the rest goes in. A person who is not
 * known yet is made, with consent to reminders taken from the office's form (column consent/consentimiento, default
 * yes). RFC 4180 for quoting. */
#ifndef QUEUE_APPOINTMENTS_H
#define QUEUE_APPOINTMENTS_H

#include "queue/office.h"

#define APPOINTMENTS_ROWS_MAX   100000
#define APPOINTMENTS_FAULTS_MAX 100

/* Reads a whole file in memory and stores its rows. Result: {"rows","new","moved","same","faults":[...],"fault_count"}.
 * With dry_run nothing is stored. progress (may be NULL) is called now and then with rows done. */
struct appointments_import {
    const char *name, *bytes;
    size_t len;
    const struct channel *channel; /* where these numbers are reached */
    int dry_run;
    int64_t now_ms;
    void (*progress)(void *arg, size_t done, size_t total);
    void *progress_arg;
};
void appointments_import(struct office *office, const struct appointments_import *import, office_done done, void *arg);

#endif
