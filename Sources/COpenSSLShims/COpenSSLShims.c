#include "COpenSSLShims.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

EVP_PKEY *lectern_rsa_keygen(unsigned int bits) { return EVP_RSA_gen(bits); }

EVP_PKEY *lectern_ec_keygen(const char *group) { return EVP_EC_gen((char *)group); }

static EVP_PKEY *public_key(const char *type, OSSL_PARAM_BLD *builder) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (parameters && context && EVP_PKEY_fromdata_init(context) == 1
        && EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    return key;
}

EVP_PKEY *lectern_rsa_public(const uint8_t *n, size_t n_length, const uint8_t *e, size_t e_length) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *modulus = BN_bin2bn(n, (int)n_length, NULL);
    BIGNUM *exponent = BN_bin2bn(e, (int)e_length, NULL);
    if (builder && modulus && exponent && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus)
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent)) {
        key = public_key("RSA", builder);
    }
    OSSL_PARAM_BLD_free(builder);
    BN_free(modulus);
    BN_free(exponent);
    return key;
}

EVP_PKEY *lectern_ec_public(const char *group, const uint8_t *point, size_t length) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    if (builder && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0)
        && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, length)) {
        key = public_key("EC", builder);
    }
    OSSL_PARAM_BLD_free(builder);
    return key;
}

int lectern_hmac_sha256_init(EVP_MAC_CTX *context, const uint8_t *key, size_t length) {
    OSSL_PARAM parameters[2] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, key, length, parameters);
}

long lectern_bio_memory(BIO *bio, char **start) { return BIO_get_mem_data(bio, start); }

int lectern_write_encrypted_pem(BIO *bio, EVP_PKEY *key, const char *passphrase, int length) {
    int written = 0;
    X509_SIG *sealed = NULL;
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
    X509_ALGOR *method = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 0, NULL, 16384, 8, 1);
    if (info && method) {
        sealed = PKCS8_set0_pbe(passphrase, length, info, method);
        if (sealed) method = NULL; /* now owned by `sealed` */
    }
    if (sealed) written = PEM_write_bio_PKCS8(bio, sealed);
    X509_ALGOR_free(method);
    X509_SIG_free(sealed);
    PKCS8_PRIV_KEY_INFO_free(info);
    return written;
}

static X509_STORE *roots;
static CRYPTO_ONCE roots_once = CRYPTO_ONCE_STATIC_INIT;

/* Reading the system's roots takes tens of milliseconds; a store may be shared by threads. */
static void read_roots(void) {
    X509_STORE *store = X509_STORE_new();
    if (store && X509_STORE_set_default_paths(store) == 1) roots = store;
}

int lectern_chain_error(X509 *const *chain, size_t count, int64_t at) {
    int error = -1;
    CRYPTO_THREAD_run_once(&roots_once, read_roots);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    STACK_OF(X509) *others = sk_X509_new_null();
    if (count > 0 && roots && context && others) {
        int complete = 1;
        for (size_t i = 1; i < count; i++) complete = complete && sk_X509_push(others, chain[i]) > 0;
        if (complete && X509_STORE_CTX_init(context, roots, chain[0], others) == 1) {
            X509_STORE_CTX_set_time(context, 0, (time_t)at);
            X509_STORE_CTX_set_purpose(context, X509_PURPOSE_ANY);
            error = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
        }
    }
    sk_X509_free(others);
    X509_STORE_CTX_free(context);
    return error;
}
