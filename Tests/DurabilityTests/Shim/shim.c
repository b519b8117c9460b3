/* Preloaded into the child of the durability tests: makes the write calls of the files below
   KIEM_SHIM_PATH fail on demand, records them in order, and fakes the file system they lie on.

   Lock files are left alone: what they hold does not survive a reboot and is made anew. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { KIND_EIO = 1, KIND_ENOSPC = 2, KIND_SHORT = 3, KIND_DONE_BUT_EIO = 4,
  /* The first is done and reported as EIO, those behind it fail: a commit that nobody can take back. */
  KIND_FIRST_DONE = 5,
  /* Only writes through O_DSYNC count; they are done and reported as EIO. */
  KIND_SYNC_DONE = 6 };
enum operation { OP_WRITE = 1, OP_BARRIER = 2, OP_SYNC_WRITE = 3, OP_TRUNCATE = 4, OP_MARK = 5 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long call_count, first_failing, failing_count, fired_count;
static int failing_kind;
static int trace_fd = -1;

/* The path of a descriptor relative to KIEM_SHIM_PATH; NULL if it is none of ours. */
static const char *own_path(int fd, char *buffer) {
  static const char *prefix;
  if (!prefix && !(prefix = getenv("KIEM_SHIM_PATH"))) return NULL;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, buffer, PATH_MAX - 1);
  if (length < 0) return NULL;
  buffer[length] = 0;
  size_t skip = strlen(prefix);
  if (strncmp(buffer, prefix, skip) || buffer[skip] != '/') return NULL;
  if (strstr(buffer + skip, ".lock") || strstr(buffer + skip, "/lock.mdb")) return NULL;
  return buffer + skip + 1;
}

/* Counts a call and says how it has to fail; 0 if it does not. */
static int next_failure(int is_synchronous) {
  if (!failing_kind || (failing_kind == KIND_SYNC_DONE && !is_synchronous)) return 0;
  call_count++;
  if (call_count < first_failing || call_count >= first_failing + failing_count) return 0;
  fired_count++;
  if (failing_kind == KIND_FIRST_DONE) return fired_count == 1 ? KIND_DONE_BUT_EIO : KIND_EIO;
  return failing_kind == KIND_SYNC_DONE ? KIND_DONE_BUT_EIO : failing_kind;
}

static int failing_errno(int kind) { return kind == KIND_ENOSPC ? ENOSPC : EIO; }

static void record(uint32_t op, const char *path, uint64_t offset, uint64_t length,
                   const struct iovec *parts, int part_count) {
  if (trace_fd < 0) return;
  uint32_t head[2] = {op, path ? (uint32_t)strlen(path) : 0};
  uint64_t place[2] = {offset, length};
  syscall(SYS_write, trace_fd, head, sizeof head);
  syscall(SYS_write, trace_fd, place, sizeof place);
  if (path) syscall(SYS_write, trace_fd, path, strlen(path));
  uint64_t left = length;
  for (int i = 0; i < part_count && left > 0; i++) {
    size_t part = parts[i].iov_len < left ? parts[i].iov_len : left;
    syscall(SYS_write, trace_fd, parts[i].iov_base, part);
    left -= part;
  }
}

/* A write at `offset`, or at the descriptor's own place if that is negative. */
static ssize_t put(int fd, const struct iovec *parts, int part_count, off_t offset) {
  char buffer[PATH_MAX];
  const char *path = own_path(fd, buffer);
  pthread_mutex_lock(&lock);
  int is_synchronous = path && (fcntl(fd, F_GETFL) & O_DSYNC) != 0;
  int kind = path ? next_failure(is_synchronous) : 0;
  off_t place = offset >= 0 ? offset : syscall(SYS_lseek, fd, 0, SEEK_CUR);
  struct iovec shorter[part_count];
  memcpy(shorter, parts, sizeof(struct iovec) * part_count);
  ssize_t result = -1;
  int error = failing_errno(kind);
  if (kind == KIND_SHORT) {
    /* Half of the last part is missing, so that at least one byte is. */
    shorter[part_count - 1].iov_len /= 2;
  }
  if (kind != KIND_EIO && kind != KIND_ENOSPC) {
    result = offset >= 0 ? syscall(SYS_pwritev, fd, shorter, part_count, offset, 0)
                         : syscall(SYS_writev, fd, shorter, part_count);
    error = errno;
    if (path && result > 0)
      record(is_synchronous ? OP_SYNC_WRITE : OP_WRITE, path, place, result, shorter, part_count);
    if (kind == KIND_DONE_BUT_EIO) {
      result = -1;
      error = EIO;
    }
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

ssize_t write(int fd, const void *data, size_t length) {
  struct iovec part = {(void *)data, length};
  return put(fd, &part, 1, -1);
}
ssize_t writev(int fd, const struct iovec *parts, int count) { return put(fd, parts, count, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  struct iovec part = {(void *)data, length};
  return put(fd, &part, 1, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
  return pwrite(fd, data, length, offset);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return put(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  return put(fd, parts, count, offset);
}

/* Calls without data: they happen or they fail. */
static long other(int fd, uint32_t op, long number, long first, long second) {
  char buffer[PATH_MAX];
  const char *path = own_path(fd, buffer);
  pthread_mutex_lock(&lock);
  int kind = path ? next_failure(0) : 0;
  long result = -1;
  int error = failing_errno(kind);
  if (!kind || kind == KIND_DONE_BUT_EIO) {
    result = syscall(number, fd, first, second);
    error = errno;
    if (path && op && result == 0) record(op, path, first, 0, NULL, 0);
    if (kind) {
      result = -1;
      error = EIO;
    }
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

off_t lseek(int fd, off_t offset, int whence) {
  return other(fd, 0, SYS_lseek, offset, whence);
}
off_t lseek64(int fd, off_t offset, int whence) { return lseek(fd, offset, whence); }
int fdatasync(int fd) { return other(fd, OP_BARRIER, SYS_fdatasync, 0, 0); }
int fsync(int fd) { return other(fd, OP_BARRIER, SYS_fsync, 0, 0); }
int ftruncate(int fd, off_t length) { return other(fd, OP_TRUNCATE, SYS_ftruncate, length, 0); }
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

int statfs(const char *path, struct statfs *result) {
  const char *fake = getenv("KIEM_SHIM_STATFS"), *prefix = getenv("KIEM_SHIM_PATH");
  int status = syscall(SYS_statfs, path, result);
  if (!status && fake && prefix && !strncmp(path, prefix, strlen(prefix)))
    result->f_type = strtol(fake, NULL, 0);
  return status;
}
int statfs64(const char *path, struct statfs64 *result) {
  return statfs(path, (struct statfs *)result);
}

/* Fails the calls `first` to `first + count - 1` from now on; kind 0 fails none. */
void kiem_shim_arm(long first, int kind, long count) {
  pthread_mutex_lock(&lock);
  call_count = 0;
  fired_count = 0;
  first_failing = first;
  failing_count = count;
  failing_kind = kind;
  pthread_mutex_unlock(&lock);
}
long kiem_shim_fired(void) {
  pthread_mutex_lock(&lock);
  long count = fired_count;
  pthread_mutex_unlock(&lock);
  return count;
}
/* Records every call from now on in the file. */
void kiem_shim_trace(const char *path) {
  pthread_mutex_lock(&lock);
  trace_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  pthread_mutex_unlock(&lock);
}
/* Notes in the record that everything up to `number` was acknowledged. */
void kiem_shim_mark(long number) {
  pthread_mutex_lock(&lock);
  record(OP_MARK, NULL, number, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
}
