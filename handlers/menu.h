/* menu - the main menu: the sections of the pack by number. Pure. */
#ifndef HANDLERS_MENU_H
#define HANDLERS_MENU_H

#include "handlers/turn.h"

/* Shows the menu and enters the state "menu". */
void menu_show(const struct event *event, struct turn *turn);

/* The control word MENU, 0 or a greeting. */
int menu_control(const struct event *event, struct turn *turn, struct error *why);

extern const struct handler menu_handler; /* "menu" */

#endif
