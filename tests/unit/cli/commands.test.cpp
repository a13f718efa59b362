// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"

#include "support/random_model.hpp"
#include "support/structures.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/train/evaluate_structures.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

namespace tesseral::test {
namespace {

ModelData model_with_self_test() {
  ModelData data = random_model(variants()[3]);
  compute_self_test(data, {molecule(6, 3, 1), triclinic_cell(5, 3, 2)});
  return data;
}

// What a command prints, with its exit code.
struct Output {
  int code = -1;
  std::string text;
};
template <class Command>
Output output_of(Command const& command) {
  testing::internal::CaptureStdout();
  Output output;
  output.code = command();
  std::fflush(stdout);
  output.text = testing::internal::GetCapturedStdout();
  return output;
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

// The number behind "key": of a JSON object; NaN if there is none.
double json_number(std::string const& json, std::string const& key) {
  auto const found = json.find("\"" + key + "\": ");
  double value = std::nan("");
  if (found != std::string::npos) std::sscanf(json.c_str() + found + key.size() + 4, "%lf", &value);
  return value;
}

class Commands : public testing::Test {
 protected:
  Commands() : data(model_with_self_test()), model(folder.file("model.h5")) { write_model(model, data); }

  // Frames with the engine's own answers as labels.
  std::vector<Frame> labelled_frames() const {
    std::vector<Frame> frames;
    for (SelfTest const& test : data.self_tests) {
      Frame frame;
      for (int const s : test.structure.species) frame.symbols.push_back(data.elements[s]);
      frame.positions = test.structure.positions;
      frame.cell = test.structure.cell;
      frame.periodic = test.structure.periodic;
      frame.energy = test.energy;
      frame.forces = test.forces;
      frame.virial = test.virial;
      frames.push_back(frame);
    }
    return frames;
  }
  Output eval_json(std::vector<Frame> const& frames) const {
    cli::EvalOptions options;
    options.model = model;
    options.file = folder.file("frames.xyz");
    options.json = true;
    write_extxyz(options.file, frames);
    return output_of([&] { return cli::eval(options); });
  }

  TemporaryFolder folder;
  ModelData data;
  std::string model;
};

TEST_F(Commands, InfoSaysWhichAlgorithmsComputeTheProducts) {
  auto const plan = plan_node_products<HostSpace, float>(HostSpace(), data.architecture, {}).front();
  EXPECT_TRUE(contains(output_of([&] { return cli::info(model); }).text, to_string(plan)));
}

TEST_F(Commands, InfoNamesElementsAndWeights) {
  auto const output = output_of([&] { return cli::info(model); });
  EXPECT_EQ(output.code, 0);
  EXPECT_TRUE(contains(output.text, "O C H")) << output.text;
  EXPECT_TRUE(contains(output.text, std::to_string(data.weights.size()))) << output.text;
}

TEST_F(Commands, CheckPassesOnAModelThatIsRight) {
  auto const output = output_of([&] { return cli::check(model); });
  EXPECT_EQ(output.code, 0) << output.text;
  EXPECT_FALSE(contains(output.text, "FAILED")) << output.text;
  for (char const* name :
       {"file", "self-test, energy", "self-test, forces", "self-test, virial", "self-test with the radial table",
        "forces are minus the gradient", "permutation", "translation", "rotation", "inversion"})
    EXPECT_TRUE(contains(output.text, std::string("ok      ") + name)) << name << " is missing in\n" << output.text;
}

TEST_F(Commands, CheckFailsOnAnswersThatDiffer) {
  auto const expect_failure = [&](ModelData const& damaged, std::string const& name) {
    write_model(model, damaged);
    auto const output = output_of([&] { return cli::check(model); });
    EXPECT_EQ(output.code, 1);
    EXPECT_TRUE(contains(output.text, "FAILED  " + name)) << output.text;
  };
  ModelData damaged = data;
  damaged.self_tests[1].energy += 1e-7;
  expect_failure(damaged, "self-test, energy");
  damaged = data;
  damaged.self_tests[0].forces[3][1] += 1e-7;
  expect_failure(damaged, "self-test, forces");
  damaged = data;
  damaged.self_tests[1].virial[2][0] += 1e-6;
  expect_failure(damaged, "self-test, virial");
  damaged = data;
  damaged.self_tests.clear();
  expect_failure(damaged, "self-test: the file has none");
}

TEST_F(Commands, EvalOfTheEnginesOwnAnswersFindsNoError) {
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

TEST_F(Commands, EvalFindsTheErrorsThatWereMade) {
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

TEST_F(Commands, EvalLeavesOutLabelsThatAreMissing) {
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
  EXPECT_TRUE(contains(json, "\"forces_mae_mev_per_angstrom\": null}")) << json;
}

TEST_F(Commands, EvalWritesPredictionsThatReadBack) {
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

TEST_F(Commands, EvalNamesFileAndFrameOfAtomsThatCannotBe) {
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

TEST_F(Commands, BenchPrintsTheContractsKeys) {
  cli::BenchOptions options;
  options.model = model;
  options.structure = folder.file("cell.xyz");
  options.replicate = {2, 1, 3};
  options.json = true;
  write_extxyz(options.structure, {labelled_frames()[1]});
  auto const output = output_of([&] { return cli::bench(options); });
  EXPECT_EQ(output.code, 0);
  EXPECT_EQ(output.text.substr(0, 2), "[{");
  // what `auto` stands for here
  auto const chosen =
      names_of(algorithms_of(plan_node_products<HostSpace, double>(HostSpace(), data.architecture, {})));
  EXPECT_TRUE(contains(output.text, "\"product\": \"" + chosen + "\", \"precision\": \"double\"")) << output.text;
  for (std::string const product : {"direct", "cp", "fourier"}) {
    options.engine.product = product;
    EXPECT_TRUE(contains(output_of([&] { return cli::bench(options); }).text, "\"product\": \"" + product + "\""));
  }
  EXPECT_EQ(json_number(output.text, "atoms"), 30);
  EXPECT_EQ(json_number(output.text, "threads"), HostSpace().concurrency());
  // A supercell has the edges of its cells.
  EXPECT_EQ(json_number(output.text, "edges"), 6.0 * find_edges(data.self_tests[1].structure, 4.0).size());
  double const fastest = json_number(output.text, "us_per_atom_min");
  double const median = json_number(output.text, "us_per_atom");
  EXPECT_GT(fastest, 0.0);
  EXPECT_LE(fastest, median);
  EXPECT_LE(median, json_number(output.text, "us_per_atom_max"));
  EXPECT_GT(json_number(output.text, "bytes_per_atom"), 0.0);
  // no table, no count
  EXPECT_FALSE(contains(output.text, "flops"));
  options.engine.radial = "table";
  EXPECT_GT(json_number(output_of([&] { return cli::bench(options); }).text, "flops_per_atom"), 0.0);
}

TEST_F(Commands, BenchPrintsThePrecision) {
  cli::BenchOptions options;
  options.model = model;
  options.json = true;
  for (std::string const precision : {"single", "mixed"}) {
    options.engine.precision = precision;
    auto const output = output_of([&] { return cli::bench(options); });
    EXPECT_TRUE(contains(output.text, "\"precision\": \"" + precision + "\"")) << output.text;
  }
}

TEST_F(Commands, BenchTakesCopiesAlongOpenDirections) {
  cli::BenchOptions options;
  options.model = model;
  options.replicate = {1, 2, 2};
  options.json = true;
  auto const output = output_of([&] { return cli::bench(options); });
  EXPECT_EQ(json_number(output.text, "atoms"), 24);  // of the first self-test, a molecule of six
  EXPECT_EQ(json_number(output.text, "edges"), 4.0 * find_edges(data.self_tests[0].structure, 4.0).size());
}

TEST_F(Commands, BenchRefusesMoreAtomsThanItCanCount) {
  cli::BenchOptions options;
  options.model = model;
  options.replicate = {10000, 10000, 10000};
  EXPECT_THROW(cli::bench(options), Error);
}

TEST(EngineOptions, WhatThisVersionDoesNotOfferIsRefused) {
  EXPECT_NO_THROW(cli::check_available({"double", "auto"}));
  EXPECT_NO_THROW(cli::check_available({"double", "direct"}));
  EXPECT_NO_THROW(cli::check_available({"single", "auto"}));
  EXPECT_NO_THROW(cli::check_available({"mixed", "auto"}));
  try {
    cli::check_available({"half", "auto"});
    FAIL() << "an unknown precision must be refused";
  } catch (Error const& error) {
    EXPECT_TRUE(contains(error.what(), "'half' (there are double, single and mixed)")) << error.what();
  }
  EXPECT_THROW(cli::check_available({"double", "fourier"}), Error);
}

TEST(TrainCommand, TimeLimitsThatAreNoneAreRefused) {
  for (std::string const limit : {"90x", "m", "-3h", "0", "nan", "1e999h"}) {
    try {
      cli::train({"no_such.toml", "", limit, false});
      FAIL() << limit << " must be refused";
    } catch (Error const& error) {
      EXPECT_TRUE(contains(error.what(), "--time-limit " + limit)) << error.what();
    }
  }
  try {  // a good one leads on to the next problem
    cli::train({"no_such.toml", "", "1.5h", false});
    FAIL() << "a missing configuration must be refused";
  } catch (Error const& error) {
    EXPECT_TRUE(contains(error.what(), "no_such.toml")) << error.what();
  }
}

}  // namespace
}  // namespace tesseral::test
