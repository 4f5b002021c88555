/* guess_test - what is understood from sentences, and how an office teaches its own. */
#include "config/embed.h"
#include "messages/match.h"
#include "messages/pack_files.h"
#include "messages/pack_guess_table.h"
#include "messages/pack_inside.h"
#include "messages/text.h"
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define TOPIC(id) "id: " id "\ntitle: {es: T}\nkeywords: {es: [" id "]}\nanswers: [a]\n"
#define ANSWER                                                                                                         \
    "id: a\ntitle: {es: A}\ntext: {es: Hola}\nrisk: green\nstatus: proposed\nsource: s\nchecked_on: "                  \
    "2026-11-24\nreview_by: 2027-11-24\nchecked_by: nobody\n"

/* Twelve times the same few words in other company, so that they are known. */
#define BREAD                                                                                                          \
    "quiero comprar pan\n    donde venden pan fresco\n    el pan de la esquina\n    hay pan caliente\n    pan para "   \
    "manana"
#define FISH                                                                                                           \
    "quiero pescar en el rio\n    donde se pesca trucha\n    permiso de pesca\n    salir a pescar\n    pesca con "     \
    "mosca"

static struct pack *taught(const char *examples, struct pack_faults *faults) {
    return pack_of(faults, "answers/a.yaml", ANSWER, "topics/panes.yaml", TOPIC("panes"), "topics/rio.yaml",
                   TOPIC("rio"), "examples/es.yaml", examples, NULL);
}

Test(guess, an_office_teaches_a_topic_with_sentences_of_its_own) {
    static struct pack_faults faults;
    struct pack *pack = taught("topics:\n  panes: |\n    " BREAD "\n  rio: |\n    " FISH "\n", &faults);
    for (size_t i = 0; i < faults.count; i++) cr_log_error("%s", faults.text[i]);
    cr_assert_not_null(pack);
    struct match match = match_text(pack, "me gustaria comprar algo de pan hoy", LANGUAGE_ES);
    cr_assert_not_null(match.topic);
    cr_expect_str_eq(match.topic->id, "panes");
    match = match_text(pack, "se puede pescar trucha por aqui", LANGUAGE_ES);
    cr_assert_not_null(match.topic);
    cr_expect_str_eq(match.topic->id, "rio");
    pack_free(pack);
}

/* The sample with one file changed. */
static struct pack *sample_with(const char *name, const char *more) {
    static struct pack_faults faults;
    own_pack_files struct pack_files *files = NULL;
    own_text struct text bytes = TEXT_INIT(PACK_FILE_MAX);
    struct error why = ERROR_INIT;
    struct pack *pack = NULL;
    faults.count = 0;
    cr_assert_eq(pack_files_sample(&files, &why), 0);
    const struct pack_file *file = pack_files_find(files, name);
    cr_assert_not_null(file);
    text_add_bytes(&bytes, file->bytes, file->len);
    text_add(&bytes, more);
    struct pack_bytes whole = {text_get(&bytes), strlen(text_get(&bytes))};
    cr_assert_eq(pack_files_replace(files, name, whole, &why), 0);
    cr_assert_eq(pack_load(files->at, files->count, &pack, &faults, &why), 0, "%s", faults.text[0]);
    return pack;
}

Test(guess, what_the_build_learnt_serves_until_a_sentence_is_added) {
    const char *linked = sample_guesser[0].at;
    size_t size = 0;
    struct pack *pack = sample_with("answers/cesfam.yaml", "# another hand\n");
    cr_expect_eq(guesser_bytes(pack->guesser, &size), linked);
    pack_free(pack);
    pack = sample_with("examples/es.yaml", "  el zumbido del refrigerador no me deja tranquila\n");
    cr_expect_neq(guesser_bytes(pack->guesser, &size), linked);
    cr_expect_gt(size, 0);
    pack_free(pack);
}

