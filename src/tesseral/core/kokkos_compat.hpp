// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What differs between the versions of Kokkos, from 3.4 on.
#pragma once

#include <Kokkos_Core.hpp>

namespace tesseral {

/// Kokkos for the lifetime of the object. `threads` of the host; 0 leaves the number to Kokkos and OMP_NUM_THREADS.
class KokkosSession {
 public:
  explicit KokkosSession(int threads) {
#if KOKKOS_VERSION >= 30700
    Kokkos::InitializationSettings settings;
    if (threads > 0) settings.set_num_threads(threads);
    settings.set_disable_warnings(true);
#else
    Kokkos::InitArguments settings;
    if (threads > 0) settings.num_threads = threads;
    settings.disable_warnings = true;
#endif
    Kokkos::initialize(settings);
  }
  ~KokkosSession() { Kokkos::finalize(); }
  KokkosSession(KokkosSession const&) = delete;
  KokkosSession& operator=(KokkosSession const&) = delete;
};

/// Whether this thread may use Kokkos; before version 3.7 its OpenMP space belongs to the thread that started it.
inline bool kokkos_runs_here() {
#if KOKKOS_VERSION < 30700 && defined(KOKKOS_ENABLE_OPENMP)
  return Kokkos::is_initialized() && Kokkos::OpenMP::impl_is_initialized();
#else
  return Kokkos::is_initialized();
#endif
}

/// Host threads in use.
inline int host_threads() { return Kokkos::DefaultHostExecutionSpace().concurrency(); }

}  // namespace tesseral
