/* appointments_test - an import as an office does it: what goes in, what is reported, what a second import changes. */
#include "config/clock.h"
#include "queue/appointments.h"
#include "queue/person.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <string.h>

#define HEADER         "numero,fecha,hora,motivo,lugar,nombre,idioma,codigo\n"
#define NOW_2026_11_01 1793534400000LL /* 2026-11-01 12:00 UTC */
#define DAY_MS         (24LL * 3600 * 1000)

static struct queue_help help;
static struct queue_wait wait;
static int dry_run;
static int64_t now_ms = NOW_2026_11_01;

static void open_all(void) {
    queue_help_open(&help);
    struct error why = ERROR_INIT;
    cr_assert_eq(clock_set_zone("America/Santiago", &why), 0);
}
static void close_all(void) {
    queue_wait_release(&wait);
    queue_help_close(&help);
}
TestSuite(appointments, .init = open_all, .fini = close_all, .timeout = 60);

static void import_bytes(const char *bytes, size_t len) {
    const struct appointments_import import = {.name = "citas.csv",
                                               .bytes = bytes,
                                               .len = len,
                                               .channel = &help.settings.channels[0],
                                               .dry_run = dry_run,
                                               .now_ms = now_ms};
    queue_wait_release(&wait);
    wait = (struct queue_wait){0};
    appointments_import(help.office, &import, queue_done, &wait);
    queue_await(&help, &wait);
}
static void import_text(const char *text) {
    import_bytes(text, strlen(text));
}

static long number(const char *name) {
    return (long)json_integer_value(json_object_get(wait.result, name));
}
static void assert_counts(long fresh, long moved, long same, long faults) {
    const char *first = json_string_value(json_array_get(json_object_get(wait.result, "faults"), 0));
    cr_assert_eq(number("fault_count"), faults, "%ld faults: %s", number("fault_count"), first ? first : "");
    cr_assert_eq(number("new"), fresh, "%ld new", number("new"));
    cr_assert_eq(number("moved"), moved, "%ld moved", number("moved"));
    cr_assert_eq(number("same"), same, "%ld same", number("same"));
}
static void assert_fault(const char *text) {
    const char *first = json_string_value(json_array_get(json_object_get(wait.result, "faults"), 0));
    cr_assert_str_eq(first ? first : "no fault", text);
}

static char *person_of(const char *phone) {
    char index[VAULT_INDEX_MAX + 1], realm[PERSON_REALM_MAX];
    person_realm(&help.settings.channels[0], realm);
    vault_index(help.vault, realm, phone, index);
    return queue_string(&help, "HGET {test}:addr %s", index);
}

Test(appointments, a_row_is_an_appointment_with_two_reminders) {
    import_text(HEADER "+56911111111,24-11-2026,09:30,Hora médica,CESFAM,Ana,ht,A1\n");
    assert_counts(1, 0, 0, 0);
    cr_assert_eq(number("rows"), 1);
    redisReply *due = queue_redis(&help, "ZRANGE {test}:due 0 -1 WITHSCORES");
    cr_assert_eq(due->elements, 4);
    int64_t at_ms;
    clock_from_local(2026, 11, 24, 9 * 60 + 30, &at_ms, NULL);
    cr_assert_eq(strtoll(due->element[1]->str, NULL, 10), at_ms - 2 * DAY_MS);
    cr_assert(strstr(due->element[0]->str, ".1.2d"));
    cr_assert_eq(strtoll(due->element[3]->str, NULL, 10), at_ms - 3 * 3600 * 1000);
    cr_assert(strstr(due->element[2]->str, ".1.3h"));
    freeReplyObject(due);
}

