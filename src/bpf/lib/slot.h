/* Where a value stands in a histogram: 16 steps to each power of two, so that a slot is never wider than 1/16
 * of its values. `common::hist::slot_range` is the inverse, and a test holds the two together. */
#pragma once
#include "kernel/uapi.h"

#define SLOT_STEP_BITS 4
#define SLOT_BITS      48 /* values are below 1 << 48 */
#define SLOTS	       ((SLOT_BITS - SLOT_STEP_BITS + 1) << SLOT_STEP_BITS)

/* If v >= 1 << bits, shifts v by as much and adds that to `shift`. Without a branch: each would double the
 * paths that the verifier walks, and latencies are what a branch predictor guesses wrong. */
#define SLOT_HALVE(v, shift, bits)                                                     \
	do {                                                                           \
		__u64 by = (1ULL << bits) - 1 - v;                                     \
                                                                                       \
		asm volatile("" : "+r"(by)); /* or the sign becomes a compare again */ \
		by = (by >> 63) * bits;                                                \
		v >>= by;                                                              \
		shift += by;                                                           \
	} while (0)

static inline __attribute__((always_inline)) __u32 slot_of(__u64 value)
{
	__u64 v = (value | 1 << SLOT_STEP_BITS) >> SLOT_STEP_BITS, shift = 0;

	SLOT_HALVE(v, shift, 32);
	SLOT_HALVE(v, shift, 16);
	SLOT_HALVE(v, shift, 8);
	SLOT_HALVE(v, shift, 4);
	SLOT_HALVE(v, shift, 2);
	SLOT_HALVE(v, shift, 1);
	return (shift << SLOT_STEP_BITS) + (value >> shift);
}
