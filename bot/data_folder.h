/* data_folder - the folder that holds an office: made with mode 0700, checked, its key file opened. */
#ifndef BOT_DATA_FOLDER_H
#define BOT_DATA_FOLDER_H

#include "config/settings.h"
#include "config/vault.h"

/* Makes data.dir (mode 0700) when missing, and closes one of an office, or an empty one, to other users. ERROR_INPUT:
 * it cannot be made or written to, or is an open folder that holds other things. */
int data_folder_open(const struct settings *settings, struct error *why);

/* Opens the vault; makes the master key at the first start only. ERROR_INPUT when the key file is missing while data
 * exist: without it nothing of them can be read, and a new key would hide that. may_create is 0 for commands that
 * only look at a running office. */
int data_folder_vault(const struct settings *settings, int may_create, struct vault **ret, struct error *why);

#endif
