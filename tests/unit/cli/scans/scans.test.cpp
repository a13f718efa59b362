// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/scans/scans.hpp"

#include "tesseral/cli/check_report.hpp"
#include "tesseral/core/error.hpp"
#include "unit/cli/command_test.hpp"

#include <algorithm>

namespace tesseral::test {
namespace {

// Atoms that only repel each other, up to the sum of their radii, and are E0 when alone.
ModelData repulsion() {
  ModelData data = random_model(variants()[3]);
  std::fill(data.weights.begin(), data.weights.end(), 0.0);
  data.shift = 0.0;
  data.lone_atom = LoneAtom::network;
  data.full_neighbors.clear();
  data.inner_radius.clear();
  int const species = data.architecture.species;
  data.zbl_cutoff.assign(species, std::vector<double>(species));
  for (int i = 0; i < species; ++i)
    for (int j = 0; j < species; ++j) data.zbl_cutoff[i][j] = cli::contact_distance(data, i, j) / 0.8;
  compute_self_test(data, {molecule(6, 3, 1), triclinic_cell(5, 3, 2)});
  return data;
}

std::vector<cli::Finding> findings_of(ModelData const& data) {
  Potential<> potential(data, {});
  return cli::findings(data, cli::scan_all(data, potential));
}

bool passed(std::vector<cli::Finding> const& findings, std::string const& name) {
  for (cli::Finding const& finding : findings)
    if (contains(finding.text, name)) return finding.passed;
  ADD_FAILURE() << "nothing is said about " << name;
  return false;
}

TEST(Scans, RepulsionPasses) {
  auto const list = findings_of(repulsion());
  EXPECT_EQ(list.size(), 8u);
  for (cli::Finding const& finding : list) EXPECT_TRUE(finding.passed) << finding.text;
}

TEST(Scans, OnlyE0OfLoneAtomsIsPromisedByTheFormOfTheEnergy) {
  ModelData data = repulsion();
  for (cli::Finding const& finding : findings_of(data)) EXPECT_FALSE(finding.promised) << finding.text;
  guard(data);
  auto const list = findings_of(data);
  EXPECT_TRUE(list.front().promised);
  for (std::size_t k = 1; k < list.size(); ++k) EXPECT_FALSE(list[k].promised) << list[k].text;
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
  for (char const* name : {"pairs, rise", "a third atom, rise", "an atom pushed, rise", "all atoms pushed, rise"})
    EXPECT_FALSE(passed(list, name));
}

TEST(Scans, AStartThatIsTooHighMakesAHoleOfThePush) {
  ModelData data = repulsion();
  for (SelfTest& test : data.self_tests) test.energy += 100.0;
  EXPECT_FALSE(passed(findings_of(data), "an atom pushed, lowest energy"));
}

TEST(Scans, TellTheWorstCase) {
  cli::Curve flat, hole;
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
  cli::Scans scans;
  scans.lone_atoms = {1e-12, -0.25};
  scans.dimers = {flat, hole};
  auto const list = cli::findings(data, scans);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].text, "atoms alone, energy less E0: -0.25 (limit 1e-09 eV), C");
  EXPECT_EQ(list[1].text, "pairs, rise as they part, up to contact: 58 (limit 0 eV), C-C from 0.10 to 0.20 Å");
  EXPECT_EQ(list[2].text, "pairs, lowest energy beyond contact: -3 (limit -1 eV), C-C at 0.30 Å, no more than that");
  for (cli::Finding const& finding : list) EXPECT_FALSE(finding.passed);
}

TEST(Scans, AnAtomAloneWithoutAnEnergyFails) {
  ModelData data;
  data.elements = {"H", "C", "O"};
  cli::Scans scans;
  scans.lone_atoms = {0.0, std::nan(""), 0.0};
  EXPECT_FALSE(cli::findings(data, scans)[0].passed);
}

TEST(Scans, AnUnknownBondIsSaidAndNotJudged) {
  cli::Curve curve;
  curve.name = "Pu-Pu";
  curve.distances = {0.1, 0.2, 0.3};
  curve.energies = {9.0, 8.0, -1e9};
  curve.contact = 0.25;
  curve.deepest = HUGE_VAL;
  curve.about_deepest = "no bond of Pu-Pu is known";
  ModelData data;
  data.elements = {"Pu"};
  cli::Scans scans;
  scans.lone_atoms = {0.0};
  scans.dimers = {curve};
  auto const list = cli::findings(data, scans);
  EXPECT_TRUE(list[2].passed);
  EXPECT_TRUE(contains(list[2].text, "Pu-Pu not judged: no bond of Pu-Pu is known")) << list[2].text;
}

TEST(CheckReport, AWarningIsNoFailureUnlessTheFindingIsPromised) {
  auto const told = [](bool passed, bool promised) {
    cli::CheckReport report;
    return output_of([&] {
      report.finding({passed, promised, "pairs"});
      report.end("x.h5");
      return report.failed();
    });
  };
  Output const warning = told(false, false);
  EXPECT_EQ(warning.code, 0);
  EXPECT_EQ(warning.text, "warning pairs\nx.h5: all 1 checks passed, 1 warning\n");
  Output const failure = told(false, true);
  EXPECT_EQ(failure.code, 1);
  EXPECT_EQ(failure.text, "FAILED  pairs\nx.h5: 1 of 2 checks failed\n");
  EXPECT_EQ(told(true, true).text, "ok      pairs\nx.h5: all 2 checks passed\n");
  EXPECT_EQ(told(true, false).text, "ok      pairs\nx.h5: all 1 checks passed\n");
}

class ScansOfAFile : public CommandTest {};

TEST_F(ScansOfAFile, WarnAboutARandomNetworkAndAreDrawn) {
  auto const output = output_of([&] { return cli::check(model, {}, folder.file("scans.svg")); });
  EXPECT_EQ(output.code, 0) << output.text;
  EXPECT_TRUE(contains(output.text, "warning all atoms pushed, rise as they part")) << output.text;
  std::string const svg = folder.read("scans.svg");
  EXPECT_TRUE(contains(svg, "</svg>")) << "the file is cut off";
  for (char const* text : {"two atoms", "an atom pushed", "O-C", "energy, eV"})
    EXPECT_TRUE(contains(svg, text)) << text << " is missing";
  EXPECT_THROW(cli::check(model, {}, folder.file("scans.pdf")), Error);
}

}  // namespace
}  // namespace tesseral::test
