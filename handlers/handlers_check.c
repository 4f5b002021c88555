/* handlers_check - faults of a pack that only the handlers can see. */
#include "handlers/handlers.h"
#include "handlers/organizations.h"
#include "messages/pack_yaml.h"

#include <string.h>

static size_t check_topic(const struct pack *pack, const struct pack_topic *topic, struct pack_faults *faults) {
    char file[PACK_ID_MAX + 16];
    size_t before = faults->count;
    snprintf(file, sizeof file, "topics/%s.yaml", topic->id);
    const struct pack_form *form = topic->form[0] ? pack_form(pack, topic->form) : NULL;
    if (topic->form[0] && !form) pack_fault(faults, file, 1, "there is no form '%s'", topic->form);
    if (form && !handlers_find_form_end(form->ends))
        pack_fault(faults, file, 1, "opens the form '%s', which nothing follows", topic->form);
    if (topic->service[0] && !handlers_find_service(topic->service))
        pack_fault(faults, file, 1, "there is no service '%s'", topic->service);
    return faults->count - before;
}

static size_t check_form(const struct pack_form *form, struct pack_faults *faults) {
    char file[PACK_ID_MAX + 16];
    if (strcmp(form->ends, form->id) == 0 || handlers_find_form_end(form->ends)) return 0;
    snprintf(file, sizeof file, "forms/%s.yaml", form->id);
    pack_fault(faults, file, 1, "nothing is known that follows as '%s'", form->ends);
    return 1;
}

size_t handlers_check_pack(const struct pack *pack, struct pack_faults *faults) {
    size_t count = 0;
    for (size_t i = 0; i < pack_topic_count(pack); i++) count += check_topic(pack, pack_topic_at(pack, i), faults);
    for (size_t i = 0; i < pack_form_count(pack); i++) count += check_form(pack_form_at(pack, i), faults);
    return count + organizations_check(pack, faults);
}
