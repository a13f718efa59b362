// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/self_test.hpp"

#include "support/evaluate.hpp"
#include "support/near.hpp"
#include "support/random_model.hpp"
#include "support/structures.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

ModelData model_with_zbl() { return random_model(variants()[3]); }

TEST(ComputeSelfTest, ReplacesTheSelfTestsByTheEnginesAnswers) {
  ModelData data = model_with_zbl();
  data.self_tests.resize(5);
  compute_self_test(data, {molecule(5, 3, 1), slab(4, 3, 2)});
  ASSERT_EQ(data.self_tests.size(), 2u);
  for (SelfTest const& test : data.self_tests) {
    Result const expected = Potential<HostSpace>(data).evaluate(test.structure);
    EXPECT_NEAR(test.energy, expected.energy, 1e-10);
    EXPECT_TRUE(all_near(test.forces, expected.forces, 1e-10));
    EXPECT_NEAR(test.virial[1][1], expected.virial[1], 1e-10);
  }
  EXPECT_EQ(data.self_tests[1].structure.periodic, (std::array<bool, 3>{true, true, false}));
}

}  // namespace
}  // namespace tesseral::test
