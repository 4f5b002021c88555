/* spool_test - what came while Redis was away is not lost, not doubled, not readable, and in order. */
#include "queue/spool.h"
#include "tests/queue/queue_help.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define NUMBER "+56911112222"

static void append(struct queue_help *help, struct spool *spool, const char *id, const char *text) {
    struct inbox inbox = INBOX_INIT;
    struct error why = ERROR_INIT;
    struct message *message = inbox_add_message(&inbox);
    snprintf(message->id, sizeof message->id, "%s", id);
    snprintf(message->from, sizeof message->from, NUMBER);
    text_add(&message->body, text);
    cr_assert(spool_append(spool, &help->settings.channels[0], &inbox, &why) == 0, "%s", why.text);
    inbox_release(&inbox);
}

static struct spool *open_spool(struct queue_help *help) {
    struct spool *spool = NULL;
    struct error why = ERROR_INIT;
    cr_assert(spool_open(help->office, &spool, &why) == 0, "%s", why.text);
    return spool;
}

static int is_shut(void *arg) {
    return !office_is_open(((struct queue_help *)arg)->office);
}
static int is_empty(void *arg) {
    return spool_waiting(arg) == 0;
}

static void redis_away(struct queue_help *help) {
    queue_help_server_kill(help);
    cr_assert(queue_until(help, is_shut, help));
}

/* How many files of the spool end so. */
static int files(const struct queue_help *help, const char *ending) {
    char path[256];
    int count = 0;
    snprintf(path, sizeof path, "%s/spool", help->dir);
    DIR *dir = opendir(path);
    cr_assert(dir != NULL);
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name);
        count += len > 4 && strcmp(entry->d_name + len - 4, ending) == 0;
    }
    closedir(dir);
    return count;
}

static void mailbox_has(struct queue_help *help, const char *const ids[], size_t count) {
    redisReply *persons = queue_redis(help, "HVALS {test}:addr");
    cr_assert_eq(persons->elements, 1);
    redisReply *entries = queue_redis(help, "LRANGE {test}:mailbox:%s 0 -1", persons->element[0]->str);
    cr_assert_eq(entries->elements, count);
    for (size_t i = 0; i < count; i++) {
        char event[VAULT_INDEX_MAX + 1];
        vault_index(help->vault, "event/line-1", ids[i], event);
        cr_assert_eq(strncmp(entries->element[i]->str + 2, event, strlen(event)), 0, "entry %zu", i);
    }
    freeReplyObject(entries);
    freeReplyObject(persons);
}

Test(spool, what_came_while_redis_was_away_is_replayed_in_order) {
    struct queue_help help;
    queue_help_open(&help);
    struct spool *spool = open_spool(&help);
    redis_away(&help);
    append(&help, spool, "SM1", "uno");
    append(&help, spool, "SM2", "dos");
    append(&help, spool, "SM1", "uno otra vez");
    append(&help, spool, "SM3", "tres");
    cr_assert_eq(spool_waiting(spool), 4);
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_empty, spool));
    queue_settle(&help);
    mailbox_has(&help, (const char *[]){"SM1", "SM2", "SM3"}, 3);
    cr_assert_eq(files(&help, ".log"), 0);
    spool_close(spool);
    queue_help_close(&help);
}

Test(spool, what_a_dead_process_left_is_taken_over) {
    struct queue_help help;
    queue_help_open(&help);
    struct spool *spool = open_spool(&help);
    redis_away(&help);
    append(&help, spool, "SM1", "uno");
    spool_close(spool);
    spool = open_spool(&help);
    cr_assert_eq(spool_waiting(spool), 1);
    append(&help, spool, "SM2", "dos");
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_empty, spool));
    queue_settle(&help);
    mailbox_has(&help, (const char *[]){"SM1", "SM2"}, 2);
    spool_close(spool);
    queue_help_close(&help);
}

