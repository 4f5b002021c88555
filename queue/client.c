/* client - HTTP calls to providers: curl's multi interface on the loop.
 *
 * A send is a job: an easy handle with its options set once, the call, and room for the reply. Jobs go back to a free
 * list, so that a send at full rate allocates next to nothing. */
#include "queue/client.h"

#include "queue/client_guard.h"
#include "queue/client_watch.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_TIMEOUT_S 5L
#define IDLE_REUSE_MAX_S  10L  /* an older idle connection may just be dying at the other end: make a new one */
#define REPLY_ROOM_KEPT   4096 /* bytes of reply buffer that a job on the free list may keep */
#define JOBS_KEPT         1000 /* as many as may be under way */

struct job {
    struct job *next, **at; /* at: the pointer that points to us, while in the list of live jobs */
    struct client *client;
    CURL *easy;
    struct http_call call;
    int posts;                                            /* requests that curl has begun to write for this send */
    struct curl_slist headers[HTTP_CALL_HEADERS_MAX + 1]; /* nodes of our own: curl only reads them */
    struct text reply;
    client_done done;
    void *arg;
    int stillborn; /* curl never saw it */
    size_t reply_max;
    int is_fetch, is_own; /* is_own: it goes to the API of the settings, wherever that is */
    int forbidden, too_large;
    struct text location; /* of a fetch */
};

struct client {
    struct loop *loop;
    struct loop_timer *timer, *later;
    CURLM *multi;
    struct client_watch *watch;
    size_t live_count, kept_count;
    struct job *live, *kept;
    long timeout_s;
    int ending;
};

static void job_free(struct job *job) {
    if (!job) return;
    curl_easy_cleanup(job->easy);
    http_call_release(&job->call);
    text_release(&job->reply);
    text_release(&job->location);
    free(job);
}

static void job_link(struct job *job) {
    struct client *client = job->client;

    job->next = client->live;
    job->at = &client->live;
    if (job->next) job->next->at = &job->next;
    client->live = job;
    client->live_count++;
}

static void job_unlink(struct job *job) {
    *job->at = job->next;
    if (job->next) job->next->at = job->at;
    job->client->live_count--;
}

static void job_keep(struct job *job) {
    struct client *client = job->client;

    http_call_release(&job->call);
    if (client->kept_count == JOBS_KEPT) {
        job_free(job);
        return;
    }
    if (job->reply.room > REPLY_ROOM_KEPT) text_release(&job->reply);
    job->reply.max = HTTP_REPLY_MAX;
    job->next = client->kept;
    client->kept = job;
    client->kept_count++;
}

/* --- the end of a transfer --- */

static void reply_location(struct job *job, struct http_reply *ret) {
    const char *url = NULL;
    text_clear(&job->location);
    curl_easy_getinfo(job->easy, CURLINFO_REDIRECT_URL, &url);
    if (url) client_guard_strip(url, &job->location);
    ret->location = text_get(&job->location);
}

static int64_t reply_date_ms(struct job *job) {
    struct curl_header *date;

    if (curl_easy_header(job->easy, "Date", 0, CURLH_HEADER, -1, &date) != CURLHE_OK) return 0;
    time_t at_s = curl_getdate(date->value, NULL);
    return at_s > 0 ? (int64_t)at_s * 1000 : 0;
}

static void reply_fill(struct job *job, CURLcode code, struct http_reply *ret) {
    long status = 0, request_size = 0;
    curl_off_t retry_after = 0;

    curl_easy_getinfo(job->easy, CURLINFO_REQUEST_SIZE, &request_size);
    *ret = (struct http_reply){.fate = HTTP_LOST, .body = "", .forbidden = job->forbidden};
    if (job->stillborn || request_size == 0) {
        ret->fate = HTTP_NOT_SENT;
        return;
    }
    ret->too_large = job->too_large || code == CURLE_FILESIZE_EXCEEDED;
    if (code != CURLE_OK || !text_ok(&job->reply)) return;
    curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(job->easy, CURLINFO_RETRY_AFTER, &retry_after);
    ret->fate = HTTP_ANSWERED;
    ret->status = (int)status;
    if (job->is_fetch) {
        reply_location(job, ret);
        ret->date_ms = reply_date_ms(job);
    }
    ret->body = text_get(&job->reply);
    ret->body_len = job->reply.len;
    if (retry_after > 0) ret->retry_after_s = retry_after > 3600 ? 3600 : (long)retry_after;
}

static void job_end(struct job *job, CURLcode code) {
    struct http_reply reply;

    reply_fill(job, code, &reply);
    if (!job->stillborn) curl_multi_remove_handle(job->client->multi, job->easy);
    job_unlink(job);
    job->done(job->arg, &reply);
    job_keep(job);
}

static void read_endings(struct client *client) {
    int left;
    CURLMsg *message;

    while ((message = curl_multi_info_read(client->multi, &left))) {
        struct job *job = NULL;
        if (message->msg != CURLMSG_DONE) continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&job);
        job_end(job, message->data.result);
    }
}

