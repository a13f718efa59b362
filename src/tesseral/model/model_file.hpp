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

/// Writes a model file; it appears under its name only once it is complete. Throws Error if that cannot be done.
void write_model(std::string const& path, ModelData const&);

}  // namespace tesseral
