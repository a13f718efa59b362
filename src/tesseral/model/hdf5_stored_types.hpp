// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Types, shapes and variable-length strings as they stand in an HDF5 file, checked. Internal: included by
/// hdf5_structure.cpp.
#pragma once

#include "tesseral/model/hdf5_bytes.hpp"

#include <map>

namespace tesseral::hdf5 {

/// What one number or string takes in the file.
struct StoredType {
  std::uint64_t bytes;
  bool is_variable;  // a string of variable length: its place in a collection, see StringCollections
};

/// A datatype message (HDF5 File Format Specification 3.0, IV.A.2.d): integers of 1, 2, 4 or 8 bytes, IEEE floats of 4
/// or 8 bytes, and strings. Throws Error for others.
StoredType check_type(ByteCursor message);

/// A dataspace message (IV.A.2.b). Returns the number of elements, at most `most`: Error if there are more.
std::uint64_t check_shape(ByteCursor message, std::uint64_t most);

/// Where a file keeps strings of variable length (III.E, global heap).
class StringCollections {
 public:
  explicit StringCollections(FileBytes& file) : file_(file) {}

  /// `places` holds lengths and places of `count` strings; each must be there.
  void check(ByteCursor places, std::uint64_t count);

 private:
  using Lengths = std::map<std::uint64_t, std::uint64_t>;  // by a string's number

  Lengths& collection(std::uint64_t address, std::string const& object);

  FileBytes& file_;
  std::map<std::uint64_t, Lengths> collections_;  // by address
};

}  // namespace tesseral::hdf5
