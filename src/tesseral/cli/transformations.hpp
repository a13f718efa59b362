// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What leaves the energy as it is: transformations of a structure, and what they make of its forces.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace tesseral::cli {

struct Transformation {
  using Forces = std::vector<std::array<double, 3>>;
  std::string name;
  std::function<Structure(Structure const&)> of_structure;
  std::function<Forces(Forces const&)> of_forces;
};

/// The atoms in another order.
Transformation permutation();
/// By a vector that is no lattice vector.
Transformation translation();
/// About an axis that is none of the crystal's, cell included.
Transformation rotation();
/// x -> -x, cell included.
Transformation inversion();

}  // namespace tesseral::cli
