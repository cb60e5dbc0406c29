#ifndef LECTERN_REFERENCESERVER_H
#define LECTERN_REFERENCESERVER_H
#include <stdint.h>

/* An HTTP server in C that answers every request with the rows of one query, as a page of statements: the least that any
   server can do for a GET. It runs in threads of the calling process. */
typedef struct lectern_reference_server lectern_reference_server;

/* Listens on 127.0.0.1:`port` with `threads` threads, each with its own connection to the database. `sql` takes one of the
   keys, in turn, as its only value (none when `key_length` is 0); its first column goes out. The keys have to stay where
   they are until the end. Gives NULL when it can't. */
lectern_reference_server *lectern_reference_serve(int port, int threads, const char *path, const char *sql,
                                                  const uint8_t *keys, int key_length, int key_count);

void lectern_reference_stop(lectern_reference_server *server);
#endif
