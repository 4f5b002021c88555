/* transcript_test - the format of conversations: what it checks, how it complains, how it is rewritten; the chat. */
#include "handlers/transcript.h"

#include "config/clock.h"
#include "handlers/chat.h"
#include "tests/handlers/handlers_help.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct played {
    int failed;
    size_t mismatches;
    char text[16384];
    struct error why;
};

static struct played play(const char *script, int golden) {
    struct played played = {.failed = 0};
    struct text ret = TEXT_INIT(TRANSCRIPT_OUTPUT_MAX);
    struct transcript transcript = {help_pack(), "x.chat", script, strlen(script)};
    struct error why = ERROR_INIT;
    cr_assert_eq(clock_set_zone("America/Santiago", &why), 0);
    played.failed = transcript_run(&transcript, golden, &ret, &played.mismatches, &played.why);
    snprintf(played.text, sizeof played.text, "%s", text_get(&ret));
    text_release(&ret);
    return played;
}

static const char good[] =
    "# a person asks for the menu and leaves\n"
    "@ language es chosen\n"
    "@ greeted\n"
    "> alto\n"
    "< Listo. No le enviaremos más recordatorios ni avisos. Si nos escribe, siempre le responderemos. Solo "
    "recordatorios de sus horas: RECORDATORIOS. Todo otra vez: ALTA.\n"
    "~ consent reminders no\n"
    "~ consent events no\n"
    "~ consent surveys no\n"
    "= idle\n"
    "\n"
    "> alto\n";

Test(transcript, that_holds_has_no_mismatch) {
    struct played played = play(good, 0);
    cr_assert_eq(played.failed, 0, "%s", played.why.text);
    cr_assert_eq(played.mismatches, 0, "%s", played.text);
    cr_assert_str_eq(played.text, "");
}

Test(transcript, a_wrong_reply_effect_or_state_names_file_and_line) {
    struct played played = play("@ language es\n@ greeted\n> alto\n< Hola\n~ greeted\n= menu\n", 0);
    cr_assert_eq(played.mismatches, 5);
    assert_has(played.text, "x.chat:4: expected 'Hola' got 'Listo.");
    assert_has(played.text, "x.chat:5: expected 'greeted' got 'consent reminders no'");
    assert_has(played.text, "x.chat:3: expected nothing got 'consent events no'");
    assert_has(played.text, "x.chat:6: expected 'menu' got 'idle'");
}

Test(transcript, a_missing_and_an_unexpected_reply_are_mismatches) {
    struct played missing = play("@ language es\n@ greeted\n> alto\n", 0), more = play("! stopped\n< Adiós\n", 0);
    assert_has(missing.text, "x.chat:3: expected nothing got 'Listo.");
    assert_has(more.text, "x.chat:2: expected 'Adiós' got nothing");
}

Test(transcript, effects_are_only_looked_at_where_a_step_has_some) {
    struct played played = play("@ greeted\n@ language es\n! stopped\n", 0);
    cr_assert_eq(played.mismatches, 0, "%s", played.text);
}

Test(transcript, golden_writes_what_a_second_play_accepts_and_keeps_comments) {
    struct played golden =
        play("# first\n@ greeted\n@ language ht\n\n> 9\n< wrong\n# in between\n\n+ 3h\n> [media]\n", 1);
    cr_assert_eq(golden.failed, 0, "%s", golden.why.text);
    assert_has(golden.text, "# first\n@ greeted\n@ language ht\n\n> 9\n< N ap mete ou");
    assert_has(golden.text, "\n| 2 Sante\n");
    assert_has(golden.text, "= form\n# in between\n\n+ 3h\n< Pa gen prese");
    assert_lacks(golden.text, "wrong");
    struct played again = play(golden.text, 0);
    cr_assert_eq(again.mismatches, 0, "%s", again.text);
    cr_assert_str_eq(play(golden.text, 1).text, golden.text);
}

