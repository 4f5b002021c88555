/* desk_media - the bytes of what a person sent, by the API. */
#ifndef BOT_DESK_DESK_MEDIA_H
#define BOT_DESK_DESK_MEDIA_H

#include "bot/desk/desk_call.h"

/* GET /media/:id - the file as what its first bytes say that it is: as a download, in a sandbox, kept by no cache. */
void desk_media_get(struct desk_call *call);

#endif
