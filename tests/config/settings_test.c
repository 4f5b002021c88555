/* settings_test - defaults, file, environment; and every fault at its line. */
#include "config/settings.h"

#include "config/own.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[96], secret_path[96];
static struct settings settings;
static struct settings_faults faults;
static struct error why;

static void make_folder(void) {
    snprintf(folder, sizeof folder, "/tmp/settings_test.XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.conf", folder);
    snprintf(secret_path, sizeof secret_path, "%s/token", folder);
}

static void remove_folder(void) {
    unlink(path);
    unlink(secret_path);
    rmdir(folder);
}

TestSuite(settings, .init = make_folder, .fini = remove_folder);

static void write_file(const char *name, const char *bytes, size_t len) {
    FILE *file = fopen(name, "w");

    cr_assert_not_null(file);
    fwrite(bytes, 1, len, file);
    fclose(file);
    chmod(name, 0600);
}

static int load(const char *text) {
    write_file(path, text, strlen(text));
    return settings_load(path, &settings, &faults, &why);
}

static void load_well(const char *text) {
    cr_assert_eq(load(text), 0, "%s", faults.count ? faults.text[0] : why.text);
}

/* Exactly one fault, at this line, with these words. */
static void expect_fault(const char *text, int line, const char *words) {
    char place[128];
    struct settings before = settings;

    cr_assert_eq(load(text), -1, "accepted: %s", text);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert_str_eq(why.text, "1 fault in the settings", "%s; first %s", why.text, faults.text[0]);
    cr_assert_eq(faults.count, 1);
    snprintf(place, sizeof place, "%s:%d: ", path, line);
    cr_assert_eq(strncmp(faults.text[0], place, strlen(place)), 0, "%s", faults.text[0]);
    cr_assert_not_null(strstr(faults.text[0], words), "%s", faults.text[0]);
    cr_assert_eq(memcmp(&before, &settings, sizeof settings), 0, "a failed load changes nothing");
}

#define LINE "[channel line-1]\nwire = twilio\nnumber = +56911111111\nsecret = t0ken\n"

Test(settings, without_a_file_there_is_a_sample_office_with_two_simulated_lines) {
    cr_assert_eq(settings_load(NULL, &settings, &faults, &why), 0, "%s", why.text);
    cr_assert_str_eq(settings.office.tag, "quilicura");
    cr_assert_eq(settings.office.mode, MODE_TRIAL);
    cr_assert_str_eq(settings.office.timezone, "America/Santiago");
    cr_assert_str_eq(settings.server.listen, "127.0.0.1:8080");
    cr_assert_str_eq(settings.server.public_url, "http://127.0.0.1:8080");
    cr_assert_str_eq(settings.data.key_file, "var/master.key");
    cr_assert_str_eq(settings.send.quiet_from, "21:00");
    cr_assert_str_eq(settings.send.quiet_until, "09:00");
    cr_assert_eq(settings.channel_count, 2);
    cr_assert_str_eq(settings_channel(&settings, "phone-whatsapp")->kind, "whatsapp");
    cr_assert_str_eq(settings_channel(&settings, "phone-sms")->wire, "phone");
    cr_assert_str_eq(settings_channel(&settings, "phone-sms")->number, "+56900000001");
    cr_assert_str_eq(settings_channel(&settings, "phone-sms")->encoding, "smart");
    cr_assert_null(settings_channel(&settings, "line-1"));
}

Test(settings, a_file_says_what_it_wants_changed) {
    load_well("# ours\n[office]\ntag = renca\nmode = live\n; also a comment\n\n[worker]\nlease_s = 5\n" LINE
              "rate_per_s = 1000\nkind = whatsapp\n");
    cr_assert_str_eq(settings.office.tag, "renca");
    cr_assert_eq(settings.office.mode, MODE_LIVE);
    cr_assert_eq(settings.worker.lease_s, 5);
    cr_assert_eq(settings.worker.tries_max, 3, "what is not said keeps its default");
    cr_assert_eq(settings.channel_count, 1);
    cr_assert_str_eq(settings.channels[0].name, "line-1");
    cr_assert_str_eq(settings.channels[0].secret, "t0ken");
    cr_assert_eq(settings.channels[0].rate_per_s, 1000);
}

