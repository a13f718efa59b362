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
#include <string>
#include <string_view>
#include <vector>

extern "C" size_t LLVMFuzzerMutate(std::uint8_t* data, size_t size, size_t max_size);

namespace tesseral::fuzz {

/// A block of metadata: its bytes, and where in them its checksum is, or behind them; -1: it has none.
struct Block {
  std::size_t begin;
  std::size_t size;
  long checksum;
};

/// The little-endian integer of `bytes` bytes.
inline std::uint64_t integer(std::uint8_t const* data, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t k = bytes; k-- > 0;) value = value << 8 | data[k];
  return value;
}

inline std::string_view text(std::uint8_t const* data, std::size_t size) {
  return {reinterpret_cast<char const*>(data), size};
}

/// Bytes of an object header that begins here without its checksum.
inline std::size_t header_size(std::uint8_t const* data, std::size_t size) {
  std::uint8_t const flags = data[5];
  std::size_t const length_bytes = std::size_t(1) << (flags & 3);
  std::size_t const head = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  return head + length_bytes > size ? 0 : head + length_bytes + integer(data + head, length_bytes);
}

/// Bytes before the checksum of a block whose size stands elsewhere: where a right checksum is. 0: there is none.
inline std::size_t searched_size(std::uint8_t const* data, std::size_t size) {
  constexpr std::size_t most = 2048;
  for (std::size_t length = 6; length + 4 <= std::min(size, most); ++length)
    if (integer(data + length, 4) == hdf5::checksum(text(data, length))) return length;
  return 0;
}

/// The block that begins with a signature here; size 0: there is none. HDF5 File Format Specification 3.0, II.A
/// (superblock), III.A.2 (version 2 B-trees), III.E (strings), III.G (fractal heaps), IV.A.1.b (object headers);
/// offsets and lengths of 8 bytes.
inline Block block_at(std::uint8_t const* data, std::size_t size, std::size_t begin) {
  std::uint8_t const* const start = data + begin;
  std::size_t const left = size - begin;
  std::string_view const signature = text(start, 4);
  std::size_t length = 0;
  if (signature == "\x89HDF") length = 44;
  if (signature == "BTHD") length = 34;
  if (signature == "FRHP") length = 142;
  if (signature == "OHDR") length = header_size(start, left);
  if (signature == "BTLF" || signature == "BTIN" || signature == "FHIB" || signature == "OCHK")
    length = searched_size(start, left);
  if (signature == "GCOL") return {begin, std::min<std::size_t>(left, integer(start + 8, 8)), -1};
  if (signature == "FHDB") {  // a power of two; the checksum is behind an offset of 4 or 5 bytes
    for (length = 512; length <= std::min<std::size_t>(left, 65536); length *= 2)
      for (long const place : {17L, 18L}) {
        std::string bytes(text(start, length));
        bytes.replace(place, 4, 4, '\0');
        if (integer(start + place, 4) == hdf5::checksum(bytes)) return {begin, length, place};
      }
    return {begin, 0, -1};
  }
  return length == 0 || length + 4 > left ? Block{begin, 0, -1} : Block{begin, length, static_cast<long>(length)};
}

/// Where signatures of blocks are.
inline std::vector<std::size_t> beginnings(std::uint8_t const* data, std::size_t size) {
  std::vector<std::size_t> found;
  for (std::size_t begin = 0; begin + 16 < size; ++begin)
    for (char const* const signature :
         {"\x89HDF", "BTHD", "BTLF", "BTIN", "FRHP", "FHIB", "FHDB", "OHDR", "OCHK", "GCOL"})
      if (std::memcmp(data + begin, signature, 4) == 0) found.push_back(begin);
  return found;
}

inline void make_checksum_right(std::uint8_t* data, Block const& block) {
  if (block.checksum < 0) return;
  std::string bytes(text(data + block.begin, block.size));
  bool const is_inside = block.checksum < static_cast<long>(block.size);
  if (is_inside) bytes.replace(block.checksum, 4, 4, '\0');
  std::uint32_t const checksum = hdf5::checksum(bytes);
  for (int k = 0; k < 4; ++k) data[block.begin + block.checksum + k] = static_cast<std::uint8_t>(checksum >> 8 * k);
}

}  // namespace tesseral::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(std::uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  using namespace tesseral;
  using namespace tesseral::fuzz;
  std::minstd_rand random(seed);
  auto const below = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  auto const all = beginnings(data, size);
  if (all.empty() || below(16) == 0) return LLVMFuzzerMutate(data, size, max_size);
  for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
    Block block = block_at(data, size, all[below(all.size())]);
    if (block.size < 8) continue;
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
    if (text(data + block.begin, 4) == "OHDR")  // whose size may have been changed
      if (std::size_t const changed = header_size(data + block.begin, size - block.begin);
          changed > 0 && changed + 4 <= size - block.begin)
        block = {block.begin, changed, static_cast<long>(changed)};
    make_checksum_right(data, block);
  }
  return size;
}
