// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// write_random_models FOLDER: a model file for each tested architecture, with self-tests that the engine computed, for
/// reference_model.py to judge.
#include "support/architectures.hpp"
#include "support/evaluate.hpp"
#include "support/random_model.hpp"
#include "support/sample_range.hpp"
#include "support/structures.hpp"
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/model/model_file.hpp"

#include <cstdio>
#include <exception>
#include <string>

namespace tesseral::test {
namespace {

void write_random_models(std::string const& folder) {
  int number = 0;
  for (auto const& variant : variants()) {
    ModelData data = random_model(variant);
    if (variant.guarded) give_floor(data);
    Potential<HostSpace> potential(data);
    for (auto const& [name, structure] : test_structures(variant.architecture.species, variant.architecture.r_cut)) {
      Result const result = potential.evaluate(structure);
      auto const& w = result.virial;
      SelfTest self_test;
      self_test.structure = structure;
      self_test.energy = result.energy;
      self_test.forces = result.forces;
      self_test.virial = {{{w[0], w[3], w[4]}, {w[3], w[1], w[5]}, {w[4], w[5], w[2]}}};
      data.self_tests.push_back(self_test);
    }
    data.fitted_range = sample_range(variant.architecture.species, variant.architecture.r_cut);
    data.provenance["data"] = "random weights: " + variant.name;
    write_model(folder + "/random_" + std::to_string(number++) + ".h5", data);
  }
}

}  // namespace
}  // namespace tesseral::test

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_random_models FOLDER\n");
    return 2;
  }
  tesseral::KokkosSession const kokkos(0);
  try {
    tesseral::test::write_random_models(argv[1]);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
