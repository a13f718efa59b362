// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Several processes through MPI, or the answer that there is none.
#pragma once

#include "tesseral/train/ranks.hpp"

namespace tesseral {

/// Starts MPI, which ends with the object; null without MPI (ranks_mpi_none.cpp).
std::unique_ptr<Ranks> make_mpi_ranks();

}  // namespace tesseral
