/* pack_directory - organisations to which people are referred: who helps with what, in which languages, how to reach
 * them.
 *
 * directory.yaml is a list of: id, name and does (what it helps with) by language, topics (ids), languages (codes),
 * and, where known, place and hours by language, phone, web; source, checked_on, review_by, checked_by, status
 * (proposed, approved). A contact that nobody has verified yet says "(muestra)" and cannot be approved. One must have a
 * phone, a web page or a place. */
#ifndef MESSAGES_PACK_DIRECTORY_H
#define MESSAGES_PACK_DIRECTORY_H

#include "messages/pack.h"

#define PACK_ORGANISATIONS_MAX       200
#define PACK_ORGANISATION_ID_MAX     20 /* letters of an id: it stands in the names of timers */
#define PACK_ORGANISATION_TOPICS_MAX 16

struct pack_organisation {
    char id[PACK_ID_MAX];
    char *name[LANGUAGE_COUNT], *does[LANGUAGE_COUNT], *place[LANGUAGE_COUNT], *hours[LANGUAGE_COUNT];
    char *phone, *web; /* NULL when not known */
    const struct pack_topic *topics[PACK_ORGANISATION_TOPICS_MAX];
    size_t topic_count;
    int speaks[LANGUAGE_COUNT];
    int approved;
    int review_by; /* yyyymmdd; 0 when the file has a fault */
};

size_t pack_organisation_count(const struct pack *pack);
const struct pack_organisation *pack_organisation_at(const struct pack *pack, size_t index);
const struct pack_organisation *pack_organisation(const struct pack *pack, const char *id); /* NULL when unknown */

/* 1 when it helps with the topic. */
int pack_organisation_helps(const struct pack_organisation *organisation, const struct pack_topic *topic);

#endif
