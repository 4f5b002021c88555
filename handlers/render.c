/* render - what an effect says, in the language of the turn, its placeholders filled. */
#include "handlers/render.h"

#include "handlers/options.h"

static const char *template_of(const struct effect *effect, const struct pack *pack, enum language language) {
    if (effect->phrase[0]) return pack_phrase(pack, effect->phrase, language);
    const struct pack_answer *answer = pack_answer(pack, effect->answer);
    return answer ? options_title(answer->text, language) : NULL;
}

int render_effect(const struct effect *effect, const struct event *event, enum language language, struct text *ret,
                  struct error *why) {
    struct pack_param params[PACK_PARAMS_MAX];
    if (effect->literal) {
        text_add(ret, effect->literal);
        return 0;
    }
    const char *template = template_of(effect, event->pack, language);
    if (!template) return error_set(why, ERROR_SYSTEM, "there is no text '%s%s'", effect->phrase, effect->answer);
    for (size_t i = 0; i < effect->value_count; i++)
        params[i] = (struct pack_param){effect->values[i].name, effect->values[i].value};
    struct pack_fill_args with = {event->pack, language, params, effect->value_count};
    pack_fill(&with, template, ret);
    return 0;
}
