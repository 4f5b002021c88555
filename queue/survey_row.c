/* survey_row - the answers of one person, as they are kept without that person, and back. */
#include "queue/survey_row.h"

#include "config/own.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BOUND_MAX 64
#define PLACES    (INT64_C(1) << 48) /* exact in a double, as Redis keeps it */

static const char *bound_to(const char *survey, char ret[BOUND_MAX]) {
    snprintf(ret, BOUND_MAX, "survey:%.47s", survey);
    return ret;
}

/* Chance by way of the vault's random ids: 64 letters, 6 bits each. */
static int64_t random_place(void) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char id[VAULT_ID_MAX + 1];
    int64_t place = 0;
    vault_random_id(id);
    for (size_t i = 0; i < 8; i++) {
        const char *at = strchr(letters, id[i]);
        place = place * 64 + (at ? at - letters : 0);
    }
    return place % PLACES;
}

int survey_row_seal(const struct vault *vault, const char *survey, const char *json, struct args *args,
                    struct error *why) {
    char padded[EFFECT_RECORD_MAX + SURVEY_ROW_STEP], bound[BOUND_MAX];
    size_t len = strlen(json), room = (len / SURVEY_ROW_STEP + 1) * SURVEY_ROW_STEP;
    if (room > sizeof padded) return error_set(why, ERROR_SYSTEM, "answers of %zu bytes are too long", len);
    memset(padded, ' ', room);
    memcpy(padded, json, len);
    args_number(args, random_place());
    args_seal(args, vault_office_key(vault), bound_to(survey, bound), (struct vault_bytes){padded, room});
    return 0;
}

int survey_row_add(const struct turn_commit *commit, size_t index, struct args *args, struct error *why) {
    const struct effect *effect = &commit->turn->effects[index];
    args_text(args, "survey");
    args_text(args, effect->ref);
    return survey_row_seal(office_vault(commit->office), effect->ref, effect->literal ? effect->literal : "{}", args,
                           why);
}

json_t *survey_row_open(const struct vault *vault, const char *survey, struct vault_bytes sealed, struct error *why) {
    char bound[BOUND_MAX];
    char *opened = NULL;
    size_t len = 0;
    if (vault_unseal(vault_office_key(vault), bound_to(survey, bound), sealed, &opened, &len, why) < 0) return NULL;
    own_mem char *plain = opened;
    json_t *row = json_loadb(plain, len, JSON_REJECT_DUPLICATES, NULL);
    if (!row) error_set(why, ERROR_SYSTEM, "answers of a survey are no JSON");
    return row;
}
