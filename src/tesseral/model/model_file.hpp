// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// HDF5 <-> ModelData, as potentials/FORMAT.md lays down. Only model_file.cpp and factors_file.cpp come to include
/// hdf5.h.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <string>

namespace tesseral {

/// Reads a model file and checks every name, shape, type, range and finiteness; throws Error that names the file, the
/// dataset, what was found and what was expected.
ModelData read_model(std::string const& path);

/// A file's bytes, unchecked, for a process to hand on to others; throws Error if they cannot be read.
std::string model_file_bytes(std::string const& path);

/// The model in the bytes of a file, whose path is for messages; as read_model(path), which it never opens.
ModelData read_model(std::string const& path, std::string const& bytes);

/// Writes a model file; it appears under its name only once it is complete. Throws Error if that cannot be done.
void write_model(std::string const& path, ModelData const&);

}  // namespace tesseral
