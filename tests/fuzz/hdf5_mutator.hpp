// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Damage to HDF5 files that their checksums do not show: HDF5 refuses a block of metadata whose checksum is wrong, so
/// that changes without a new checksum try nothing of what comes after. Include it in one file of a target.
#pragma once

#include "tesseral/model/hdf5_checksum.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>
#include <vector>

extern "C" size_t LLVMFuzzerMutate(std::uint8_t* data, size_t size, size_t max_size);

namespace tesseral::fuzz {

/// A block of metadata: its bytes without the checksum that follows them.
struct Block {
  std::size_t begin;
  std::size_t size;
};

/// The little-endian integer of `bytes` bytes.
inline std::uint64_t integer(std::uint8_t const* data, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t k = bytes; k-- > 0;) value = value << 8 | data[k];
  return value;
}

/// Bytes of the block that begins with a signature; 0: none, or one of another kind. HDF5 File Format
/// Specification 3.0, II.A (superblock), III.A.2 (version 2 B-trees), III.G (fractal heaps), IV.A.1.b (object headers);
/// offsets and lengths of 8.
inline std::size_t block_size(std::uint8_t const* data, std::size_t size) {
  if (size < 16) return 0;
  std::string_view const signature(reinterpret_cast<char const*>(data), 4);
  if (signature == "\x89HDF") return 44;
  if (signature == "BTHD") return 34;
  if (signature == "FRHP") return 142;
  if (signature != "OHDR") return 0;
  std::uint8_t const flags = data[5];
  std::size_t const length_bytes = std::size_t(1) << (flags & 3);
  std::size_t const head = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  if (head + length_bytes > size) return 0;
  return head + length_bytes + integer(data + head, length_bytes);
}

inline std::vector<Block> blocks(std::uint8_t const* data, std::size_t size) {
  std::vector<Block> found;
  for (std::size_t begin = 0; begin + 16 < size; ++begin)
    if (std::size_t const length = block_size(data + begin, size - begin); length > 0 && length < size - begin - 4)
      found.push_back({begin, length});
  return found;
}

}  // namespace tesseral::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(std::uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  using namespace tesseral;
  using namespace tesseral::fuzz;
  std::minstd_rand random(seed);
  auto const below = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  auto const all = blocks(data, size);
  if (all.empty() || below(16) == 0) return LLVMFuzzerMutate(data, size, max_size);
  for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
    Block const block = all[below(all.size())];
    std::size_t const place = block.begin + 4 + below(block.size - 4);
    std::size_t const length = std::min(std::size_t(1) << below(4), block.begin + block.size - place);
    switch (below(5)) {
      case 0:  // the largest number, or the undefined address
        std::memset(data + place, 0xFF, length);
        break;
      case 1:
        std::memset(data + place, 0, length);
        break;
      case 2:
        data[place] = static_cast<std::uint8_t>(data[place] + (below(2) ? 1 : -1));
        break;
      case 3:  // what stands elsewhere, such as another address
        std::memmove(data + place, data + below(size - length), length);
        break;
      default:
        data[place] = static_cast<std::uint8_t>(below(256));
    }
    // the size of a block may have been changed
    std::size_t const changed = block_size(data + block.begin, size - block.begin);
    std::size_t const hashed = changed > 0 && changed < size - block.begin - 4 ? changed : block.size;
    std::uint32_t const checksum = hdf5::checksum({reinterpret_cast<char const*>(data) + block.begin, hashed});
    for (int k = 0; k < 4; ++k) data[block.begin + hashed + k] = static_cast<std::uint8_t>(checksum >> 8 * k);
  }
  return size;
}
