// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/self_test.hpp"

#include "tesseral/potential.hpp"

#include <utility>

namespace tesseral {

void compute_self_test(ModelData& model, std::vector<Structure> const& structures) {
  PotentialOptions options = exact_options();
  options.choice = ChoiceBasis::counted;  // the same bits on every machine of a kind
  auto results = Potential<>(model, options).evaluate(structures);
  model.self_tests.clear();
  for (std::size_t s = 0; s < structures.size(); ++s) {
    SelfTest test;
    test.structure = structures[s];
    test.energy = results[s].energy;
    test.forces = std::move(results[s].forces);
    test.virial = results[s].virial;
    model.self_tests.push_back(std::move(test));
  }
}

}  // namespace tesseral
