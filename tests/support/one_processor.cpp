// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Part of a test program whose threads shall all share one processor: they take turns, and each runs alone from one
/// barrier to its next. What a thread reads before another one has written it is then wrong nearly every time; threads
/// on processors of their own are rarely so far apart. Bound before main(), so that all threads inherit it. Run it with
/// OMP_WAIT_POLICY=passive, as ctest does: threads that wait actively would use up the processor.
#include <sched.h>

#include <cstdio>
#include <cstdlib>

namespace {

[[maybe_unused]] bool const bound = [] {
  cpu_set_t processors;
  CPU_ZERO(&processors);
  CPU_SET(sched_getcpu(), &processors);
  if (sched_setaffinity(0, sizeof(processors), &processors) == 0) return true;
  std::perror("cannot bind the test program to one processor");
  std::exit(1);
}();

}  // namespace