/* --- curl's sockets and timer on the loop --- */

static void on_ready(void *arg, int fd, int events) {
    struct client *client = arg;
    int left, bits = (events & LOOP_READ ? CURL_CSELECT_IN : 0) | (events & LOOP_WRITE ? CURL_CSELECT_OUT : 0);

    curl_multi_socket_action(client->multi, fd, bits, &left);
    read_endings(client);
}

static void on_time(void *arg) {
    struct client *client = arg;
    int left;

    curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0, &left);
    read_endings(client);
}

static int set_timer(CURLM *multi, long after_ms, void *arg) {
    struct client *client = arg;

    (void)multi;
    if (after_ms < 0)
        loop_timer_stop(client->timer);
    else
        loop_timer_set(client->timer, after_ms);
    return 0;
}

static int set_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg) {
    struct client *client = arg;
    int events = 0;

    (void)easy;
    (void)socket_arg;
    if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) events |= LOOP_READ;
    if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) events |= LOOP_WRITE;
    return client_watch_want(client->watch, fd, events);
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address) {
    struct job *job = arg;
    struct client *client = job->client;
    if (job->is_fetch && !job->is_own && !client_guard_is_public(&address->addr)) {
        job->forbidden = 1;
        return CURL_SOCKET_BAD;
    }
    int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

    (void)purpose;
    if (fd < 0) return CURL_SOCKET_BAD;
    if (client_watch_keep(client->watch, fd) == 0) return fd;
    close(fd);
    return CURL_SOCKET_BAD;
}

static int close_socket(void *arg, curl_socket_t fd) {
    struct client *client = arg;

    client_watch_drop(client->watch, fd);
    return close(fd);
}

/* --- bytes out and in --- */

/* Curl repeats a POST by itself when a reused connection turns out to be dead, and the provider might have both. It
 * asks here before every request that it writes: the second one of a send is refused. */
static int may_post(void *arg, char *their_ip, char *our_ip, int their_port, int our_port) {
    struct job *job = arg;

    (void)their_ip, (void)our_ip, (void)their_port, (void)our_port;
    return job->posts++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static size_t take_reply(char *bytes, size_t size, size_t count, void *arg) {
    struct job *job = arg;
    size_t room = job->reply_max - job->reply.len, len = size * count;

    if (job->is_fetch && len > room) {
        job->too_large = 1;
        return 0;
    }
    text_add_bytes(&job->reply, bytes, len < room ? len : room);
    return len;
}

static void set_limits(CURL *easy, long timeout_s) {
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT_S);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, timeout_s);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, IDLE_REUSE_MAX_S);
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "acogida");
}

static struct job *job_new(struct client *client) {
    struct job *job = client->kept;

