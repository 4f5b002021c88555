/* my_data - the control words MY DATA and ERASE: a person of the office takes the request. Pure. */
#ifndef HANDLERS_MY_DATA_H
#define HANDLERS_MY_DATA_H

#include "handlers/turn.h"

int my_data_control(const struct event *event, struct turn *turn, struct error *why);
int my_data_erase_control(const struct event *event, struct turn *turn, struct error *why);

#endif
