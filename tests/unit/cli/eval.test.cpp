// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"

#include "support/sample_uncertainty.hpp"
#include "tesseral/cli/frames_outside.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/measured_range.hpp"
#include "tesseral/potential.hpp"
#include "unit/cli/command_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tesseral::test {
namespace {

class EvalCommand : public CommandTest {};

TEST_F(EvalCommand, OfTheEnginesOwnAnswersFindsNoError) {
  auto const output = eval_json(labelled_frames());
  EXPECT_EQ(output.code, 0);
  EXPECT_EQ(json_number(output.text, "n_frames"), 2);
  EXPECT_EQ(json_number(output.text, "n_atoms"), 11);
  for (char const* key :
       {"energy_rmse_mev_per_atom", "energy_mae_mev_per_atom", "energy_rmse_mev", "energy_mae_mev",
        "forces_rmse_mev_per_angstrom", "forces_mae_mev_per_angstrom", "stress_rmse_mev_per_angstrom3"})
    EXPECT_LT(json_number(output.text, key), 1e-8) << key << " in " << output.text;
  EXPECT_EQ(output.text.front(), '{');
  EXPECT_EQ(output.text.substr(output.text.size() - 2), "}\n");
}

TEST_F(EvalCommand, FindsTheErrorsThatWereMade) {
  auto frames = labelled_frames();  // of 6 and of 5 atoms
  *frames[0].energy += 0.060;
  *frames[1].energy -= 0.020;
  frames[0].forces[2][0] += 0.300;
  (*frames[1].virial)[1][1] += 0.9;
  double const volume = 1.1 * 0.9 * std::pow(2.1 * std::cbrt(5.0), 3);
  std::string const json = eval_json(frames).text;
  EXPECT_NEAR(json_number(json, "energy_rmse_mev"), std::sqrt((60.0 * 60.0 + 20.0 * 20.0) / 2.0), 1e-6);
  EXPECT_NEAR(json_number(json, "energy_mae_mev"), 40.0, 1e-6);
  EXPECT_NEAR(json_number(json, "energy_rmse_mev_per_atom"), std::sqrt((10.0 * 10.0 + 4.0 * 4.0) / 2.0), 1e-6);
  EXPECT_NEAR(json_number(json, "energy_mae_mev_per_atom"), 7.0, 1e-6);
  EXPECT_NEAR(json_number(json, "forces_rmse_mev_per_angstrom"), 300.0 / std::sqrt(33.0), 1e-6);
  EXPECT_NEAR(json_number(json, "forces_mae_mev_per_angstrom"), 300.0 / 33.0, 1e-6);
  EXPECT_NEAR(json_number(json, "stress_rmse_mev_per_angstrom3"), 900.0 / 3.0 / volume, 1e-6);
}

TEST_F(EvalCommand, LeavesOutLabelsThatAreMissing) {
  auto frames = labelled_frames();
  *frames[0].energy += 0.060;
  frames[1].energy.reset();
  frames[0].forces.clear();
  frames[1].virial.reset();
  std::string json = eval_json(frames).text;
  EXPECT_NEAR(json_number(json, "energy_rmse_mev"), 60.0, 1e-6);
  EXPECT_LT(json_number(json, "forces_rmse_mev_per_angstrom"), 1e-8);
  EXPECT_FALSE(contains(json, "stress")) << "a free molecule has no stress";
  frames[0].energy.reset();
  frames[1].forces.clear();
  json = eval_json(frames).text;
  EXPECT_TRUE(contains(json, "\"energy_rmse_mev\": null, ")) << json;
  EXPECT_TRUE(contains(json, "\"forces_mae_mev_per_angstrom\": null, \"virial_rmse")) << json;
}

TEST_F(EvalCommand, WritesPredictionsThatReadBack) {
  auto frames = labelled_frames();
  frames[0].energy = 1.0;
  frames[0].info = {{"name", "one two"}};
  cli::EvalOptions options;
  options.model = model;
  options.file = folder.file("in.xyz");
  options.write = folder.file("out.xyz");
  write_extxyz(options.file, frames);
  auto const output = output_of([&] { return cli::eval(options); });
  EXPECT_TRUE(contains(output.text, "2 frames, 11 atoms")) << output.text;
  EXPECT_TRUE(contains(output.text, "\n  C ")) << "errors by element are missing in\n" << output.text;
  auto const written = read_extxyz(options.write);
  ASSERT_EQ(written.size(), 2u);
  EXPECT_NEAR(*written[0].energy, data.self_tests[0].energy, 1e-12);
  EXPECT_NEAR(written[1].forces[1][2], data.self_tests[1].forces[1][2], 1e-12);
  EXPECT_EQ(written[0].info.at("name"), "one two");
}

TEST_F(EvalCommand, NamesLabelsThatItDoesNotRead) {
  cli::EvalOptions options;
  options.model = model;
  options.file =
      folder.write("frames.xyz", "1\nREF_energy=1 Properties=species:S:1:pos:R:3:REF_forces:R:3\nC 0 0 0 0 0 0\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(output_of([&] { return cli::eval(options); }).code, 0);
  std::string const notes = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(contains(notes, "note: " + options.file + ": no frame has an energy, but 'REF_energy'")) << notes;
  EXPECT_TRUE(contains(notes, "--forces-key reads it")) << notes;
}

TEST_F(EvalCommand, NamesOfGroupsInOtherEncodingsAndWithLineBreaksSpoilNoOutput) {
  std::string const frame = " Properties=species:S:1:pos:R:3 energy=1\nC 0 0 0\n";
  cli::EvalOptions options;
  options.model = model;
  options.file = folder.write("frames.xyz", "1\nconfig_type=Ren\xE9" + frame + "1\nconfig_type=\"a\\nb\"" + frame);
  std::string const table = output_of([&] { return cli::eval(options); }).text;
  EXPECT_TRUE(contains(table, "\na?b ")) << table;
  EXPECT_TRUE(contains(table, "\nRen\xC3\xA9 ")) << table;
  options.json = true;
  std::string const json = output_of([&] { return cli::eval(options); }).text;
  EXPECT_TRUE(contains(json, "\"Ren\xC3\xA9\": {")) << json;
  EXPECT_TRUE(contains(json, "\"a\\u000ab\": {")) << json;
}

TEST_F(EvalCommand, TellsErrorsOfGroupsElementsAndFrames) {
  auto frames = labelled_frames();  // of 6 and of 5 atoms
  frames.push_back(frames[0]);
  for (int k : {0, 2}) {
    frames[k].info = {{"kind", "a \"molecule\", free"}};
    *frames[k].energy += 0.012;
  }
  for (auto& force : frames[1].forces) force[1] -= 0.3;
  (*frames[1].virial)[0][0] += 0.045;
  frames[2].forces.clear();
  cli::EvalOptions options;
  options.model = model;
  options.file = folder.file("frames.xyz");
  options.json = true;
  options.group = "kind";
  options.per_frame = folder.file("frames.csv");
  write_extxyz(options.file, frames);
  std::string const json = output_of([&] { return cli::eval(options); }).text;
  std::size_t const molecules = json.find(R"("a \"molecule\", free": {)"), cells = json.find(R"("none": {)");
  ASSERT_NE(molecules, std::string::npos) << json;
  ASSERT_NE(cells, std::string::npos) << json;
  EXPECT_EQ(json_number(json.substr(molecules), "n_frames"), 2);
  EXPECT_NEAR(json_number(json.substr(molecules), "energy_rmse_mev_per_atom"), 2.0, 1e-6);
  EXPECT_EQ(json_number(json.substr(cells), "n_frames"), 1);
  EXPECT_NEAR(json_number(json.substr(cells), "forces_mae_mev_per_angstrom"), 100.0, 1e-6);
  EXPECT_NEAR(json_number(json.substr(cells), "virial_rmse_mev_per_atom"), 45.0 / 5.0 / 3.0, 1e-6);
  EXPECT_NEAR(json_number(json, "forces_mae_mev_per_angstrom"), 100.0 * 5.0 / 11.0, 1e-6);
  std::size_t const by_element = json.find(R"("forces_by_element": {)");
  ASSERT_NE(by_element, std::string::npos) << json;
  EXPECT_LT(by_element, molecules);
  double atoms = 0.0;
  for (char const* element : {"O", "C", "H"}) {
    std::size_t const place = json.find(std::string("\"") + element + "\": {", by_element);
    if (place < molecules) atoms += json_number(json.substr(place), "n_atoms");
  }
  EXPECT_EQ(atoms, 11.0) << "atoms with forces, by element, in " << json;

  std::string const table = folder.read("frames.csv");
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 4);
  EXPECT_TRUE(contains(table, "\n1,1,6,\"a \"\"molecule\"\", free\",")) << table;
  EXPECT_TRUE(contains(table, "\n2,9,5,none,")) << table;
  std::string const last = table.substr(table.find("\n3,16,6,"));
  EXPECT_TRUE(contains(last, ",,,,\n")) << "there are no forces: " << last;
  EXPECT_TRUE(contains(table, ",300,")) << "the largest error of a component: " << table;

  options.json = false;
  std::string const text = output_of([&] { return cli::eval(options); }).text;
  EXPECT_TRUE(contains(text, "\ngroup")) << text;
  options.group = "sort";
  EXPECT_THROW(cli::eval(options), Error);
  options.group.clear();
  EXPECT_FALSE(contains(output_of([&] { return cli::eval(options); }).text, "\ngroup")) << "nobody asked";
}

// Errors are made as large as the model expects them, but for one atom that is a hundred times off.
TEST_F(EvalCommand, TellsWhatTheModelExpectsBesideTrueErrors) {
  data.uncertainty = sample_uncertainty(data.architecture);
  write_model(model, data);
  auto frames = labelled_frames();
  double expected = 0.0;
  std::vector<double> largest;
  for (Frame& frame : frames) {
    auto const sigma = Potential<>(data, exact_options())
                           .evaluate(to_structure(frame, data.elements), {false, false, true})
                           .expected_errors;
    largest.push_back(1e3 * *std::max_element(sigma.begin(), sigma.end()));
    for (std::size_t i = 0; i < sigma.size(); ++i) {
      frame.forces[i][i % 3] += 0.999 * sigma[i];
      expected += 1e6 * sigma[i] * sigma[i] / 11.0;
    }
  }
  cli::EvalOptions options;
  options.model = model;
  options.file = folder.file("frames.xyz");
  options.per_frame = folder.file("frames.csv");
  options.uncertainty = options.json = true;
  auto const tell = [&] {
    write_extxyz(options.file, frames);
    return output_of([&] { return cli::eval(options); }).text;
  };
  std::string json = tell();
  EXPECT_NEAR(json_number(json, "expected_rms_mev_per_angstrom"), std::sqrt(expected), 1e-5);
  EXPECT_NEAR(json_number(json, "found_rms_mev_per_angstrom"), 0.999 * std::sqrt(expected), 1e-5);
  EXPECT_DOUBLE_EQ(json_number(json, "rank_correlation_of_atoms"), 1.0);
  EXPECT_DOUBLE_EQ(json_number(json, "rank_correlation_of_frames"), 1.0);
  EXPECT_DOUBLE_EQ(json_number(json, "atoms_within_expected"), 1.0);
  std::string const table = folder.read("frames.csv");
  std::string const last = table.substr(table.rfind(',') + 1);
  EXPECT_NEAR(std::stod(last), largest[1], 1e-5) << table;

  frames[0].forces[0][0] += 100.0 * 1e-3 * largest[0];
  json = tell();
  EXPECT_NEAR(json_number(json, "atoms_within_expected"), 10.0 / 11.0, 1e-9);
  EXPECT_NEAR(json_number(json, "atoms_within_twice"), 10.0 / 11.0, 1e-9);
  options.json = false;
  EXPECT_TRUE(contains(tell(), "91 % of the atoms within the expected error, 91 % within twice"));

  data.uncertainty.reset();
  write_model(model, data);
  EXPECT_THROW(cli::eval(options), Error);
}

// Of two members that differ, on the mean of what they say: no error, and half of their difference as what to expect.
TEST_F(EvalCommand, ACommitteeIsTheMeanOfItsMembers) {
  ModelData other = data;
  for (double& weight : other.weights) weight *= 1.01;
  other.E0[0] += 0.5;
  std::string const second = folder.file("second.h5");
  write_model(second, other);
  auto frames = labelled_frames();
  double expected = 0.0;
  for (Frame& frame : frames) {
    auto const structure = to_structure(frame, data.elements);
    auto const one = Potential<>(data, exact_options()).evaluate(structure);
    auto const two = Potential<>(other, exact_options()).evaluate(structure);
    frame.energy = 0.5 * (one.energy + two.energy);
    for (std::size_t i = 0; i < frame.forces.size(); ++i)
      for (int d = 0; d < 3; ++d) {
        frame.forces[i][d] = 0.5 * (one.forces[i][d] + two.forces[i][d]);
        expected += 1e6 * std::pow(0.5 * (one.forces[i][d] - two.forces[i][d]), 2) / 11.0;
      }
  }
  cli::EvalOptions options;
  options.model = model + "," + second;
  options.file = folder.file("frames.xyz");
  options.uncertainty = options.json = true;
  write_extxyz(options.file, frames);
  std::string const json = output_of([&] { return cli::eval(options); }).text;
  EXPECT_LT(json_number(json, "energy_rmse_mev"), 1e-5);
  EXPECT_LT(json_number(json, "forces_rmse_mev_per_angstrom"), 1e-5);
  EXPECT_GT(expected, 1.0);
  EXPECT_NEAR(json_number(json, "expected_rms_mev_per_angstrom"), std::sqrt(expected), 1e-4);
  for (std::string const& wrong : {model + "," + model, model + ","}) {
    options.model = wrong;
    EXPECT_THROW(cli::eval(options), Error) << wrong;
  }
}

TEST_F(EvalCommand, TellsFramesOutsideOfWhatTheModelWasFittedTo) {
  auto frames = labelled_frames();
  std::string const words = "frames lie outside of what the potential was fitted to";
  cli::EvalOptions options;
  options.model = model;
  options.file = folder.file("frames.xyz");
  options.per_frame = folder.file("frames.csv");
  auto const judge = [&] {
    write_extxyz(options.file, frames);
    return output_of([&] { return cli::eval(options); }).text;
  };
  EXPECT_FALSE(contains(judge(), words)) << "nobody knows";
  EXPECT_FALSE(contains(eval_json(frames).text, "n_frames_outside"));

  double const r_cut = data.architecture.r_cut;
  for (Frame const& frame : frames) {
    LabelledFrame labelled;
    labelled.structure = to_structure(frame, data.elements);
    labelled.edges = find_edges(labelled.structure, r_cut);
    labelled.energy = frame.energy;
    labelled.forces = frame.forces;
    FittedRange const one = measured_range({labelled}, data.E0, r_cut);
    data.fitted_range = data.fitted_range ? united(*data.fitted_range, one) : one;
  }
  write_model(model, data);
  EXPECT_TRUE(contains(judge(), "\n0 of 2 " + words + "\n"));
  EXPECT_EQ(json_number(eval_json(frames).text, "n_frames_outside"), 0);

  frames.insert(frames.begin() + 1, frames[0]);  // its first two atoms at 0.4 Å
  auto& x = frames[1].positions;
  double distance = 0.0;
  for (int d = 0; d < 3; ++d) distance += std::pow(x[1][d] - x[0][d], 2);
  for (int d = 0; d < 3; ++d) x[1][d] = x[0][d] + 0.4 * (x[1][d] - x[0][d]) / std::sqrt(distance);
  EXPECT_EQ(json_number(eval_json(frames).text, "n_frames_outside"), 1);
  std::string const text = judge();
  EXPECT_TRUE(contains(text, "\n1 of 3 frames lies outside of what the potential was fitted to: frame 2: ")) << text;
  EXPECT_TRUE(contains(text, " 0.400 Å (fitted to ")) << text;
  std::string const table = folder.read("frames.csv");
  std::string const row = table.substr(table.find("\n2,"), table.find("\n3,") - table.find("\n2,"));
  EXPECT_TRUE(contains(row, " 0.400 Å (fitted to ")) << table;
  EXPECT_EQ(std::count(table.begin(), table.end(), '('), std::count(row.begin(), row.end(), '(')) << table;
}

TEST_F(EvalCommand, TakesPartOfAFile) {
  cli::EvalOptions options;
  options.model = model;
  options.json = true;
  write_extxyz(folder.file("frames.xyz"), labelled_frames());
  options.file = folder.file("frames.xyz") + "@1:";
  std::string const json = output_of([&] { return cli::eval(options); }).text;
  EXPECT_EQ(json_number(json, "n_frames"), 1);
  EXPECT_EQ(json_number(json, "n_atoms"), 5);
}

TEST_F(EvalCommand, NamesFileAndFrameOfAtomsThatCannotBe) {
  auto frames = labelled_frames();
  frames[1].symbols[0] = "Xe";
  try {
    eval_json(frames);
    FAIL() << "an unknown element must be refused";
  } catch (Error const& error) {
    testing::internal::GetCapturedStdout();
    EXPECT_TRUE(contains(error.what(), "frames.xyz: frame 2, line 9: has Xe")) << error.what();
  }
}

}  // namespace
}  // namespace tesseral::test
