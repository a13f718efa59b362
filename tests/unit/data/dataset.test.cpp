// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/dataset.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/atomic_energies.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace tesseral {
namespace {

// Files of one test.
class DatasetTest : public testing::Test {
 protected:
  std::string written(std::string const& name, std::string const& text) const { return folder_.write(name, text); }

 private:
  test::TemporaryFolder folder_;
};

std::string const columns = "Properties=species:S:1:pos:R:3:forces:R:3 pbc=\"F F F\"";

// Two molecules, OH and HH, whose energies follow E0 = {H: -2, O: -10} and half an eV per atom of binding.
std::string const molecules = "2\n" + columns + " energy=-13.0\nO 0 0 0 0 0 3\nH 0 0 1 0 0 -3\n" + "2\n" + columns +
                              " energy=-5.0\nH 0 0 0 0 0 0\nH 0 0 1 0 0 0\n";

DataConfig with_table(std::string const& path) {
  DataConfig config;
  config.train = path;
  config.validation = path;
  config.E0 = {{"H", -2.0}, {"O", -10.0}};
  return config;
}

TEST_F(DatasetTest, MeasuresTheTrainingFrames) {
  Dataset const data = read_dataset(with_table(written("molecules.xyz", molecules)), 2.0);
  EXPECT_EQ(data.elements, (std::vector<std::string>{"H", "O"}));
  EXPECT_EQ(data.E0, (std::vector<double>{-2.0, -10.0}));
  EXPECT_DOUBLE_EQ(data.shift, -0.5);
  EXPECT_DOUBLE_EQ(data.scale, std::sqrt(2.0 * 9.0 / 12.0));
  EXPECT_DOUBLE_EQ(data.average_neighbors, 1.0);
  ASSERT_EQ(data.train.size(), 2u);
  EXPECT_EQ(data.train[0].structure.species, (std::vector<int>{1, 0}));
  EXPECT_EQ(data.train[0].edges.size(), 2u);
  EXPECT_EQ(data.train[0].energy, -13.0);
  EXPECT_EQ(data.train[0].forces[1][2], -3.0);
}

TEST_F(DatasetTest, KeepsTheConfiguredOrderOfElements) {
  DataConfig config = with_table(written("molecules.xyz", molecules));
  config.elements = {"O", "H"};
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_EQ(data.E0, (std::vector<double>{-10.0, -2.0}));
  EXPECT_EQ(data.train[0].structure.species, (std::vector<int>{0, 1}));
}

TEST_F(DatasetTest, TakesE0FromSingleAtoms) {
  std::string const atoms =
      "1\n" + columns + " energy=-2\nH 0 0 0 0 0 0\n1\n" + columns + " energy=-10\nO 0 0 0 0 0 0\n";
  DataConfig config = with_table(written("molecules.xyz", molecules));
  config.E0.clear();
  config.E0_file = written("atoms.xyz", atoms);
  EXPECT_EQ(read_dataset(config, 2.0).E0, (std::vector<double>{-2.0, -10.0}));

  // Among the training frames they are no frames to train on.
  config.E0_file.clear();
  config.train = written("both.xyz", atoms + molecules);
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_EQ(data.E0, (std::vector<double>{-2.0, -10.0}));
  EXPECT_EQ(data.train.size(), 2u);
}

TEST_F(DatasetTest, TakesE0FromFramesThatAreCalledIsolatedAtoms) {
  // As other programs write them: in a box, and marked.
  std::string const box = "Lattice=\"20 0 0 0 20 0 0 0 20\" pbc=\"T T T\" Properties=species:S:1:pos:R:3 ";
  std::string const atoms = "1\n" + box + "config_type=IsolatedAtom energy=-2\nH 0 0 0\n1\n" + box +
                            "config_type=isolated_atom energy=-10\nO 0 0 0\n";
  DataConfig config = with_table(written("molecules.xyz", molecules));
  config.E0.clear();
  config.train = written("both.xyz", molecules + atoms);
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_EQ(data.E0, (std::vector<double>{-2.0, -10.0}));
  EXPECT_EQ(data.train.size(), 2u);
  // What the configuration says counts for more.
  config.E0 = {{"H", -1.0}, {"O", -3.0}};
  EXPECT_EQ(read_dataset(config, 2.0).E0, (std::vector<double>{-1.0, -3.0}));
  EXPECT_EQ(read_dataset(config, 2.0).train.size(), 2u);
}

// As in the files of the solvents tutorial of MACE's authors: labels under names of their method, isolated atoms among
// the frames with a zero force, some of them twice, and names that nothing reads.
TEST_F(DatasetTest, ReadsLabelsUnderOtherNamesWithTheirIsolatedAtoms) {
  std::string const box =
      "Lattice=\"20 0 0 0 20 0 0 0 20\" Properties=species:S:1:pos:R:3:forces_xtb:R:3 config_type=IsolatedAtom "
      "pbc=\"F F F\" energy_xtb=";
  std::string const atoms = "1\n" + box + "-2\nH 0 0 0 -0 -0 -0\n1\n" + box + "-10\nO 0 0 0 -0 -0 -0\n";
  std::string const frames =
      "2\nProperties=species:S:1:pos:R:3:molID:I:1:forces_xtb:R:3 Nmols=1 Comp=HO(1) energy_xtb=-13.5 pbc=\"F F F\"\n"
      "O 0 0 0 0 0 0 3\nH 0 0 1 0 0 0 -3\n";
  DataConfig config;
  config.train = config.validation = written("solvent.xyz", atoms + atoms + frames);
  config.energy_key = "energy_xtb";
  config.forces_key = "forces_xtb";
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_EQ(data.E0, (std::vector<double>{-2.0, -10.0}));
  ASSERT_EQ(data.train.size(), 1u);
  EXPECT_EQ(data.train[0].energy, -13.5);
  EXPECT_EQ(data.train[0].forces[1][2], -3.0);
  ASSERT_FALSE(data.notes.empty());
  EXPECT_NE(data.notes[0].find("of the comment lines Comp, Nmols; of the columns molID"), std::string::npos)
      << data.notes[0];
}

TEST_F(DatasetTest, WeighsFramesAndGroups) {
  std::string const weighted =
      "2\n" + columns + " energy=-13.0 config_type=wet config_weight=3 config_forces_weight=0.5\nO 0 0 0 0 0 3\n" +
      "H 0 0 1 0 0 -3\n" + "2\n" + columns +
      " energy=-5.0 config_type=dry config_energy_weight=2 config_virials_weight=4\nH 0 0 0 0 0 0\nH 0 0 1 0 0 0\n" +
      molecules;
  DataConfig config = with_table(written("weighted.xyz", weighted));
  config.group_weights = {{"wet", 10.0}};
  Dataset const data = read_dataset(config, 2.0);
  auto const expect_weights = [&](int n, double energy, double forces, double stress) {
    EXPECT_DOUBLE_EQ(data.train[n].weights.energy, energy);
    EXPECT_DOUBLE_EQ(data.train[n].weights.forces, forces);
    EXPECT_DOUBLE_EQ(data.train[n].weights.stress, stress);
  };
  expect_weights(0, 30.0, 15.0, 30.0);
  expect_weights(1, 2.0, 1.0, 4.0);
  expect_weights(2, 1.0, 1.0, 1.0);
}

TEST_F(DatasetTest, FitsE0WithoutSingleAtoms) {
  DataConfig config = with_table(written("molecules.xyz", molecules));
  config.E0.clear();
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_NEAR(data.E0[0], -2.5, 1e-7);
  EXPECT_NEAR(data.E0[1], -10.5, 1e-7);
  EXPECT_NEAR(data.shift, 0.0, 1e-7);
}

TEST(AtomicEnergies, TakesTheSmallestOfManySolutions) {
  // Water alone: 2/3 H + 1/3 O = -12/3; the smallest solution is along (2, 1).
  std::vector<double> const E0 = fit_atomic_energies({{2, 1}, {4, 2}}, {-12.0, -24.0});
  EXPECT_NEAR(E0[0], -4.8, 1e-5);
  EXPECT_NEAR(E0[1], -2.4, 1e-5);
}

void expect_problem(DataConfig const& config, std::vector<std::string> const& words) {
  try {
    read_dataset(config, 2.0);
    ADD_FAILURE() << "no error";
  } catch (Error const& error) {
    std::string const message = error.what();
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    for (auto const& word : words)
      EXPECT_NE(message.find(word), std::string::npos) << word << " is not in: " << message;
  }
}

TEST_F(DatasetTest, TellsWhatIsNotRead) {
  std::string const cell =
      "2\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3:forces:R:3:spin:R:1 energy=-5 ";
  std::string const atoms = "\nH 0 0 0 0 0 0 1\nH 0 0 1 0 0 0 1\n";
  DataConfig config;
  config.train =
      written("frames.xyz", cell + "stress=\"0 0 0 0 0 0\" author=me config_weight=2" + atoms + cell + atoms);
  config.validation_count = 1;
  auto const notes = read_dataset(config, 2.0).notes;
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0], config.train + ": not read: of the comment lines author; of the columns spin");
  EXPECT_EQ(notes[1], config.train + ": 1 frames have a stress, which is not learnt ([training] stress_weight is 0)");
  config.may_learn_stress = true;
  EXPECT_EQ(read_dataset(config, 2.0).notes.size(), notes.size() - 1) << "it is learnt";
  config.learns_stress = true;
  EXPECT_EQ(read_dataset(config, 2.0).notes.size(), 1u);
}

