/* board_survey - what the board says of surveys. */
#include "handlers/board.h"

#include <string.h>

const struct board_survey *board_survey(const struct board *board, const char *id) {
    for (size_t i = 0; board && i < board->survey_count; i++)
        if (strcmp(board->surveys[i].id, id) == 0) return &board->surveys[i];
    return NULL;
}

const struct board_volunteer *board_volunteer(const struct board *board, const char *code,
                                              const struct board_survey **ret_survey) {
    for (size_t i = 0; board && i < board->survey_count; i++) {
        const struct board_survey *survey = &board->surveys[i];
        for (size_t k = 0; k < survey->volunteer_count; k++) {
            if (strcmp(survey->volunteers[k].code, code) != 0) continue;
            *ret_survey = survey;
            return &survey->volunteers[k];
        }
    }
    return NULL;
}
