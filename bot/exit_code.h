/* exit_code - how a command ends, as scripts see it. */
#ifndef BOT_EXIT_CODE_H
#define BOT_EXIT_CODE_H

enum command_exit {
    COMMAND_OK = 0,
    COMMAND_FAULT = 1, /* the input or the settings have faults */
    COMMAND_USAGE = 2, /* wrong use */
    COMMAND_BUSY = 3   /* not now: Redis or a provider is away */
};

#endif