TEST_F(DatasetTest, CountsValidatedFramesThatAreTrainedOnToo) {
  DataConfig config = with_table(written("copies.xyz", molecules + molecules));
  config.validation.clear();
  config.validation_count = 2;
  Dataset const data = read_dataset(config, 2.0);
  ASSERT_EQ(data.train.size(), 2u);
  auto const is_known = [&](LabelledFrame const& frame) {
    return frame.energy == data.train[0].energy || frame.energy == data.train[1].energy;
  };
  EXPECT_EQ(data.validation_known, static_cast<std::size_t>(is_known(data.validation[0])) +
                                       static_cast<std::size_t>(is_known(data.validation[1])));
  config.validation = config.train;
  EXPECT_EQ(read_dataset(config, 2.0).validation_known, 4u);
  config.validation = written("other.xyz", "2\n" + columns + " energy=-4\nH 0 0 0 0 0 0\nH 0 0 1.1 0 0 0\n");
  EXPECT_EQ(read_dataset(config, 2.0).validation_known, 0u);
}

TEST_F(DatasetTest, WithoutEnergiesE0SaysThatEnergiesMeanNothing) {
  std::string const frame = "2\n" + columns + "\nH 0 0 0 0 0 1\nH 0 0 1 0 0 -1\n";
  DataConfig config;
  config.train = written("forces.xyz", frame + frame);
  config.validation_count = 1;
  config.limits.allow_missing_labels = true;
  EXPECT_NE(read_dataset(config, 2.0).E0_source.find("mean nothing"), std::string::npos);
}

