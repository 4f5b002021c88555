/* options - numbered lines as a person reads them. */
#include "handlers/options.h"

const char *options_title(char *const titles[LANGUAGE_COUNT], enum language language) {
    const char *title = titles[language] ? titles[language] : titles[LANGUAGE_ES];
    return title ? title : "";
}

void options_add_plain(struct text *ret, size_t number, const char *title) {
    text_addf(ret, "%s%zu %s", ret->len ? "\n" : "", number, title);
}

void options_add(struct text *ret, size_t number, char *const titles[LANGUAGE_COUNT], enum language language) {
    options_add_plain(ret, number, options_title(titles, language));
}
