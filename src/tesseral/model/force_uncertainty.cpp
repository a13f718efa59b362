// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/force_uncertainty.hpp"

#include "tesseral/core/error.hpp"

#include <cmath>
#include <string>

namespace tesseral {
namespace {

void require_valid(bool condition, std::string const& dataset, std::string const& problem, std::string const& why) {
  require(condition,
          "/uncertainty/" + dataset + ": " + problem + " (" + why + ") replace the file or correct what wrote it");
}

std::string at(std::size_t row, std::size_t column) {
  return "[" + std::to_string(row) + "][" + std::to_string(column) + "]";
}

}  // namespace

void check(ForceUncertainty const& uncertainty, int species, int scalars) {
  std::size_t const S = species, F = scalars;
  require_valid(uncertainty.scale.size() == S, "scale", "has " + std::to_string(uncertainty.scale.size()) + " rows",
                "the model has " + std::to_string(species) + " elements");
  require_valid(uncertainty.center.size() == S, "center", "has " + std::to_string(uncertainty.center.size()) + " rows",
                "the model has " + std::to_string(species) + " elements");
  require_valid(uncertainty.whitening.size() == F * F, "whitening",
                "has " + std::to_string(uncertainty.whitening.size()) + " numbers",
                "the model has " + std::to_string(scalars) + " scalars");
  for (std::size_t s = 0; s < S; ++s) {
    double const scale = uncertainty.scale[s];
    require_valid(std::isfinite(scale) && scale >= 0.0, "scale[" + std::to_string(s) + "]",
                  "is " + std::to_string(scale) + " eV/Å", "it must be finite and not negative");
    require_valid(uncertainty.center[s].size() == F, "center[" + std::to_string(s) + "]",
                  "has " + std::to_string(uncertainty.center[s].size()) + " numbers",
                  "the model has " + std::to_string(scalars) + " scalars");
    for (std::size_t c = 0; c < F; ++c)
      require_valid(std::isfinite(uncertainty.center[s][c]), "center" + at(s, c),
                    "is " + std::to_string(uncertainty.center[s][c]), "every number must be finite");
  }
  for (std::size_t r = 0; r < F; ++r)
    for (std::size_t c = 0; c < F; ++c) {
      double const w = uncertainty.whitening[r * F + c];
      require_valid(std::isfinite(w), "whitening" + at(r, c), "is " + std::to_string(w), "every number must be finite");
      require_valid(c <= r || w == 0.0, "whitening" + at(r, c), "is " + std::to_string(w),
                    "it is the inverse of a lower triangle");
    }
}

}  // namespace tesseral
