// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/extxyz.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz_comment.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

std::vector<Frame> read(std::string const& text, ExtxyzKeys const& keys = {}) {
  TemporaryFolder const folder;
  return read_extxyz(folder.write("frames.xyz", text), keys);
}

std::string error_of(std::string const& text, ExtxyzKeys const& keys = {}) {
  TemporaryFolder const folder;
  std::string const path = folder.write("frames.xyz", text);
  try {
    read_extxyz(path, keys);
  } catch (Error const& error) {
    std::string const message = error.what();
    EXPECT_EQ(message.find('\n'), std::string::npos) << "an error is one line";
    EXPECT_EQ(message.rfind(path, 0), 0u) << "an error names the file first: " << message;
    return message.substr(std::min(message.size(), path.size() + 2));
  }
  return "no error";
}

bool starts_with(std::string const& text, std::string const& start) { return text.rfind(start, 0) == 0; }

// One atom behind a comment line.
std::string hydrogen(std::string const& comment) {
  return "1\n" + comment + " Properties=species:S:1:pos:R:3\nH 0 0 0\n";
}

TEST(Extxyz, MoleculeInABoxWithJson) {
  auto const frames = read(
      "2\n"
      "Lattice=\"50.0 0.0 0.0 0.0 50.0 0.0 0.0 0.0 50.0\" Properties=species:S:1:pos:R:3:forces:R:3 "
      "energy=-17660.461737861464 dihedrals=\"_JSON [209.44, 80.54, 59.96]\" pbc=\"F F F\"\n"
      "C        0.32656990      -1.01286015       0.72107275       0.17092934       0.13274200       0.79555789\n"
      "H       -1.5e-1           +2.25             0.               -.5              1E2             -0.0\n");
  ASSERT_EQ(frames.size(), 1u);
  Frame const& f = frames[0];
  EXPECT_EQ(f.symbols, (std::vector<std::string>{"C", "H"}));
  EXPECT_EQ(*f.energy, -17660.461737861464);
  EXPECT_EQ(f.periodic, (std::array<bool, 3>{false, false, false}));
  EXPECT_EQ(f.cell[1][1], 50.0);
  EXPECT_EQ(f.positions[0], (std::array<double, 3>{0.32656990, -1.01286015, 0.72107275}));
  EXPECT_EQ(f.positions[1], (std::array<double, 3>{-0.15, 2.25, 0.0}));
  EXPECT_EQ(f.forces[1], (std::array<double, 3>{-0.5, 100.0, 0.0}));
  EXPECT_EQ(f.info, (std::map<std::string, std::string>{{"dihedrals", "_JSON [209.44, 80.54, 59.96]"}}));
  EXPECT_FALSE(f.virial.has_value());
}

TEST(Extxyz, CrystalWithBracketsAndForceAndMoreColumns) {
  auto const frames = read(
      "1\n"
      "pbc=[T, T, F] energy=-295.5 Lattice=\"14.2 5.5 15.5 0.0 9.0 0.2 0.1 0.0 9.1\" "
      "Properties=species:S:1:pos:R:3:force:R:3:momenta:R:3:masses:R:1:Z:I:1:fixed:L:1\n"
      "Si  0.29508405  9.03355219  4.74853937  -2.9 0.6 3.4  0 0 0  28.085  14 T\n"
      "\n"
      "1\r\nProperties=species:S:1:pos:R:3 energy=-1029.4889999855063 pbc=\"F F F\"\r\nC 0.0 0.0 0.0\r\n\n");
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].periodic, (std::array<bool, 3>{true, true, false}));
  EXPECT_EQ(frames[0].cell[0], (std::array<double, 3>{14.2, 5.5, 15.5}));
  EXPECT_EQ(frames[0].cell[2], (std::array<double, 3>{0.1, 0.0, 9.1}));
  EXPECT_EQ(frames[0].forces[0], (std::array<double, 3>{-2.9, 0.6, 3.4}));
  EXPECT_TRUE(frames[1].forces.empty());
  EXPECT_EQ(*frames[1].energy, -1029.4889999855063);
  EXPECT_EQ(frames[1].symbols[0], "C");
  EXPECT_EQ(frames[0].number, 1);
  EXPECT_EQ(frames[0].line, 1);
  EXPECT_EQ(frames[1].number, 2);
  EXPECT_EQ(frames[1].line, 5);
}

