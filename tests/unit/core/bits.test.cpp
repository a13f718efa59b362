// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/bits.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tesseral::test {
namespace {

TEST(BitsOfWords, CountsAsLoopsDo) {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 200; ++trial) {
    // sparse, dense and single-bit words too
    Bits const words[] = {random(), random() & random() & random(), ~(random() & random()), Bits(1) << (trial % 64), 0,
                          ~Bits(0)};
    for (Bits const word : words) {
      int count = 0, lowest = 64;
      for (int bit = 0; bit < 64; ++bit) {
        EXPECT_EQ(count_bits_below(word, bit), count) << word << ' ' << bit;
        if (!(word >> bit & 1)) continue;
        if (count == 0) lowest = bit;
        ++count;
      }
      EXPECT_EQ(count_bits(word), count) << word;
      EXPECT_EQ(lowest_bit(word), lowest) << word;
    }
  }
}

}  // namespace
}  // namespace tesseral::test
