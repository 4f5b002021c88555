/* bare_curl - the limit of the way to a provider: libcurl's multi interface alone posts what a send posts, on reused
 * connections, and reads the status. No Redis, no text to unseal, nothing to write down.
 *
 * bare_curl PORT COUNT CONCURRENCY */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONCURRENCY_MAX 1000

struct post {
    CURL *easy;
    char body[512];
};

static long begun, ended, bad;

static size_t take_nothing(char *bytes, size_t size, size_t count, void *arg) {
    (void)bytes, (void)arg;
    return size * count;
}

static void post_begin(CURLM *multi, struct post *post) {
    snprintf(post->body, sizeof post->body,
             "To=%%2B569%08ld&From=%%2B56220000000&Body=Gracias%%20por%%20escribir.%%20Cu%%C3%%A9nteme%%20qu%%C3%%A9%%"
             "20necesita"
             "&StatusCallback=http%%3A%%2F%%2F127.0.0.1%%3A8080%%2Fhook%%2Fline-1%%3Fout%%3De%08ld.0",
             begun, begun);
    begun++;
    curl_easy_setopt(post->easy, CURLOPT_POSTFIELDS, post->body);
    curl_multi_add_handle(multi, post->easy);
}

static void post_open(struct post *post, const char *url, struct curl_slist *headers) {
    post->easy = curl_easy_init();
    curl_easy_setopt(post->easy, CURLOPT_URL, url);
    curl_easy_setopt(post->easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(post->easy, CURLOPT_USERPWD,
                     "AC00000000000000000000000000000001:0123456789abcdef0123456789abcdef");
    curl_easy_setopt(post->easy, CURLOPT_WRITEFUNCTION, take_nothing);
    curl_easy_setopt(post->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(post->easy, CURLOPT_PRIVATE, post);
}

static void post_end(CURLM *multi, CURL *easy, CURLcode code, long count) {
    struct post *post = NULL;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &post);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(multi, easy);
    ended++;
    if (code != CURLE_OK || status != 201) bad++;
    if (begun < count) post_begin(multi, post);
}

int main(int argc, char **argv) {
    static struct post posts[CONCURRENCY_MAX];
    char url[160];
    if (argc < 4) return 2;
    long count = strtol(argv[2], NULL, 10), concurrency = strtol(argv[3], NULL, 10);
    if (count < 1 || concurrency < 1 || concurrency > CONCURRENCY_MAX) return 2;
    snprintf(url, sizeof url,
             "http://127.0.0.1:%ld/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json",
             strtol(argv[1], NULL, 10));
    curl_global_init(CURL_GLOBAL_ALL);
    CURLM *multi = curl_multi_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, concurrency);
    for (long i = 0; i < concurrency; i++) post_open(&posts[i], url, headers);
    for (long i = 0; i < concurrency && begun < count; i++) post_begin(multi, &posts[i]);
    while (ended < count) {
        int running, left;
        CURLMsg *message;
        curl_multi_perform(multi, &running);
        while ((message = curl_multi_info_read(multi, &left)))
            if (message->msg == CURLMSG_DONE) post_end(multi, message->easy_handle, message->data.result, count);
        if (ended < count) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    for (long i = 0; i < concurrency; i++) curl_easy_cleanup(posts[i].easy);
    curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
    if (bad) fprintf(stderr, "bare_curl: %ld of %ld were not taken\n", bad, count);
    return bad > 0;
}
