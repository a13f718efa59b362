// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where HDF5 keeps many links of a group or many attributes of an object: messages in a fractal heap, found by a
/// version 2 B-tree (HDF5 File Format Specification 3.0, III.A.2 and III.G). Internal: included by hdf5_structure.cpp.
#pragma once

#include "tesseral/model/hdf5_bytes.hpp"

#include <functional>

namespace tesseral::hdf5 {

enum class DenseKind { links, attributes };

/// Walks all messages in the heap that the tree names and hands their bytes to `check`. Throws Error that names
/// `object` unless heap and tree are sound and small enough for what a model holds (some 500 kB, some thousand
/// messages).
void check_dense_storage(FileBytes& file, DenseKind kind, std::uint64_t heap, std::uint64_t tree,
                         std::string const& object, std::function<void(ByteCursor)> const& check);

}  // namespace tesseral::hdf5
