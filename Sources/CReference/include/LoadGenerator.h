#ifndef LECTERN_LOADGENERATOR_H
#define LECTERN_LOADGENERATOR_H
#include <stddef.h>
#include <stdint.h>

/* One whole HTTP/1.1 request, head and body. */
typedef struct {
    const char *bytes;
    size_t length;
} lectern_request;

typedef struct {
    /* Requests per second over the whole run; negative when a connection failed. */
    double rate;
    /* Latencies in milliseconds. */
    double p50, p95, p99;
    long answers;
    /* Answers whose status wasn't 2xx. */
    long refused;
    /* Bytes of all answers. */
    long bytes;
} lectern_load_result;

/* Sends requests, the `kinds` given in turn, to 127.0.0.1:`port` over `connections` kept-alive connections, each with one
   request under way, from one thread: `most` of them, or as many as are begun within `seconds`. */
lectern_load_result lectern_load(int port, int connections, const lectern_request *requests, int kinds, long most,
                                 double seconds);
#endif