TEST(Extxyz, ForcesAreTakenRatherThanForceAndKeysCanBeChosen) {
  std::string const text =
      "1\nProperties=species:S:1:force:R:3:pos:R:3:forces:R:3:REF_forces:R:3 energy=1 REF_energy=2\n"
      "H 1 1 1 0 0 0 2 2 2 3 3 3\n";
  EXPECT_EQ(read(text)[0].forces[0][0], 2.0);
  EXPECT_EQ(*read(text)[0].energy, 1.0);
  ExtxyzKeys keys;
  keys.energy = "REF_energy";
  keys.forces = "REF_forces";
  EXPECT_EQ(read(text, keys)[0].forces[0][2], 3.0);
  EXPECT_EQ(*read(text, keys)[0].energy, 2.0);
  EXPECT_EQ(read(text, keys)[0].info.count("energy"), 1u);
  keys.energy = keys.forces = "absent";
  EXPECT_TRUE(read(text, keys)[0].forces.empty());
  EXPECT_FALSE(read(text, keys)[0].energy.has_value());
}

TEST(Extxyz, PeriodicityByDefaultFollowsTheLattice) {
  EXPECT_EQ(read(hydrogen("Lattice=\"9 0 0 0 9 0 0 0 9\""))[0].periodic, (std::array<bool, 3>{true, true, true}));
  EXPECT_EQ(read(hydrogen(""))[0].periodic, (std::array<bool, 3>{false, false, false}));
  EXPECT_EQ(read(hydrogen("Lattice={9 0 0 0 9 0 0 0 9} pbc=\"T F T\""))[0].periodic,
            (std::array<bool, 3>{true, false, true}));
  EXPECT_EQ(read(hydrogen("Lattice=[[9,0,0],[0,9,0],[0,0,9]] pbc=[1,0,True]"))[0].periodic,
            (std::array<bool, 3>{true, false, true}));
}

TEST(Extxyz, VirialIsMinusStressTimesVolume) {
  std::string const cell = "Lattice=\"2 0 0 1 3 0 0 0 4\" ";  // 24 Å^3
  auto const nine = *read(hydrogen(cell + "stress=\"1 4 5 4 2 6 5 6 3\""))[0].virial;
  auto const six = *read(hydrogen(cell + "stress=[1, 2, 3, 6, 5, 4]"))[0].virial;
  EXPECT_EQ(nine, six);
  EXPECT_EQ(nine[0], (std::array<double, 3>{-24.0, -96.0, -120.0}));
  EXPECT_EQ(nine[1], (std::array<double, 3>{-96.0, -48.0, -144.0}));
  auto const virial = *read(hydrogen(cell + "virial=\"1 4 5 4 2 6 5 6 3\" stress=\"0 0 0 0 0 0\""))[0].virial;
  EXPECT_EQ(virial[1], (std::array<double, 3>{4.0, 2.0, 6.0}));
  EXPECT_EQ((*read(hydrogen("virial=\"1 2 3 0 0 0\""))[0].virial)[2][2], 3.0);
}

TEST(Extxyz, AtomicNumbersServeForSymbols) {
  auto const frames = read("2\nProperties=pos:R:3:Z:I:1\n0 0 0 1\n0 0 2 118\n");
  EXPECT_EQ(frames[0].symbols, (std::vector<std::string>{"H", "Og"}));
}

