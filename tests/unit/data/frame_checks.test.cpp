// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/frame_checks.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/dataset.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

std::string const columns = "Properties=species:S:1:pos:R:3:forces:R:3 pbc=\"F F F\" ";

// A molecule of two atoms: four lines.
std::string hydrogen_molecule(std::string const& comment = columns + "energy=-5.0",
                              std::string const& second = "H 0 0 0.8 0 0 1") {
  return "2\n" + comment + "\nH 0 0 0 0 0 -1\n" + second + "\n";
}

struct BadFrame {
  std::string what, text;
  int line;           // of the frame, from 1, that the message names
  std::string words;  // of the message
};

// Every kind of frame that must not be learnt from.
std::vector<BadFrame> bad_frames() {
  std::string const no_forces = "Properties=species:S:1:pos:R:3 pbc=\"F F F\" energy=-5.0";
  return {
      {"no energy", hydrogen_molecule(columns), 2, "has no 'energy'"},
      {"energy under another key", hydrogen_molecule(columns + "REF_energy=-5.0"), 2, "did you mean 'REF_energy'?"},
      {"free energy alone", hydrogen_molecule(columns + "free_energy=-5.0"), 2, "did you mean 'free_energy'?"},
      {"no forces", "2\n" + no_forces + "\nH 0 0 0\nH 0 0 0.8\n", 2, "has no forces"},
      {"forces under another key",
       "2\nProperties=species:S:1:pos:R:3:dft_forces:R:3 energy=-5.0\nH 0 0 0 0 0 0\nH 0 0 0.8 0 0 0\n", 2,
       "did you mean 'dft_forces'?"},
      {"NaN energy", hydrogen_molecule(columns + "energy=NaN"), 2, "is not finite"},
      {"NaN force", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 0.8 0 0 nan"), 4, "'nan' in a force"},
      {"infinite position", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 inf 0 0 1"), 4, "'inf' in a position"},
      {"no such element", hydrogen_molecule(columns + "energy=-5.0", "Q 0 0 0.8 0 0 1"), 4, "'Q' is no element"},
      {"an element without a place", hydrogen_molecule(columns + "energy=-5.0", "Og 0 0 0.8 0 0 1"), 1, "has Og"},
      {"too few columns", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 0.8 0 1"), 4, "has 6 columns"},
      {"too many columns", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 0.8 0 0 0 1"), 4, "has 8 columns"},
      {"an atom too few", "3" + hydrogen_molecule().substr(1), 5, "atom 3 of 3 has 1 columns"},
      {"an atom too many", "1" + hydrogen_molecule().substr(1), 4, "is not a number of atoms"},
      {"a stress of five numbers", hydrogen_molecule(columns + "energy=-5.0 virial=\"1 2 3 4 5\""), 2,
       "virial has 5 numbers"},
      {"an isolated atom", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 9 0 0 1"), 3,
       "atom 1 (H) has no neighbour"},
      {"a lone atom that is periodic",
       "1\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3:forces:R:3 energy=-2.0\nH 0 0 0 0 0 0\n", 3,
       "config_type=IsolatedAtom"},
      {"a molecule called an atom", hydrogen_molecule(columns + "energy=-5.0 config_type=IsolatedAtom"), 1,
       "called an isolated atom but has 2 atoms"},
      {"atoms in one place", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 0 0 0 1"), 1, "coincide"},
      {"atoms on top of each other", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 0.1 0 0 1"), 3, "0.1 Å apart"},
      {"absurd forces", hydrogen_molecule(columns + "energy=-5.0", "H 0 0 0.8 0 0 4e4"), 4, "is 4e+04 eV/Å"},
      {"absurd energy", hydrogen_molecule(columns + "energy=-5000.0"), 2, "energy of -2500 eV/atom"},
      {"a stress in kbar",
       "2\nLattice=\"9 0 0 0 9 0 0 0 9\" energy=-5.0 stress=\"60 1 1 0 0 0\" "
       "Properties=species:S:1:pos:R:3:forces:R:3\n"
       "H 0 0 0 0 0 0\nH 0 0 0.8 0 0 0\n",
       2, "the stress is up to 60 eV/Å^3, 9613 GPa"},
      {"a cell under another name",
       "2\ncell=\"9 0 0 0 9 0 0 0 9\" energy=-5.0 Properties=species:S:1:pos:R:3:forces:R:3\nH 0 0 0 0 0 0\nH 0 0 0.8 "
       "0 0 "
       "0\n",
       2, "'cell' and no Lattice"},
      {"an isolated atom without its energy",
       "1\nconfig_type=IsolatedAtom REF_energy=-2.0 Properties=species:S:1:pos:R:3:forces:R:3\nH 0 0 0 0 0 0\n", 1,
       "set [data] energy_key; did you mean 'REF_energy'?"},
      {"a negative weight", hydrogen_molecule(columns + "energy=-5.0 config_weight=-1"), 1, "config_weight=-1 is no"},
  };
}

// Three good frames around a bad one, which begins in line 9.
class BadFrames : public testing::TestWithParam<std::size_t> {
 protected:
  BadFrames() {
    std::string const good = hydrogen_molecule();
    config.train = folder.write("frames.xyz", good + good + bad.text + good);
    config.validation_count = 1;
    config.elements = {"H"};
  }
  BadFrame const bad = bad_frames()[GetParam()];
  TemporaryFolder const folder;
  DataConfig config;
};

TEST_P(BadFrames, AreNamedByFileFrameAndLine) {
  try {
    read_dataset(config, 3.0);
    FAIL() << bad.what << " was accepted";
  } catch (Error const& error) {
    std::string const message = error.what();
    EXPECT_EQ(message.rfind(config.train + ": frame ", 0), 0u) << message;
    EXPECT_NE(message.find(", line " + std::to_string(8 + bad.line) + ": "), std::string::npos) << message;
    EXPECT_NE(message.find(bad.words), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_EQ(message.find(", line "), message.rfind(", line ")) << "the place is told twice: " << message;
  }
}

TEST_P(BadFrames, AreSkippedWhereTheUserWantsIt) {
  config.skip_bad_frames = true;
  Dataset const data = read_dataset(config, 3.0);
  ASSERT_EQ(data.rejected.size(), 1u) << bad.what;
  EXPECT_NE(data.rejected[0].find(bad.words), std::string::npos) << data.rejected[0];
  std::vector<int> numbers;
  for (auto const* part : {&data.train, &data.validation})
    for (auto const& frame : *part) {
      numbers.push_back(frame.number);
      EXPECT_EQ(frame.energy, -5.0);
      EXPECT_EQ(frame.structure.species.size(), 2u);
    }
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(numbers, (std::vector<int>{1, 2, 4}));
}

INSTANTIATE_TEST_SUITE_P(All, BadFrames, testing::Range(std::size_t{0}, bad_frames().size()));

class FrameLimitsTest : public testing::Test {
 protected:
  void train_on(std::string const& text) {
    config.train = folder.write("frames.xyz", text + text);
    config.validation = config.train;
  }
  TemporaryFolder const folder;
  DataConfig config;
};

TEST_F(FrameLimitsTest, CanBeMoved) {
  train_on(hydrogen_molecule(columns + "energy=-5.0", "H 0 0 0.1 0 0 4e4"));
  config.limits.min_distance = 0.0;
  config.limits.max_force = 5e4;
  EXPECT_EQ(read_dataset(config, 3.0).train.size(), 2u);
  config.limits.max_force = 3e4;
  EXPECT_THROW(read_dataset(config, 3.0), Error);
  config.limits.max_force = 0.0;
  EXPECT_EQ(read_dataset(config, 3.0).train.size(), 2u);

  train_on(hydrogen_molecule(columns, "H 0 0 9 0 0 1"));
  config.limits.allow_missing_labels = true;
  EXPECT_THROW(read_dataset(config, 3.0), Error);
  config.limits.allow_isolated_atoms = true;
  EXPECT_EQ(read_dataset(config, 3.0).train.size(), 2u);

  train_on(hydrogen_molecule() + hydrogen_molecule() + hydrogen_molecule(columns + "energy=-500"));
  EXPECT_THROW(read_dataset(config, 3.0), Error);
  config.limits.max_energy = 0.0;
  EXPECT_EQ(read_dataset(config, 3.0).train.size(), 6u);
}

TEST_F(FrameLimitsTest, EndTheRunIfNoFrameIsLeft) {
  train_on(hydrogen_molecule(columns));
  config.skip_bad_frames = true;
  EXPECT_THROW(read_dataset(config, 3.0), Error);
  train_on("2\nProperties=species:S:1:pos:R:3\nH 0 0 0\nH 0 0 nan\n");
  EXPECT_THROW(read_dataset(config, 3.0), Error);
}

TEST(EnergyOutliers, AreFoundThoughTheyBendTheFit) {
  // H2 and O2 molecules at -2 and -10 eV per atom, and some that are far off.
  std::vector<std::vector<int>> counts;
  std::vector<double> energies;
  for (int n = 0; n < 40; ++n) {
    bool const is_oxygen = n % 2 == 1;
    counts.push_back(is_oxygen ? std::vector<int>{0, 2} : std::vector<int>{2, 0});
    energies.push_back((is_oxygen ? -20.0 : -4.0) + 0.1 * (n % 5));
  }
  EXPECT_TRUE(energy_outliers(counts, energies, {}, 5.0).empty());
  energies[3] += 1e7;
  energies[10] -= 1e4;
  energies[22] += 20.0;
  EXPECT_EQ(energy_outliers(counts, energies, {}, 5.0), (std::vector<std::size_t>{3, 10, 22}));
  EXPECT_EQ(energy_outliers(counts, energies, {-2.0, -10.0}, 5.0), (std::vector<std::size_t>{3, 10, 22}));
  EXPECT_EQ(energy_outliers(counts, energies, {}, 50.0), (std::vector<std::size_t>{3, 10}));
}

}  // namespace
}  // namespace tesseral::test