Test(spool, a_status_is_kept_too) {
    struct queue_help help;
    struct inbox inbox = INBOX_INIT;
    struct error why = ERROR_INIT;
    char person[VAULT_ID_MAX + 1];
    queue_help_open(&help);
    queue_person(&help, NUMBER, person);
    queue_number(&help, "HSET {test}:out:e.0 person %s state sent rank 2", person);
    struct spool *spool = open_spool(&help);
    redis_away(&help);
    struct status *status = inbox_add_status(&inbox);
    status->delivery = DELIVERY_DELIVERED;
    snprintf(status->out_id, sizeof status->out_id, "e.0");
    cr_assert(spool_append(spool, &help.settings.channels[0], &inbox, &why) == 0);
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_empty, spool));
    char *state = queue_string(&help, "HGET {test}:out:e.0 state");
    cr_assert_str_eq(state, "delivered");
    free(state);
    inbox_release(&inbox);
    spool_close(spool);
    queue_help_close(&help);
}

/* Path of the only file of the spool. */
static void only_file(const struct queue_help *help, char ret[256]) {
    snprintf(ret, 256, "%s/spool/00000001.log", help->dir);
    cr_assert_eq(access(ret, R_OK), 0);
}

Test(spool, a_record_torn_by_a_power_cut_loses_only_itself) {
    struct queue_help help;
    char path[256];
    struct stat is;
    queue_help_open(&help);
    struct spool *spool = open_spool(&help);
    redis_away(&help);
    append(&help, spool, "SM1", "uno");
    append(&help, spool, "SM2", "dos");
    spool_close(spool);
    only_file(&help, path);
    cr_assert(stat(path, &is) == 0 && truncate(path, is.st_size - 5) == 0);
    spool = open_spool(&help);
    cr_assert_eq(spool_waiting(spool), 1);
    append(&help, spool, "SM3", "tres");
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_empty, spool));
    queue_settle(&help);
    mailbox_has(&help, (const char *[]){"SM1", "SM3"}, 2);
    cr_assert_eq(files(&help, ".bad"), 1);
    cr_assert_eq(files(&help, ".log"), 0);
    spool_close(spool);
    queue_help_close(&help);
}

Test(spool, an_altered_record_stops_nobody_behind_it) {
    struct queue_help help;
    char path[256];
    queue_help_open(&help);
    struct spool *spool = open_spool(&help);
    redis_away(&help);
    append(&help, spool, "SM1", "uno");
    append(&help, spool, "SM2", "dos");
    spool_close(spool);
    only_file(&help, path);
    int fd = open(path, O_RDWR);
    cr_assert(fd >= 0 && pwrite(fd, "XXXX", 4, 40) == 4);
    close(fd);
    spool = open_spool(&help);
    queue_help_server_start(&help, NULL);
    cr_assert(queue_until(&help, is_empty, spool));
    queue_settle(&help);
    mailbox_has(&help, (const char *[]){"SM2"}, 1);
    cr_assert_eq(files(&help, ".bad"), 1);
    spool_close(spool);
    queue_help_close(&help);
}

Test(spool, nothing_in_it_can_be_read) {
    struct queue_help help;
    char command[512];
    queue_help_open(&help);
    struct spool *spool = open_spool(&help);
    redis_away(&help);
    append(&help, spool, "SM1", "no tengo papeles");
    snprintf(command, sizeof command, "grep -rqaE -- 'papeles|56911112222|line-1|SM1' '%s/spool'", help.dir);
    cr_assert_neq(system(command), 0);
    spool_close(spool);
    queue_help_close(&help);
}

Test(spool, a_folder_that_cannot_be_written_says_busy) {
    struct queue_help help;
    struct inbox inbox = INBOX_INIT;
    struct error why = ERROR_INIT;
    char command[512];
    queue_help_open(&help);
    struct spool *spool = open_spool(&help);
    redis_away(&help);
    snprintf(command, sizeof command, "rm -r '%s/spool'", help.dir);
    cr_assert_eq(system(command), 0);
    cr_assert(inbox_add_message(&inbox) != NULL);
    cr_assert(spool_append(spool, &help.settings.channels[0], &inbox, &why) < 0);
    cr_assert_eq(why.kind, ERROR_BUSY);
    inbox_release(&inbox);
    spool_close(spool);
    queue_help_close(&help);
}
