#ifndef STEPWELL_CPOSTGRES_H
#define STEPWELL_CPOSTGRES_H

// epoll and eventfd, which the Glibc module map leaves out.
#include <sys/epoll.h>
#include <sys/eventfd.h>

#endif
