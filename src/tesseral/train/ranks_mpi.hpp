// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tesseral/train/ranks.hpp"

namespace tesseral {

/// Starts MPI, which ends with the object; null without MPI (ranks_mpi_none.cpp).
std::unique_ptr<Ranks> make_mpi_ranks();

}  // namespace tesseral
