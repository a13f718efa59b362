// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include <tesseral/model/model_file.hpp>
#include <tesseral/network/evaluator.hpp>
#include <tesseral/version.hpp>

static_assert(TESSERAL_VERSION_MAJOR >= 0 && sizeof(TESSERAL_VERSION) > 1);

double cutoff(char const* file) { return tesseral::read_model(file).architecture.r_cut; }
