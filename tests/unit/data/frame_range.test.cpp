// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/frame_range.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

using Indices = std::vector<std::size_t>;

TEST(FrameRange, FollowsPythonsSlices) {
  EXPECT_EQ(frame_indices("2:4", 5), (Indices{2, 3}));
  EXPECT_EQ(frame_indices(":2", 5), (Indices{0, 1}));
  EXPECT_EQ(frame_indices("3:", 5), (Indices{3, 4}));
  EXPECT_EQ(frame_indices(":", 3), (Indices{0, 1, 2}));
  EXPECT_EQ(frame_indices("-2:", 5), (Indices{3, 4}));
  EXPECT_EQ(frame_indices(":-4", 5), (Indices{0}));
  EXPECT_EQ(frame_indices("1::2", 6), (Indices{1, 3, 5}));
  EXPECT_EQ(frame_indices("::-2", 5), (Indices{4, 2, 0}));
  EXPECT_EQ(frame_indices("3:0:-1", 5), (Indices{3, 2, 1}));
  EXPECT_EQ(frame_indices("4:99", 6), (Indices{4, 5}));
  EXPECT_EQ(frame_indices("0:9:9223372036854775807", 6), (Indices{0}));
  EXPECT_EQ(frame_indices("0", 5), (Indices{0}));
  EXPECT_EQ(frame_indices("-1", 5), (Indices{4}));
}

TEST(FrameRange, RefusesWhatNamesNoFrame) {
  for (char const* range : {"5", "-6", "3:3", "4:2", "9:", "::0", "1:2:3:4", "-", "1-2:", "99999999999999999999:"})
    EXPECT_THROW(frame_indices(range, 5), Error) << range;
}

TEST(FrameRange, TellsItFromTheNameOfAFile) {
  EXPECT_EQ(parse_frame_source("a/b.xyz@1:2").file, "a/b.xyz");
  EXPECT_EQ(parse_frame_source("a/b.xyz@1:2").range, "1:2");
  EXPECT_EQ(parse_frame_source("b.xyz@-1").range, "-1");
  EXPECT_EQ(parse_frame_source("me@home.xyz").file, "me@home.xyz");
  EXPECT_EQ(parse_frame_source("me@home.xyz").range, "");
  EXPECT_EQ(parse_frame_source("me@home.xyz@:3").file, "me@home.xyz");
  EXPECT_EQ(source_name("a/b.xyz@1:2"), "b.xyz@1:2");
}

class FrameRangeOfFile : public testing::Test {
 protected:
  std::string const atom = "\nProperties=species:S:1:pos:R:3\nH 0 0 0\n";
  TemporaryFolder const folder;
};

TEST_F(FrameRangeOfFile, KeepsTheNumbersOfTheFile) {
  std::string const path = folder.write("four.xyz", "1" + atom + "1" + atom + "1" + atom + "1" + atom);
  auto const frames = read_extxyz(path + "@1:3");
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].number, 2);
  EXPECT_EQ(frames[1].number, 3);
  EXPECT_EQ(frames[1].line, 7);
  try {
    read_extxyz(path + "@4");
    FAIL() << "there is no such frame";
  } catch (Error const& error) {
    EXPECT_EQ(std::string(error.what()).rfind(path + ": '@4' is not there", 0), 0u) << error.what();
  }
}

TEST_F(FrameRangeOfFile, CountsBadFramesToo) {
  std::string const bad = "1\nProperties=species:S:1:pos:R:3\nH 0 0 nan\n";
  std::string const path = folder.write("bad.xyz", "1" + atom + bad + "1" + atom + bad);
  std::vector<RejectedFrame> rejected;
  auto const frames = read_extxyz(path + "@1:3", {}, &rejected);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].number, 3);
  ASSERT_EQ(rejected.size(), 1u);
  EXPECT_EQ(rejected[0].number, 2);
}

}  // namespace
}  // namespace tesseral::test
