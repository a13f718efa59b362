// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/reference_energies.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/dataset.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

std::string frame(std::string const& elements, double energy) {
  std::string text = std::to_string(elements.size()) +
                     "\nLattice=\"9 0 0 0 9 0 0 0 9\" Properties=species:S:1:pos:R:3:" + "forces:R:3 energy=" +
                     std::to_string(energy) + "\n";
  for (std::size_t i = 0; i < elements.size(); ++i)
    text += std::string(1, elements[i]) + " 0 0 " + std::to_string(i) + " 0 0 0\n";
  return text;
}

std::string const lone_carbon = "1\npbc=\"F F F\" Properties=species:S:1:pos:R:3 energy=-5\nC 0 0 0\n";

class ReferenceEnergiesTest : public testing::Test {
 protected:
  // Trains and validates on the same frames.
  DataConfig config(std::string const& frames) const {
    DataConfig config;
    config.train = config.validation = folder_.write("frames.xyz", frames);
    return config;
  }

  std::string problem(DataConfig const& config) const {
    try {
      read_dataset(config, 2.0);
    } catch (Error const& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
      return error.what();
    }
    ADD_FAILURE() << "no error";
    return "";
  }

  test::TemporaryFolder folder_;
};

bool has(std::string const& text, std::string const& words) { return text.find(words) != std::string::npos; }

// Without the frame of lowest energy per atom, which is not that of lowest energy, E0 would be another.
TEST_F(ReferenceEnergiesTest, ACohesiveEnergyCountsFromTheDeepestFrame) {
  DataConfig config = this->config(frame("CC", -18.0) + frame("CCC", -24.0) + frame("CCC", -21.0));
  config.cohesive_energy = {{"C", 7.5}};
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_EQ(data.E0, (std::vector<double>{-1.5}));
  EXPECT_DOUBLE_EQ(data.shift, (-9.0 - 8.0 - 7.0) / 3.0 + 1.5);
  EXPECT_EQ(data.E0_source,
            "C -1.5000 eV (the training frame of lowest energy, -9.0000 eV/atom, and the cohesive energy, 7.5 eV)");
}

TEST_F(ReferenceEnergiesTest, AnElementMayBeWrittenAsAMolecule) {
  DataConfig config = this->config(frame("OO", -8.0));
  config.cohesive_energy = {{"O2", 2.5}};
  EXPECT_EQ(read_dataset(config, 2.0).E0, (std::vector<double>{-1.5}));
}

TEST_F(ReferenceEnergiesTest, OnlyTrainingFramesCount) {
  DataConfig config = this->config(frame("CC", -10.0));
  config.validation = folder_.write("validation.xyz", frame("CC", -18.0));
  config.cohesive_energy = {{"C", 7.5}};
  EXPECT_EQ(read_dataset(config, 2.0).E0, (std::vector<double>{2.5}));
}

// A frame that is left out as bad does not set it either.
TEST_F(ReferenceEnergiesTest, BadFramesDoNotCount) {
  DataConfig config = this->config(frame("CC", -18.0) + frame("CC", -16.0) + frame("CC", -17.0) + frame("CC", -900.0));
  config.cohesive_energy = {{"C", 7.5}};
  config.skip_bad_frames = true;
  EXPECT_EQ(read_dataset(config, 2.0).E0, (std::vector<double>{-1.5}));
}

// The cohesive energy is that of the element's own crystal; a compound's energy says nothing of it.
TEST_F(ReferenceEnergiesTest, EachElementHasItsOwnFrames) {
  DataConfig config = this->config(frame("CC", -18.0) + frame("OO", -8.0) + frame("CO", -90.0));
  config.cohesive_energy = {{"C", 7.5}, {"O", 2.5}};
  EXPECT_EQ(read_dataset(config, 2.0).E0, (std::vector<double>{-1.5, -1.5}));
  config.cohesive_energy = {{"C", 7.5}};
  config.E0 = {{"O", -2.0}};
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_EQ(data.E0, (std::vector<double>{-1.5, -2.0}));
  EXPECT_TRUE(has(data.E0_source, ", O -2.0000 eV (given)")) << data.E0_source;

  config = this->config(frame("OO", -18.0) + frame("CO", -90.0));
  config.cohesive_energy = {{"C", 7.5}, {"O", 2.5}};
  EXPECT_TRUE(has(problem(config), "frames.xyz: no training frame with an energy is of C alone"));
}

// 2/3 and 1/3 of the atoms.
TEST_F(ReferenceEnergiesTest, ACompoundHasACohesiveEnergy) {
  DataConfig config = this->config(frame("OCC", -30.0) + frame("CCOCOC", -72.0));
  config.cohesive_energy = {{"C2O", 3.5}};
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_NEAR(data.E0[0], -8.5, 1e-9) << "frames of one composition do not tell a difference";
  EXPECT_NEAR(data.E0[1], -8.5, 1e-9);
  EXPECT_TRUE(has(data.E0_source, "of C2O, -12.0000 eV/atom, and the cohesive energy, 3.5 eV)")) << data.E0_source;

  config.E0 = {{"O", -5.5}};
  EXPECT_NEAR(read_dataset(config, 2.0).E0[0], -10.0, 1e-9);
  EXPECT_EQ(read_dataset(config, 2.0).E0[1], -5.5);
}

