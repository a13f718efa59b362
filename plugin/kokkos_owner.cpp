// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "kokkos_owner.h"

#include "tesseral/core/kokkos_compat.hpp"

#include <memory>

namespace tesseral::lammps {
namespace {

// Destroyed at exit, before the libraries that the plugin was loaded after, Kokkos among them; the styles' file itself
// stays loaded until then (RTLD_NODELETE), and all pair styles are gone. LAMMPS with the KOKKOS package stops Kokkos at
// the end of main, whoever started it; then there is nothing left to do.
class Owner {
 public:
  void start(int threads) { session_ = std::make_unique<KokkosSession>(threads); }
  ~Owner() {
    if (!Kokkos::is_initialized()) static_cast<void>(session_.release());
  }

 private:
  std::unique_ptr<KokkosSession> session_;
};

Owner owner;

}  // namespace

void start_kokkos_if_needed(int threads) {
  if (!Kokkos::is_initialized()) owner.start(threads);
}

}  // namespace tesseral::lammps
