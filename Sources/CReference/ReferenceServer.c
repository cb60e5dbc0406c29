#define _GNU_SOURCE
#include "ReferenceServer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { head_room = 256, body_room = 1 << 20, request_room = 8192 };

typedef struct {
    pthread_t thread;
    int listener, poll, is_running;
    sqlite3 *db;
    sqlite3_stmt *query;
    const uint8_t *keys;
    int key_length, key_count;
    long answered;
    char answer[head_room + body_room];
} worker;

struct lectern_reference_server {
    int stop_pipe[2], count;
    worker *workers;
};

typedef struct {
    int socket;
    size_t received;
    char request[request_room];
} client;

static int listen_at(int port) {
    int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(s, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof at) != 0 || listen(s, 128) != 0) return -1;
    return s;
}

/* Builds head and body behind one another and gives where the head begins. */
static const char *build(worker *w, size_t *length) {
    char *body = w->answer + head_room, head[head_room];
    size_t used = (size_t)sprintf(body, "{\"statements\":[");
    if (w->key_length)
        sqlite3_bind_blob(w->query, 1, w->keys + w->key_length * (w->answered % w->key_count), w->key_length, SQLITE_STATIC);
    w->answered++;
    for (int first = 1; sqlite3_step(w->query) == SQLITE_ROW; first = 0) {
        const void *value = sqlite3_column_blob(w->query, 0);
        size_t size = (size_t)sqlite3_column_bytes(w->query, 0);
        if (used + size + 32 > body_room) break;
        if (!first) body[used++] = ',';
        memcpy(body + used, value, size);
        used += size;
    }
    sqlite3_reset(w->query);
    used += (size_t)sprintf(body + used, "],\"more\":\"\"}");
    int head_length = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                                  "Content-Length: %zu\r\n\r\n", used);
    memcpy(body - head_length, head, (size_t)head_length);
    *length = used + (size_t)head_length;
    return body - head_length;
}

/* Blocks while the socket is full, which on loopback is short. */
static int send_all(int socket, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t n = send(socket, bytes, length, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN) return 0;
        if (n > 0) {
            bytes += n;
            length -= (size_t)n;
        }
    }
    return 1;
}

/* False when the client is gone. */
static int serve_client(worker *w, client *c) {
    for (;;) {
        ssize_t n = recv(c->socket, c->request + c->received, request_room - c->received, 0);
        if (n < 0) return errno == EAGAIN;
        if (n == 0) return 0;
        c->received += (size_t)n;
        if (!memmem(c->request, c->received, "\r\n\r\n", 4)) continue;
        size_t length = 0;
        const char *answer = build(w, &length);
        c->received = 0;
        if (!send_all(c->socket, answer, length)) return 0;
    }
}

static void welcome(worker *w) {
    int one = 1, s = accept4(w->listener, NULL, NULL, SOCK_NONBLOCK);
    if (s < 0) return;
    client *c = calloc(1, sizeof *c);
    if (!c) abort();
    c->socket = s;
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(w->poll, EPOLL_CTL_ADD, s, &event);
}

static void *work(void *argument) {
    worker *w = argument;
    for (;;) {
        struct epoll_event events[64];
        int count = epoll_wait(w->poll, events, 64, -1);
        for (int i = 0; i < count; i++) {
            client *c = events[i].data.ptr;
            if (!c) return NULL;
            if ((void *)c == (void *)w) {
                welcome(w);
            } else if (!serve_client(w, c)) {
                close(c->socket);
                free(c);
            }
        }
    }
}

static int start(worker *w, int port, int stop, const char *path, const char *sql) {
    w->listener = listen_at(port);
    w->poll = epoll_create1(0);
    struct epoll_event listening = {.events = EPOLLIN, .data.ptr = w}, stopping = {.events = EPOLLIN, .data.ptr = NULL};
    w->is_running = w->listener >= 0 && w->poll >= 0
        && epoll_ctl(w->poll, EPOLL_CTL_ADD, w->listener, &listening) == 0
        && epoll_ctl(w->poll, EPOLL_CTL_ADD, stop, &stopping) == 0
        && sqlite3_open_v2(path, &w->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK
        && sqlite3_exec(w->db, "pragma cache_size = -16000", NULL, NULL, NULL) == SQLITE_OK
        && sqlite3_prepare_v2(w->db, sql, -1, &w->query, NULL) == SQLITE_OK
        && pthread_create(&w->thread, NULL, work, w) == 0;
    return w->is_running;
}

lectern_reference_server *lectern_reference_serve(int port, int threads, const char *path, const char *sql,
                                                  const uint8_t *keys, int key_length, int key_count) {
    lectern_reference_server *server = calloc(1, sizeof *server);
    int good = server && pipe(server->stop_pipe) == 0;
    if (good) server->workers = calloc((size_t)threads, sizeof *server->workers);
    good = good && server->workers;
    for (int i = 0; good && i < threads; i++, server->count++) {
        worker *w = &server->workers[i];
        w->keys = keys;
        w->key_length = key_length;
        w->key_count = key_count;
        w->answered = (long)i * key_count / threads;
        good = start(w, port, server->stop_pipe[0], path, sql);
    }
    if (good) return server;
    lectern_reference_stop(server);
    return NULL;
}

void lectern_reference_stop(lectern_reference_server *server) {
    if (!server) return;
    close(server->stop_pipe[1]);
    for (int i = 0; i < server->count; i++) {
        worker *w = &server->workers[i];
        if (w->is_running) pthread_join(w->thread, NULL);
        sqlite3_finalize(w->query);
        sqlite3_close(w->db);
        if (w->listener >= 0) close(w->listener);
        if (w->poll >= 0) close(w->poll);
    }
    close(server->stop_pipe[0]);
    free(server->workers);
    free(server);
}