Test(settings, a_channel_may_leave_its_texts_as_they_are_written) {
    load_well(LINE);
    cr_assert_str_eq(settings.channels[0].encoding, "smart");
    load_well(LINE "encoding = full\n");
    cr_assert_str_eq(settings.channels[0].encoding, "full");
    expect_fault(LINE "encoding = ascii\n", 5, "encoding must be one of smart/full");
}

Test(settings, windows_line_ends_a_bom_and_blanks_are_read_over) {
    load_well(
        "\xEF\xBB\xBF[office]\r\n  tag =  renca \t\r\n\tname = Ñuñoa; línea 2\r\n[redis]\r\npassword = a ; b # c\r\n");
    cr_assert_str_eq(settings.office.tag, "renca");
    cr_assert_str_eq(settings.office.name, "Ñuñoa; línea 2");
    cr_assert_str_eq(settings.redis.password, "a ; b # c", "a secret is never cut at what looks like a comment");
}

Test(settings, a_missing_file_is_a_fault_and_not_the_defaults) {
    cr_assert_eq(settings_load("/nonexistent/a.conf", &settings, &faults, &why), -1);
    cr_assert_eq(why.kind, ERROR_INPUT);
    cr_assert_str_eq(faults.text[0], "/nonexistent/a.conf:1: cannot be read: No such file or directory");
    cr_assert_eq(settings_load(folder, &settings, &faults, &why), -1, "nor is a folder");
}

Test(settings, an_unknown_key_names_the_nearest_known_one) {
    expect_fault("[server]\nlitsen = 127.0.0.1:1\n", 2, "there is no 'litsen' in [server]; did you mean 'listen'?");
    expect_fault("[server]\n\nlease_s = 9\n", 3, "'lease_s' belongs into [worker], not into [server]");
    expect_fault("[servr]\nlisten = 127.0.0.1:1\n", 1, "there is no section [servr]; did you mean [server]?");
    expect_fault("[server]\nzzzzzzzzzzzzz = 1\n", 2, "there is no 'zzzzzzzzzzzzz' in [server]");
    expect_fault(LINE "acount = x\n", 5, "did you mean 'account'?");
    expect_fault("[server]\nlisten_file = /etc/hosts\n", 2, "there is no 'listen_file'");
}

Test(settings, a_value_of_the_wrong_form_is_refused_at_its_line) {
    static const struct {
        const char *section, *line, *words;
    } cases[] = {
        {"office", "tag = Quilicura", "office.tag must be 1 to 32 of the letters a-z"},
        {"office", "tag =", "must not be empty"},
        {"office", "mode = production", "must be one of trial/live"},
        {"office", "timezone = Mars/Olympus", "must be a time zone"},
        {"office", "timezone = ../../etc/passwd", "must be a time zone"},
        {"office", "name = Peñalol\xE9n", "must be UTF-8"},
        {"office", "name = a\x1B[2Jb", "must be UTF-8 without control characters"},
        {"office", "name = \"Renca\"", "without quotation marks"},
        {"office", "name = Renca # our town", "put it on a line of its own"},
        {"office", "trial_numbers = *", "must be numbers"},
        {"office", "trial_numbers = +56911111111,", "must be numbers"},
        {"office", "trial_numbers = +56911111111 +56922222222", "must be numbers"},
        {"office", "phone_prefix = 56", "must be a country prefix"},
        {"server", "listen = 8080", "must be ADDRESS:PORT"},
        {"server", "listen = 127.0.0.1:65536", "must be ADDRESS:PORT"},
        {"server", "listen = 127.0.0.1:-1", "must be ADDRESS:PORT"},
        {"server", "listen = [::1", "must be ADDRESS:PORT"},
        {"server", "behind_proxy = maybe", "must be yes or no"},
        {"server", "public_url = example.org", "must be a URL"},
        {"server", "public_url = https://a:b@example.org", "must be a URL"},
        {"server", "public_url = https://example.org/?x", "must be a URL"},
        {"server", "public_url = https://", "must be a URL"},
        {"server", "public_url = https://example.org:99999", "must be a URL"},
        {"redis", "url = localhost:6379", "must be unix:/path or tcp://host:port"},
        {"redis", "url = tcp://localhost", "must be unix:/path or tcp://host:port"},
        {"worker", "lease_s = 4", "must be a number of seconds from 5 to 600"},
        {"worker", "lease_s = 601", "must be a number of seconds from 5 to 600"},
        {"worker", "lease_s = 30s", "must be a number of seconds"},
        {"worker", "lease_s = 99999999999999999999", "must be a number of seconds"},
        {"worker", "lease_s =", "must be a number of seconds"},
        {"worker", "tries_max = -3", "must be a number from 1 to 20"},
        {"send", "quiet_from = 24:00", "must be a time of day"},
        {"send", "quiet_from = 9:00", "must be a time of day"},
        {"send", "quiet_until = 12:60", "must be a time of day"},
    };
    char text[256];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "[%s]\n%s\n", cases[i].section, cases[i].line);
        expect_fault(text, 2, cases[i].words);
    }
}

