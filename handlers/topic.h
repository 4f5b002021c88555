/* topic - a topic is spoken about: its answer, its answers by number, its form, or danger. Pure. */
#ifndef HANDLERS_TOPIC_H
#define HANDLERS_TOPIC_H

#include "handlers/turn.h"

/* -1 ERROR_SYSTEM: its form is not in the pack. The state stays when the topic has one answer, so that the numbers that
 * the person still sees keep their meaning. */
int topic_speak(const struct event *event, struct turn *turn, const struct pack_topic *topic, struct error *why);

/* 1 when the topic is said in one text: it may interrupt a form. */
int topic_is_short(const struct pack_topic *topic);

/* What is spoken of a topic when no service of it has anything to offer: its form or its answers. */
int topic_answer(const struct event *event, struct turn *turn, const struct pack_topic *topic, struct error *why);

#endif
