/* match_test - what people write, and what it is understood as, with the sample pack. */
#include "messages/match.h"
#include "tests/messages/pack_help.h"

#include <criterion/criterion.h>
#include <string.h>

struct expectation {
    const char *text, *kind, *id;
};

static const char *id_of(const struct match *match) {
    if (match->kind == MATCH_CONTROL) return pack_control_id(match->control);
    return match->topic ? match->topic->id : "";
}

static void expect_all(const struct expectation *all, size_t count, enum language language) {
    struct pack *pack = pack_sample();
    for (size_t i = 0; i < count; i++) {
        struct match match = match_text(pack, all[i].text, language);
        cr_expect(strcmp(match_kind_name(match.kind), all[i].kind) == 0 && strcmp(id_of(&match), all[i].id) == 0,
                  "'%s' is %s %s, not %s %s", all[i].text, match_kind_name(match.kind), id_of(&match), all[i].kind,
                  all[i].id);
        cr_expect(match.score >= 0 && match.score <= 1);
    }
    pack_free(pack);
}
#define EXPECT(language, ...)                                                                                          \
    do {                                                                                                               \
        static const struct expectation all_[] = {__VA_ARGS__};                                                        \
        expect_all(all_, sizeof all_ / sizeof *all_, (language));                                                      \
    } while (0)

Test(match, words_in_any_language_find_their_topic) {
    EXPECT(LANGUAGE_NONE, {"quiero sacar visa", "topic", "residencia"}, {"mwen bezwen travay", "topic", "trabajo"},
           {"Où est mon dossier, état de ma demande", "topic", "estado-tramite"},
           {"I need a lawyer", "topic", "abogado"}, {"quero marcar hora na imigração", "topic", "cita-sermig"},
           {"M pa gen papye", "topic", "residencia"}, {"CESFAM???", "topic", "cesfam"});
}

Test(match, phrases_beat_the_words_inside_them) {
    EXPECT(LANGUAGE_NONE, {"pedir hora medico", "topic", "cesfam"}, {"hora en extranjeria", "topic", "cita-sermig"},
           {"licencia de conducir", "topic", "licencia"}, {"curso de español", "topic", "espanol"},
           {"pension de alimentos", "topic", "ninos-proteccion"}, {"cancelar la multa", "topic", "multas"});
}

Test(match, words_of_several_meanings_alone_are_asked_about) {
    EXPECT(LANGUAGE_NONE, {"vacuna", "ask", "vacunas"}, {"cancelar", "ask", "hora-oficina"},
           {"licencia", "ask", "licencia"}, {"hora", "ask", "hora-oficina"}, {"pension", "ask", "afp"},
           {"refugio", "ask", "refugio"}, {"liquidacion", "ask", "no-pagan"}, {"necesito hora", "ask", "hora-oficina"},
           {"español", "ask", "espanol"});
}

Test(match, words_of_several_meanings_are_asked_about_however_they_are_written) {
    EXPECT(LANGUAGE_ES, {"quiero cancelar", "ask", "hora-oficina"}, {"necesito licencia", "ask", "licencia"},
           {"la vacuna", "ask", "vacunas"}, {"HORA", "ask", "hora-oficina"}, {"mi pensión", "ask", "afp"},
           {"¿Refugio?", "ask", "refugio"}, {"mi liquidación", "ask", "no-pagan"});
}

Test(match, a_word_beside_settles_what_an_ambiguous_one_means) {
    EXPECT(LANGUAGE_NONE, {"refugio para esta noche", "topic", "calle-ayuda"},
           {"expulsion de mi casa", "topic", "arriendo"}, {"vacuna para mi guagua", "topic", "vacunas"},
           {"liquidacion del mes", "topic", "no-pagan"});
}

Test(match, an_ambiguous_word_offers_its_meanings) {
    struct pack *pack = pack_sample();
    struct match match = match_text(pack, "pensión", LANGUAGE_NONE);
    cr_assert_eq(match.kind, MATCH_ASK);
    cr_assert_eq(match.other_count, 2);
    cr_expect_str_eq(match.others[1]->id, "arriendo");
    pack_free(pack);
}

Test(match, danger_beats_everything_as_whole_words) {
    EXPECT(LANGUAGE_NONE, {"ya no aguanto, quiero morirme", "urgent", "salud-mental"},
           {"mwen vle mouri", "urgent", "salud-mental"},
           {"mi marido me pega y no tengo papeles", "urgent", "violencia-mujer"},
           {"me cobran vacuna", "urgent", "urgencia"}, {"S.O.S", "urgent", "urgencia"}, {"131", "urgent", "urgencia"},
           {"*4141", "urgent", "salud-mental"}, {"I can’t breathe", "urgent", "urgencia"},
           {"m ap mouri grangou", "urgent", "calle-ayuda"}, {"me quieren matar en mi país", "urgent", "refugio"});
}

