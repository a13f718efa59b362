// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files of CP factors, as potentials/FORMAT.md lays down.
#pragma once

#include "tesseral/factors/cp_factors.hpp"

#include <string>

namespace tesseral {

/// Reads factors and checks every name, shape, type, range and finiteness; throws Error that names the file and the
/// object. The errors that the file states are not measured again.
CpFactors read_factors(std::string const& path);

/// Writes factors; the file appears under its name only once it is complete. Throws Error if that cannot be done.
void write_factors(std::string const& path, CpFactors const&);

}  // namespace tesseral
