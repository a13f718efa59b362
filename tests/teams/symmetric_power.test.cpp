// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// Symmetric powers and the gradients of their weights do not depend on how many threads a team has.
#include "support/symmetric_operands.hpp"
#include "support/team_sizes.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(TeamsOfSymmetricPowers, KeepPowersAndTheirAdjoints) {
  for (bool const unrolled : {false, true}) {
    SCOPED_TRACE(unrolled ? "unrolled" : "by tables");
    auto const spec = complete_spec(3, 1, 5 * lanes_of<HostSpace, double>, 2);
    SymmetricOperands const in(spec, 7, 71);
    auto const power = make_symmetric_power<HostSpace, double>(spec, unrolled);
    expect_same_bits_for_all_team_sizes([&] {
      auto result = forward(power, in);
      auto const adjoints = backward(power, in, 3);
      for (auto const* part : {&adjoints.x, &adjoints.linear, &adjoints.pair, &adjoints.triple})
        result.insert(result.end(), part->begin(), part->end());
      return result;
    });
  }
}

}  // namespace
}  // namespace tesseral::test
