// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include <tesseral/tesseral.h>
#include <tesseral/potential.hpp>
#include <tesseral/version.hpp>

static_assert(TESSERAL_VERSION_MAJOR >= 0 && sizeof(TESSERAL_VERSION) > 1);

double cutoff(char const* file) { return tesseral::Potential<>(file).r_cut(); }