Test(settings, a_line_that_means_nothing_is_refused) {
    expect_fault("[office]\ntag\n", 2, "is neither '[section]' nor 'key = value'");
    expect_fault("tag = renca\n", 1, "stands before the first [section]");
    expect_fault("[office\n", 1, "must be '[section]' and nothing else");
    expect_fault("[office] tag = renca\n", 1, "must be '[section]' and nothing else");
    expect_fault("[channel]\n", 1, "a channel needs a name");
    expect_fault("[channel Line 1]\nwire = phone\n", 1, "a channel's name is");
    expect_fault("[channel aaaaaaaaaabbbbbbbbbbccccccccccddd]\nwire = phone\n", 1, "a channel's name is");
}

Test(settings, a_key_given_twice_is_refused) {
    expect_fault("[office]\ntag = a\n[server]\n[office]\ntag = b\n", 5, "office.tag is given twice, first on line 2");
    expect_fault(LINE "secret_file = /x\n", 5, "channel.line-1.secret is given twice, first on line 4");
}

Test(settings, long_lines_nul_bytes_and_huge_files_are_refused) {
    own_mem char *huge = malloc(1 << 20);
    char text[2000] = "[office]\nname = ";

    memset(text + strlen(text), 'x', 1500);
    memcpy(text + 1600, "\ntag = renca\n", 14);
    memset(text + 1515, 'x', 85);
    expect_fault(text, 2, "this line is too long");
    snprintf(text, sizeof text, "[office]\nname = %0300d\n", 7);
    expect_fault(text, 2, "must be at most 255 bytes");
    write_file(path, "[office]\ntag = a\0b\n", 19);
    cr_assert_eq(settings_load(path, &settings, &faults, &why), -1);
    cr_assert_not_null(strstr(faults.text[0], ":2: this line holds a NUL byte"));
    memset(huge, '\n', 1 << 20);
    write_file(path, huge, 1 << 20);
    cr_assert_eq(settings_load(path, &settings, &faults, &why), -1);
    cr_assert_not_null(strstr(faults.text[0], "is bigger than 256 KiB"));
}

Test(settings, all_faults_are_told_at_once_and_one_cause_once) {
    cr_assert_eq(
        load("[office]\ntag = A\nmode = x\n[nowhere]\na = 1\nb = 2\nc\n[channel l]\nnumber = 1\nwire = twilio\n"), -1);
    cr_assert_str_eq(why.text, "6 faults in the settings");
    cr_assert_eq(faults.count, 6);
    cr_assert_not_null(strstr(faults.text[0], "a.conf:2: office.tag"));
    cr_assert_not_null(strstr(faults.text[1], "a.conf:3: office.mode"));
    cr_assert_not_null(strstr(faults.text[2], "a.conf:4: there is no section [nowhere]"));
    cr_assert_not_null(strstr(faults.text[3], "a.conf:7: this line"));
    cr_assert_not_null(strstr(faults.text[4], "a.conf:9: channel.l.number must be"));
    cr_assert_not_null(strstr(faults.text[5], "a.conf:8: channel.l.secret is missing"));
}

Test(settings, more_faults_than_there_is_room_for_are_still_counted) {
    char text[4096] = "[office]\n";

    for (int i = 0; i < 80; i++) snprintf(text + strlen(text), sizeof text - strlen(text), "bad%d = 1\n", i);
    cr_assert_eq(load(text), -1);
    cr_assert_str_eq(why.text, "80 faults in the settings");
    cr_assert_eq(faults.count, SETTINGS_FAULTS_MAX);
}

