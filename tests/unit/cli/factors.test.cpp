// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "support/temporary_folder.hpp"
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/model/factors_file.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace tesseral::test {
namespace {

class FactorsCommand : public testing::Test {
 protected:
  int run() {
    testing::internal::CaptureStdout();
    int const code = cli::factors(options_);
    std::fflush(stdout);
    text_ = testing::internal::GetCapturedStdout();
    return code;
  }
  bool prints(std::string const& part) const { return text_.find(part) != std::string::npos; }

  TemporaryFolder folder_;
  cli::FactorOptions options_;
  std::string text_;
};

TEST_F(FactorsCommand, FitsWritesAndJudges) {
  options_.l_max = {1};
  options_.rank = 8;
  options_.out = folder_.file("factors.h5");
  EXPECT_EQ(run(), 0);
  EXPECT_TRUE(prints("clebsch_gordan, degrees 1 1 -> 1, fitted") && prints("rank                   8\n")) << text_;
  CpFactors factors = read_factors(options_.out);
  EXPECT_EQ(factors.rank, 8);
  EXPECT_LT(factors.relative_error, 1e-13);

  options_.check = options_.out;
  EXPECT_EQ(run(), 0);
  EXPECT_TRUE(prints("ok ")) << text_;
  factors.A[5] += 1e-3;  // the file still states an error of 0
  write_factors(options_.out, factors);
  EXPECT_EQ(run(), 1);
  EXPECT_TRUE(prints("FAILED")) << text_;
}

TEST_F(FactorsCommand, DefaultRanks) {
  options_.l_max = {1};
  run();
  EXPECT_TRUE(prints("rank                   7\n")) << text_;
  options_.l_max = {2, 1, 0};
  run();
  EXPECT_TRUE(prints("degrees 2 1 -> 0") && prints("rank                   28\n")) << text_;
  options_.coupling = "gaunt";
  options_.l_max = {1};
  run();
  EXPECT_TRUE(prints("gaunt, degrees 1 1 -> 1, exact") && prints("rank                   6\n")) << text_;
}

TEST_F(FactorsCommand, ExactFactorsTellTheirProducts) {
  options_.l_max = {2};
  options_.exact = true;
  EXPECT_EQ(run(), 0);
  EXPECT_TRUE(prints("even paths 2, odd paths 1") && prints("exact") && prints("rank                   60\n")) << text_;
}

TEST_F(FactorsCommand, WrongOptionsAreErrors) {
  options_.l_max = {1, 2};
  EXPECT_THROW(cli::factors(options_), Error);
  options_.l_max = {1};
  options_.coupling = "odd";
  EXPECT_THROW(cli::factors(options_), Error);
}

}  // namespace
}  // namespace tesseral::test
