/* pack_help - small packs for tests. */
#ifndef TESTS_MESSAGES_PACK_HELP_H
#define TESTS_MESSAGES_PACK_HELP_H

#include "messages/pack.h"

/* Loads files given as name, text, name, text ... NULL. The pack, or NULL with faults filled. */
struct pack *pack_of(struct pack_faults *faults, ...);

/* 1 when one of the faults is exactly this, or begins with it. */
int pack_faults_hold(const struct pack_faults *faults, const char *fault);

/* The sample pack; the test fails when it has a fault. */
struct pack *pack_sample(void);

#endif