    if (job) {
        client->kept = job->next;
        client->kept_count--;
        return job;
    }
    job = calloc(1, sizeof *job);
    if (!job) return NULL;
    job->client = client;
    job->easy = curl_easy_init();
    text_init(&job->reply, HTTP_REPLY_MAX);
    text_init(&job->location, HTTP_URL_MAX);
    http_call_init(&job->call);
    if (!job->easy) {
        job_free(job);
        return NULL;
    }
    set_limits(job->easy, client->timeout_s);
    curl_easy_setopt(job->easy, CURLOPT_PRIVATE, job);
    curl_easy_setopt(job->easy, CURLOPT_PREREQFUNCTION, may_post);
    curl_easy_setopt(job->easy, CURLOPT_PREREQDATA, job);
    curl_easy_setopt(job->easy, CURLOPT_WRITEFUNCTION, take_reply);
    curl_easy_setopt(job->easy, CURLOPT_WRITEDATA, job);
    curl_easy_setopt(job->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(job->easy, CURLOPT_OPENSOCKETDATA, job);
    curl_easy_setopt(job->easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
    curl_easy_setopt(job->easy, CURLOPT_CLOSESOCKETDATA, client);
    return job;
}

static int call_is_whole(const struct http_call *call) {
    for (size_t i = 0; i < call->header_count; i++)
        if (call->headers[i].len == 0) return 0;
    return text_ok(&call->url) && text_ok(&call->body) && text_ok(&call->user) && text_ok(&call->password);
}

static void job_headers(struct job *job) {
    static char no_expect[] = "Expect:"; /* a 100-continue wait would only cost time */
    size_t count = job->call.header_count;

    for (size_t i = 0; i < count; i++)
        job->headers[i] = (struct curl_slist){job->call.headers[i].at, &job->headers[i + 1]};
    job->headers[count] = (struct curl_slist){no_expect, NULL};
    curl_easy_setopt(job->easy, CURLOPT_HTTPHEADER, job->headers);
}

static void job_method(struct job *job) {
    const struct http_call *call = &job->call;

    if (strcmp(call->method, "GET") == 0) {
        curl_easy_setopt(job->easy, CURLOPT_HTTPGET, 1L);
        curl_easy_setopt(job->easy, CURLOPT_CUSTOMREQUEST, NULL);
        return;
    }
    curl_easy_setopt(job->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(job->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.len);
    /* not copied; leaves with the head in one write */
    curl_easy_setopt(job->easy, CURLOPT_POSTFIELDS, text_get(&call->body));
    curl_easy_setopt(job->easy, CURLOPT_CUSTOMREQUEST, strcmp(call->method, "POST") ? call->method : NULL);
}

/* What a fetch may not share with sends: a connection that was opened for somebody else has not been looked at. */
static void job_terms(struct job *job) {
    curl_easy_setopt(job->easy, CURLOPT_FRESH_CONNECT, (long)job->is_fetch);
    curl_easy_setopt(job->easy, CURLOPT_FORBID_REUSE, (long)job->is_fetch);
    curl_easy_setopt(job->easy, CURLOPT_MAXFILESIZE_LARGE, job->is_fetch ? (curl_off_t)job->reply_max : (curl_off_t)0);
}

static int job_start(struct job *job) {
    CURL *easy = job->easy;
    const struct http_call *call = &job->call;
    int auth = *text_get(&call->user) != '\0';

    if (!call_is_whole(call)) return -1;
    job_headers(job);
    job_method(job);
    job_terms(job);
    if (job->forbidden) return -1;
    if (curl_easy_setopt(easy, CURLOPT_USERNAME, auth ? text_get(&call->user) : NULL) ||
        curl_easy_setopt(easy, CURLOPT_PASSWORD, auth ? text_get(&call->password) : NULL) ||
        curl_easy_setopt(easy, CURLOPT_URL, text_get(&call->url)))
        return -1;
    return curl_multi_add_handle(job->client->multi, easy) == CURLM_OK ? 0 : -1;
}

static void end_stillborn(void *arg) {
    struct client *client = arg;
    struct job *next;

    for (struct job *job = client->live; job; job = next) {
        next = job->next;
        if (job->stillborn) job_end(job, CURLE_FAILED_INIT);
    }
}

static void job_send(struct client *client, struct http_call *call, const struct client_fetch *fetch, client_done done,
                     void *arg) {
    struct job *job = client->ending ? NULL : job_new(client);

    if (!job) {
        const struct http_reply reply = {.fate = HTTP_NOT_SENT, .body = ""};
        http_call_release(call);
        done(arg, &reply);
        return;
    }
    job->call = *call;
    http_call_init(call);
    text_clear(&job->reply);
    job->posts = 0;
    job->done = done;
    job->arg = arg;
    job->is_fetch = fetch != NULL;
    job->reply_max = job->reply.max = fetch ? fetch->reply_max : HTTP_REPLY_MAX;
    job->is_own = job->too_large = 0;
    job->forbidden = fetch && client_guard_url(text_get(&job->call.url), fetch->own_base, &job->is_own) < 0;
    job_link(job);
    job->stillborn = job_start(job) < 0;
    if (job->stillborn) loop_timer_set(client->later, 0);
}

void client_send(struct client *client, struct http_call *call, client_done done, void *arg) {
    job_send(client, call, NULL, done, arg);
}

void client_fetch(struct client *client, struct http_call *call, const struct client_fetch *fetch, client_done done,
                  void *arg) {
    job_send(client, call, fetch, done, arg);
}

size_t client_in_flight(const struct client *client) {
    return client->live_count;
}

int client_new(struct loop *loop, long timeout_s, struct client **ret, struct error *why) {
    struct client *client = calloc(1, sizeof *client);

    if (!client) return error_set(why, ERROR_SYSTEM, "no memory for the HTTP client");
    client->loop = loop;
    client->timeout_s = timeout_s;
    if (loop_timer_new(loop, on_time, client, &client->timer, why) < 0 ||
        loop_timer_new(loop, end_stillborn, client, &client->later, why) < 0 ||
        client_watch_new(loop, on_ready, client, &client->watch, why) < 0) {
        client_free(client);
        return -1;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(client->multi = curl_multi_init())) {
        client_free(client);
        return error_set(why, ERROR_SYSTEM, "the HTTP client cannot start");
    }
    curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, set_socket);
    curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client);
    curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client);
    curl_multi_setopt(client->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    *ret = client;
    return 0;
}

void client_free(struct client *client) {
    if (!client) return;
    client->ending = 1;
    while (client->live) job_end(client->live, CURLE_ABORTED_BY_CALLBACK);
    while (client->kept) {
        struct job *job = client->kept;
        client->kept = job->next;
        job_free(job);
    }
    if (client->multi) curl_multi_cleanup(client->multi);
    client_watch_free(client->watch);
    loop_timer_free(client->timer);
    loop_timer_free(client->later);
    free(client);
}