// Frames whose energies are -10 for each C and -400 for each O, less 2 for each atom.
TEST_F(ReferenceEnergiesTest, OtherCompositionsTellHowElementsDiffer) {
  DataConfig config = this->config(frame("OCC", -426.0) + frame("OC", -414.0) + frame("OCCC", -438.0));
  config.cohesive_energy = {{"C2O", 2.0}};
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_NEAR(data.E0[0], -10.0, 1e-5);
  EXPECT_NEAR(data.E0[1], -400.0, 1e-5);
  config.cohesive_energy = {{"C2O", 2.0}, {"CO", 2.0}};
  EXPECT_NEAR(read_dataset(config, 2.0).E0[1], -400.0, 1e-5) << "two that agree";
  config.cohesive_energy = {{"C2O", 2.0}, {"CO", 3.0}};
  EXPECT_NEAR(read_dataset(config, 2.0).E0[0], -12.0, 1e-5) << "two compounds determine two elements";
  config.cohesive_energy = {{"C2O", 2.0}, {"CO", 2.0}, {"C3O", 4.0}};
  EXPECT_TRUE(has(problem(config), "cohesive_energy contradict each other"));
}

TEST_F(ReferenceEnergiesTest, ElementsAndCompoundsShareATable) {
  DataConfig config = this->config(frame("OO", -8.0) + frame("OCC", -36.0));
  config.cohesive_energy = {{"O", 2.5}, {"C4O2", 3.5}};  // O: -1.5; 2/3 C - 0.5 = -8.5
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_NEAR(data.E0[0], -12.0, 1e-9);
  EXPECT_EQ(data.E0[1], -1.5);
  config.cohesive_energy = {{"CO", 3.5}};
  EXPECT_TRUE(has(problem(config), "no training frame with an energy is of CO alone"));
  config.cohesive_energy = {{"CONa", 3.5}};
  EXPECT_TRUE(has(problem(config), "no training frame with an energy is of CONa alone"));
  config = this->config(frame("OO", -8.0) + frame("CC", -8.0) + frame("OC", -36.0));
  config.cohesive_energy = {{"C", 1.0}, {"O", 1.0}, {"CO", 3.5}};
  EXPECT_TRUE(has(problem(config), "cohesive_energy has CO, whose elements all have an E0"));
}

TEST_F(ReferenceEnergiesTest, RefusesTwoSources) {
  DataConfig config = this->config(lone_carbon + frame("CC", -18.0));
  config.cohesive_energy = {{"C", 7.5}};
  EXPECT_TRUE(has(problem(config),
                  "C has an E0 and [data] cohesive_energy gives it another (the first is that of an "
                  "isolated atom among the frames)"));
  config = this->config(frame("CC", -18.0));
  config.cohesive_energy = {{"C", 7.5}};
  config.E0_file = folder_.write("atoms.xyz", lone_carbon);
  EXPECT_TRUE(has(problem(config), "(the first is that of atoms.xyz)"));
}

TEST_F(ReferenceEnergiesTest, AtomsAmongFramesAndACohesiveEnergyMayShareTheElements) {
  DataConfig config = this->config(lone_carbon + frame("CO", -18.0) + frame("OO", -9.0));
  config.cohesive_energy = {{"O", 2.5}};
  Dataset const data = read_dataset(config, 2.0);
  EXPECT_EQ(data.E0, (std::vector<double>{-5.0, -2.0}));
  EXPECT_TRUE(has(data.E0_source, "C -5.0000 eV (isolated atoms among the frames)")) << data.E0_source;
}

TEST_F(ReferenceEnergiesTest, NamesTheElementThatHasNone) {
  DataConfig config = this->config(frame("CC", -18.0) + frame("CO", -18.0));
  config.cohesive_energy = {{"C", 7.5}};
  EXPECT_TRUE(has(problem(config), "[data] cohesive_energy: the energy of an isolated atom of O is missing"));
}

TEST_F(ReferenceEnergiesTest, TellsTheSourceOfEach) {
  ReferenceEnergies const known = {{"H", {-13.6, "a.xyz"}}, {"C", {-1029.0, "a.xyz"}}, {"O", {-2041.0, "given"}}};
  EXPECT_EQ(description(known, {"H", "C", "O"}), "H -13.6000, C -1029.0000 eV (a.xyz), O -2041.0000 eV (given)");
  DataConfig const config = this->config(frame("CC", -18.0) + frame("CC", -16.0));
  EXPECT_EQ(read_dataset(config, 2.0).E0_source, "C -8.5000 eV (least squares over the training frames)");
}

}  // namespace
}  // namespace tesseral
