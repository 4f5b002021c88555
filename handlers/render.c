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

/* "For person 2:" */
static void add_before(const struct effect *effect, const struct event *event, enum language language,
                       struct text *ret) {
    const char *template = pack_phrase(event->pack, effect->before, language);
    char number[16];
    if (!template) return; /* machine_step has seen that there is one */
    snprintf(number, sizeof number, "%d", event->known.profile.number);
    struct pack_param persona = {"persona", number};
    struct pack_fill_args with = {event->pack, language, &persona, 1};
    pack_fill(&with, template, ret);
    text_add(ret, " ");
}

int render_effect(const struct effect *effect, const struct event *event, enum language language, struct text *ret,
                  struct error *why) {
    struct pack_param params[PACK_PARAMS_MAX];
    if (effect->before[0]) add_before(effect, event, language, ret);
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
