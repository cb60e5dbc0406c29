#ifndef LECTERN_CREFERENCE_H
#define LECTERN_CREFERENCE_H
#include <stddef.h>
#include <stdint.h>

/* The limits that `lectern bench` compares with: the same rows written and read, and the same signatures verified, by
   plain C loops over SQLite and OpenSSL. Each function gives work per second, or a negative number when it failed. */

/* Inserts `count` statements of `body` with `keys` index rows each into a new database at `path`, `per_commit` to a
   transaction, WAL, synchronous=FULL. */
double lectern_reference_insert(const char *path, const char *body, size_t body_length, int keys, int count,
                                int per_commit);

/* Reads the newest `limit` statements under a key of an existing service database, `count` times; `keys` holds `key_count`
   keys of 16 bytes, used in turn. */
double lectern_reference_read(const char *path, int64_t tenant, const uint8_t *keys, int key_count, int limit, int count);

/* RS256 verifications of one signature over `length` bytes, on one core, for `seconds`. */
double lectern_reference_rs256_verify(size_t length, double seconds);
#endif
