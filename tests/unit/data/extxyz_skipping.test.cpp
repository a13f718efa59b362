// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "support/temporary_folder.hpp"
#include "tesseral/data/extxyz.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

TEST(Extxyz, GoesOnBehindFramesThatAreSkipped) {
  std::string const head = "Properties=species:S:1:pos:R:3 energy=";
  std::string const text = "1\n" + head + "1\nH 0 0 0\n" +           // good
                           "1\n" + head + "2\nH 0 0\n" +             // a column too few
                           "3\n" + head + "3\nH 0 0 0\nH 0 0 1\n" +  // an atom too few
                           "1\n" + head + "4\nH 0 0 0\n\n" +         // good
                           "1\n" + head + "5\nH 0 0 0\nH 0 0 1\n" +  // an atom too many
                           "1\n" + head + "6\nH 0 0 0\n" +           // good
                           "2\n" + head + "7\nH 0 0 0\n";            // cut off
  TemporaryFolder const folder;
  std::vector<RejectedFrame> rejected;
  auto const frames = read_extxyz(folder.write("frames.xyz", text), {}, &rejected);
  std::vector<double> energies;
  std::vector<int> numbers, rejected_numbers;
  for (auto const& frame : frames) {
    energies.push_back(*frame.energy);
    numbers.push_back(frame.number);
  }
  for (auto const& frame : rejected) rejected_numbers.push_back(frame.number);
  EXPECT_EQ(energies, (std::vector<double>{1, 4, 6}));
  EXPECT_EQ(numbers, (std::vector<int>{1, 4, 6}));
  EXPECT_EQ(rejected_numbers, (std::vector<int>{2, 3, 5, 7}));
  EXPECT_EQ(frames[2].line, 19);
  EXPECT_NE(rejected[3].problem.find("frame 7, line 24"), std::string::npos) << rejected[3].problem;
}

}  // namespace
}  // namespace tesseral::test
