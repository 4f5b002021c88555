/* my_data - the control words MY DATA and CORRECT: what is kept of a person, and a person of the office to correct it.
 * Pure. */
#ifndef HANDLERS_MY_DATA_H
#define HANDLERS_MY_DATA_H

#include "handlers/turn.h"

/* Says what is kept, from what the store knows at this moment, and how it is corrected, copied and erased. */
int my_data_control(const struct event *event, struct turn *turn, struct error *why);

/* A ticket of topic "datos"; what the person writes next goes to it. */
int my_data_correct_control(const struct event *event, struct turn *turn, struct error *why);

#endif