TEST(Extxyz, CommentLinesAsASEWritesThem) {
  using extxyz::parse_comment;
  using Info = std::map<std::string, std::string>;
  EXPECT_EQ(parse_comment(R"(a=1  relaxed b="x y" c='q r' d=[[1, 2], 3] e={4 5} done)"), (Info{{"a", "1"},
                                                                                               {"relaxed", "T"},
                                                                                               {"b", "x y"},
                                                                                               {"c", "q r"},
                                                                                               {"d", "[[1, 2], 3]"},
                                                                                               {"e", "4 5"},
                                                                                               {"done", "T"}}));
  EXPECT_EQ(parse_comment(R"(t="_JSON [\"a b\", {\"k\": 1}]" "my key"=2 empty="" last=)"),
            (Info{{"t", R"(_JSON ["a b", {"k": 1}])"}, {"my key", "2"}, {"empty", ""}, {"last", ""}}));
  EXPECT_EQ(parse_comment("x = 3 y= 4\tz =5"), (Info{{"x", "3"}, {"y", "4"}, {"z", "5"}}));
  EXPECT_TRUE(parse_comment("").empty());
}

TEST(Extxyz, WhatIsWrittenReadsBackTheSame) {
  Frame frame;
  frame.symbols = {"O", "H"};
  frame.positions = {{0.1, 1.0 / 3.0, -1e-17}, {1e20, 2.0, 3.0}};
  frame.cell = {{{5.1, 0, 0}, {0.2, 6, 0}, {0, 1.0 / 7.0, 7}}};
  frame.periodic = {true, true, true};
  frame.energy = -1234.5678901234567;
  frame.forces = {{1, 2, 3}, {-0.1, 0, 1e-300}};
  frame.virial = {{{1, 2, 3}, {2, 4, 5}, {3, 5, 0.1}}};
  frame.info = {{"tags", "_JSON [\"a b\"]"},
                {"name", "one"},
                {"text", "it's = \\ \"quoted\"\nnext"},
                {"a key", ""},
                {"flag", "T"}};
  Frame bare;
  bare.symbols = {"He"};
  bare.positions = {{1, 2, 3}};
  TemporaryFolder const folder;
  std::string const path = folder.file("frames.xyz");
  write_extxyz(path, {frame, bare});
  auto const frames = read_extxyz(path);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].symbols, frame.symbols);
  EXPECT_EQ(frames[0].positions, frame.positions);
  EXPECT_EQ(frames[0].cell, frame.cell);
  EXPECT_EQ(frames[0].periodic, frame.periodic);
  EXPECT_EQ(frames[0].energy, frame.energy);
  EXPECT_EQ(frames[0].forces, frame.forces);
  EXPECT_EQ(frames[0].virial, frame.virial);
  EXPECT_EQ(frames[0].info, frame.info);
  EXPECT_EQ(frames[1].symbols, bare.symbols);
  EXPECT_FALSE(frames[1].energy || frames[1].virial || !frames[1].forces.empty());
  // The stress alone gives the virial back.
  std::string text = folder.read("frames.xyz");
  std::size_t const virial = text.find(" virial=\"");
  text.erase(virial, text.find('"', virial + 9) + 1 - virial);
  auto const from_stress = read_extxyz(folder.write("stress.xyz", text))[0].virial;
  ASSERT_TRUE(from_stress.has_value());
  EXPECT_NEAR((*from_stress)[1][2], 5.0, 1e-13);
  EXPECT_THROW(write_extxyz("no/such/folder/x.xyz", {bare}), Error);
}

TEST(Extxyz, ToStructureUsesTheModelsElements) {
  Frame const frame = read("2\nProperties=species:S:1:pos:R:3\nO 0 0 0\nH 0 0 1\n")[0];
  EXPECT_EQ(to_structure(frame, {"H", "C", "O"}).species, (std::vector<int>{2, 0}));
  try {
    to_structure(frame, {"H", "C"});
    FAIL() << "an unknown element must be refused";
  } catch (Error const& error) {
    EXPECT_TRUE(starts_with(error.what(), "frame 1, line 1: has O (the model knows only H C)")) << error.what();
  }
}

