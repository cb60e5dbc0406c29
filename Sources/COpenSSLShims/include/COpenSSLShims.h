#ifndef LECTERN_COPENSSLSHIMS_H
#define LECTERN_COPENSSLSHIMS_H

#include <stddef.h>
#include <stdint.h>

/* Only what Swift can't import from OpenSSL 3: variadic functions and function-like macros; and whatever keeps
   the pointer of a parameter's name, since a Swift String passed as `const char *` dies when the call returns. */

typedef struct evp_pkey_st EVP_PKEY;
typedef struct evp_mac_ctx_st EVP_MAC_CTX;
typedef struct bio_st BIO;
typedef struct x509_st X509;

/* EVP_RSA_gen and EVP_EC_gen are macros over the variadic EVP_PKEY_Q_keygen. */
EVP_PKEY *lectern_rsa_keygen(unsigned int bits);
EVP_PKEY *lectern_ec_keygen(const char *group);

/* OSSL_PARAM_BLD_push_* keep the pointer of the name. Null on failure, with OpenSSL's error queue filled. */
EVP_PKEY *lectern_rsa_public(const uint8_t *n, size_t n_length, const uint8_t *e, size_t e_length);
/* The point is 0x04 || X || Y (SEC 1 §2.3.3). */
EVP_PKEY *lectern_ec_public(const char *group, const uint8_t *point, size_t length);

/* OSSL_PARAM_construct_* keep the pointers of name and value. 1 on success. */
int lectern_hmac_sha256_init(EVP_MAC_CTX *context, const uint8_t *key, size_t length);

/* BIO_get_mem_data is a macro over BIO_ctrl. */
long lectern_bio_memory(BIO *bio, char **start);

/* PKCS#8 in PEM, encrypted with AES-256-CBC under scrypt (RFC 7914). 1 on success. */
int lectern_write_encrypted_pem(BIO *bio, EVP_PKEY *key, const char *passphrase, int length);

/* Whether a chain, leaf first, leads to a root of the system's store at a time in seconds since 1970. The functions of
   stacks are macros. 0 for yes, else OpenSSL's X509_V_ERR_*, -1 when memory is short. */
int lectern_chain_error(X509 *const *chain, size_t count, int64_t at);

#endif
