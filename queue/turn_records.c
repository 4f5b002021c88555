/* turn_records - the table of who writes which kind of record. */
#include "queue/turn_records.h"

#include "handlers/discreet.h"
#include "handlers/erase.h"
#include "handlers/number.h"
#include "handlers/profile.h"
#include "queue/case_record.h"
#include "queue/discreet_record.h"
#include "queue/erase_record.h"
#include "queue/number_record.h"
#include "queue/profile_record.h"
#include "queue/referral_record.h"
#include "queue/seat.h"
#include "queue/survey_row.h"
#include "queue/unanswered_record.h"

#include <string.h>

/* ref is the ticket. */
static int add_reopen(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    (void)why;
    args_text(args, "reopen");
    args_text(args, commit->turn->effects[index].ref);
    return 0;
}

/* One row a kind; the last is empty. */
static const struct writer {
    const char *kind;
    int (*add)(const struct turn_commit *commit, size_t index, struct args *args, struct error *why);
} writers[] = {
    {"referral", referral_record_add},
    {"reopen", add_reopen},
    {"seat", seat_add},
    {"came", seat_add_came},
    {"thanks", seat_add_thanks},
    {"board-is", seat_add_board_is},
    {"case", case_record_add},
    {"unanswered", unanswered_record_add},
    {"case-answer", case_record_answer},
    {ERASE_RECORD, erase_record_add},
    {DISCREET_WORD, discreet_record_word},
    {DISCREET_READ, discreet_record_read},
    {NUMBER_RECORD, number_record_code},
    {NUMBER_CLAIM, number_record_claim},
    {NUMBER_MOVE, number_record_move},
    {PROFILE_NEW, profile_record_new},
    {PROFILE_GO, profile_record_go},
    {"survey", survey_row_add},
    {NULL, NULL},
};

int turn_records_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const char *kind = commit->turn->effects[index].name;
    for (const struct writer *writer = writers; writer->kind; writer++)
        if (strcmp(writer->kind, kind) == 0) return writer->add(commit, index, args, why);
    return error_set(why, ERROR_SYSTEM, "nobody writes records of the kind '%.40s'", kind);
}
