// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/committee.hpp"

#include <cmath>

namespace tesseral::cli {

StructureResult mean_of(std::vector<StructureResult> const& members) {
  double const share = 1.0 / static_cast<double>(members.size());
  std::size_t const atoms = members.front().forces.size();
  StructureResult mean;
  mean.energies.assign(atoms, 0.0);
  mean.forces.assign(atoms, {});
  for (StructureResult const& member : members) {
    mean.energy += share * member.energy;
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b) mean.virial[a][b] += share * member.virial[a][b];
    for (std::size_t i = 0; i < atoms; ++i) {
      mean.energies[i] += share * member.energies[i];
      for (int d = 0; d < 3; ++d) mean.forces[i][d] += share * member.forces[i][d];
    }
  }
  for (std::size_t i = 0; i < atoms; ++i) {
    double variance = 0.0;
    for (StructureResult const& member : members)
      for (int d = 0; d < 3; ++d) variance += share * std::pow(member.forces[i][d] - mean.forces[i][d], 2);
    mean.expected_errors.push_back(std::sqrt(variance));
  }
  return mean;
}

}  // namespace tesseral::cli
