// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "kokkos_owner.h"

#include "tesseral/core/kokkos_compat.hpp"

#include <cstdlib>

namespace tesseral::lammps {
namespace {

KokkosSession* session = nullptr;

// LAMMPS with the KOKKOS package stops Kokkos at the end of main, whoever started it; then there is nothing left to do.
void stop_kokkos() {
  if (Kokkos::is_initialized()) delete session;
}

}  // namespace

void start_kokkos_if_needed(int threads) {
  if (Kokkos::is_initialized()) return;
  session = new KokkosSession(threads);
  // What Kokkos, a library or a part of this file, registered for the end of the process comes after what is registered
  // now. This file stays loaded until then (RTLD_NODELETE), and all pair styles are gone.
  std::atexit(stop_kokkos);
}

}  // namespace tesseral::lammps