Test(settings, no_fault_shows_a_secret_or_a_number) {
    setenv("ACOGIDA_REDIS_PASSWORD", "pa\x01ssw0rd", 1);
    load("[office]\ntrial_numbers = +56987654321 x\n[channel l]\nnumber = 56987654321\nsecret = t0p\x01secret\n");
    cr_assert_eq(faults.count, 5);
    for (size_t i = 0; i < faults.count; i++) {
        cr_assert_null(strstr(faults.text[i], "98765"));
        cr_assert_null(strstr(faults.text[i], "t0p"));
        cr_assert_null(strstr(faults.text[i], "ssw0rd"));
    }
}

Test(settings, the_environment_wins_over_the_file) {
    setenv("ACOGIDA_OFFICE_TAG", "renca", 1);
    setenv("ACOGIDA_CHANNEL_LINE_1_SECRET", "fr0m-env", 1);
    setenv("ACOGIDA_SERVER_LISTEN", "127.0.0.1:9", 1);
    load_well("[office]\ntag = other\n" LINE);
    cr_assert_str_eq(settings.office.tag, "renca");
    cr_assert_str_eq(settings.channels[0].secret, "fr0m-env");
    cr_assert_str_eq(settings.server.public_url, "http://127.0.0.1:9", "what follows from it follows");
    setenv("ACOGIDA_OFFICE_TAG", "RENCA", 1);
    cr_assert_eq(load(LINE), -1);
    cr_assert_eq(strncmp(faults.text[0], "environment:ACOGIDA_OFFICE_TAG: office.tag must be", 49), 0, "%s",
                 faults.text[0]);
}

Test(settings, the_environment_reaches_the_simulated_lines_too) {
    setenv("ACOGIDA_CHANNEL_PHONE_SMS_RATE_PER_S", "7", 1);
    cr_assert_eq(settings_load(NULL, &settings, &faults, &why), 0);
    cr_assert_eq(settings_channel(&settings, "phone-sms")->rate_per_s, 7);
}

Test(settings, a_secret_may_lie_in_a_file_of_its_own) {
    char text[256];

    write_file(secret_path, "  from-file \r\nsecond line\n", 26);
    snprintf(text, sizeof text, "[channel l]\nwire = twilio\nnumber = +56911111111\nsecret_file = %s\n", secret_path);
    load_well(text);
    cr_assert_str_eq(settings.channels[0].secret, "from-file");
    chmod(secret_path, 0644);
    expect_fault(text, 4, "can be read by everybody");
    write_file(secret_path, "\nx", 2);
    expect_fault(text, 4, "is empty");
    unlink(secret_path);
    expect_fault(text, 4, "No such file");
    setenv("ACOGIDA_CHANNEL_L_SECRET_FILE", secret_path, 1);
    write_file(secret_path, "s3cret", 6);
    load_well("[channel l]\nwire = twilio\nnumber = +56911111111\n");
    cr_assert_str_eq(settings.channels[0].secret, "s3cret");
    setenv("ACOGIDA_CHANNEL_L_SECRET", "x", 1);
    cr_assert_eq(load("[channel l]\nwire = twilio\nnumber = +56911111111\n"), -1);
    cr_assert_not_null(strstr(faults.text[0], "is given twice, here and by ACOGIDA_CHANNEL_L_SECRET_FILE"));
}

Test(settings, a_listen_address_that_others_can_reach_needs_a_proxy) {
    expect_fault("[server]\nlisten = 0.0.0.0:8080\n", 2, "server.listen can be reached by others without TLS");
    expect_fault("[server]\nlisten = [::]:8080\n", 2, "server.listen can be reached");
    expect_fault("[server]\nlisten = 192.168.1.2:8080\n", 2, "server.listen can be reached");
    load_well("[server]\nlisten = 0.0.0.0:8080\nbehind_proxy = yes\n");
    load_well("[server]\nlisten = [::1]:0\n");
    load_well("[server]\nlisten = 127.3.2.1:1\n");
}

