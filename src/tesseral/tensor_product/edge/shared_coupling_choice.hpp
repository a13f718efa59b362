// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which algorithm computes the matrix K of an edge (shared_coupling.hpp): the choice of `auto`, counted or measured as
/// that of a Gaunt power is (choice/power_choice.hpp). Operations and nanoseconds are those of one edge in one
/// evaluation: K twice, in the forward and in the backward pass, and its adjoint. Neither depends on the channels.
///
/// Factors that are not exact have only `cp`, which is not timed then.
#pragma once

#include "tesseral/factors/cp_factors.hpp"
#include "tesseral/tensor_product/choice/power_choice.hpp"

namespace tesseral {

AlgorithmChoice coupling_choice_by_count(CpFactors const&);

/// K of random directions, kept as Real. Once per process, degree and rank.
template <class Space, class Real>
AlgorithmChoice coupling_choice_by_time(Space const&, CpFactors const&);

}  // namespace tesseral