Test(transcript, a_line_that_is_none_is_an_input_error_with_its_place) {
    static const struct {
        const char *script, *place;
    } bad[] = {
        {"hola\n", "x.chat:1"},
        {"< before any words\n", "x.chat:1"},
        {"@ greeted\n@ nonsense\n", "x.chat:2"},
        {"@ now 2026-02-30 10:00\n", "x.chat:1"},
        {"@ now tomorrow\n", "x.chat:1"},
        {"@ language xx\n", "x.chat:1"},
        {"@ channel pigeon\n", "x.chat:1"},
        {"@ consent all no\n", "x.chat:1"},
        {"@ appointment a1\n", "x.chat:1"},
        {"@ appointment a1 2026-11-26 25:30 x | y\n", "x.chat:1"},
        {"+ soon\n", "x.chat:1"},
        {"+ 99999999d\n", "x.chat:1"},
        {"! sings\n", "x.chat:1"},
        {"! timer reminder a9\n", "x.chat:1"},
        {"! staff\n", "x.chat:1"},
        {"> hola\nnonsense\n", "x.chat:2"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct played played = play(bad[i].script, 0);
        cr_assert_eq(played.failed, -1, "%s", bad[i].script);
        cr_assert_eq(played.why.kind, ERROR_INPUT, "%s: %s", bad[i].script, played.why.text);
        assert_has(played.why.text, bad[i].place);
    }
}

Test(transcript, words_may_have_several_lines_and_marks) {
    struct played played = play("@ greeted\n@ language es\n> [whatsapp] [media] quiero ir\n| al cesfam\n", 1);
    cr_assert_eq(played.failed, 0);
    assert_has(played.text, "CESFAM");
    assert_has(played.text, "> [whatsapp] [media] quiero ir\n| al cesfam\n");
}

Test(transcript, windows_line_ends_and_a_missing_last_one_are_fine) {
    cr_assert_eq(play("@ greeted\r\n@ language es\r\n! stopped\r\n= idle", 0).mismatches, 0);
}

Test(transcript, limits_hold) {
    static char long_script[TRANSCRIPT_BYTES_MAX + 2], many[TRANSCRIPT_LINES_MAX + 10];
    memset(long_script, '#', sizeof long_script - 1);
    memset(many, '\n', sizeof many - 1);
    cr_assert_eq(play(long_script, 0).failed, -1);
    cr_assert_eq(play(many, 0).failed, -1);
}

Test(transcript_files, are_played_counted_and_rewritten_in_place) {
    char folder[] = "/tmp/transcripts-XXXXXX", one[64], two[64], report[4096] = "";
    cr_assert_not_null(mkdtemp(folder));
    snprintf(one, sizeof one, "%s/one.chat", folder);
    snprintf(two, sizeof two, "%s/two.chat", folder);
    FILE *file = fopen(one, "w");
    fputs(good, file);
    fclose(file);
    file = fopen(two, "w");
    fputs("@ language es\n@ greeted\n> alto\n< Hola\n", file);
    fclose(file);
    struct error why = ERROR_INIT;
    cr_assert_eq(clock_set_zone("America/Santiago", &why), 0);
    const char *paths[] = {one, two, "/nowhere.chat"};
    FILE *out = fmemopen(report, sizeof report - 1, "w");
    struct transcript_files files = {help_pack(), paths, 3, 0, out};
    cr_assert_eq(transcript_run_files(&files), 2);
    fflush(out);
    assert_has(report, "two.chat:4: expected 'Hola'");
    assert_has(report, "/nowhere.chat: ");
    assert_has(report, "1 passed, 2 failed\n");
    files.golden = 1, files.count = 2;
    cr_assert_eq(transcript_run_files(&files), 0);
    files.golden = 0;
    cr_assert_eq(transcript_run_files(&files), 0);
    fclose(out);
    unlink(one);
    unlink(two);
    rmdir(folder);
}

static const char *talk(const char *lines) {
    static char said[32768];
    static char input[4096];
    struct error why = ERROR_INIT;
    memset(said, 0, sizeof said);
    snprintf(input, sizeof input, "%s", lines);
    cr_assert_eq(clock_set_zone("America/Santiago", &why), 0);
    FILE *in = fmemopen(input, strlen(input), "r"), *out = fmemopen(said, sizeof said - 1, "w");
    struct chat chat = {.pack = help_pack(), .now_ms = 1795525200000, .in = in, .out = out};
    chat_talk(&chat);
    fclose(in);
    fclose(out);
    return said;
}

Test(chat, talks_travels_in_time_and_shows_effects_and_state_when_asked) {
    const char *said = talk("bonjou\n9\n=\n~\n+ 3h\n! staff Bonjou!\nmèsi anpil\n");
    assert_has(said, "< Bonjou, mwen se asistan");
    assert_lacks(said, "~ greeted");
    assert_has(said, "= form\n");
    assert_has(said, "< Pa gen prese");
    assert_has(said, "# staff reply");
    assert_has(said, "< Bonjou!\n");
}

Test(chat, a_line_it_cannot_read_ends_nothing) {
    const char *said = talk("+ soon\n! sings\n@ nonsense\n@ now 2026-02-30 10:00\nhola\n!quit\nhola\n");
    assert_has(said, "# 'soon' is no time");
    assert_has(said, "# 'sings' is no event");
    assert_has(said, "# 'nonsense' is no header");
    cr_assert_eq(strstr(strstr(said, "Hola, soy") + 1, "9 Una persona") != NULL, 1);
}
