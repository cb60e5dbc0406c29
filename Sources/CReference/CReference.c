#include "CReference.h"
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run(sqlite3 *db, const char *sql) { return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK; }

static sqlite3 *open_reader(const char *path) {
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK && run(db, "pragma cache_size = -16000"))
        return db;
    sqlite3_close(db);
    return NULL;
}

/* The rows of an answer, in memory. */
typedef struct {
    sqlite3_value **cells;
    long rows, room;
    int columns;
} table;

static int load(sqlite3 *db, const char *sql, long limit, table *into) {
    sqlite3_stmt *query = NULL;
    int good = sqlite3_prepare_v2(db, sql, -1, &query, NULL) == SQLITE_OK;
    if (good) sqlite3_bind_int64(query, 1, limit);
    into->columns = sqlite3_column_count(query);
    while (good && sqlite3_step(query) == SQLITE_ROW) {
        if (into->rows == into->room) {
            into->room = into->room ? into->room * 2 : 1024;
            into->cells = realloc(into->cells, (size_t)(into->room * into->columns) * sizeof *into->cells);
            if (!into->cells) abort();
        }
        for (int c = 0; c < into->columns; c++)
            into->cells[into->rows * into->columns + c] = sqlite3_value_dup(sqlite3_column_value(query, c));
        into->rows++;
    }
    sqlite3_finalize(query);
    return good;
}

static void release(table *t) {
    for (long i = 0; i < t->rows * t->columns; i++) sqlite3_value_free(t->cells[i]);
    free(t->cells);
}

/* Makes the tables and indexes as they stand in the service's database. */
static int copy_schema(sqlite3 *from, sqlite3 *to) {
    sqlite3_stmt *query = NULL;
    int good = sqlite3_prepare_v2(from,
                                  "select sql from sqlite_master where tbl_name in ('statement', 'statement_key')"
                                  " and sql is not null order by type desc",
                                  -1, &query, NULL) == SQLITE_OK;
    while (good && sqlite3_step(query) == SQLITE_ROW) good = run(to, (const char *)sqlite3_column_text(query, 0));
    sqlite3_finalize(query);
    return good;
}

static sqlite3 *open_copy(sqlite3 *from, const char *path) {
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) == SQLITE_OK && run(db, "pragma journal_mode=wal") && run(db, "pragma synchronous=full")
        && run(db, "pragma cache_size = -32000") && copy_schema(from, db))
        return db;
    sqlite3_close(db);
    return NULL;
}

static sqlite3_stmt *prepare_insert(sqlite3 *db, const char *name, int columns) {
    char sql[256];
    int length = snprintf(sql, sizeof sql, "insert into %s values (?", name);
    for (int c = 1; c < columns; c++) length += snprintf(sql + length, sizeof sql - (size_t)length, ",?");
    snprintf(sql + length, sizeof sql - (size_t)length, ")");
    sqlite3_stmt *insert = NULL;
    sqlite3_prepare_v2(db, sql, -1, &insert, NULL);
    return insert;
}

static int insert_row(sqlite3_stmt *insert, const table *t, long row) {
    for (int c = 0; c < t->columns; c++) sqlite3_bind_value(insert, c + 1, t->cells[row * t->columns + c]);
    int good = sqlite3_step(insert) == SQLITE_DONE;
    sqlite3_reset(insert);
    return good;
}

/* The number of its statement stands first in `statement` and last in `statement_key`. */
static sqlite3_int64 statement_of(const table *keys, long row) {
    return sqlite3_value_int64(keys->cells[(row + 1) * keys->columns - 1]);
}

static double insert_all(sqlite3 *to, const table *statements, const table *keys, int per_commit) {
    sqlite3_stmt *statement = prepare_insert(to, "statement", statements->columns);
    sqlite3_stmt *key = prepare_insert(to, "statement_key", keys->columns);
    double start = now();
    long s = 0, k = 0;
    int good = statement && key;
    while (good && s < statements->rows) {
        good = run(to, "begin immediate");
        for (int i = 0; good && i < per_commit && s < statements->rows; i++, s++) {
            sqlite3_int64 number = sqlite3_value_int64(statements->cells[s * statements->columns]);
            good = insert_row(statement, statements, s);
            for (; good && k < keys->rows && statement_of(keys, k) == number; k++) good = insert_row(key, keys, k);
        }
        good = good && run(to, "commit");
    }
    double spent = now() - start;
    sqlite3_finalize(statement);
    sqlite3_finalize(key);
    return good ? (double)statements->rows / spent : -1;
}

