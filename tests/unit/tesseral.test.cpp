// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The C interface in a program that has started Kokkos itself; tests/install has the rest.
#include "tesseral/tesseral.h"

#include "support/near.hpp"
#include "support/source_folder.hpp"
#include "tesseral/core/kokkos_compat.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace tesseral::test {
namespace {

TEST(CInterfaceAsGuest, ComputesOnTheThreadOfTheCaller) {
  std::string const file = source_folder() + "/potentials/si-small.h5";
  tesseral_potential* potential = nullptr;
  ASSERT_EQ(tesseral_open(file.c_str(), nullptr, 0, &potential), TESSERAL_OK) << tesseral_last_error();
  int const species = 0;
  double const position[3] = {0.0, 0.0, 0.0};
  double energy = 0.0;
  auto const evaluate = [&] {
    return tesseral_evaluate(potential, 1, &species, position, nullptr, nullptr, &energy, nullptr, nullptr, nullptr);
  };
  EXPECT_EQ(evaluate(), TESSERAL_OK) << tesseral_last_error();
  EXPECT_NE(energy, 0.0);

  std::thread([&] {
    if (kokkos_runs_here()) {
      EXPECT_EQ(evaluate(), TESSERAL_OK) << tesseral_last_error();
    } else {
      EXPECT_EQ(evaluate(), TESSERAL_BAD_INPUT);
      expect_says(tesseral_last_error(), "Kokkos does not run on this thread");
    }
  }).join();
  tesseral_close(potential);
}

}  // namespace
}  // namespace tesseral::test
