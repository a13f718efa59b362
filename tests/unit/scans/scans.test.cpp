// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/scans/scans.hpp"

#include "support/random_model.hpp"
#include "support/sample_range.hpp"
#include "support/structures.hpp"
#include "tesseral/self_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tesseral::test {
namespace {

using namespace tesseral::scans;

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

// Atoms that only repel each other, up to the sum of their radii, and are E0 when alone.
ModelData repulsion() {
  ModelData data = random_model(variants()[3]);
  std::fill(data.weights.begin(), data.weights.end(), 0.0);
  data.shift = 0.0;
  data.lone_atom = LoneAtom::network;
  data.full_neighbors.clear();
  data.full_bonds.clear();
  data.bond_radius.clear();
  data.inner_radius.clear();
  data.zbl_polynomial.clear();
  int const species = data.architecture.species;
  data.zbl_cutoff.assign(species, std::vector<double>(species));
  for (int i = 0; i < species; ++i)
    for (int j = 0; j < species; ++j) data.zbl_cutoff[i][j] = contact_distance(data, i, j) / 0.8;
  compute_self_test(data, {molecule(6, 3, 1), triclinic_cell(5, 3, 2)});
  return data;
}

std::vector<Finding> findings_of(ModelData const& data) {
  Potential<> potential(data, {});
  return scans::findings(data, scan_all(data, potential));
}

bool passed(std::vector<Finding> const& findings, std::string const& name) {
  for (Finding const& finding : findings)
    if (contains(finding.text, name)) return finding.passed;
  ADD_FAILURE() << "nothing is said about " << name;
  return false;
}

TEST(Scans, RepulsionPasses) {
  auto const list = findings_of(repulsion());
  EXPECT_EQ(list.size(), 8u);
  for (Finding const& finding : list) EXPECT_TRUE(finding.passed) << finding.text;
}

TEST(Scans, ArePromisedByTheFormOfTheEnergy) {
  ModelData data = repulsion();
  for (Finding const& finding : findings_of(data)) EXPECT_FALSE(finding.promised) << finding.text;
  guard(data);
  for (Finding const& finding : findings_of(data))
    EXPECT_EQ(finding.promised, !contains(finding.text, "all atoms pushed")) << finding.text;
  data.inner_radius.clear();
  data.zbl_polynomial.clear();
  auto const list = findings_of(data);
  EXPECT_TRUE(list.front().promised);
  for (std::size_t k = 1; k < list.size(); ++k) EXPECT_FALSE(list[k].promised) << list[k].text;
}

// A bond of 3 eV where 1 is the limit is worse than one of 12 where 10 is.
TEST(Scans, TheDepthThatIsToldIsTheWorstOfItsLimit) {
  ModelData const data = repulsion();
  Potential<> potential(data, {});
  Scans all = scan_all(data, potential);
  Curve shallow{"O-H", {{0, 2}}, {0.5, 1.0, 2.0}, {5.0, -3.0, 0.0}, 0.9, 1.0};
  Curve deep{"O-C", {{0, 1}}, {0.5, 1.0, 2.0}, {5.0, -12.0, 0.0}, 0.9, 10.0};
  for (auto const& dimers : {std::vector<Curve>{shallow, deep}, std::vector<Curve>{deep, shallow}}) {
    all.dimers = dimers;
    auto const list = scans::findings(data, all);
    auto const found = std::find_if(list.begin(), list.end(),
                                    [](Finding const& f) { return contains(f.text, "pairs, lowest energy"); });
    ASSERT_NE(found, list.end());
    EXPECT_FALSE(found->passed);
    EXPECT_TRUE(contains(found->text, "-3 (limit -1 eV), O-H at 1.00 Å")) << found->text;
  }
}

TEST(Scans, AStructurePressedIsNoDeeperThanWhatItWasFittedTo) {
  ModelData data = repulsion();
  auto const found = [&] {
    auto const list = findings_of(data);
    return list.back();
  };
  EXPECT_TRUE(contains(found().text, "not judged: what it was fitted to is unknown")) << found().text;
  data.fitted_range = sample_range(data.architecture.species, data.architecture.r_cut);
  data.fitted_range->energy = {-4.0, -3.0};
  EXPECT_TRUE(found().passed) << found().text;
  data.shift = -4.7;
  EXPECT_TRUE(found().passed) << found().text;
  data.shift = -4.9;
  EXPECT_FALSE(found().passed) << found().text;
}

TEST(Scans, AShiftKeepsAtomsFromTheirE0AndSinksAllCurves) {
  ModelData data = repulsion();
  data.shift = -1e-8;
  auto list = findings_of(data);
  EXPECT_FALSE(passed(list, "atoms alone"));
  EXPECT_TRUE(passed(list, "pairs, lowest energy"));
  data.shift = -20.0;
  compute_self_test(data, {molecule(6, 3, 1)});
  list = findings_of(data);
  EXPECT_FALSE(passed(list, "pairs, lowest energy"));
  EXPECT_FALSE(passed(list, "a third atom, lowest energy"));
  EXPECT_TRUE(passed(list, "an atom pushed, lowest energy")) << "which is above the start";
  EXPECT_TRUE(passed(list, "pairs, rise"));
}

TEST(Scans, WithoutRepulsionNothingFalls) {
  ModelData data = repulsion();
  data.zbl_cutoff.clear();
  compute_self_test(data, {molecule(6, 3, 1), triclinic_cell(5, 3, 2)});
  auto const list = findings_of(data);
  for (char const* name : {"pairs, rise", "a third atom, rise", "an atom pushed, rise"})
    EXPECT_FALSE(passed(list, name));
}

TEST(Scans, AStartThatIsTooHighMakesAHoleOfThePush) {
  ModelData data = repulsion();
  for (SelfTest& test : data.self_tests) test.energy += 100.0;
  EXPECT_FALSE(passed(findings_of(data), "an atom pushed, lowest energy"));
}

TEST(Scans, TellTheWorstCase) {
  Curve flat, hole;
  flat.name = "H-H";
  flat.distances = hole.distances = {0.1, 0.2, 0.3, 0.4};
  flat.energies = {9.0, 8.0, 7.0, 6.0};
  flat.contact = hole.contact = 0.25;
  flat.deepest = hole.deepest = 1.0;
  hole.name = "C-C";
  hole.energies = {-50.0, 8.0, -3.0, 6.0};
  hole.about_deepest = "no more than that";
  ModelData data;
  data.elements = {"H", "C"};
  Scans scans;
  scans.lone_atoms = {1e-12, -0.25};
  scans.dimers = {flat, hole};
  auto const list = findings(data, scans);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].text, "atoms alone, energy less E0: -0.25 (limit 1e-09 eV), C");
  EXPECT_EQ(list[1].text, "pairs, rise as they part, up to contact: 58 (limit 0 eV), C-C from 0.10 to 0.20 Å");
  EXPECT_EQ(list[2].text, "pairs, lowest energy beyond contact: -3 (limit -1 eV), C-C at 0.30 Å, no more than that");
  for (Finding const& finding : list) EXPECT_FALSE(finding.passed);
}

TEST(Scans, AnAtomAloneWithoutAnEnergyFails) {
  ModelData data;
  data.elements = {"H", "C", "O"};
  Scans scans;
  scans.lone_atoms = {0.0, std::nan(""), 0.0};
  EXPECT_FALSE(findings(data, scans)[0].passed);
}

TEST(Scans, AnUnknownBondIsSaidAndNotJudged) {
  Curve curve;
  curve.name = "Pu-Pu";
  curve.distances = {0.1, 0.2, 0.3};
  curve.energies = {9.0, 8.0, -1e9};
  curve.contact = 0.25;
  curve.deepest = HUGE_VAL;
  curve.about_deepest = "no bond of Pu-Pu is known";
  ModelData data;
  data.elements = {"Pu"};
  Scans scans;
  scans.lone_atoms = {0.0};
  scans.dimers = {curve};
  auto const list = findings(data, scans);
  EXPECT_TRUE(list[2].passed);
  EXPECT_TRUE(contains(list[2].text, "Pu-Pu not judged: no bond of Pu-Pu is known")) << list[2].text;
}

}  // namespace
}  // namespace tesseral::test
