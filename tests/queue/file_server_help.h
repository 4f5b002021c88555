/* file_server_help - a server of files on a port of this machine, in a thread of the test: what stands behind a path.
 *
 *   /png, /ogg          a small file of that type       /page     HTML that says image/png
 *   /missing            404                             /denied   403
 *   /huge               1 MiB, with its length          /endless  1 MiB in pieces, without
 *   /slow               nothing, until the server ends  /cut      half of what it promised
 *   /to/<url>           307 to that url                 /loop     307 to itself
 *   /late               404 the first time, then /png */
#ifndef TESTS_QUEUE_FILE_SERVER_HELP_H
#define TESTS_QUEUE_FILE_SERVER_HELP_H

#include <stddef.h>

#define FILE_SERVER_MARK "Rosalba-Quintreman" /* stands in every file */

struct file_server;
struct file_server *file_server_start(void);
void file_server_stop(struct file_server *server);
const char *file_server_url(const struct file_server *server); /* "http://127.0.0.1:<port>" */
size_t file_server_count(struct file_server *server);          /* requests so far */
/* 1 when any request for a path held this. */
int file_server_saw(struct file_server *server, const char *path, const char *text);

#endif
