// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How far CP factors are from the coupling that they stand for, and from being equivariant at all. With P the
/// projection onto the invariant tensors, spanned by the orthonormal Clebsch-Gordan blocks of all paths, and <.> the
/// mean over the group and over normal inputs,
///
///     <|D z(x,y) - z(Dx,Dy)|^2> = <|T - D T|^2> = 2 |T|^2 - 2 |P T|^2 = 2 |T - P T|^2,
///
/// so that no rotation has to be sampled.
#pragma once

#include "tesseral/factors/cp_factors.hpp"

#include <vector>

namespace tesseral {

/// sum_r B[r][lm1] C[r][lm2] A[r][lm3] as [lm1][lm2][lm3].
std::vector<double> tensor(CpFactors const&);

/// Sets relative_error and equivariance_error from A, B and C.
void measure_errors(CpFactors&);

/// sum_r |a_r| |b_r| |c_r| / |T|, T the coupling's tensor: 1 or more; by how much rounding grows from cancellation.
double amplification(CpFactors const&);

}  // namespace tesseral
