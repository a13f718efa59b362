// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Little-endian integers and texts, taken from bytes one after the other and never from behind them. Internal:
/// included by hdf5_structure.cpp and what it consists of.
#pragma once

#include "tesseral/core/error.hpp"
#include "tesseral/model/hdf5_checksum.hpp"

#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace tesseral::hdf5 {

[[noreturn]] inline void fail_damaged(std::string const& object, std::string const& why) {
  throw Error((object.empty() ? "/" : object) + ": is damaged (" + why +
              ") copy the file again from where it came from");
}

class ByteCursor {
 public:
  /// `object` is whose bytes these are, for messages; it outlives the cursor.
  ByteCursor(std::string_view bytes, std::string const& object) : bytes_(bytes), object_(&object) {}

  std::size_t left() const { return bytes_.size(); }
  std::string const& object() const { return *object_; }

  std::string_view text(std::uint64_t size) {
    if (size > bytes_.size()) fail("what it says to hold is longer than its place");
    std::string_view const taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  void skip(std::uint64_t size) { text(size); }

  /// The next byte, which stays; 0 if there is none.
  unsigned char first() const { return bytes_.empty() ? 0 : static_cast<unsigned char>(bytes_[0]); }

  /// An unsigned integer of `size` bytes, at most 8.
  std::uint64_t integer(int size) {
    std::string_view const taken = text(size);
    std::uint64_t value = 0;
    for (int k = size; k-- > 0;) value = value << 8 | static_cast<unsigned char>(taken[k]);
    return value;
  }
  std::uint64_t address() { return integer(8); }

  /// Skips bytes that must be these.
  void expect(std::string_view expected) {
    if (text(expected.size()) != expected) fail("'" + std::string(expected) + "' is not where it should be");
  }
  void expect(int size, std::uint64_t expected, char const* meaning) {
    if (integer(size) != expected) fail(std::string("its ") + meaning + " is another one than HDF5 1.8 writes");
  }

  [[noreturn]] void fail(std::string const& why) const { fail_damaged(*object_, why); }

 private:
  std::string_view bytes_;
  std::string const* object_;
};

/// Places that nothing else may take: what a sound file holds never overlaps.
class Places {
 public:
  void take(std::uint64_t address, std::uint64_t size, std::string const& object) {
    auto const next = places_.lower_bound(address);
    bool const is_free = (next == places_.end() || next->first - address >= size) &&
                         (next == places_.begin() || std::prev(next)->second <= address);
    if (!is_free) fail_damaged(object, "two parts of it lie in the same place");
    if (size > 0) places_.emplace_hint(next, address, address + size);
  }

 private:
  std::map<std::uint64_t, std::uint64_t> places_;  // their ends, by their beginnings
};

/// A file of at most 2^63 bytes whose parts are asked for by address.
class FileBytes {
 public:
  static constexpr std::uint64_t undefined = ~std::uint64_t(0);  // HDF5's address of nothing

  explicit FileBytes(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const { return bytes_.size(); }

  bool holds(std::uint64_t address, std::uint64_t size) const {
    return address <= bytes_.size() && size <= bytes_.size() - address;
  }
  std::string_view part(std::uint64_t address, std::uint64_t size, std::string const& object) const {
    if (!holds(address, size)) fail_damaged(object, "part of it would lie behind the end of the file");
    return bytes_.substr(address, size);
  }
  /// `size` bytes of metadata, whose checksum follows them.
  ByteCursor checked(std::uint64_t address, std::uint64_t size, std::string const& object) {
    std::string_view const block = part(address, size, object);
    take(address, size + 4, object);
    if (ByteCursor(part(address + size, 4, object), object).integer(4) != checksum(block))
      fail_damaged(object, "a checksum is wrong");
    return ByteCursor(block, object);
  }
  /// Nothing else may lie there.
  void take(std::uint64_t address, std::uint64_t size, std::string const& object) {
    part(address, size, object);
    places_.take(address, size, object);
  }
  /// From `address` to the end of the file.
  ByteCursor from(std::uint64_t address, std::string const& object) const {
    return ByteCursor(part(address, address < size() ? size() - address : 0, object), object);
  }

 private:
  std::string_view bytes_;
  Places places_;
};

}  // namespace tesseral::hdf5
