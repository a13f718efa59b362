// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A device finds what the host finds: energies, forces and virials of every architecture, by every algorithm of its
/// products, in either precision.
#include "support/law_test.hpp"

namespace tesseral::test {
namespace {

using Device = Kokkos::DefaultExecutionSpace;

template <class Real>
void expect_agreement(RadialEvaluation radial, double tolerance) {
  int compared = 0;
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    auto const& a = variant.architecture;
    ModelData data = random_model(variant);
    if (variant.guarded && radial == RadialEvaluation::table) give_floor(data);
    for (ProductAlgorithm const algorithm : algorithms_for(a)) {
      SCOPED_TRACE(name(algorithm));
      ProductAlgorithms const products(a.layers, algorithm);
      Potential<HostSpace, Real> host(data, radial, products);
      Potential<Device, Real> device(data, radial, products);
      for (auto const& [name, structure] : test_structures(a.species, a.r_cut)) {
        SCOPED_TRACE(name);
        Result const expected = host.evaluate(structure), actual = device.evaluate(structure);
        EXPECT_TRUE(all_near_relative(actual.atom_energy, expected.atom_energy, tolerance));
        EXPECT_TRUE(all_near_relative(actual.forces, expected.forces, tolerance));
        EXPECT_TRUE(all_near(actual.virial, expected.virial, tolerance * max_abs(expected.forces) * a.r_cut));
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 100);
}

TEST(DeviceAgreesWithHost, InDoublePrecision) { expect_agreement<double>(RadialEvaluation::network, 1e-11); }
TEST(DeviceAgreesWithHost, InSinglePrecision) { expect_agreement<float>(RadialEvaluation::network, 1e-5); }
TEST(DeviceAgreesWithHost, WithRadialTables) { expect_agreement<double>(RadialEvaluation::table, 1e-11); }

}  // namespace
}  // namespace tesseral::test
