/* media_test - what is taken is told by its first bytes; and to whom each wire's fetch shows our credentials. */
#include "messages/media.h"
#include "messages/wire.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

struct sample {
    char bytes[40];
    size_t len;
    char type[24]; /* "" = not taken */
};
#define SAMPLE(bytes_, type_)                                                                                          \
    { bytes_, sizeof bytes_ - 1, type_ }

ParameterizedTestParameters(media, is_told_by_its_first_bytes) {
    static struct sample samples[] = {
        SAMPLE("\xFF\xD8\xFF\xE0\0\x10JFIF", "image/jpeg"),
        SAMPLE("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "image/png"),
        SAMPLE("RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        SAMPLE("RIFF\0\0\0\0WAVEfmt ", ""),
        SAMPLE("RIFF", ""),
        SAMPLE("GIF89a\1\0\1\0", "image/gif"),
        SAMPLE("OggS\0\2\0\0", "audio/ogg"),
        SAMPLE("ID3\4\0\0", "audio/mpeg"),
        SAMPLE("\xFF\xFB\x90\x64", "audio/mpeg"),
        SAMPLE("\xFF\xFB\xF0\x64", ""), /* a bit rate that there is not */
        SAMPLE("\xFF\xF1\x50\x80", "audio/aac"),
        SAMPLE("#!AMR\n<", "audio/amr"),
        SAMPLE("\0\0\0\x20"
               "ftypM4A \0\0\0\0",
               "audio/mp4"),
        SAMPLE("\0\0\0\x20"
               "ftypisom\0\0\0\0",
               "video/mp4"),
        SAMPLE("\0\0\0\x20"
               "ftyp3gp4\0\0\0\0",
               "video/3gpp"),
        SAMPLE("\0\0\0\x20"
               "ftypheic\0\0\0\0",
               ""),
        SAMPLE("%PDF-1.7\n", "application/pdf"),
        SAMPLE("<svg xmlns='x'>", ""),
        SAMPLE("<!doctype html>", ""),
        SAMPLE("PK\3\4docx", ""),
        SAMPLE("MZ\x90\0", ""),
        SAMPLE("\xFF\xFE<\0h\0t\0m\0l\0", ""), /* UTF-16 */
        SAMPLE("", ""),
        SAMPLE("\xFF", ""),
    };
    return cr_make_param_array(struct sample, samples, sizeof samples / sizeof samples[0], NULL);
}

ParameterizedTest(struct sample *sample, media, is_told_by_its_first_bytes) {
    const struct media_type *type = media_sniff(sample->bytes, sample->len);
    cr_expect_str_eq(type ? type->type : "", sample->type, "%.12s", sample->bytes);
    if (type) cr_expect_eq(media_type_find(sample->type), type);
}

Test(media, a_film_without_pictures_is_a_voice_note) {
    static const char sound[] = "\0\0\0\x18"
                                "ftypisom\0\0\0\0\0\0\0\x20"
                                "hdlr\0\0\0\0\0\0\0\0soun____";
    static const char film[] = "\0\0\0\x18"
                               "ftypisom\0\0\0\0"
                               "hdlr\0\0\0\0\0\0\0\0soun hdlr\0\0\0\0\0\0\0\0vide";
    cr_expect_str_eq(media_sniff(sound, sizeof sound - 1)->type, "audio/mp4");
    cr_expect_str_eq(media_sniff(film, sizeof film - 1)->type, "video/mp4");
    cr_expect_str_eq(media_sniff(sound, sizeof sound - 12)->type, "video/mp4", "cut off");
}

/* --- wires --- */

static struct channel channel_of(const char *wire, const char *base) {
    struct channel channel = {.name = "line-1", .account = "AC1", .secret = "hush", .token = "tok"};
    snprintf(channel.wire, sizeof channel.wire, "%s", wire);
    snprintf(channel.api_base, sizeof channel.api_base, "%s", base);
    return channel;
}

/* "<url> <user>:<password> <headers>" of the call; "refused". */
static const char *call_words(struct http_call *call) {
    static char words[4096];
    size_t len = (size_t)snprintf(words, sizeof words, "%s %s %s:%s", call->method, text_get(&call->url),
                                  text_get(&call->user), text_get(&call->password));
    for (size_t i = 0; i < call->header_count && len < sizeof words; i++)
        len += (size_t)snprintf(words + len, sizeof words - len, " %s", text_get(&call->headers[i]));
    http_call_release(call);
    return words;
}

static const char *fetch(const char *wire, const char *base, const char *reference) {
    struct channel channel = channel_of(wire, base);
    struct http_call call;
    struct error why = ERROR_INIT;
    if (wire_find(wire)->fetch(&channel, reference, &call, &why) == 0) return call_words(&call);
    cr_expect_eq(why.kind, ERROR_INPUT);
    return "refused";
}

/* What the reply to call `step` leads to: "here", "refused", or the next call. */
struct step {
    const char *wire;
    int step, status;
    const char *location, *body;
};
static const char *fetched(const struct step *step) {
    struct channel channel = channel_of(step->wire, "");
    struct http_reply reply = {.fate = HTTP_ANSWERED,
                               .status = step->status,
                               .location = step->location,
                               .body = step->body ? step->body : "",
                               .body_len = step->body ? strlen(step->body) : 0};
    struct http_call call;
    int next = wire_find(step->wire)->fetched(&channel, step->step, &reply, &call, NULL);
    return next == 0 ? "here" : next < 0 ? "refused" : call_words(&call);
}

Test(media, twilio_gets_our_credentials_and_nobody_who_only_looks_like_it) {
    cr_expect_str_eq(fetch("twilio", "", "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"),
                     "GET https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1 AC1:hush");
    cr_expect_str_eq(fetch("twilio", "", "https://api.twilio.com.evil.example/x"),
                     "GET https://api.twilio.com.evil.example/x :");
    cr_expect_str_eq(fetch("twilio", "", "https://api.twilio.com@evil.example/x"),
                     "GET https://api.twilio.com@evil.example/x :");
    cr_expect_str_eq(fetch("twilio", "", "http://api.twilio.com/x"), "GET http://api.twilio.com/x :");
    cr_expect_str_eq(fetch("twilio", "", "file:///etc/passwd"), "refused");
    cr_expect_str_eq(fetch("twilio", "", "https://a/\r\nX: y"), "refused");
    cr_expect_str_eq(fetch("twilio", "http://127.0.0.1:9/", "http://127.0.0.1:9/m"),
                     "GET http://127.0.0.1:9/m AC1:hush");
}

Test(media, a_redirect_is_followed_without_credentials) {
    static const int statuses[] = {301, 302, 303, 307, 308};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        cr_expect_str_eq(fetched(&(struct step){"twilio", 0, statuses[i], "https://storage.example/f?sig=1", NULL}),
                         "GET https://storage.example/f?sig=1 :");
    cr_expect_str_eq(fetched(&(struct step){"twilio", 0, 307, "", NULL}), "refused");
    cr_expect_str_eq(fetched(&(struct step){"twilio", 0, 307, NULL, NULL}), "refused");
    cr_expect_str_eq(fetched(&(struct step){"twilio", 0, 307, "ftp://storage.example/f", NULL}), "refused");
    cr_expect_str_eq(fetched(&(struct step){"twilio", 1, 200, NULL, "bytes"}), "here");
    cr_expect_str_eq(fetched(&(struct step){"twilio", 0, 404, NULL, "{}"}), "refused");
    cr_expect_str_eq(fetched(&(struct step){"twilio", 0, 204, NULL, ""}), "refused");
}

Test(media, meta_is_asked_for_the_address_and_only_meta_gets_the_token) {
    static const char lookaside[] = "{\"url\":\"https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1\"}";
    cr_expect_str_eq(fetch("meta", "https://graph.facebook.com/v21.0", "1234567890"),
                     "GET https://graph.facebook.com/v21.0/1234567890 : Authorization: Bearer tok");
    cr_expect_str_eq(fetch("meta", "", "../../me?x="), "refused");
    cr_expect_str_eq(fetched(&(struct step){"meta", 0, 200, NULL, lookaside}),
                     "GET https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1 : "
                     "Authorization: Bearer tok");
    cr_expect_str_eq(fetched(&(struct step){"meta", 0, 200, NULL, "{\"url\":\"https://evil.example/x.fbsbx.com/\"}"}),
                     "GET https://evil.example/x.fbsbx.com/ :");
    cr_expect_str_eq(fetched(&(struct step){"meta", 0, 200, NULL, "{\"url\":\"https://evilfbsbx.com/x\"}"}),
                     "GET https://evilfbsbx.com/x :");
    cr_expect_str_eq(fetched(&(struct step){"meta", 0, 200, NULL, "{\"url\":\"https://a.fbsbx.com@evil.example/\"}"}),
                     "GET https://a.fbsbx.com@evil.example/ :");
    cr_expect_str_eq(fetched(&(struct step){"meta", 0, 200, NULL, "{\"error\":{\"code\":100}}"}), "refused");
    cr_expect_str_eq(fetched(&(struct step){"meta", 0, 200, NULL, "[["}), "refused");
    cr_expect_str_eq(fetched(&(struct step){"meta", 1, 200, NULL, "{\"url\":\"https://x.fbsbx.com/\"}"}), "here",
                     "what comes second is the medium, whatever it looks like");
}

Test(media, vonage_and_the_simulator_have_theirs) {
    cr_expect_str_eq(fetch("vonage", "", "https://api-eu.nexmo.com/v3/media/1"),
                     "GET https://api-eu.nexmo.com/v3/media/1 AC1:tok");
    cr_expect_str_eq(fetch("vonage", "", "https://evil.example/v3/media/1"), "GET https://evil.example/v3/media/1 :");
    cr_expect_str_eq(fetch("phone", "http://127.0.0.1:9/phone/provider", "ME1"),
                     "GET http://127.0.0.1:9/phone/provider/line-1/media/ME1 : Authorization: Bearer hush");
    cr_expect_str_eq(fetch("phone", "", "a/../b"), "refused");
}
