#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

/// SHA-256 (FIPS 180-4) of one prefix byte and `count` bytes, in one call and without a heap: the
/// form of every hash of RFC 9162.
///
/// `digest` receives the 32 bytes as four numbers, the first eight bytes as the first number, the
/// most significant byte first. Yields 0 and leaves `digest` alone where the processor has no
/// instructions for SHA-256; the caller then hashes by other means.
int csha256_prefixed(uint8_t prefix, const uint8_t *bytes, size_t count, uint64_t digest[4]);

/// The same of one prefix byte and two digests in the form above.
int csha256_pair(
    uint8_t prefix, const uint64_t left[4], const uint64_t right[4], uint64_t digest[4]);

#endif
