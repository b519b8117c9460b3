#include "allocations.h"

#include <stddef.h>

// The C library's own allocator under the names that it keeps for this purpose. Whatever the test
// program or a library in it allocates comes through the definitions below.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static _Thread_local long count;

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count++;
  return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
  count++;
  return __libc_realloc(block, size);
}

long kiem_allocation_count(void) { return count; }
