// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/element_subset.hpp"

#include "support/near.hpp"
#include "support/sample_range.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/potential.hpp"
#include "unit/model/sample_models.hpp"

namespace tesseral::test {
namespace {

// Every kind of network, so that every tensor of elements is cut.
TEST(ElementSubset, KeepsEnergiesAndForces) {
  for (Variant variant : variants()) {
    SCOPED_TRACE(variant.name);
    variant.architecture.species = 3;
    variant.zbl = true;
    ModelData model = random_model(variant);
    if (variant.guarded) give_floor(model);
    std::vector<std::string> const elements = {model.elements[2], model.elements[0]};
    ModelData const subset = with_elements(model, elements);
    EXPECT_NO_THROW(check(subset));
    Structure structure = triclinic_cell(8, 2, 5);
    Potential<HostSpace> small(subset, exact_options());
    auto const actual = small.evaluate(structure);
    for (int& s : structure.species) s = s == 0 ? 2 : 0;
    Potential<HostSpace> whole(model, exact_options());
    auto const expected = whole.evaluate(structure);
    EXPECT_TRUE(all_near(actual.energies, expected.energies, 1e-12 * (1.0 + max_abs(expected.energies))));
    for (std::size_t i = 0; i < actual.forces.size(); ++i)
      for (int d = 0; d < 3; ++d) EXPECT_NEAR(actual.forces[i][d], expected.forces[i][d], 1e-11);
  }
}

TEST(ElementSubset, CutsWhatBelongsToElements) {
  ModelData model = sample_model();
  guard(model);
  give_floor(model);
  transform(model);
  model.fitted_range = sample_range(2, model.architecture.r_cut);
  ModelData const second = with_elements(model, {model.elements[1]});
  EXPECT_EQ(second.elements, std::vector<std::string>{model.elements[1]});
  EXPECT_EQ(second.E0, std::vector<double>{model.E0[1]});
  EXPECT_EQ(second.zbl_cutoff, (SpeciesPairs{{model.zbl_cutoff[1][1]}}));
  EXPECT_EQ(second.inner_radius, (SpeciesPairs{{model.inner_radius[1][1]}}));
  EXPECT_EQ(second.zbl_polynomial, (SpeciesPairs{{1.0}}));
  EXPECT_EQ(second.agnesi->radii, std::vector<double>{model.agnesi->radii[1]});
  EXPECT_EQ(second.fitted_range->atoms, std::vector<int>{model.fitted_range->atoms[1]});
  EXPECT_EQ(second.fitted_range->closest, (SpeciesPairs{{model.fitted_range->closest[1][1]}}));
  EXPECT_EQ(second.uncertainty->center, (std::vector<std::vector<double>>{model.uncertainty->center[1]}));
  EXPECT_EQ(second.uncertainty->scale, std::vector<double>{model.uncertainty->scale[1]});
  EXPECT_EQ(second.uncertainty->whitening, model.uncertainty->whitening);
  EXPECT_EQ(second.provenance, model.provenance);
  EXPECT_TRUE(second.self_tests.empty());  // all have the first element
  ModelData const first = with_elements(model, {model.elements[0]});
  ASSERT_EQ(first.self_tests.size(), 1u);
  EXPECT_EQ(first.self_tests[0].energy, model.self_tests[0].energy);
}

TEST(ElementSubset, AllElementsInAnotherOrderAreTheSamePotential) {
  ModelData const model = sample_model();
  ModelData const turned = with_elements(model, {model.elements[1], model.elements[0]});
  EXPECT_EQ(turned.self_tests.size(), model.self_tests.size());
  EXPECT_EQ(all_bytes(with_elements(turned, model.elements)), all_bytes(model));
}

TEST(ElementSubset, UnknownAndRepeatedElementsAreErrors) {
  ModelData const model = sample_model();
  EXPECT_THROW(with_elements(model, {"Xe"}), Error);
  EXPECT_THROW(with_elements(model, {model.elements[0], model.elements[0]}), Error);
  EXPECT_THROW(with_elements(model, {}), Error);
}

}  // namespace
}  // namespace tesseral::test
