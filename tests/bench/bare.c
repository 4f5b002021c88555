/* bare - the limit of the webhook door: libmicrohttpd on one epoll, body collected, constant answer, nothing else.
 *
 * bare PORT [SECONDS]: ends by itself. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct request {
    size_t len;
    char body[16384];
};

static struct MHD_Response *good;

static enum MHD_Result serve(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *data, size_t *size, void **context) {
    struct request *request = *context;
    (void)arg, (void)url, (void)method, (void)version;
    if (!request) {
        request = malloc(sizeof *request);
        if (!request) return MHD_NO;
        request->len = 0;
        *context = request;
        return MHD_YES;
    }
    if (*size) {
        size_t room = sizeof request->body - request->len, take = *size < room ? *size : room;
        memcpy(request->body + request->len, data, take);
        request->len += take;
        *size = 0;
        return MHD_YES;
    }
    return MHD_queue_response(connection, 200, good);
}

static void finished(void *arg, struct MHD_Connection *connection, void **context,
                     enum MHD_RequestTerminationCode why) {
    (void)arg, (void)connection, (void)why;
    free(*context);
    *context = NULL;
}

int main(int argc, char **argv) {
    static const char xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    if (argc < 2) return 2;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)strtol(argv[1], NULL, 10)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    good = MHD_create_response_from_buffer(sizeof xml - 1, (void *)(uintptr_t)xml, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(good, "Content-Type", "text/xml");
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL, serve,
                                                 NULL, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_NOTIFY_COMPLETED, finished,
                                                 NULL, MHD_OPTION_CONNECTION_LIMIT, 4096u, MHD_OPTION_END);
    if (!daemon) return 1;
    sleep((unsigned)(argc > 2 ? strtol(argv[2], NULL, 10) : 60));
    MHD_stop_daemon(daemon);
    MHD_destroy_response(good);
    return 0;
}
