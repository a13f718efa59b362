// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/label_names.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/data/unread_names.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

std::string const cell = "\"4 0 0 0 4 0 0 0 4\"";

std::vector<Frame> read(std::string const& comment, ExtxyzKeys const& keys = {}) {
  TemporaryFolder const folder;
  return read_extxyz(folder.write("frames.xyz", "1\n" + comment + "\nH 0 0 0 1 2 3\n"), keys);
}
std::string const columns = " Properties=species:S:1:pos:R:3:forces:R:3 ";

std::string error_of(std::string const& comment) {
  try {
    read(comment);
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

TEST(LabelNames, UsualOnesAreReadInAnyCase) {
  Frame const frame =
      read("lattice=" + cell +
           " PBC=\"1 0 1\" Energy=-2 STRESS=\"1 1 1 0 0 0\" properties=Species:S:1:POS:R:3:Forces:R:3")[0];
  EXPECT_EQ(frame.cell[1][1], 4.0);
  EXPECT_EQ(frame.periodic, (std::array<bool, 3>{true, false, true}));
  EXPECT_EQ(*frame.energy, -2.0);
  EXPECT_EQ((*frame.virial)[0][0], -64.0);
  EXPECT_EQ(frame.forces[0][2], 3.0);
  EXPECT_TRUE(frame.info.empty());
}

TEST(LabelNames, OfTwoSpellingsTheUsualOneIsReadAndTheOtherNamed) {
  auto const frames = read("pbc=\"F F F\" PBC=\"T T T\" energy=1 ENERGY=2" + columns);
  EXPECT_FALSE(frames[0].periodic[0]);
  EXPECT_EQ(*frames[0].energy, 1.0);
  auto const notes = notes_on_unread(frames, "a.xyz", key_options_of_program, {});
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0], "a.xyz: not read: of the comment lines ENERGY, PBC");
}

TEST(LabelNames, ThoseOfTheUserAreReadAsTheyAreWritten) {
  ExtxyzKeys keys;
  keys.energy = "E_dft";
  EXPECT_EQ(*read("E_dft=3 energy=1" + columns, keys)[0].energy, 3.0);
  EXPECT_FALSE(read("e_DFT=3 energy=1" + columns, keys)[0].energy.has_value());
}

TEST(LabelNames, WhoNamesTheStressDoesNotMeanTheVirial) {
  ExtxyzKeys keys;
  keys.stress = "REF_stress";
  auto const frame = read("Lattice=" + cell + " REF_stress=\"1 1 1 0 0 0\" virial=\"9 9 9 0 0 0\"" + columns, keys)[0];
  EXPECT_EQ((*frame.virial)[0][0], -64.0);
  EXPECT_EQ(frame.info.count("virial"), 1u);
}

TEST(LabelNames, CellsAndPeriodicitiesUnderOtherNamesAreRefused) {
  for (std::string const name : {"cell", "Cell", "box", "unit_cell", "Latice"}) {
    std::string const message = error_of(name + "=" + cell + columns);
    EXPECT_NE(message.find("'" + name + "' and no Lattice in the comment line"), std::string::npos) << message;
  }
  EXPECT_NE(error_of("Lattice=" + cell + " periodic=\"T T F\"" + columns).find("'periodic' and no pbc"),
            std::string::npos);
  // what leaves no doubt
  EXPECT_EQ(error_of("Lattice=" + cell + " periodic=\"T T T\" boundary=\"p p p\"" + columns), "");
  EXPECT_EQ(error_of("Lattice=" + cell + " cell=" + cell + columns), "");
  EXPECT_EQ(error_of("lattice_type=fcc box=large" + columns), "");
}

TEST(LabelNames, MeaningsOfNames) {
  for (auto const& [name, meaning] : std::vector<std::pair<std::string, Meaning>>{{"REF_energy", Meaning::energy},
                                                                                  {"free-energy", Meaning::energy},
                                                                                  {"E_tot", Meaning::energy},
                                                                                  {"enrgy", Meaning::energy},
                                                                                  {"dft_forces", Meaning::forces},
                                                                                  {"virials", Meaning::virial},
                                                                                  {"MACE_stress", Meaning::stress},
                                                                                  {"stres", Meaning::stress},
                                                                                  {"Super_Cell", Meaning::cell},
                                                                                  {"PBC", Meaning::periodicity},
                                                                                  {"author", Meaning::none},
                                                                                  {"dipole", Meaning::none},
                                                                                  {"source", Meaning::none}})
    EXPECT_EQ(static_cast<int>(meaning_of(name)), static_cast<int>(meaning)) << name;
}

TEST(UnreadNames, AreToldOnceAndLabelsBesideTheOptionThatReadsThem) {
  auto frames =
      read("REF_energy=1 energy_weight=3 author=me config_type=x Properties=species:S:1:pos:R:3:REF_forces:R:3");
  frames.push_back(frames[0]);
  auto const notes = notes_on_unread(frames, "a.xyz", key_options_of_program, {"config_type"});
  ASSERT_EQ(notes.size(), 3u);
  EXPECT_EQ(notes[0], "a.xyz: no frame has an energy, but 'REF_energy', which may be meant: --energy-key reads it");
  EXPECT_EQ(notes[1], "a.xyz: no frame has forces, but 'REF_forces', which may be meant: --forces-key reads it");
  EXPECT_EQ(notes[2],
            "a.xyz: not read: of the comment lines REF_energy, author, energy_weight; of the columns REF_forces");
  EXPECT_EQ(energy_hint(frames[0]), "; did you mean 'REF_energy'?");
  EXPECT_EQ(forces_hint(frames[0]), "; did you mean 'REF_forces'?");
  EXPECT_EQ(stress_hint(frames[0]), "");
}

TEST(UnreadNames, ManyAreCounted) {
  std::string comment;
  for (int k = 10; k < 30; ++k) comment += " key" + std::to_string(k) + "=1";
  auto const notes = notes_on_unread(read(comment + columns), "a.xyz", key_options_of_program, {});
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("key10, "), std::string::npos);
  EXPECT_NE(notes[0].find("key21 and 8 more"), std::string::npos) << notes[0];
}

TEST(UnreadNames, AStressWithoutACellIsLeftOutWithAWord) {
  auto const frames = read("stress=\"0 0 0 0 0 0\" energy=1" + columns);
  EXPECT_FALSE(frames[0].virial.has_value());
  auto const notes = notes_on_unread(frames, "a.xyz", key_options_of_program, {});
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("the stress of 1 frames is left out"), std::string::npos) << notes[0];
}

}  // namespace
}  // namespace tesseral::test