TEST_F(DatasetTest, NamesWhatIsMissing) {
  DataConfig config = with_table(written("molecules.xyz", molecules));
  config.elements = {"H"};
  expect_problem(config, {"molecules.xyz", "frame 1", "O"});

  config = with_table(written("molecules.xyz", molecules));
  config.E0.erase("O");
  expect_problem(config, {"[data] E0", "isolated atom of O"});

  config = with_table(
      written("no-labels.xyz", "1\nLattice=\"3 0 0 0 3 0 0 0 3\" Properties=species:S:1:pos:R:3\nH 0 0 0\n"));
  expect_problem(config, {"no-labels.xyz", "frame 1", "has no 'energy'"});

  config = with_table(written("molecules.xyz", molecules));
  config.E0.clear();
  config.E0_file = config.train;
  expect_problem(config, {"molecules.xyz", "frame 1", "2 atoms"});

  config = with_table(written("molecules.xyz", molecules));
  config.group_key = "kind";
  config.group_weights = {{"wet", 2.0}};
  expect_problem(config, {"molecules.xyz", "no frame has kind=wet", "group_weights"});

  config = with_table(written("molecules.xyz", molecules));
  config.stress_key = "tension";
  expect_problem(config, {"molecules.xyz", "no frame has 'tension'", "stress_key"});

  config = with_table(written("molecules.xyz", molecules));
  config.test = {config.train + "@7"};
  expect_problem(config, {"molecules.xyz: '@7' is not there", "2 frames"});

  config = with_table(
      written("virials.xyz", "2\n" + columns + " energy=-5 virials=\"1 1 1 0 0 0\"\nH 0 0 0 0 0 0\nH 0 0 1 0 0 0\n"));
  config.learns_stress = true;
  expect_problem(config,
                 {"virials.xyz", "no frame has 'stress' or 'virial'", "stress_weight", "did you mean 'virials'?"});

  std::string const nan = "2\n" + columns + " energy=nan\nH 0 0 0 0 0 0\nH 0 0 1 0 0 0\n";
  config = with_table(written("nan.xyz", nan + "2\n" + columns + "\nH 0 0 0 0 0 0\nH 0 0 1 0 0 0\n" + nan));
  config.skip_bad_frames = true;
  expect_problem(config, {"nan.xyz", "has no frame to use (3 of 3 are bad)"});

  std::string const atom = "1\n" + columns + " energy=";
  config =
      with_table(written("two-atoms.xyz", molecules + atom + "-10\nO 0 0 0 0 0 0\n" + atom + "-2\nH 0 0 0 0 0 0\n"));
  config.E0.clear();
  config.validation = written("other.xyz", molecules + atom + "-2.5\nH 0 0 0 0 0 0\n");
  expect_problem(config,
                 {"other.xyz: frame 3, line 9 gives H alone -2.5 eV", "two-atoms.xyz: frame 4, line 12 has -2 eV"});

  config = with_table(written("atoms.xyz", atom + "-10\nO 0 0 0 0 0 0\n"));
  expect_problem(config, {"atoms.xyz", "isolated atoms alone"});

  config = with_table(written("empty.xyz", ""));
  expect_problem(config, {"empty.xyz"});

  config = with_table(written("same-place.xyz", "2\n" + columns + " energy=-5\nH 0 0 0 0 0 0\nH 0 0 0 0 0 0\n"));
  expect_problem(config, {"same-place.xyz", "frame 1"});
}

}  // namespace
}  // namespace tesseral