TEST(Extxyz, DamageIsNamedWithFrameAndLine) {
  std::string const good = "1\nProperties=species:S:1:pos:R:3:forces:R:3 energy=1\nH 0 0 0 1 1 1\n";
  std::string const head = "2\nProperties=species:S:1:pos:R:3:forces:R:3 energy=1\nH 0 0 0 1 1 1\n";
  struct Case {
    std::string text, start, part;
  };
  for (Case const& c : std::vector<Case>{
           {good + head + "H 0 0 1 1 1\n", "frame 2, line 7:", "atom 2 of 2 has 6 columns (Properties name 7)"},
           {good + head + "H 0 0 1 1 1 1 1\n", "frame 2, line 7:", "has 8 columns"},
           {good + head + "H 0 x 1 1 1 1\n", "frame 2, line 7:", "'x' in a position"},
           {good + head + "H 0 1 1 1 1e 1\n", "frame 2, line 7:", "'1e' in a force"},
           {good + head + "H 0 nan 1 1 1 1\n", "frame 2, line 7:", "'nan' in a position"},
           {good + head + "H 0 0 1 1 -inf 1\n", "frame 2, line 7:", "'-inf' in a force"},
           {good + head + "H 0 0 1e999 1 1 1\n", "frame 2, line 7:", "'1e999' in a position"},
           {good + head + "Xx 0 0 1 1 1 1\n", "frame 2, line 7:", "'Xx' is no element"},
           {good + head, "frame 2, line 6:", "the file ends after atom 1 of 2"},
           {good + head + good, "frame 2, line 7:", "atom 2 of 2 has 1 columns"},
           {good + "H 0 0 0 1 1 1\n", "frame 2, line 4:", "is not a number of atoms"},
           {good + "3", "frame 2, line 4:", "the file ends after the number of atoms"},
           {good + "0\nx\n", "frame 2, line 4:", "the number of atoms is 0"},
           {good + "-1\nx\n", "frame 2, line 4:", "the number of atoms is -1"},
           {good + "99999999999\nx\n", "frame 2, line 4:", "the number of atoms is 99999999999"},
           {good + "1.5\nx\n", "frame 2, line 4:", "'1.5' is not a number of atoms"},
           {"1\nan old comment\nH 0 0 0\n", "frame 1, line 2:", "no Properties"},
           {hydrogen("a=\"open"), "frame 1, line 2:", "a quote \" is left open"},
           {hydrogen("a='open"), "frame 1, line 2:", "a quote ' is left open"},
           {hydrogen("a=[1, 2"), "frame 1, line 2:", "a bracket [ is left open"},
           {hydrogen("a={1 2"), "frame 1, line 2:", "a brace { is left open"},
           {hydrogen("=3"), "frame 1, line 2:", "'=' without a key"},
           {hydrogen("energy=abc"), "frame 1, line 2:", "energy=\"abc\" is not numbers"},
           {hydrogen("energy=nan"), "frame 1, line 2:", "energy=\"nan\" is not finite"},
           {hydrogen("energy=\"1 2\""), "frame 1, line 2:", "is no energy"},
           {hydrogen("energy"), "frame 1, line 2:", "energy=\"T\" is not numbers"},
           {hydrogen("Lattice=\"1 2 3\""), "frame 1, line 2:", "Lattice has 3 numbers"},
           {hydrogen("Lattice=\"1 0 0 0 1 0 0 0 inf\""), "frame 1, line 2:", "is not finite"},
           {hydrogen("pbc=\"T T\""), "frame 1, line 2:", "pbc=\"T T\" cannot be understood"},
           {hydrogen("pbc=\"F F maybe\""), "frame 1, line 2:", "cannot be understood"},
           {hydrogen("pbc=\"T T T\""), "frame 1, line 2:", "no Lattice"},
           {hydrogen("Lattice=\"2 0 0 0 2 0 0 0 2\" virial=\"8 8 8 0 0 0\" stress=\"1 1 1 0 0 0\""),
            "frame 1, line 2:", "virial and stress contradict each other"},
           {hydrogen("virial=\"1 2 3\""), "frame 1, line 2:", "virial has 3 numbers"},
           {"1\nProperties=species:S:1:pos:R\nH 0\n", "frame 1, line 2:", "list of name:type:columns"},
           {"1\nProperties=species:S:1:pos:R:0\nH 0\n", "frame 1, line 2:", "property pos:R:0 cannot be understood"},
           {"1\nProperties=species:S:1:pos:Q:3\nH 0\n", "frame 1, line 2:", "property pos:Q:3 cannot be understood"},
           {"1\nProperties=species:S:1:pos:R:2\nH 0 0\n", "frame 1, line 2:", "property pos is R:2 (it must be R:3)"},
           {"1\nProperties=species:S:1:pos:R:3:forces:R:1\nH 0 0 0 0\n", "frame 1, line 2:", "property forces is R:1"},
           {"1\nProperties=species:S:1\nH\n", "frame 1, line 2:", "no pos:R:3"},
           {"1\nProperties=pos:R:3\n0 0 0\n", "frame 1, line 2:", "no species:S:1"},
           {"1\nProperties=pos:R:3:Z:I:1\n0 0 0 119\n", "frame 1, line 3:", "'119' is no atomic number"},
           {"", "has no frames", "empty"},
           {"\n \n", "has no frames", "empty"}}) {
    std::string const message = error_of(c.text);
    EXPECT_TRUE(starts_with(message, c.start)) << message << "\nof\n" << c.text;
    EXPECT_NE(message.find(c.part), std::string::npos) << message << "\nof\n" << c.text;
  }
}