Test(settings, live_mode_wants_a_real_line_and_https) {
    expect_fault("[office]\nmode = live\n", 2, "office.mode is live, but there is no [channel NAME]");
    expect_fault("[office]\nmode = live\n[channel p]\nwire = phone\nnumber = +56911111111\n", 4,
                 "channel.p.wire must not be phone");
    expect_fault("[server]\npublic_url = http://example.org\n[office]\nmode = live\n" LINE, 2,
                 "server.public_url must begin with https://");
    load_well("[server]\npublic_url = https://example.org//\n[office]\nmode = live\n" LINE);
    cr_assert_str_eq(settings.server.public_url, "https://example.org", "no slash at the end");
}

Test(settings, a_line_without_what_it_needs_is_refused) {
    expect_fault("[channel l]\nnumber = +56911111111\nsecret = x\n", 1, "channel.l.wire is missing");
    expect_fault("[channel l]\nwire = twilio\nsecret = x\n", 1, "channel.l.number is missing");
    expect_fault("[channel l]\nwire = twilio\nnumber = +56911111111\n", 1, "channel.l.secret is missing");
    load_well("[channel l]\nwire = phone\nnumber = +56911111111\n");
    load_well("[channel l]\nwire = kannel\nnumber = 4321\nsecret = x\napi_base = http://10.0.0.7:13013\n");
    expect_fault(LINE "api_base = http://api.example.org\n", 5, "must begin with https://");
}

Test(settings, two_lines_of_one_number_and_kind_are_refused) {
    expect_fault(LINE "[channel line-2]\nwire = twilio\nsecret = x\nnumber = +56911111111\n", 8,
                 "channel.line-2.number is the number of another channel");
    load_well(LINE "[channel line-2]\nwire = twilio\nsecret = x\nnumber = +56911111111\nkind = whatsapp\n");
}

Test(settings, at_most_eight_lines) {
    char text[1024] = "";

    for (int i = 1; i <= 9; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "[channel l%d]\nwire = kannel\nnumber = +5691111111%d\nsecret = x\n", i, i);
    expect_fault(text, 33, "there are more than 8 channels");
    cr_assert_eq(settings.channel_count, 0);
}

Test(settings, redis_must_lie_within_the_own_network) {
    expect_fault("[redis]\nurl = tcp://8.8.8.8:6379\n", 2, "redis.url is a host outside your own network");
    expect_fault("[redis]\nurl = tcp://redis.example.org:6379\n", 2, "redis.url is a host outside");
    expect_fault("[redis]\nurl = tcp://172.32.0.1:6379\n", 2, "redis.url is a host outside");
    load_well("[redis]\nurl = tcp://172.31.0.1:6379\n");
    load_well("[redis]\nurl = tcp://[fd00::1]:6379\n");
    load_well("[redis]\nurl = tcp://redis:6379\n");
    load_well("[redis]\nurl = unix:/run/redis.sock\n");
}

Test(settings, one_value_can_be_set_by_name_and_what_follows_follows) {
    settings_load(NULL, &settings, &faults, &why);
    cr_assert_eq(settings_set(&settings, "data.dir", "/srv/a", &why), 0, "%s", why.text);
    cr_assert_str_eq(settings.data.key_file, "/srv/a/master.key");
    cr_assert_eq(settings_set(&settings, "server.listen", "127.0.0.1:99", &why), 0);
    cr_assert_str_eq(settings.server.public_url, "http://127.0.0.1:99");
    cr_assert_eq(settings_set(&settings, "server.public_url", "https://a.example", &why), 0);
    cr_assert_eq(settings_set(&settings, "server.listen", "127.0.0.1:98", &why), 0);
    cr_assert_str_eq(settings.server.public_url, "https://a.example", "what was said stays");
    cr_assert_eq(settings_set(&settings, "channel.phone-sms.rate_per_s", "3", &why), 0);
    cr_assert_eq(settings_channel(&settings, "phone-sms")->rate_per_s, 3);
}

Test(settings, a_bad_set_says_why_and_changes_nothing) {
    static const char *const bad[][3] = {
        {"server.listen", "x", "server.listen must be ADDRESS:PORT"},
        {"server.listen", "0.0.0.0:80", "server.listen can be reached by others"},
        {"office.mode", "live", "channel.phone-sms.wire must not be phone"},
        {"server.lisen", "x", "there is no setting 'server.lisen'"},
        {"channel.line-9.secret", "x", "there is no setting"},
        {"server", "x", "there is no setting"},
        {"", "x", "there is no setting"},
        {"channel", "x", "there is no setting"},
        {"channel.", "x", "there is no setting"},
        {"channel.phone-sms", "x", "there is no setting"},
    };
    struct settings before;

    settings_load(NULL, &settings, &faults, &why);
    before = settings;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_eq(settings_set(&settings, bad[i][0], bad[i][1], &why), -1, "%s", bad[i][0]);
        cr_expect_eq(why.kind, ERROR_INPUT);
        cr_expect_not_null(strstr(why.text, bad[i][2]), "%s", why.text);
        cr_expect_eq(memcmp(&before, &settings, sizeof before), 0);
    }
}

