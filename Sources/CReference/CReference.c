#include "CReference.h"
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int run(sqlite3 *db, const char *sql) { return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK; }

static int open_new(const char *path, sqlite3 **db) {
    return sqlite3_open(path, db) == SQLITE_OK && run(*db, "pragma journal_mode=wal") && run(*db, "pragma synchronous=full")
        && run(*db, "create table statement (seq integer primary key autoincrement, tenant integer not null,"
                    " id blob not null, stored_at integer not null, digest blob not null, body text not null) strict")
        && run(*db, "create unique index statement_id on statement (tenant, id)")
        && run(*db, "create table statement_key (tenant integer not null, key blob not null, stored_at integer not null,"
                    " seq integer not null, primary key (tenant, key, stored_at, seq)) strict, without rowid");
}

static int insert_one(sqlite3_stmt *row, sqlite3_stmt *key, sqlite3 *db, const char *body, size_t length, int keys,
                      int64_t stored, uint64_t *random) {
    uint64_t id[2] = {next_random(random), next_random(random)}, digest[4] = {id[1], id[0], id[1], id[0]};
    sqlite3_bind_int64(row, 1, 1);
    sqlite3_bind_blob(row, 2, id, 16, SQLITE_STATIC);
    sqlite3_bind_int64(row, 3, stored);
    sqlite3_bind_blob(row, 4, digest, 32, SQLITE_STATIC);
    sqlite3_bind_text(row, 5, body, (int)length, SQLITE_STATIC);
    if (sqlite3_step(row) != SQLITE_DONE) return 0;
    sqlite3_reset(row);
    sqlite3_int64 seq = sqlite3_last_insert_rowid(db);
    for (int k = 0; k < keys; k++) {
        /* Some keys are shared by many statements, as verbs are; others belong to few, as registrations do. */
        uint64_t value[2] = {(uint64_t)k, k < 2 ? 7 : next_random(random) % 500};
        sqlite3_bind_int64(key, 1, 1);
        sqlite3_bind_blob(key, 2, value, 16, SQLITE_STATIC);
        sqlite3_bind_int64(key, 3, stored);
        sqlite3_bind_int64(key, 4, seq);
        if (sqlite3_step(key) != SQLITE_DONE) return 0;
        sqlite3_reset(key);
    }
    return 1;
}

double lectern_reference_insert(const char *path, const char *body, size_t body_length, int keys, int count,
                                int per_commit) {
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL, *key = NULL;
    double rate = -1;
    uint64_t random = 88172645463325252ULL;
    if (open_new(path, &db)
        && sqlite3_prepare_v2(db, "insert into statement (tenant, id, stored_at, digest, body) values (?,?,?,?,?)", -1, &row,
                              NULL) == SQLITE_OK
        && sqlite3_prepare_v2(db, "insert into statement_key values (?,?,?,?)", -1, &key, NULL) == SQLITE_OK) {
        double start = now();
        int done = 0, good = 1;
        while (good && done < count) {
            good = run(db, "begin immediate");
            for (int i = 0; good && i < per_commit && done < count; i++, done++)
                good = insert_one(row, key, db, body, body_length, keys, 1700000000000000LL + done, &random);
            good = good && run(db, "commit");
        }
        if (good) rate = count / (now() - start);
    }
    sqlite3_finalize(row);
    sqlite3_finalize(key);
    sqlite3_close(db);
    return rate;
}

double lectern_reference_read(const char *path, int64_t tenant, const uint8_t *keys, int key_count, int limit, int count) {
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    double rate = -1;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK
        && sqlite3_prepare_v2(db,
                              "select s.body from statement_key k join statement s on s.seq = k.seq"
                              " where k.tenant = ? and k.key = ? order by k.stored_at desc, k.seq desc limit ?",
                              -1, &query, NULL) == SQLITE_OK) {
        double start = now();
        size_t bytes = 0;
        for (int i = 0; i < count; i++) {
            sqlite3_bind_int64(query, 1, tenant);
            sqlite3_bind_blob(query, 2, keys + 16 * (i % key_count), 16, SQLITE_STATIC);
            sqlite3_bind_int(query, 3, limit);
            while (sqlite3_step(query) == SQLITE_ROW) bytes += (size_t)sqlite3_column_bytes(query, 0);
            sqlite3_reset(query);
        }
        if (bytes > 0) rate = count / (now() - start);
    }
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
