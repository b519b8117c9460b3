#include "CSHA256.h"

#include <string.h>

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define SHA_INSTRUCTIONS __attribute__((target("sha,sse4.1,ssse3")))

/// FIPS 180-4 §4.2.2.
static const uint32_t round_constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// The eight working words in the arrangement that the instructions want.
struct state {
  __m128i abef;
  __m128i cdgh;
};

/// FIPS 180-4 §5.3.3.
SHA_INSTRUCTIONS static inline struct state initial_state(void) {
  struct state state = {
      _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c),
      _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19),
  };
  return state;
}

/// Takes in the 64 bytes of a block (FIPS 180-4 §6.2.2), four rounds a step.
SHA_INSTRUCTIONS static inline void take(struct state *state, const uint8_t *block) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abef = state->abef, cdgh = state->cdgh;
  __m128i words[4];
  for (int step = 0; step < 4; step++) {
    words[step] =
        _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(block + 16 * step)), big_endian);
  }
#pragma clang loop unroll(full)
  for (int step = 0; step < 16; step++) {
    if (step >= 4) {
      __m128i seventh = _mm_alignr_epi8(words[(step + 3) & 3], words[(step + 2) & 3], 4);
      __m128i sum = _mm_sha256msg1_epu32(words[step & 3], words[(step + 1) & 3]);
      words[step & 3] =
          _mm_sha256msg2_epu32(_mm_add_epi32(sum, seventh), words[(step + 3) & 3]);
    }
    __m128i input = _mm_add_epi32(
        words[step & 3], _mm_load_si128((const __m128i *)(round_constants + 4 * step)));
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0e));
  }
  state->abef = _mm_add_epi32(state->abef, abef);
  state->cdgh = _mm_add_epi32(state->cdgh, cdgh);
}

SHA_INSTRUCTIONS static inline void give(struct state state, uint64_t digest[4]) {
  uint32_t abef[4], cdgh[4];
  _mm_storeu_si128((__m128i *)abef, state.abef);
  _mm_storeu_si128((__m128i *)cdgh, state.cdgh);
  digest[0] = (uint64_t)abef[3] << 32 | abef[2];
  digest[1] = (uint64_t)cdgh[3] << 32 | cdgh[2];
  digest[2] = (uint64_t)abef[1] << 32 | abef[0];
  digest[3] = (uint64_t)cdgh[1] << 32 | cdgh[0];
}

static inline void store_big_endian(uint8_t *place, uint64_t number) {
  number = __builtin_bswap64(number);
  memcpy(place, &number, 8);
}

/// Pads what is left of a message, `used` bytes of `buffer`, and takes it in (FIPS 180-4 §5.1.1).
SHA_INSTRUCTIONS static inline void finish(
    struct state *state, uint8_t buffer[128], size_t used, uint64_t byte_count) {
  size_t end = used < 56 ? 64 : 128;
  buffer[used] = 0x80;
  memset(buffer + used + 1, 0, end - 8 - used - 1);
  store_big_endian(buffer + end - 8, byte_count * 8);
  take(state, buffer);
  if (end == 128) take(state, buffer + 64);
}

SHA_INSTRUCTIONS static void hash_prefixed(
    uint8_t prefix, const uint8_t *bytes, size_t count, uint64_t digest[4]) {
  struct state state = initial_state();
  uint8_t buffer[128];
  size_t rest = count, used = 1;
  buffer[0] = prefix;
  if (rest >= 63) {
    memcpy(buffer + 1, bytes, 63);
    take(&state, buffer);
    bytes += 63;
    rest -= 63;
    used = 0;
    for (; rest >= 64; rest -= 64, bytes += 64) take(&state, bytes);
  }
  if (rest > 0) memcpy(buffer + used, bytes, rest);
  finish(&state, buffer, used + rest, (uint64_t)count + 1);
  give(state, digest);
}

SHA_INSTRUCTIONS static void hash_pair(
    uint8_t prefix, const uint64_t left[4], const uint64_t right[4], uint64_t digest[4]) {
  struct state state = initial_state();
  uint8_t buffer[128];
  buffer[0] = prefix;
  for (int word = 0; word < 4; word++) {
    store_big_endian(buffer + 1 + 8 * word, left[word]);
    store_big_endian(buffer + 33 + 8 * word, right[word]);
  }
  take(&state, buffer);
  buffer[0] = buffer[64];
  finish(&state, buffer, 1, 65);
  give(state, digest);
}

/// Whether processor has the SHA extensions and what is used beside them.
static int has_instructions(void) {
  // Every thread works out the same answer, so it does not matter who stores it.
  static int known = -1;
  int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (answer >= 0) return answer;
  unsigned a, b, c, d;
  answer = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3) && (c & bit_SSE4_1) &&
           __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
  __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
  return answer;
}

int csha256_prefixed(uint8_t prefix, const uint8_t *bytes, size_t count, uint64_t digest[4]) {
  if (!has_instructions()) return 0;
  hash_prefixed(prefix, bytes, count, digest);
  return 1;
}

int csha256_pair(
    uint8_t prefix, const uint64_t left[4], const uint64_t right[4], uint64_t digest[4]) {
  if (!has_instructions()) return 0;
  hash_pair(prefix, left, right, digest);
  return 1;
}

#else

int csha256_prefixed(uint8_t prefix, const uint8_t *bytes, size_t count, uint64_t digest[4]) {
  (void)prefix, (void)bytes, (void)count, (void)digest;
  return 0;
}

int csha256_pair(
    uint8_t prefix, const uint64_t left[4], const uint64_t right[4], uint64_t digest[4]) {
  (void)prefix, (void)left, (void)right, (void)digest;
  return 0;
}

#endif