Test(settings, trial_mode_reaches_only_listed_numbers) {
    load_well("[office]\ntrial_numbers = +56911111111, +5692222*\n");
    cr_assert(settings_trial_allows(&settings, "+56911111111"));
    cr_assert(settings_trial_allows(&settings, "+56922223333"));
    cr_assert_not(settings_trial_allows(&settings, "+569111111112"));
    cr_assert_not(settings_trial_allows(&settings, "+5691111111"));
    cr_assert_not(settings_trial_allows(&settings, "+56922230000"));
    cr_assert_not(settings_trial_allows(&settings, ""));
    cr_assert_not(settings_trial_allows(&settings, "+"));
    load_well("");
    cr_assert_not(settings_trial_allows(&settings, "+56911111111"));
}

#define CHANNEL(name, more) "[channel " name "]\nwire = twilio\nnumber = +5622000000" more "\nsecret = s\n"

Test(settings, pairs_are_found_by_their_key_and_bad_ones_are_refused) {
    char value[SETTINGS_PAIR_MAX];

    load_well(CHANNEL("a", "1\nprices = +56:32.5, +1:7,*:60 \ntemplates = es:aviso/es, *:HX01"));
    const char *prices = settings.channels[0].prices, *templates = settings.channels[0].templates;
    cr_assert(settings_pair(prices, "+56", value));
    cr_expect_str_eq(value, "32.5");
    cr_assert(settings_pair(prices, "*", value));
    cr_expect_str_eq(value, "60");
    cr_expect_not(settings_pair(prices, "+5", value));
    cr_expect_not(settings_pair(prices, "56", value));
    cr_expect_not(settings_pair(prices, "", value));
    cr_expect_not(settings_pair("", "*", value));
    cr_assert(settings_pair(templates, "es", value));
    cr_expect_str_eq(value, "aviso/es");
    char key[SETTINGS_PAIR_MAX];
    cr_assert(settings_pair_at(prices, 1, key, value));
    cr_expect_str_eq(key, "+1");
    cr_expect_str_eq(value, "7");
    cr_assert(settings_pair_at(prices, 2, key, value));
    cr_expect_str_eq(value, "60");
    cr_expect_not(settings_pair_at(prices, 3, key, value));
    cr_expect_not(settings_pair_at("", 0, key, value));
    expect_fault(CHANNEL("a", "1\nprices = +56"), 4, "must be pairs");
    expect_fault(CHANNEL("a", "1\nprices = +56:32 CLP"), 4, "must be pairs");
    expect_fault(CHANNEL("a", "1\nprices = :5, *:6"), 4, "must be pairs");
    expect_fault(CHANNEL("a", "1\nprices = +56:5,"), 4, "must be pairs");
}

Test(settings, a_backup_is_another_channel_and_no_circle) {
    load_well(CHANNEL("a", "1\nbackup = b") CHANNEL("b", "2"));
    cr_expect_str_eq(settings.channels[0].backup, "b");
    expect_fault(CHANNEL("a", "1\nbackup = x"), 4, "a channel that does not exist");
    expect_fault(CHANNEL("a", "1\nbackup = a"), 4, "comes back to this channel");
    cr_assert_eq(load(CHANNEL("a", "1\nbackup = b") CHANNEL("b", "2\nbackup = a")), -1);
    cr_assert_eq(faults.count, 2);
}

Test(settings, a_long_token_fits) {
    char text[1200], token[SETTINGS_LONG_MAX];

    memset(token, 'T', sizeof token - 1);
    token[sizeof token - 1] = '\0';
    snprintf(text, sizeof text, CHANNEL("a", "1\ntoken = %s"), token);
    load_well(text);
    cr_expect_str_eq(settings.channels[0].token, token);
}