Test(appointments, what_the_person_is_shown_can_be_unsealed_and_nothing_stands_in_the_clear) {
    import_text(HEADER "9 1111 1111,24-11-2026,09:30,Hora médica,CESFAM,Ana,ht,A1\n");
    char *person = person_of("+56911111111"), *plain;
    char bound[PERSON_BOUND_MAX];
    const struct vault_key *key;
    size_t len;
    redisReply *wrapped = queue_redis(&help, "HGET {test}:person:%s key", person);
    struct vault_bytes bytes = {wrapped->str, wrapped->len};
    cr_assert_eq(person_key(office_keys(help.office), person, bytes, &key, NULL), 0);
    redisReply *ids = queue_redis(&help, "ZRANGE {test}:appts:%s 0 -1", person);
    cr_assert_eq(ids->elements, 1);
    redisReply *what = queue_redis(&help, "HGET {test}:appt:%s what", ids->element[0]->str);
    bytes = (struct vault_bytes){what->str, what->len};
    person_bound("appt", ids->element[0]->str, "what", bound);
    cr_assert_eq(vault_unseal(key, bound, bytes, &plain, &len, NULL), 0);
    cr_assert_str_eq(plain, "Hora médica");
    free(plain);
    redisReply *name = queue_redis(&help, "HGET {test}:person:%s name", person);
    bytes = (struct vault_bytes){name->str, name->len};
    cr_assert_eq(vault_unseal(key, person_bound("name", person, NULL, bound), bytes, &plain, &len, NULL), 0);
    cr_assert_str_eq(plain, "Ana");
    free(plain);
    char *lang = queue_string(&help, "HGET {test}:person:%s lang", person);
    cr_assert_str_eq(lang, "ht");
    free(lang);
    freeReplyObject(wrapped), freeReplyObject(ids), freeReplyObject(what), freeReplyObject(name);
    free(person);
}

Test(appointments, the_same_file_again_changes_nothing) {
    const char *file = HEADER "+56911111111,24-11-2026,09:30,Taller,Sede,,,\n"
                              "+56911111111,24-11-2026,09:30,Taller,Sede,,,\n"
                              "+56922222222,25-11-2026,10:00,Taller,Sede,,,B2\n";
    import_text(file);
    assert_counts(2, 0, 1, 0);
    import_text(file);
    assert_counts(0, 0, 3, 0);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 4);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:appts"), 2);
}

Test(appointments, a_moved_appointment_loses_its_old_reminders) {
    import_text(HEADER "+56911111111,24-11-2026,09:30,Taller,Sede,,,A1\n");
    import_text(HEADER "+56911111111,26-11-2026,11:00,Taller,Sede,,,A1\n");
    assert_counts(0, 1, 0, 0);
    redisReply *due = queue_redis(&help, "ZRANGE {test}:due 0 -1");
    cr_assert_eq(due->elements, 2);
    for (size_t i = 0; i < 2; i++) cr_assert(strstr(due->element[i]->str, ".2."), "%s", due->element[i]->str);
    freeReplyObject(due);
}

Test(appointments, an_appointment_that_passes_to_another_person_leaves_the_first) {
    import_text(HEADER "+56911111111,24-11-2026,09:30,Taller,Sede,,,A1\n");
    import_text(HEADER "+56922222222,24-11-2026,09:30,Taller,Sede,,,A1\n");
    assert_counts(0, 1, 0, 0);
    char *first = person_of("+56911111111"), *second = person_of("+56922222222");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:appts:%s", first), 0);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:appts:%s", second), 1);
    redisReply *due = queue_redis(&help, "ZRANGE {test}:due 0 -1");
    cr_assert_eq(due->elements, 2);
    for (size_t i = 0; i < 2; i++) cr_assert_eq(strncmp(due->element[i]->str, second, strlen(second)), 0);
    freeReplyObject(due);
    free(first), free(second);
}

Test(appointments, another_place_changes_the_text_and_not_the_reminders) {
    import_text(HEADER "+56911111111,24-11-2026,09:30,Taller,Sede,,,A1\n");
    import_text(HEADER "+56911111111,24-11-2026,09:30,Taller,Biblioteca,,,A1\n");
    assert_counts(0, 1, 0, 0);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 2);
}

Test(appointments, reminders_whose_time_has_passed_are_not_set) {
    now_ms = 0;
    clock_from_local(2026, 11, 23, 12 * 60, &now_ms, NULL);
    import_text(HEADER "+56911111111,24-11-2026,09:30,Taller,Sede,,,\n"
                       "+56922222222,23-11-2026,14:00,Taller,Sede,,,\n");
    assert_counts(2, 0, 0, 0);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 1);
}

