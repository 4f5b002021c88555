/* pack_read - typed values out of a tree, with a fault for each that is wrong. */
#ifndef MESSAGES_PACK_READ_H
#define MESSAGES_PACK_READ_H

#include "messages/pack_inside.h"

/* Where faults go. A reader is made for one file. */
struct pack_reader {
    struct pack *pack;
    struct pack_faults *faults;
    const char *file;
};

/* 1 when node is a map and holds only these keys (NULL-terminated); else a fault for each that is not. */
int pack_read_map(struct pack_reader *reader, const struct pack_node *node, const char *const *keys);

/* The entry of a map; a fault when it is missing or of another kind. NULL then. */
const struct pack_node *pack_read_entry(struct pack_reader *reader, const struct pack_node *map, const char *key,
                                        enum pack_node_kind kind);

/* The text of an entry; a fault and NULL when it is missing or no text. Borrowed from the tree. */
char *pack_read_text(struct pack_reader *reader, const struct pack_node *map, const char *key);

/* An id: [a-z0-9-], 1 to PACK_ID_MAX-1 letters. 1 when good. */
int pack_read_id(struct pack_reader *reader, const struct pack_node *node, char ret[PACK_ID_MAX]);

/* `id:` of the root, which must be the file's own name. */
int pack_read_file_id(struct pack_reader *reader, const struct pack_node *root, char ret[PACK_ID_MAX]);

/* A map language -> text. Empty texts are NULL. */
void pack_read_texts(struct pack_reader *reader, const struct pack_node *node, char *ret[LANGUAGE_COUNT]);

/* A list of words, folded; twins are kept once. Adds to ret. */
void pack_read_words(struct pack_reader *reader, const struct pack_node *list, struct pack_words *ret);

/* A map language -> list of words; es_variants goes to Spanish. */
void pack_read_words_by_language(struct pack_reader *reader, const struct pack_node *map,
                                 struct pack_words ret[LANGUAGE_COUNT]);

/* A day "2026-11-24" as 20261124; 0 and a fault when it is none. */
int pack_read_day(struct pack_reader *reader, const struct pack_node *node);

/* "09:30" as minutes of the day, "24:00" is its end; -1 when it is none. Looks at five letters. */
int pack_read_minutes(const char *at);

/* A number in [min, max]; min and a fault otherwise. */
long pack_read_number(struct pack_reader *reader, const struct pack_node *node, long min, long max);

/* The topic that a text names; a fault and NULL when there is none. */
const struct pack_topic *pack_read_topic(struct pack_reader *reader, const struct pack_node *node);

/* The language of a code; a fault and LANGUAGE_NONE when it is none that is built in or declared. */
enum language pack_read_language(struct pack_reader *reader, const struct pack_node *node, const char *code);

/* Adds a folded word to a list unless it is there; a fault when it folds to nothing or is too long. */
void pack_read_word(struct pack_reader *reader, const struct pack_node *node, const char *word, struct pack_words *ret);

/* The parts of a pack: each reads one file into reader->pack. Their order is in pack.c: answers before topics, topics
 * before what names them. */
void pack_read_languages(struct pack_reader *reader, const struct pack_node *root); /* pack_languages.c */
void pack_read_answer(struct pack_reader *reader, const struct pack_node *root);    /* pack_topics.c */
void pack_read_topic_file(struct pack_reader *reader, const struct pack_node *root);
void pack_read_menu(struct pack_reader *reader, const struct pack_node *root);
void pack_read_form(struct pack_reader *reader, const struct pack_node *root); /* pack_forms.c */
/* node: `survey:` of a form, NULL when it is none. */
void pack_read_survey(struct pack_reader *reader, const struct pack_node *node, struct pack_survey *ret);
void pack_read_phrases(struct pack_reader *reader, const struct pack_node *root);  /* pack_phrases.c */
void pack_read_controls(struct pack_reader *reader, const struct pack_node *root); /* pack_controls.c */
void pack_read_urgent(struct pack_reader *reader, const struct pack_node *root);   /* pack_urgent.c */
/* A bare emergency number as whole message is a cry for help too. topic may be NULL. */
void pack_read_urgent_number(struct pack_reader *reader, const struct pack_node *number,
                             const struct pack_topic *topic);
void pack_read_ambiguous(struct pack_reader *reader, const struct pack_node *root);
void pack_read_examples(struct pack_reader *reader, const struct pack_node *root);  /* pack_examples.c */
void pack_read_office(struct pack_reader *reader, const struct pack_node *root);    /* pack_office.c */
void pack_read_emergency(struct pack_reader *reader, const struct pack_node *root); /* pack_emergency.c */
void pack_read_directory(struct pack_reader *reader, const struct pack_node *root); /* pack_directory.c */

#endif
