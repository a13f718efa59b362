// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/warnings.hpp"

#include "tesseral/core/utf8.hpp"

#include <cstdio>

namespace tesseral {

std::vector<std::string> warnings_of(ModelData const& model) {
  constexpr double unnoticed = 1e-6;
  CpFactors const& factors = model.architecture.factors;
  if (factors.rank == 0 || factors.equivariance_error <= unnoticed) return {};
  char text[256];
  std::snprintf(text, sizeof(text),
                "the energy changes when the system is rotated: the potential's factors of rank %d are fitted, with an "
                "equivariance error of %.2g",
                factors.rank, factors.equivariance_error);
  return {text};
}

std::string terms_of(ModelData const& model) {
  std::string terms;
  for (char const* const key : {"licence", "theory"}) {
    auto const found = model.provenance.find(key);
    if (found != model.provenance.end() && !found->second.empty())
      terms += (terms.empty() ? "" : ", ") + (key + (" " + printable(found->second, found->second.size())));
  }
  return terms;
}

}  // namespace tesseral
