#ifndef LECTERN_LOADGENERATOR_H
#define LECTERN_LOADGENERATOR_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
    /* Requests per second over the whole run; negative when a connection failed. */
    double rate;
    /* Latencies in milliseconds. */
    double p50, p99;
    /* Answers whose status wasn't 2xx. */
    long refused;
} lectern_load_result;

/* Sends `total` copies of one whole HTTP/1.1 request to 127.0.0.1:`port` over `connections` kept-alive connections, each
   with one request under way, from one thread. */
lectern_load_result lectern_load(int port, int connections, const char *request, size_t length, long total);
#endif
