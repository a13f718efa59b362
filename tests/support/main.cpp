// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Entry point of the test programs. Kokkos takes the number of threads from the environment (OMP_NUM_THREADS).
#include "tesseral/core/kokkos_compat.hpp"

#include <gtest/gtest.h>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  tesseral::KokkosSession const kokkos(0);
  return RUN_ALL_TESTS();
}