Test(appointments, an_import_gives_consent_to_reminders_but_does_not_undo_a_stop) {
    import_text(HEADER "+56911111111,24-11-2026,09:30,Taller,Sede,,,A1\n");
    char *person = person_of("+56911111111");
    cr_assert_eq(queue_number(&help, "HGET {test}:person:%s c:reminders", person), 1);
    freeReplyObject(queue_redis(&help, "HSET {test}:person:%s c:reminders 0", person));
    import_text(HEADER "+56911111111,26-11-2026,09:30,Taller,Sede,,,A1\n");
    assert_counts(0, 1, 0, 0);
    cr_assert_eq(queue_number(&help, "HGET {test}:person:%s c:reminders", person), 0);
    free(person);
}

Test(appointments, a_no_in_the_file_is_kept) {
    import_text("Número;Fecha;Hora;Motivo;Lugar;Consentimiento\n"
                "911111111;24/11/2026;9:30;Taller;Sede;no\n"
                "922222222;24/11/2026;9:30;Taller;Sede;sí\n");
    assert_counts(2, 0, 0, 0);
    char *no = person_of("+56911111111"), *yes = person_of("+56922222222");
    cr_assert_eq(queue_number(&help, "HGET {test}:person:%s c:reminders", no), 0);
    cr_assert_eq(queue_number(&help, "HGET {test}:person:%s c:reminders", yes), 1);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:consent:reminders"), 1);
    cr_assert_eq(queue_number(&help, "LLEN {test}:proof:%s", no), 1);
    free(no), free(yes);
}

Test(appointments, dates_and_hours_are_read_in_every_usual_form) {
    import_text("fecha\thora\tTELÉFONO\ttema\tplace\n"
                "24-11-2026\t09:30\t+56911111111\ta\tb\n"
                "24/11/2026\t9:30\t+56911111112\ta\tb\n"
                "2026-11-24\t09.30\t+56911111113\ta\tb\n"
                "24.11.2026\t09:30:00\t+56911111114\ta\tb\n"
                "4-1-2027\t9:30 hrs\t+56911111115\ta\tb\n");
    assert_counts(5, 0, 0, 0);
    int64_t at_ms;
    clock_from_local(2026, 11, 24, 9 * 60 + 30, &at_ms, NULL);
    cr_assert_eq(queue_number(&help, "ZCOUNT {test}:appts %lld %lld", (long long)at_ms, (long long)at_ms), 4);
}

struct bad_row {
    const char *row, *fault;
};

Test(appointments, every_faulty_row_is_named_and_the_others_go_in) {
    static const struct bad_row bad[] = {
        {"+56911111111,30-02-2027,09:30,T,L,,,", "column 'fecha': there is no such day in the calendar"},
        {"+56911111111,24-13-2026,09:30,T,L,,,", "column 'fecha': there is no such day in the calendar"},
        {"+56911111111,mañana,09:30,T,L,,,", "column 'fecha': this is no date; write it as 24-11-2026 or 2026-11-24"},
        {"+56911111111,24-11-26,09:30,T,L,,,", "column 'fecha': this is no date; write it as 24-11-2026 or 2026-11-24"},
        {"+56911111111,,09:30,T,L,,,", "column 'fecha': the date is missing"},
        {"+56911111111,24-11-2026,24:00,T,L,,,",
         "column 'hora': this is no hour from 00:00 to 23:59; write it as 09:30"},
        {"+56911111111,24-11-2026,9,T,L,,,", "column 'hora': this is no hour from 00:00 to 23:59; write it as 09:30"},
        {"+56911111111,24-11-2026,,T,L,,,", "column 'hora': the hour is missing"},
        {"+56911111111,05-09-2027,00:30,T,L,,,",
         "column 'hora': this hour does not exist on that night: the clocks move forward"},
        {"+56911111111,24-11-2025,09:30,T,L,,,", "column 'fecha': the appointment is in the past"},
        {"hola,24-11-2026,09:30,T,L,,,", "column 'numero': this is no telephone number"},
        {",24-11-2026,09:30,T,L,,,", "column 'numero': the number is missing"},
        {"+56911111111,24-11-2026,09:30,,L,,,", "column 'motivo': this is empty"},
        {"+56911111111,24-11-2026,09:30,T", "column 'lugar': this is empty"},
        {"+56911111111,24-11-2026,09:30,T,L,,klingon,", "column 'idioma': this is none of es, ht, fr, en, pt"},
        {"\"+569\"1,24-11-2026,09:30,T,L,,,", "there is text after a closing quote"},
    };
    size_t count = sizeof bad / sizeof *bad;
    own_text struct text file = TEXT_INIT(65536);
    text_add(&file, HEADER);
    for (size_t i = 0; i < count; i++) text_addf(&file, "%s\n", bad[i].row);
    text_add(&file, "+56922222222,24-11-2026,09:30,T,L,,,\n");
    import_text(text_get(&file));
    assert_counts(1, 0, 0, (long)count);
    json_t *faults = json_object_get(wait.result, "faults");
    for (size_t i = 0; i < count; i++) {
        char expected[256];
        snprintf(expected, sizeof expected, "citas.csv:%zu: %s", i + 2, bad[i].fault);
        cr_expect_str_eq(json_string_value(json_array_get(faults, i)), expected);
    }
}

