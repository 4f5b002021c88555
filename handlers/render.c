/* render - what an effect says, in the language of the turn, its placeholders filled. */
#include "handlers/render.h"

#include "config/clock.h"
#include "handlers/options.h"

const char *render_answer(const struct event *event, const struct pack_answer *answer, enum language language) {
    struct tm local;
    clock_local(event->now_ms, &local);
    return options_title(pack_answer_texts(event->pack, answer, &local), language);
}

static const char *template_of(const struct effect *effect, const struct event *event, enum language language) {
    if (effect->phrase[0]) return pack_phrase(event->pack, effect->phrase, language);
    const struct pack_answer *answer = pack_answer(event->pack, effect->answer);
    return answer ? render_answer(event, answer, language) : NULL;
}

int render_effect(const struct effect *effect, const struct event *event, enum language language, struct text *ret,
                  struct error *why) {
    struct pack_param params[PACK_PARAMS_MAX];
    if (effect->literal) {
        text_add(ret, effect->literal);
        return 0;
    }
    const char *template = template_of(effect, event, language);
    if (!template) return error_set(why, ERROR_SYSTEM, "there is no text '%s%s'", effect->phrase, effect->answer);
    for (size_t i = 0; i < effect->value_count; i++)
        params[i] = (struct pack_param){effect->values[i].name, effect->values[i].value};
    struct pack_fill_args with = {event->pack, language, params, effect->value_count};
    pack_fill(&with, template, ret);
    return 0;
}
