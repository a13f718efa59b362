// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The skeleton of an HDF5 file, checked before HDF5 follows it. Where a file is damaged its checksums show that; where
/// it was made to harm they are right, and HDF5 then believes sizes, counts and addresses: it may crash, ask for any
/// amount of memory, or never end (HDF5 1.10 does all three). What passes here is sound and no larger than the file.
/// Internal: included by model_file.cpp and factors_file.cpp only.
#pragma once

#include <string_view>

namespace tesseral::hdf5 {

/// Throws Error that names the object unless `file`, all its bytes, is laid out as HDF5 1.8 and later do (HDF5 File
/// Format Specification 3.0), each object has one name, and datasets and attributes are of integers, floats and
/// strings, in one piece within the file and not compressed.
void check_structure(std::string_view file);

}  // namespace tesseral::hdf5
