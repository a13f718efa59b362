// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The execution spaces that templates are instantiated for, once, in their .cpp files: the host's default one and the
/// device's, if this build of Kokkos has one; and the two kinds of real number. Nobody computes in another space that
/// Kokkos may have (Serial beside OpenMP), and each would be compiled for as long as the default one.
#pragma once

#include "tesseral/core/types.hpp"

// Kokkos has one device backend at a time, and then it is the default space; its name changed between versions.
#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP) || defined(KOKKOS_ENABLE_SYCL)
#define TESSERAL_IF_DEVICE(DO, ...) DO(__VA_ARGS__)
#else
#define TESSERAL_IF_DEVICE(DO, ...)
#endif

/// DO(Space) for each space; DO is a macro that ends its own statements.
#define TESSERAL_INSTANTIATE_SPACES(DO) DO(HostSpace) TESSERAL_IF_DEVICE(DO, Kokkos::DefaultExecutionSpace)

/// DO(Space, Real) for each space, with Real double and float.
#define TESSERAL_INSTANTIATE_SPACES_AND_REALS(DO)               \
  DO(HostSpace, double)                                         \
  DO(HostSpace, float)                                          \
  TESSERAL_IF_DEVICE(DO, Kokkos::DefaultExecutionSpace, double) \
  TESSERAL_IF_DEVICE(DO, Kokkos::DefaultExecutionSpace, float)
