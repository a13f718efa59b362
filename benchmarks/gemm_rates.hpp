// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What the machine can do: rates of matrix products, to compare with.
#pragma once

namespace tesseral::bench {

/// Seconds that count for a benchmark: of the processor with one thread, so that other programs on the machine do not
/// show, and of the clock with several.
double seconds();

/// GFLOP/s of the project's own tile_gemm with operands in the first two levels of cache, all threads.
template <class Real>
double tile_gemm_rate();

/// GFLOP/s of OpenBLAS for square matrices of 1024 rows; 0 if the program was built without it.
template <class Real>
double blas_rate();

}  // namespace tesseral::bench
