/* pack_check_directory - organisations that nobody could reach, or that say what nobody has verified. */
#include "messages/pack_check.h"
#include "messages/pack_inside.h"
#include "messages/phone.h"

#include <string.h>

#define FAULT(check, node, ...) pack_fault((check)->faults, file, (node) ? (node)->line : 1, __VA_ARGS__)
#define SAMPLE                  "(muestra)"
#define DOES_MAX                90 /* bytes: with name and contact it must fit into two SMS */

static const char file[] = "directory.yaml";

/* "+56 2 2726 3900" is a whole number; "600 360 7777" and "1455" are as they are dialled. */
static int is_phone(const char *text) {
    char number[MESSAGE_ADDRESS_MAX + 1];
    struct error why = ERROR_INIT;
    if (*text == '+') return phone_normalise(text, "", number, &why) == 0;
    size_t len = strlen(text);
    return len >= 3 && len <= 16 && *text >= '0' && *text <= '9' && strspn(text, "0123456789 ") == len;
}

/* "sjmchile.org", "help.unhcr.org/chile", with or without https:// in front. */
static int is_web(const char *text) {
    if (strncmp(text, "https://", 8) == 0) text += 8;
    size_t host = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-"), len = strlen(text);
    const char *dot = memchr(text, '.', host);
    if (!dot || dot == text || host < 4 || text[host - 1] == '.' || text[host - 1] == '-') return 0;
    if (text[host] && text[host] != '/') return 0;
    return len < 80 && !strpbrk(text, " \t\n\"<>{}|\\^`") && !strstr(text, "..");
}

static int says_sample(char *const texts[LANGUAGE_COUNT]) {
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (texts[language] && strstr(texts[language], SAMPLE)) return 1;
    return 0;
}

static void check_texts(struct pack_check *check, const struct pack_node *node, const struct pack_organisation *one) {
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (one->does[language] && strlen(one->does[language]) > DOES_MAX)
            FAULT(check, pack_yaml_find(node, "does"), "'does' of '%s' has more than %d bytes", one->id, DOES_MAX);
    char what[PACK_ID_MAX + 16];
    snprintf(what, sizeof what, "'does' of '%s'", one->id);
    pack_check_written(check, &(struct place){file, node, NULL}, what, one->does);
    int is_sample = says_sample(one->name) || says_sample(one->place) || says_sample(one->hours);
    if (one->approved && is_sample) FAULT(check, node, "'%s' is approved, but still a sample", one->id);
}

static void check_organisation(struct pack_check *check, const struct pack_node *node,
                               const struct pack_organisation *one) {
    if (one->phone && !is_phone(one->phone))
        FAULT(check, pack_yaml_find(node, "phone"), "'%.40s' is no number", one->phone);
    if (one->web && !is_web(one->web))
        FAULT(check, pack_yaml_find(node, "web"), "'%.60s' is no address of a page", one->web);
    if (!one->phone && !one->web && !one->place[LANGUAGE_ES])
        FAULT(check, node, "'%s' has no phone, no web and no place: nobody could reach it", one->id);
    check_texts(check, node, one);
}

void pack_check_directory(struct pack_check *check) {
    const struct pack_node *root = pack_source(check->pack, file);
    const struct pack_node *node = root ? root->first : NULL;
    for (size_t i = 0; i < check->pack->organisation_count; i++, node = node ? node->next : NULL)
        check_organisation(check, node, &check->pack->organisations[i]);
}
