#ifndef LECTERN_CREFERENCE_H
#define LECTERN_CREFERENCE_H
#include <stddef.h>
#include <stdint.h>

/* The limits that `lectern bench` compares with: the rows that the service wrote, written and read again, and signatures
   verified, by plain C loops over SQLite and OpenSSL. Each function gives a negative number when it failed. */

/* Copies at most `count` rows of `statement`, the first ones, each followed by its rows of `statement_key`, from a service's database
   into a new one at `to` with the same tables and indexes, `per_commit` statements to a transaction, WAL,
   synchronous=FULL. Reading them isn't timed.
   Gives statements per second. */
double lectern_reference_insert(const char *from, const char *to, long count, int per_commit);

/* Runs `sql` with each of the keys in turn as its only value (none when `key_length` is 0), until `seconds` have passed,
   and copies every value of every row.
   Gives queries per second; `rows` becomes the number of rows of all of them. */
double lectern_reference_read(const char *path, const char *sql, const uint8_t *keys, int key_length, int key_count,
                              double seconds, long *rows);

/* Runs `sql` once and writes the first value of every row to a file, each with a line feed.
   Gives rows per second. */
double lectern_reference_write_out(const char *path, const char *sql, const char *to);

/* RS256 verifications of one signature over `length` bytes, on one core, for `seconds`. Gives verifications per second. */
double lectern_reference_rs256_verify(size_t length, double seconds);
#endif
