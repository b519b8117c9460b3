#include <lmdb.h>
// Glibc's own module leaves this header out; the store asks it which file system a folder lies on.
#include <sys/statfs.h>
