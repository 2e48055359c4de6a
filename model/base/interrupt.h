/* interrupt.h - the flag by which a signal or another thread stops long work in good
 * order. Set by a signal's handler and read by every thread, so it is an atomic that
 * needs no lock. */
#ifndef PC_BASE_INTERRUPT_H
#define PC_BASE_INTERRUPT_H

#include <stdatomic.h>

typedef atomic_int pc_interrupt_t; /* not 0: stop */

#if ATOMIC_INT_LOCK_FREE != 2
#error "an atomic int needs a lock here: no signal's handler may set it"
#endif

#endif