Test(guess, faults_of_examples_are_named) {
    static struct pack_faults faults;
    cr_assert_null(taught("topics:\n  nadie: |\n    hola que tal\n", &faults));
    cr_expect(pack_faults_hold(&faults, "examples/es.yaml:2: there is no topic 'nadie'"));
    cr_assert_null(taught("topics:\n  panes: [uno, dos]\n", &faults));
    cr_expect(pack_faults_hold(&faults, "examples/es.yaml:2: 'panes' must be a text of one sentence a line"));
    cr_assert_null(taught("otro: x\n", &faults));
    cr_expect(pack_faults_hold(&faults, "examples/es.yaml:1: unknown key 'otro'"));
    cr_assert_null(pack_of(&faults, "examples/xx.yaml", "none: |\n  hola\n", NULL));
    cr_expect(pack_faults_hold(&faults, "examples/xx.yaml:1: must be named after a language"));
    char line[500];
    memset(line, 'a', sizeof line - 1);
    line[sizeof line - 1] = 0;
    char examples[600];
    snprintf(examples, sizeof examples, "none: |\n  %s\n", line);
    cr_assert_null(taught(examples, &faults));
    cr_expect(pack_faults_hold(&faults, "examples/es.yaml:1: an example has more than 300 letters"));
}

static struct match of(struct pack *pack, const char *text) {
    return match_text(pack, text, LANGUAGE_NONE);
}

Test(guess, danger_that_is_only_suspected_is_asked_about) {
    struct pack *pack = pack_sample();
    struct match match = of(pack, "I am dying of laughter, that was so funny");
    cr_expect_eq(match.kind, MATCH_ASK);
    cr_expect_eq(match.danger, 1);
    match = of(pack, "I am dying, please help me, I cannot move");
    cr_expect_eq(match.kind, MATCH_URGENT);
    cr_expect_eq(match.danger, 0);
    match = of(pack, "estoy en el puente y quiero saltar");
    cr_expect_eq(match.kind, MATCH_URGENT);
    cr_expect_str_eq(match.topic->id, "salud-mental");
    pack_free(pack);
}

Test(guess, a_family_and_an_errand_are_no_danger) {
    static const char *const harmless[] = {"mi mamá quiere venir a vivir conmigo, qué visa necesita",
                                           "mon fils a cinq ans et cherche une école", "my husband needs a dentist",
                                           "pitit mwen bezwen vaksen", "minha filha precisa de vaga na creche"};
    struct pack *pack = pack_sample();
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        struct match match = of(pack, harmless[i]);
        cr_expect(match.kind == MATCH_TOPIC || (match.kind == MATCH_ASK && !match.danger), "%s", harmless[i]);
    }
    pack_free(pack);
}

Test(guess, misspelt_to_the_last_word_is_still_understood) {
    struct pack *pack = pack_sample();
    struct match match = of(pack, "kual es el nro de la anbulansia");
    cr_assert_not_null(match.topic);
    cr_expect_str_eq(match.topic->id, "urgencia");
    match = of(pack, "ou faire le vacin de mon enfan");
    cr_assert_not_null(match.topic);
    cr_expect_str_eq(match.topic->id, "vacunas");
    pack_free(pack);
}

Test(guess, a_greeting_before_the_question_changes_nothing) {
    struct pack *pack = pack_sample();
    struct match bare = of(pack, "perdí mi carnet y necesito otro");
    struct match polite = of(pack, "Buenas tardes señorita, disculpe la molestia, perdí mi carnet y necesito otro");
    cr_assert_eq(bare.kind, MATCH_TOPIC);
    cr_expect_eq(polite.kind, MATCH_TOPIC);
    cr_expect_eq(polite.topic, bare.topic);
    pack_free(pack);
}

Test(guess, letters_that_are_no_words_are_not_guessed_at) {
    static const char *const noise[] = {"kjashd kjhasd qweoiu asdlkj", "zzz kkk ppp lll mmm", "jfkd slfj wlkf sldk"};
    struct pack *pack = pack_sample();
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++)
        cr_expect_eq(of(pack, noise[i]).kind, MATCH_NONE, "%s", noise[i]);
    pack_free(pack);
}
