// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"

#include "support/sample_range.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/network/layers/product_choice.hpp"
#include "unit/cli/command_test.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

class Commands : public CommandTest {};

TEST_F(Commands, InfoSaysWhichAlgorithmsComputeTheProducts) {
  auto const choice = choose_products<HostSpace, float>(HostSpace(), data.architecture, {}).front();
  EXPECT_TRUE(contains(output_of([&] { return cli::info(model); }).text, to_string(choice)));
}

TEST_F(Commands, InfoNamesElementsAndWeights) {
  auto const output = output_of([&] { return cli::info(model); });
  EXPECT_EQ(output.code, 0);
  EXPECT_TRUE(contains(output.text, "O C H")) << output.text;
  EXPECT_TRUE(contains(output.text, std::to_string(data.weights.size()))) << output.text;
}

TEST_F(Commands, InfoPrintsNothingThatActsOnATerminal) {
  data.provenance["data"] = "\x1b[31mred";
  write_model(model, data);
  std::string const text = output_of([&] { return cli::info(model); }).text;
  EXPECT_TRUE(contains(text, "?[31mred")) << text;
  EXPECT_FALSE(contains(text, "\x1b"));
}

TEST_F(Commands, InfoSaysWhatTheModelWasFittedTo) {
  EXPECT_FALSE(contains(output_of([&] { return cli::info(model); }).text, "fitted to")) << "nobody knows";
  FittedRange range = sample_range(3, data.architecture.r_cut);  // of O, C and H
  data.fitted_range = range;
  write_model(model, data);
  std::string const text = output_of([&] { return cli::info(model); }).text;
  for (char const* part :
       {"fitted to              7 frames, -4.100 to -0.100 eV/atom less E0, forces up to 12.3 eV/Å\n",
        " O  20 atoms with 3 to 12 neighbors\n", " H  22 atoms with 5 to 16 neighbors\n",
        "closest pairs          O-O none within the cutoff, O-C 0.680 Å, O-H 0.960 Å\n",
        "                       C-C 1.160 Å, C-H 1.640 Å\n"})
    EXPECT_TRUE(contains(text, part)) << part << " is missing in\n" << text;

  range.energy.reset();
  range.largest_force.reset();
  range.atoms[0] = 0;
  range.neighbors[0] = {0, 0};
  data.fitted_range = range;
  write_model(model, data);
  std::string const unlabelled = output_of([&] { return cli::info(model); }).text;
  for (char const* part : {"fitted to              7 frames\n", " O  none\n", "closest pairs          C-C 1.160 Å"})
    EXPECT_TRUE(contains(unlabelled, part)) << part << " is missing in\n" << unlabelled;
}

TEST_F(Commands, CalibrateWritesTheSameModelWithWhatErrorsToExpect) {
  cli::CalibrateOptions options;
  options.model = model;
  options.learnt = options.others = folder.file("frames.xyz");
  options.output = folder.file("known.h5");
  auto frames = labelled_frames();
  write_extxyz(options.learnt, frames);
  EXPECT_EQ(output_of([&] { return cli::calibrate(options); }).code, 0);
  ModelData known = read_model(options.output);
  ASSERT_TRUE(known.uncertainty);
  EXPECT_EQ(known.weights, data.weights);
  EXPECT_EQ(known.self_tests.size(), data.self_tests.size());
  EXPECT_EQ(known.provenance.count("uncertainty"), 1u);

  for (Frame& frame : frames) frame.forces.clear();
  write_extxyz(options.learnt, frames);
  EXPECT_THROW(cli::calibrate(options), Error) << "there are no forces";
}

TEST_F(Commands, CalibrateNamesFileAndFrameOfWhatIsWrong) {
  cli::CalibrateOptions options;
  options.model = model;
  options.learnt = folder.file("learnt.xyz");
  options.others = folder.file("others.xyz");
  options.output = folder.file("known.h5");
  auto frames = labelled_frames();
  write_extxyz(options.learnt, frames);
  auto const error = [&] {
    try {
      cli::calibrate(options);
    } catch (Error const& found) {
      return std::string(found.what());
    }
    return std::string("no error");
  };
  frames[1].positions[1] = frames[1].positions[0];
  write_extxyz(options.others, frames);
  EXPECT_TRUE(contains(error(), "others.xyz, frame 2, line 9: ")) << error();
  EXPECT_TRUE(contains(error(), "coincide")) << error();
  frames[1].symbols[0] = "Xe";
  write_extxyz(options.others, frames);
  EXPECT_TRUE(contains(error(), "others.xyz, frame 2, line 9: has Xe")) << error();
}

