/* pack_check - the parts of pack_check(): texts, topics, forms. For pack_check files only. */
#ifndef MESSAGES_PACK_CHECK_H
#define MESSAGES_PACK_CHECK_H

#include "messages/pack.h"
#include "messages/pack_yaml.h"

struct pack_check {
    const struct pack *pack;
    struct pack_faults *faults;
};

/* A text and where it stands. */
struct place {
    const char *file;
    const struct pack_node *node;
    const char *text;
};

/* A text that costs more SMS than a person reads, once it is filled and its accents are lowered. */
void pack_check_length(struct pack_check *check, const struct place *place, enum language language);

/* A fault for each of the languages that every pack speaks and the texts lack. what names them; text is not looked at.
 */
void pack_check_written(struct pack_check *check, const struct place *place, const char *what,
                        char *const texts[LANGUAGE_COUNT]);

void pack_check_topics(struct pack_check *check); /* topics, their keywords, the menu */
void pack_check_forms(struct pack_check *check);
/* A form that is a survey: what its answers must be so that they can be kept, and told, without anybody. */
void pack_check_survey(struct pack_check *check, const struct pack_form *form, const char *file);
/* The conditions of a form's questions (only_if), and questions that no answers lead to. */
void pack_check_rules(struct pack_check *check, const struct pack_form *form, const char *file);

/* Faults of the directory: a text that lacks a language, a contact that is none, an approved sample. */
void pack_check_directory(struct pack_check *check);

#endif
