#ifndef STEPWELL_CARGON2_SHIM_H
#define STEPWELL_CARGON2_SHIM_H

#include <argon2.h>

#endif
