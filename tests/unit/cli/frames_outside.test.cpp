// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/frames_outside.hpp"

#include <gtest/gtest.h>

namespace tesseral::cli {
namespace {

TEST(OutsideLine, CountsFramesAndTellsTheFirstFew) {
  std::vector<JudgedFrame> frames = {{5, {}}, {6, {}}};
  EXPECT_EQ(outside_line(frames), "0 of 2 frames lie outside of what the potential was fitted to");
  frames.push_back({7, {"a"}});
  EXPECT_EQ(outside_line(frames), "1 of 3 frames lies outside of what the potential was fitted to: frame 7: a");
  frames.push_back({8, {"b", "c", "d"}});
  frames.push_back({9, {"e", "f", "g", "h", "i"}});
  EXPECT_EQ(outside_line(frames),
            "3 of 5 frames lie outside of what the potential was fitted to: frame 7: a; frame 8: b, c, d; frame 9: e, "
            "f, g and 2 more");
  frames.push_back({10, {"j"}});
  frames.push_back({11, {"k"}});
  EXPECT_EQ(outside_line(frames),
            "5 of 7 frames lie outside of what the potential was fitted to: frame 7: a; frame 8: b, c, d; frame 9: e, "
            "f, g and 2 more; and 2 more");
}

}  // namespace
}  // namespace tesseral::cli
