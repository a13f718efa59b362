// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Sets of small numbers as the bits of a word, for hosts and devices.
#pragma once

#include <Kokkos_Core.hpp>

#include <cstdint>

namespace tesseral {

using Bits = std::uint64_t;
constexpr int bits_per_word = 64;

/// Number of bits that are set; compilers turn it into one instruction (sums of 2, 4, 8 bits, then of the 8 bytes).
KOKKOS_INLINE_FUNCTION constexpr int count_bits(Bits word) {
  word -= (word >> 1) & 0x5555555555555555u;
  word = (word & 0x3333333333333333u) + ((word >> 2) & 0x3333333333333333u);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fu;
  return static_cast<int>((word * 0x0101010101010101u) >> 56);
}

/// The smallest bit that is set; 64 if none is.
KOKKOS_INLINE_FUNCTION constexpr int lowest_bit(Bits word) { return count_bits(~word & (word - 1)); }

/// Number of set bits below `bit`, 0 … 63.
KOKKOS_INLINE_FUNCTION constexpr int count_bits_below(Bits word, int bit) {
  return count_bits(word & ((Bits(1) << bit) - 1));
}

}  // namespace tesseral
