// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The execution spaces that this build of Kokkos has, and the two kinds of real number: what templates are
/// instantiated for, once, in their .cpp files.
#pragma once

#include <Kokkos_Core.hpp>

#ifdef KOKKOS_ENABLE_SERIAL
#define TESSERAL_IF_SERIAL(DO, ...) DO(__VA_ARGS__)
#else
#define TESSERAL_IF_SERIAL(DO, ...)
#endif

#ifdef KOKKOS_ENABLE_OPENMP
#define TESSERAL_IF_OPENMP(DO, ...) DO(__VA_ARGS__)
#else
#define TESSERAL_IF_OPENMP(DO, ...)
#endif

#ifdef KOKKOS_ENABLE_THREADS
#define TESSERAL_IF_THREADS(DO, ...) DO(__VA_ARGS__)
#else
#define TESSERAL_IF_THREADS(DO, ...)
#endif

// Kokkos has one device backend at a time, and then it is the default space; its name changed between versions.
#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP) || defined(KOKKOS_ENABLE_SYCL)
#define TESSERAL_IF_DEVICE(DO, ...) DO(__VA_ARGS__)
#else
#define TESSERAL_IF_DEVICE(DO, ...)
#endif

/// DO(Space) for each space; DO is a macro that ends its own statements.
#define TESSERAL_INSTANTIATE_SPACES(DO)    \
  TESSERAL_IF_SERIAL(DO, Kokkos::Serial)   \
  TESSERAL_IF_OPENMP(DO, Kokkos::OpenMP)   \
  TESSERAL_IF_THREADS(DO, Kokkos::Threads) \
  TESSERAL_IF_DEVICE(DO, Kokkos::DefaultExecutionSpace)

/// DO(Space, Real) for each space, with Real double and float.
#define TESSERAL_INSTANTIATE_SPACES_AND_REALS(DO)               \
  TESSERAL_IF_SERIAL(DO, Kokkos::Serial, double)                \
  TESSERAL_IF_SERIAL(DO, Kokkos::Serial, float)                 \
  TESSERAL_IF_OPENMP(DO, Kokkos::OpenMP, double)                \
  TESSERAL_IF_OPENMP(DO, Kokkos::OpenMP, float)                 \
  TESSERAL_IF_THREADS(DO, Kokkos::Threads, double)              \
  TESSERAL_IF_THREADS(DO, Kokkos::Threads, float)               \
  TESSERAL_IF_DEVICE(DO, Kokkos::DefaultExecutionSpace, double) \
  TESSERAL_IF_DEVICE(DO, Kokkos::DefaultExecutionSpace, float)
