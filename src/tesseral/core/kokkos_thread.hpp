// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Kokkos for callers who may know nothing of it and come from any thread: the C interface, scripting languages.
#pragma once

#include <functional>

namespace tesseral {

/// Runs `work` where Kokkos runs and returns when it is done; exceptions pass through. Whoever calls from whichever
/// thread, the process does one work at a time: a Kokkos space of host threads must not be entered from two of them.
///
/// If Kokkos does not run yet, it is started (with OMP_NUM_THREADS) on a thread kept for this purpose, where all work
/// is done then, and stopped when the process ends. If somebody else started it, the work is done on the caller's
/// thread, and that somebody stops it. Throws Error if Kokkos cannot be entered from here: with versions before 3.7
/// only the thread that started it can; and after a fork, or when the process is ending, nobody can.
///
/// `threads`, if not 0, is how many host threads the work wants. Whoever starts Kokkos decides for the process; throws
/// Error if it runs with another number.
void run_with_kokkos(std::function<void()> const& work, int threads = 0);

}  // namespace tesseral
