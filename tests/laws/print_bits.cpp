// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Prints energies and forces of random models as hexadecimal numbers, every bit of them. The test
/// thread_count_keeps_every_bit runs this with several numbers of threads and compares what it prints.
#include "support/architectures.hpp"
#include "support/evaluate.hpp"
#include "support/random_model.hpp"
#include "support/structures.hpp"
#include "tesseral/core/kokkos_compat.hpp"

#include <cstdio>

namespace tesseral::test {
namespace {

void print(std::vector<double> const& values) {
  for (double const x : values) std::printf("%a\n", x);
}

void print_bits() {
  for (auto const& variant : variants()) {
    std::printf("%s\n", variant.name.c_str());
    Potential<HostSpace> potential(random_model(variant));
    Result const result = potential.evaluate(triclinic_cell(60, variant.architecture.species, 51));
    print(result.atom_energy);
    for (auto const& f : result.forces) print({f.begin(), f.end()});
  }
}

}  // namespace
}  // namespace tesseral::test

int main() {
  tesseral::KokkosSession const kokkos(0);
  std::fprintf(stderr, "%d threads\n", tesseral::HostSpace().concurrency());
  tesseral::test::print_bits();
}
