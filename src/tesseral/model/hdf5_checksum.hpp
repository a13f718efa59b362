// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The checksum of HDF5's metadata: Bob Jenkins' lookup3 ("hashlittle", burtleburtle.net/bob/c/lookup3.c) from 0, as
/// the HDF5 File Format Specification 3.0 says. Internal: included by hdf5_structure.cpp and what it consists of.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tesseral::hdf5 {

inline std::uint32_t checksum(std::string_view bytes) {
  auto const rotated = [](std::uint32_t value, int bits) { return value << bits | value >> (32 - bits); };
  std::array<std::uint32_t, 3> state;
  state.fill(0xDEADBEEF + static_cast<std::uint32_t>(bytes.size()));
  auto const add = [&](std::string_view part) {
    for (std::size_t k = 0; k < part.size(); ++k)
      state[k / 4] += std::uint32_t(static_cast<unsigned char>(part[k])) << 8 * (k % 4);
  };
  for (; bytes.size() > 12; bytes.remove_prefix(12)) {
    add(bytes.substr(0, 12));
    constexpr int rotations[] = {4, 6, 8, 16, 19, 4};
    for (int step = 0; step < 6; ++step) {
      auto &x = state[step % 3], &y = state[(step + 1) % 3], &z = state[(step + 2) % 3];
      x = (x - z) ^ rotated(z, rotations[step]);
      z += y;
    }
  }
  if (bytes.empty()) return state[2];
  add(bytes);
  constexpr int last_rotations[] = {14, 11, 25, 16, 4, 14, 24};
  for (int step = 0; step < 7; ++step) {
    auto &x = state[(step + 2) % 3], &y = state[(step + 1) % 3];
    x = (x ^ y) - rotated(y, last_rotations[step]);
  }
  return state[2];
}

}  // namespace tesseral::hdf5
