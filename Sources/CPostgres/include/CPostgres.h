#ifndef STEPWELL_CPOSTGRES_H
#define STEPWELL_CPOSTGRES_H

// epoll and eventfd, which the Glibc module map leaves out.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// ThreadSanitizer, when it is linked in. On Linux it sees neither Swift's Mutex nor what a continuation hands from
// one thread to another, and calls both races, so the driver tells it. Otherwise these do nothing.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

static inline void cpostgres_acquire(void *address) {
  if (__tsan_acquire) __tsan_acquire(address);
}

static inline void cpostgres_release(void *address) {
  if (__tsan_release) __tsan_release(address);
}

#endif
