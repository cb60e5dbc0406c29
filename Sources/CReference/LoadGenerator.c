#define _GNU_SOURCE
#include "LoadGenerator.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { buffer_size = 1 << 20 };

typedef struct {
    int socket;
    const lectern_request *request;
    size_t sent, received;
    /* Length of the whole answer, 0 until its head is there. */
    size_t expected;
    double started;
    char *buffer;
} connection;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int dial(int port) {
    int s = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s < 0 || connect(s, (struct sockaddr *)&to, sizeof to) != 0) return -1;
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(s, F_SETFL, fcntl(s, F_GETFL) | O_NONBLOCK);
    return s;
}

/* 1 when all of it went out, 0 when the socket is full for now, -1 on failure. */
static int push(connection *c) {
    while (c->sent < c->request->length) {
        ssize_t n = send(c->socket, c->request->bytes + c->sent, c->request->length - c->sent, MSG_NOSIGNAL);
        if (n < 0) return errno == EAGAIN ? 0 : -1;
        c->sent += (size_t)n;
    }
    return 1;
}

static size_t answer_length(const connection *c) {
    const char *end = memmem(c->buffer, c->received, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = (size_t)(end - c->buffer) + 4, body = 0;
    for (const char *line = c->buffer; line && line < end; line = memchr(line, '\n', (size_t)(end - line))) {
        if (*line == '\n') line++;
        if (strncasecmp(line, "content-length:", 15) == 0) body = strtoul(line + 15, NULL, 10);
    }
    return head + body;
}

/* 1 when a whole answer is there, 0 when more has to come, -1 when the server closed. */
static int pull(connection *c) {
    for (;;) {
        ssize_t n = recv(c->socket, c->buffer + c->received, buffer_size - 1 - c->received, 0);
        if (n == 0) return -1;
        if (n < 0) return errno == EAGAIN ? 0 : -1;
        c->received += (size_t)n;
        c->buffer[c->received] = 0;
        if (!c->expected) c->expected = answer_length(c);
        if (c->expected && c->received >= c->expected) return 1;
        if (c->received >= buffer_size - 1) return -1;
    }
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sends as much as the socket takes, and listens for what comes next. */
static int send_on(connection *c, int poll) {
    int pushed = push(c);
    struct epoll_event event = {.events = EPOLLIN | (pushed ? 0 : EPOLLOUT), .data.ptr = c};
    return pushed >= 0 && epoll_ctl(poll, EPOLL_CTL_MOD, c->socket, &event) == 0;
}

static int begin(connection *c, int poll, const lectern_request *request) {
    c->sent = c->received = c->expected = 0;
    c->request = request;
    c->started = now();
    return send_on(c, poll);
}

static int open_all(connection *all, int count, int port, int poll) {
    for (int i = 0; i < count; i++) {
        struct epoll_event event = {.events = 0, .data.ptr = &all[i]};
        all[i].buffer = malloc(buffer_size);
        all[i].socket = dial(port);
        if (!all[i].buffer || all[i].socket < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, all[i].socket, &event) != 0) return 0;
    }
    return 1;
}

static void close_all(connection *all, int count) {
    for (int i = 0; all && i < count; i++) {
        if (all[i].socket > 0) close(all[i].socket);
        free(all[i].buffer);
    }
    free(all);
}

lectern_load_result lectern_load(int port, int connections, const lectern_request *requests, int kinds, long most,
                                 double seconds) {
    lectern_load_result result = {.rate = -1};
    connection *all = calloc((size_t)connections, sizeof *all);
    double *latencies = calloc((size_t)most, sizeof *latencies);
    int poll = epoll_create1(0), good = all && latencies && poll >= 0 && open_all(all, connections, port, poll);
    long started = 0, finished = 0;
    double start = now();
    for (int i = 0; good && i < connections && started < most; i++, started++)
        good = begin(&all[i], poll, &requests[started % kinds]);
    while (good && finished < started) {
        struct epoll_event events[64];
        int count = epoll_wait(poll, events, 64, 30000);
        if (count <= 0) good = 0;
        for (int i = 0; good && i < count; i++) {
            connection *c = events[i].data.ptr;
            if (c->sent < c->request->length) {
                good = send_on(c, poll);
                continue;
            }
            int state = pull(c);
            if (state == 0) continue;
            good = state > 0;
            if (!good) break;
            double moment = now();
            latencies[finished++] = (moment - c->started) * 1000;
            result.bytes += (long)c->received;
            if (strncmp(c->buffer, "HTTP/1.1 2", 10) != 0) result.refused++;
            if (started < most && moment - start < seconds) good = begin(c, poll, &requests[started++ % kinds]);
        }
    }
    double spent = now() - start;
    if (good && finished > 0) {
        qsort(latencies, (size_t)finished, sizeof *latencies, by_value);
        result.rate = (double)finished / spent;
        result.p50 = latencies[finished / 2];
        result.p95 = latencies[finished * 95 / 100];
        result.p99 = latencies[finished * 99 / 100];
        result.answers = finished;
    }
    close_all(all, connections);
    if (poll >= 0) close(poll);
    free(latencies);
    return result;
}
