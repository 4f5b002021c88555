/* settings_check - what settings mean together: which value follows from others, which contradict each other. */
#ifndef CONFIG_SETTINGS_CHECK_H
#define CONFIG_SETTINGS_CHECK_H

#include "config/settings.h"

/* Who hears the faults. name is the dotted name of the setting to look at, message what is wrong with it. */
struct settings_listener {
    void (*fault)(void *arg, const char *name, const char *message);
    void *arg;
};

/* Fills public_url and key_file where they are empty; settings_underive empties them where they are just that. */
void settings_derive(struct settings *settings);
void settings_underive(struct settings *settings);

void settings_check(const struct settings *settings, const struct settings_listener *listener);

#endif