Test(appointments, each_missing_column_is_a_fault_and_nothing_is_stored) {
    import_text("numero,fecha,motivo\n+56911111111,24-11-2026,T\n");
    assert_counts(0, 0, 0, 2);
    assert_fault("citas.csv:1: column 'hora' is missing");
    cr_assert_eq(queue_number(&help, "ZCARD {test}:appts"), 0);
}

Test(appointments, a_spreadsheet_renamed_is_told_so) {
    import_bytes("PK\x03\x04 and more", 13);
    assert_counts(0, 0, 0, 1);
    assert_fault("citas.csv:1: this is a spreadsheet, not a CSV file; save it as CSV (UTF-8) first");
}

Test(appointments, a_dry_run_finds_the_faults_and_stores_nothing) {
    dry_run = 1;
    import_text(HEADER "+56911111111,24-11-2026,09:30,T,L,,,\nx,24-11-2026,09:30,T,L,,,\n");
    assert_counts(0, 0, 0, 1);
    cr_assert_eq(number("rows"), 2);
    cr_assert_eq(queue_number(&help, "EXISTS {test}:appts {test}:addr {test}:due"), 0);
}

Test(appointments, latin_letters_from_an_old_spreadsheet_are_understood) {
    import_text("N\xFAmero;Fecha;Hora;Motivo;Lugar\r\n911111111;24-11-2026;09:30;Hora m\xE9"
                "dica;Sede\r\n");
    assert_counts(1, 0, 0, 0);
}

static size_t progress_calls, progress_last;
static void on_progress(void *arg, size_t done, size_t total) {
    progress_calls++;
    progress_last = done;
}

Test(appointments, many_rows_go_in_and_the_list_of_faults_has_an_end) {
    own_text struct text file = TEXT_INIT(1 << 20);
    text_add(&file, HEADER);
    for (int i = 0; i < 3000; i++) text_addf(&file, "+569%08d,24-11-2026,09:30,T,L,,,C%d\n", 20000000 + i, i);
    for (int i = 0; i < 300; i++) text_add(&file, "nobody,24-11-2026,09:30,T,L,,,\n");
    const struct appointments_import import = {.name = "citas.csv",
                                               .bytes = text_get(&file),
                                               .len = file.len,
                                               .channel = &help.settings.channels[0],
                                               .now_ms = now_ms,
                                               .progress = on_progress};
    appointments_import(help.office, &import, queue_done, &wait);
    queue_await(&help, &wait);
    assert_counts(3000, 0, 0, 300);
    cr_assert_eq(json_array_size(json_object_get(wait.result, "faults")), APPOINTMENTS_FAULTS_MAX);
    cr_assert_eq(queue_number(&help, "ZCARD {test}:due"), 6000);
    cr_assert_gt(progress_calls, 2);
    cr_assert_eq(progress_last, 3300);
}

Test(appointments, a_lost_redis_ends_the_import_with_an_error) {
    own_text struct text file = TEXT_INIT(1 << 20);
    text_add(&file, HEADER);
    for (int i = 0; i < 5000; i++) text_addf(&file, "+569%08d,24-11-2026,09:30,T,L,,,C%d\n", 20000000 + i, i);
    const struct appointments_import import = {.name = "citas.csv",
                                               .bytes = text_get(&file),
                                               .len = file.len,
                                               .channel = &help.settings.channels[0],
                                               .now_ms = now_ms};
    appointments_import(help.office, &import, queue_done, &wait);
    queue_help_server_kill(&help);
    queue_await_error(&help, &wait);
    cr_assert_eq(wait.why.kind, ERROR_BUSY);
}