TEST(Extxyz, OldLabelsDoNotReplaceThoseThatAreWritten) {
  // The labels that were read have other names than those that `info` keeps.
  ExtxyzKeys keys;
  keys.energy = "REF_energy";
  keys.virial = "REF_virial";
  auto const frames = read(hydrogen("Lattice=\"9 0 0 0 9 0 0 0 9\" REF_energy=-3 energy=7 virial=\"9 9 9 0 0 0\" "
                                    "REF_virial=\"1 1 1 0 0 0\" stress=\"5 5 5 0 0 0\" free_energy=8"),
                           keys);
  TemporaryFolder const folder;
  write_extxyz(folder.file("frames.xyz"), frames);
  Frame const frame = read_extxyz(folder.file("frames.xyz"))[0];
  EXPECT_EQ(*frame.energy, -3.0);
  EXPECT_EQ((*frame.virial)[0][0], 1.0);
  EXPECT_EQ(frame.info.at("free_energy"), "8");
}

TEST(Extxyz, LabelsThatWereNotMeantAreNoneAfterwards) {
  Frame frame = read(hydrogen("Lattice=\"9 0 0 0 9 0 0 0 9\""))[0];
  frame.info = {{"Energy", "7"}, {"STRESS", "1 1 1 0 0 0"}, {"Energies", "8"}};
  TemporaryFolder const folder;
  write_extxyz(folder.file("frames.xyz"), {frame});
  Frame const again = read_extxyz(folder.file("frames.xyz"))[0];
  EXPECT_FALSE(again.energy);
  EXPECT_FALSE(again.virial);
  EXPECT_EQ(again.info, (std::map<std::string, std::string>{{"Energies", "8"}}));
}

TEST(Extxyz, NamesColumnsThatWereNotRead) {
  auto const frames = read("1\nProperties=species:S:1:pos:R:3:REF_forces:R:3:Z:I:1:tags:I:1\nH 0 0 0 1 1 1 1 0\n");
  EXPECT_EQ(frames[0].unread_columns, (std::vector<std::string>{"REF_forces", "tags"}));
}

TEST(Extxyz, FilesThatCannotBeReadAreNamed) {
  for (std::string const path : {"no_such_file.xyz", "."}) {
    try {
      read_extxyz(path);
      FAIL() << path << " must be refused";
    } catch (Error const& error) {
      EXPECT_TRUE(starts_with(error.what(), path + ": cannot be")) << error.what();
    }
  }
}

}  // namespace
}  // namespace tesseral::test
