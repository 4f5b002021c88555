/* pack_fill - a template with its {placeholders} filled. */
#include "messages/pack.h"

#include <string.h>

#define NAME_MAX_LEN 47

static const char *find_value(const struct pack_fill_args *with, const char *name) {
    for (size_t i = 0; i < with->count; i++)
        if (strcmp(with->params[i].name, name) == 0) return with->params[i].value;
    return pack_value(with->pack, name, with->language);
}

/* The length of "{name}" at the start of text, the name in ret; 0 when there is none. */
static size_t read_placeholder(const char *text, char ret[NAME_MAX_LEN + 1]) {
    size_t len = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    if (!len || len > NAME_MAX_LEN || text[len + 1] != '}') return 0;
    memcpy(ret, text + 1, len);
    ret[len] = 0;
    return len + 2;
}

void pack_fill(const struct pack_fill_args *with, const char *template, struct text *ret) {
    const char *at = template;
    while (*at) {
        const char *open = strchr(at, '{');
        if (!open) break;
        text_add_bytes(ret, at, (size_t)(open - at));
        char name[NAME_MAX_LEN + 1];
        size_t len = read_placeholder(open, name);
        const char *value = len ? find_value(with, name) : "{";
        if (value) text_add(ret, value);
        at = open + (len ? len : 1);
    }
    text_add(ret, at);
}
