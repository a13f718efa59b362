// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The execution spaces that this build of Kokkos has: what templates are instantiated for, once, in their .cpp files.
#pragma once

#include <Kokkos_Core.hpp>

#ifdef KOKKOS_ENABLE_SERIAL
#define TESSERAL_IF_SERIAL(DO) DO(Kokkos::Serial)
#else
#define TESSERAL_IF_SERIAL(DO)
#endif

#ifdef KOKKOS_ENABLE_OPENMP
#define TESSERAL_IF_OPENMP(DO) DO(Kokkos::OpenMP)
#else
#define TESSERAL_IF_OPENMP(DO)
#endif

#ifdef KOKKOS_ENABLE_THREADS
#define TESSERAL_IF_THREADS(DO) DO(Kokkos::Threads)
#else
#define TESSERAL_IF_THREADS(DO)
#endif

// Kokkos has one device backend at a time, and then it is the default space; its name changed between versions.
#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP) || defined(KOKKOS_ENABLE_SYCL)
#define TESSERAL_IF_DEVICE(DO) DO(Kokkos::DefaultExecutionSpace)
#else
#define TESSERAL_IF_DEVICE(DO)
#endif

/// DO(Space) for each space; DO is a macro that ends its own statements.
#define TESSERAL_INSTANTIATE_SPACES(DO) \
  TESSERAL_IF_SERIAL(DO) TESSERAL_IF_OPENMP(DO) TESSERAL_IF_THREADS(DO) TESSERAL_IF_DEVICE(DO)
