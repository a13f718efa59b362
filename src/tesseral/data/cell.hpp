// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Geometry of a cell; its rows are the cell vectors, Å.
#pragma once

#include "tesseral/core/vector3.hpp"

namespace tesseral {

/// Å^3, never negative; zero of a cell that was not given.
inline double cell_volume(Matrix3 const& c) { return std::abs(dot(c[0], cross(c[1], c[2]))); }

}  // namespace tesseral
