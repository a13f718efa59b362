// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The factors that a network with attention begins with, and keeps.
#pragma once

#include "tesseral/factors/cp_factors.hpp"

#include <string>

namespace tesseral {

/// Of the Clebsch-Gordan coupling with all degrees up to l_max <= 3: those of a file of `tesseral factors`, or, if
/// `file` is empty, exact ones: of rank 8 and 28 for l_max 1 and 2 by a search of a second, from quadrature for 3.
/// Throws Error if the file's are of another coupling or other degrees.
CpFactors attention_factors(int l_max, std::string const& file);

}  // namespace tesseral
