/* own - ownership visible where a variable is declared.
 *
 * `own_mem char *s = ...;` is freed when s leaves its scope. Hand it over with `return give(s);`, which leaves NULL
 * behind. Destructors accept NULL. */
#ifndef CONFIG_OWN_H
#define CONFIG_OWN_H

#include <stdlib.h>

static inline void own_free(void *at) {
    free(*(void **)at);
}

#define own_mem __attribute__((cleanup(own_free)))

/* The value of p, which is NULL afterwards. */
#define give(p)                                                                                                        \
    ({                                                                                                                 \
        __typeof__(p) given_ = (p);                                                                                    \
        (p) = NULL;                                                                                                    \
        given_;                                                                                                        \
    })

#endif