TEST_F(Commands, SplitIsThatOfFineTuning) {
  std::vector<Frame> frames;
  for (int n = 0; n < 5; ++n)
    for (Frame const& frame : labelled_frames()) frames.push_back(frame);
  frames[4].symbols.assign(frames[4].symbols.size(), "Ne");
  write_extxyz(folder.file("frames.xyz"), frames);
  std::string const rest = "[data]\ntrain = \"frames.xyz\"\nskip_bad_frames = true\n";
  cli::SplitOptions options;
  options.directory = folder.file("split");
  options.config = folder.write("fresh.toml", rest);
  EXPECT_FALSE(contains(output_of([&] { return cli::split(options); }).text, "left out"))
      << "a fresh network takes neon";
  options.config = folder.write("tuned.toml", rest + "[model]\nfrom = \"model.h5\"\n");
  std::string const text = output_of([&] { return cli::split(options); }).text;
  EXPECT_TRUE(contains(text, "frame 5, line 31") && contains(text, "has Ne")) << text;
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

// A Clebsch-Gordan coupling is invariant under rotations to what its factors declare, and not under inversion.
TEST_F(Commands, CheckHoldsACouplingToWhatItsFactorsDeclare) {
  for (auto const& variant : variants()) {
    if (variant.architecture.coupling == Coupling::gaunt) continue;
    SCOPED_TRACE(variant.name);
    ModelData network = random_model(variant.architecture, 5, variant.zbl);  // without bounds, which ask for more
    compute_self_test(network, {molecule(6, variant.architecture.species, 1)});
    write_model(model, network);
    auto const output = output_of([&] { return cli::check(model); });
    EXPECT_EQ(output.code, 0) << output.text;
    for (char const* name : {"rotation, forces", "factors of rank", "declared equivariance error"})
      EXPECT_TRUE(contains(output.text, std::string("ok      ") + name)) << name << " is missing in\n" << output.text;
    EXPECT_FALSE(contains(output.text, "inversion")) << output.text;
    auto const info = output_of([&] { return cli::info(model); }).text;
    EXPECT_TRUE(contains(info, is_exact(network.architecture.factors) ? ", exact" : ", fitted")) << info;
    EXPECT_TRUE(contains(info, "rotations, not inversion")) << info;

    // what is declared must be so: factors that are called exact, and are not
    network.architecture.factors = coupling_factors(variant.architecture.l_max, 0.01);
    network.architecture.factors.relative_error = network.architecture.factors.equivariance_error = 0.0;
    compute_self_test(network, {molecule(6, variant.architecture.species, 1)});
    write_model(model, network);
    auto const wrong = output_of([&] { return cli::check(model, algorithms_for(variant.architecture).back()); });
    EXPECT_EQ(wrong.code, 1) << wrong.text;
    EXPECT_TRUE(contains(wrong.text, "FAILED  factors of rank")) << wrong.text;
  }
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
  auto const chosen = names_of(algorithms_of(choose_products<HostSpace, double>(HostSpace(), data.architecture, {})));
  EXPECT_TRUE(contains(output.text, "\"product\": \"" + chosen + "\", \"precision\": \"double\"")) << output.text;
  for (std::string const product : {"direct", "cp", "fourier"}) {
    set_option(options.engine, "product", product);
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
  EXPECT_GT(json_number(output.text, "flops_per_atom"), 0.0);
  // no table, no count
  options.engine.radial = RadialEvaluation::network;
  EXPECT_FALSE(contains(output_of([&] { return cli::bench(options); }).text, "flops"));
}

TEST_F(Commands, BenchCountsAttentionToo) {
  auto const variant = variants_of("attention")[1];
  ModelData attention = random_model(variant);
  compute_self_test(attention, {molecule(6, variant.architecture.species, 1)});
  write_model(model, attention);
  cli::BenchOptions options;
  options.model = model;
  options.json = true;
  std::string const text = output_of([&] { return cli::bench(options); }).text;
  EXPECT_GT(json_number(text, "flops_per_atom"), 0.0) << text;
  EXPECT_TRUE(contains(text, "\"kernel\": \"attention::backward\"")) << text;
}

TEST_F(Commands, BenchPrintsThePrecision) {
  cli::BenchOptions options;
  options.model = model;
  options.json = true;
  for (std::string const precision : {"single", "mixed"}) {
    set_option(options.engine, "precision", precision);
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

TEST(TrainCommand, TimeLimitsThatAreNoneAreRefused) {
  for (std::string const limit : {"90x", "m", "-3h", "0", "nan", "1e999h"}) {
    try {
      cli::train({"no_such.toml", "", limit, false, {}});
      FAIL() << limit << " must be refused";
    } catch (Error const& error) {
      EXPECT_TRUE(contains(error.what(), "--time-limit " + limit)) << error.what();
    }
  }
  try {  // a good one leads on to the next problem
    cli::train({"no_such.toml", "", "1.5h", false, {}});
    FAIL() << "a missing configuration must be refused";
  } catch (Error const& error) {
    EXPECT_TRUE(contains(error.what(), "no_such.toml")) << error.what();
  }
}

}  // namespace
}  // namespace tesseral::test
