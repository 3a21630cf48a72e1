// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* offcputime: how long tasks are off the CPU, by the stack in which they left it. */
#include "lib/away.bpf.h"