double lectern_reference_insert(const char *from, const char *to, long count, int per_commit) {
    table statements = {0}, keys = {0};
    sqlite3 *source = open_reader(from), *copy = source ? open_copy(source, to) : NULL;
    double rate = -1;
    if (copy && load(source, "select * from statement order by seq limit ?", count, &statements)
        && load(source,
                "select * from statement_key where seq <= (select max(seq) from (select seq from statement"
                " order by seq limit ?)) order by seq, key",
                count, &keys)
        && statements.rows > 0 && keys.rows > 0)
        rate = insert_all(copy, &statements, &keys, per_commit);
    release(&statements);
    release(&keys);
    sqlite3_close(copy);
    sqlite3_close(source);
    return rate;
}

/* Copies the values of the current row; gives 0 when they don't fit. */
static int copy_row(sqlite3_stmt *query, int columns, char *buffer, size_t size) {
    size_t used = 0;
    for (int c = 0; c < columns; c++) {
        const void *value = sqlite3_column_blob(query, c);
        size_t length = (size_t)sqlite3_column_bytes(query, c);
        if (used + length > size) return 0;
        if (value) memcpy(buffer + used, value, length);
        used += length;
    }
    return 1;
}

double lectern_reference_read(const char *path, const char *sql, const uint8_t *keys, int key_length, int key_count,
                              double seconds, long *rows) {
    static char buffer[1 << 20];
    sqlite3 *db = open_reader(path);
    sqlite3_stmt *query = NULL;
    double rate = -1, spent = 0;
    long done = 0;
    *rows = 0;
    if (db && sqlite3_prepare_v2(db, sql, -1, &query, NULL) == SQLITE_OK) {
        int columns = sqlite3_column_count(query), good = 1;
        double start = now();
        for (; good && (spent = now() - start) < seconds; done++) {
            if (key_length) sqlite3_bind_blob(query, 1, keys + key_length * (done % key_count), key_length, SQLITE_STATIC);
            for (; good && sqlite3_step(query) == SQLITE_ROW; ++*rows) good = copy_row(query, columns, buffer, sizeof buffer);
            sqlite3_reset(query);
        }
        if (good && *rows > 0) rate = (double)done / spent;
    }
    sqlite3_finalize(query);
    sqlite3_close(db);
    return rate;
}

double lectern_reference_write_out(const char *path, const char *sql, const char *to) {
    sqlite3 *db = open_reader(path);
    sqlite3_stmt *query = NULL;
    FILE *file = fopen(to, "w");
    double rate = -1, start = now();
    long rows = 0;
    if (db && file && sqlite3_prepare_v2(db, sql, -1, &query, NULL) == SQLITE_OK) {
        int good = 1;
        for (; good && sqlite3_step(query) == SQLITE_ROW; rows++) {
            size_t length = (size_t)sqlite3_column_bytes(query, 0);
            good = fwrite(sqlite3_column_blob(query, 0), 1, length, file) == length && fputc('\n', file) != EOF;
        }
        if (good && fflush(file) == 0) rate = (double)rows / (now() - start);
    }
    if (file) fclose(file);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return rate;
}

double lectern_reference_rs256_verify(size_t length, double seconds) {
    unsigned char message[4096] = {0}, signature[512];
    size_t signature_length = sizeof signature;
    if (length > sizeof message) return -1;
    EVP_PKEY *key = EVP_RSA_gen(2048);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    double rate = -1;
    if (key && context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1
        && EVP_DigestSign(context, signature, &signature_length, message, length) == 1) {
        long done = 0;
        double start = now(), spent = 0;
        int good = 1;
        while (good && (spent = now() - start) < seconds)
            for (int i = 0; good && i < 100; i++, done++) {
                EVP_MD_CTX_reset(context);
                good = EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1
                    && EVP_DigestVerify(context, signature, signature_length, message, length) == 1;
            }
        if (good) rate = (double)done / spent;
    }
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return rate;
}
