// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Coordinates of atoms along the vectors of a cell that may be open in some directions.
#pragma once

#include "tesseral/core/vector3.hpp"
#include "tesseral/model/model_data.hpp"

namespace tesseral {

/// The cell vectors of periodic directions, completed by unit vectors orthogonal to them, so that the coordinate along
/// an open direction is a length in Å. Throws Error if the periodic ones are zero, not finite or linearly dependent.
Matrix3 complete_basis(Structure const&);

/// Rows of the result are the reciprocal vectors: coordinate d of x is dot(row d, x).
Matrix3 reciprocal(Matrix3 const& basis);

}  // namespace tesseral
