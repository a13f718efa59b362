// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files that earlier programs wrote keep their meaning for ever: they are read, and the engine gives the answers of
/// then.
#include "support/near.hpp"
#include "support/source_folder.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/potential.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace tesseral::test {
namespace {

TEST(OldFiles, GiveTheAnswersOfThen) {
  int files = 0;
  for (auto const& entry : std::filesystem::directory_iterator(source_folder() + "/tests/unit/model/files")) {
    if (entry.path().extension() != ".h5") continue;
    SCOPED_TRACE(entry.path().filename());
    ++files;
    ModelData const data = read_model(entry.path().string());
    ASSERT_FALSE(data.self_tests.empty());
    PotentialOptions options;
    options.radial = RadialEvaluation::network;
    Potential<> potential(data, options);
    for (SelfTest const& test : data.self_tests) {
      auto const result = potential.evaluate(test.structure);
      EXPECT_NEAR(result.energy, test.energy, 1e-10 * (1.0 + std::abs(test.energy)));
      EXPECT_TRUE(all_near_relative(result.forces, test.forces, 1e-10));
    }
  }
  EXPECT_GE(files, 7);  // three of each version, and one whose atoms alone have E0
}

}  // namespace
}  // namespace tesseral::test