Test(match, words_that_only_look_like_danger_do_not_fire) {
    EXPECT(LANGUAGE_NONE, {"de donde sos", "none", ""}, {"no quiero vivir lejos", "none", ""},
           {"subcidio", "topic", "beneficios"}, {"el auxilio", "topic", "beneficios"});
}

Test(match, a_control_word_counts_only_as_the_whole_message) {
    EXPECT(LANGUAGE_NONE, {"ALTO", "control", "stop"}, {"kite", "control", "stop"}, {"hola!!", "control", "menu"},
           {"9", "control", "person"}, {"0", "control", "menu"}, {"9\xEF\xB8\x8F\xE2\x83\xA3", "control", "person"},
           {"kreyòl", "ask", "interprete"}, {"english", "control", "language"}, {"si", "control", "yes"},
           {"para mi hijo una escuela", "topic", "escuela"}, {"no hablo español", "topic", "espanol"},
           {"kote ou rete", "none", ""}, {"alta médica", "topic", "cesfam"});
}

Test(match, one_slip_in_a_long_word_is_forgiven) {
    EXPECT(LANGUAGE_NONE, {"resedencia", "topic", "residencia"}, {"abogdao", "topic", "abogado"},
           {"cedulas", "topic", "cedula"}, {"papele", "topic", "residencia"}, {"konsilaa", "topic", "consulado"});
}

Test(match, words_that_lie_close_are_not_taken_for_one_another) {
    EXPECT(LANGUAGE_NONE, {"residencial", "topic", "arriendo"}, {"vecina", "topic", "mediacion"},
           {"vacina", "topic", "vacunas"}, {"hombre", "none", ""}, {"estaba", "none", ""}, {"presidente", "none", ""},
           {"kontre", "none", ""}, {"alti", "none", ""}, {"fine", "none", ""}, {"i am fine thank you", "none", ""});
}

Test(match, short_words_of_one_language_are_not_those_of_another) {
    EXPECT(LANGUAGE_ES, {"vivo con sus hijos", "none", ""});
    EXPECT(LANGUAGE_PT, {"quero o sus", "topic", "fonasa"}, {"oficina", "topic", "eventos"});
    EXPECT(LANGUAGE_ES, {"oficina", "topic", "oficina"});
}

Test(match, what_is_not_understood_is_none) {
    EXPECT(LANGUAGE_NONE, {"", "none", ""}, {"asdfgh", "none", ""}, {"\xF0\x9F\x98\x80", "none", ""},
           {"...", "none", ""}, {"\xff\xfe", "none", ""}, {"gracias por todo", "none", ""});
}

Test(match, two_things_in_one_message_are_both_offered) {
    struct pack *pack = pack_sample();
    struct match match = match_text(pack, "cesfam y escuela", LANGUAGE_ES);
    cr_assert_eq(match.kind, MATCH_ASK);
    cr_assert_eq(match.other_count, 1);
    cr_expect_str_eq(match.topic->id, "cesfam");
    cr_expect_str_eq(match.others[0]->id, "escuela");
    pack_free(pack);
}

Test(match, every_keyword_of_the_sample_leads_to_its_topic) {
    struct pack *pack = pack_sample();
    size_t lost = 0;
    for (size_t i = 0; i < pack_topic_count(pack); i++) {
        const struct pack_topic *topic = pack_topic_at(pack, i);
        for (int language = 0; language < LANGUAGE_BUILT_IN; language++) {
            for (size_t k = 0; k < topic->keywords[language].count; k++) {
                struct match match = match_text(pack, topic->keywords[language].at[k], (enum language)language);
                int found = match.kind == MATCH_CONTROL || match.topic == topic;
                for (size_t n = 0; n < match.other_count; n++) found |= match.others[n] == topic;
                if (!found && match.kind != MATCH_URGENT) {
                    cr_log_error("%s: %s", topic->id, topic->keywords[language].at[k]);
                    lost++;
                }
            }
        }
    }
    cr_expect_eq(lost, 0);
    pack_free(pack);
}

Test(match, danger_is_heard_without_its_dictionary_word) {
    EXPECT(LANGUAGE_NONE, {"mi marido me puso las manos en el cuello", "urgent", "violencia-mujer"},
           {"i took all my pills and wrote a goodbye letter", "urgent", "salud-mental"},
           {"que película más violenta jaja", "none", ""}, {"qwrtp zxcv", "none", ""});
}
