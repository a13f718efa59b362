// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/config.hpp"

#include "support/coupling_factors.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/model/factors_file.hpp"
#include "tesseral/sphere/symmetric_paths.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace tesseral {
namespace {

// The message of the Error that `text` causes; it must be one line that names the file.
std::string problem_of(std::string const& text) {
  test::TemporaryFolder const folder;
  std::string const path = folder.write("run.toml", text);
  try {
    read_training_file(path);
  } catch (Error const& error) {
    std::string const message = error.what();
    EXPECT_EQ(message.rfind(path, 0), 0u) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message;
  }
  ADD_FAILURE() << "no error for:\n" << text;
  return "";
}

void expect_problem(std::string const& text, std::vector<std::string> const& words) {
  std::string const message = problem_of(text);
  for (auto const& word : words) EXPECT_NE(message.find(word), std::string::npos) << word << " is not in: " << message;
}

std::string const data = "[data]\ntrain = \"a.xyz\"\n";

TEST(TrainingFile, ReadsEverySection) {
  test::TemporaryFolder const folder;
  std::string const path = folder.write("run.toml", R"(
[data]
train = "set/a.xyz"
validation_count = 7
test_count = 5
test = ["t.xyz@1:3", "/u.xyz"]
group_key = "kind"
group_weights = { wet = 2, dry = 0.5 }
skip_bad_frames = true
max_force = 20
elements = ["O", "H"]
E0 = { H = -13.5, O = -2000 }
cohesive_energy = { Cu = 3.49 }
[model]
r_cut = 4
layers = 3
radial_hidden = [8, 16]
radial_weights = "degree"
zbl = false
zbl_reach = 0.8
[training]
batch_size = 4
learning_rate = 1
energy_weight = 2.5
energy_per = "frame"
patience = 9
schedule = "plateau"
second_stage = { start = 0.5, energy_weight = 50 }
[output]
model = "x.h5"
)");
  TrainingFile const config = read_training_file(path, "folder");
  EXPECT_EQ(config.data.train, "folder/set/a.xyz");
  EXPECT_EQ(config.data.validation_count, 7);
  EXPECT_EQ(config.data.test_count, 5);
  EXPECT_EQ(config.data.test, (std::vector<std::string>{"folder/t.xyz@1:3", "/u.xyz"}));
  EXPECT_EQ(config.data.group_key, "kind");
  EXPECT_EQ(config.data.group_weights.at("dry"), 0.5);
  EXPECT_TRUE(config.data.skip_bad_frames);
  EXPECT_EQ(config.data.limits.max_force, 20.0);
  EXPECT_EQ(config.data.elements, (std::vector<std::string>{"O", "H"}));
  EXPECT_EQ(config.data.E0.at("O"), -2000.0);
  EXPECT_EQ(config.data.cohesive_energy.at("Cu"), 3.49);
  EXPECT_EQ(config.architecture.r_cut, 4.0);
  EXPECT_EQ(config.architecture.layers, 3);
  EXPECT_EQ(config.architecture.radial_hidden, (std::vector<int>{8, 16}));
  EXPECT_EQ(config.architecture.radial_weights, RadialWeights::degree);
  EXPECT_LE(config.architecture.average_neighbors, 0.0);
  EXPECT_FALSE(config.reaches.zbl);
  EXPECT_EQ(config.reaches.zbl_reach, 0.8);
  EXPECT_EQ(config.training.batch_size, 4);
  EXPECT_EQ(config.training.learning_rate, 1.0);
  EXPECT_EQ(config.training.schedule, ScheduleKind::plateau);
  EXPECT_EQ(config.training.loss.energy, 2.5);
  EXPECT_TRUE(config.training.loss.energy_per_frame);
  EXPECT_TRUE(config.training.second_stage.energy_per_frame);
  EXPECT_EQ(config.training.patience, 9);
  EXPECT_EQ(config.training.second_stage_start, 0.5);
  EXPECT_EQ(config.training.second_stage.energy, 50.0);
  EXPECT_EQ(config.training.second_stage.forces, config.training.loss.forces);
  EXPECT_EQ(config.output.model, "x.h5");
  EXPECT_EQ(config.output.directory, "run");
}

TEST(TrainingFile, AnExactNodeProductHasOneTerm) {
  test::TemporaryFolder const folder;
  auto const architecture = [&](std::string const& model) {
    return read_training_file(folder.write("run.toml", data + "[model]\n" + model)).architecture;
  };
  EXPECT_EQ(architecture("").node_product, NodeProductKind::gaunt);
  EXPECT_EQ(architecture("node_product = \"gaunt\"").node_product, NodeProductKind::gaunt);
  EXPECT_EQ(architecture("node_product = \"exact\"").node_product, NodeProductKind::exact);
  EXPECT_EQ(architecture("node_product = \"exact\"").product_terms, 1);
  expect_problem(data + "[model]\nnode_product = \"exact\"\nproduct_terms = 2\n", {"product_terms", "integer"});
  expect_problem(data + "[model]\nnode_product = \"cg\"\n", {"node_product", "'gaunt', 'exact'"});
}

TEST(TrainingFile, SelfProductsStandBetweenLayersOfMessages) {
  test::TemporaryFolder const folder;
  auto const kind = [&](std::string const& model) {
    return read_training_file(folder.write("run.toml", data + "[model]\n" + model)).architecture.self_product;
  };
  EXPECT_EQ(kind(""), std::nullopt);
  for (char const* const none : {"self_product = \"none\"", "self_product = false"})
    EXPECT_EQ(kind(none), std::nullopt);
  for (char const* const gaunt : {"self_product = \"gaunt\"", "self_product = true"})
    EXPECT_EQ(kind(gaunt), Coupling::gaunt);
  EXPECT_EQ(kind("self_product = \"clebsch_gordan\""), Coupling::clebsch_gordan);
  EXPECT_EQ(kind("preset = \"exact\"\nself_product = true"), Coupling::gaunt);
  expect_problem(data + "[model]\nself_product = \"cg\"\n", {"self_product", "'none', 'gaunt', 'clebsch_gordan'"});
  expect_problem(data + "[model]\nself_product = 1\n", {"self_product", "'none', 'gaunt', 'clebsch_gordan'"});
  expect_problem(data + "[model]\nself_product = true\nlayers = 1\n", {"self_product with one layer"});
  expect_problem(data + "[model]\npreset = \"tdn\"\nself_product = true\n", {"self_product", "leaves no choice"});
}

TEST(TrainingFile, PresetsAreKindsOfNetworks) {
  test::TemporaryFolder const folder;
  auto const architecture = [&](std::string const& model) {
    return read_training_file(folder.write("run.toml", data + "[model]\n" + model)).architecture;
  };
  EXPECT_EQ(architecture("preset = \"gaunt\"\n").radial_weights, RadialWeights::path);
  EXPECT_EQ(architecture("radial_weights = \"shared\"\n").radial_weights, RadialWeights::shared);
  EXPECT_EQ(architecture("preset = \"gaunt\"\n").node_product, NodeProductKind::gaunt);
  EXPECT_EQ(architecture("preset = \"exact\"\n").node_product, NodeProductKind::exact);
  EXPECT_EQ(architecture("preset = \"exact\"\n").product_terms, 1);
  EXPECT_EQ(architecture("preset = \"exact\"\nnode_product = \"gaunt\"\n").node_product, NodeProductKind::gaunt);
  expect_problem(data + "[model]\npreset = \"nequip\"\n", {"preset", "'gaunt', 'exact', 'tdn', 'mace'"});
}

TEST(TrainingFile, ATensorDecompositionNetworkHasExactFactors) {
  test::TemporaryFolder const folder;
  auto const architecture = [&](std::string const& model) {
    Architecture a =
        read_training_file(folder.write("run.toml", data + "[model]\npreset = \"tdn\"\n" + model)).architecture;
    a.average_neighbors = 1.0;
    EXPECT_NO_THROW(check(a));
    return a;
  };
  int const ranks[] = {1, 8, 28};
  for (int l_max = 0; l_max < 3; ++l_max) {
    Architecture const a = architecture("l_max = " + std::to_string(l_max) + "\n");
    EXPECT_EQ(a.layer_kind, "attention");
    EXPECT_EQ(a.heads, 4);
    EXPECT_EQ(a.l_hidden, l_max);
    EXPECT_EQ(a.factors.rank, ranks[l_max]);
    EXPECT_TRUE(is_exact(a.factors));
  }
  EXPECT_EQ(architecture("").l_max, 2);
  EXPECT_EQ(architecture("size = \"large\"\nheads = 8\n").channels, 128);
  std::string const tdn = data + "[model]\npreset = \"tdn\"\n";
  expect_problem(tdn + "l_max = 4\n", {"l_max", "above 3"});
  expect_problem(tdn + "coupling = \"gaunt\"\n", {"coupling", "leaves no choice"});
  expect_problem(tdn + "heads = 5\n", {"heads is 5", "32"});
  expect_problem(tdn + "correlation = 3\n", {"correlation", "leaves no choice"});
  expect_problem(data + "[model]\nheads = 2\n", {"heads", "preset = \"tdn\""});
}

TEST(TrainingFile, ATensorDecompositionNetworkTakesFactorsOfAFile) {
  test::TemporaryFolder const folder;
  CpFactors const fitted = test::coupling_factors(1, 0.1);
  write_factors(folder.file("fitted.h5"), fitted);
  std::string const model = data + "[model]\npreset = \"tdn\"\nfactors = \"fitted.h5\"\n";
  Architecture const a = read_training_file(folder.write("run.toml", model + "l_max = 1\n")).architecture;
  EXPECT_EQ(a.factors.A, fitted.A);
  EXPECT_EQ(a.factors.equivariance_error, fitted.equivariance_error);
  try {
    read_training_file(folder.write("run.toml", model + "l_max = 2\n"));
    ADD_FAILURE() << "factors of other degrees were taken";
  } catch (Error const& error) {
    EXPECT_NE(std::string(error.what()).find("l_max = 2"), std::string::npos) << error.what();
  }
}

TEST(TrainingFile, MessagesMayHaveAClebschGordanCoupling) {
  test::TemporaryFolder const folder;
  std::string const model = data + "[model]\nl_max = 1\ncoupling = \"clebsch_gordan\"\n";
  auto const architecture = [&](std::string const& more) {
    Architecture a = read_training_file(folder.write("run.toml", model + more)).architecture;
    a.average_neighbors = 1.0;
    EXPECT_NO_THROW(check(a));
    return a;
  };
  Architecture const plain = architecture("");
  EXPECT_EQ(plain.layer_kind, "message");
  EXPECT_EQ(plain.coupling, Coupling::clebsch_gordan);
  EXPECT_EQ(plain.radial_weights, RadialWeights::shared);
  EXPECT_EQ(plain.factors.rank, 8);
  EXPECT_TRUE(is_exact(plain.factors));
  EXPECT_EQ(architecture("radial_weights = \"shared\"\nnode_product = \"exact\"\n").node_product,
            NodeProductKind::exact);

  Architecture const fitted = architecture("factors_rank = 5\n");
  EXPECT_EQ(fitted.factors.rank, 5);
  EXPECT_FALSE(is_exact(fitted.factors));
  EXPECT_EQ(architecture("factors_rank = 5\n[training]\nseed = 1\n").factors.A, fitted.factors.A);
  EXPECT_NE(architecture("factors_rank = 5\n[training]\nseed = 2\n").factors.A, fitted.factors.A);
  CpFactors const noisy = test::coupling_factors(1, 0.1);
  write_factors(folder.file("noisy.h5"), noisy);
  EXPECT_EQ(architecture("factors = \"noisy.h5\"\n").factors.A, noisy.A);

  expect_problem(model + "factors = \"noisy.h5\"\nfactors_rank = 5\n", {"both factors and factors_rank"});
  expect_problem(model + "radial_weights = \"degree\"\n", {"radial_weights", "share"});
  expect_problem(data + "[model]\nl_max = 4\ncoupling = \"clebsch_gordan\"\n", {"l_max", "above 3"});
  expect_problem(data + "[model]\nfactors_rank = 5\n", {"factors_rank", "clebsch_gordan"});
  expect_problem(data + "[model]\ncoupling = \"cg\"\n", {"coupling", "'gaunt', 'clebsch_gordan'"});
}

TEST(TrainingFile, LooksForDataBesideItself) {
  test::TemporaryFolder const folder;
  std::string const path = folder.write("run.toml", data);
  EXPECT_EQ(read_training_file(path).data.train, (std::filesystem::path(path).parent_path() / "a.xyz").string());
}

TEST(TrainingFile, TakesOneTestFileOrSeveral) {
  test::TemporaryFolder const folder;
  EXPECT_EQ(read_training_file(folder.write("one.toml", data + "test = \"/t.xyz\"\n")).data.test,
            (std::vector<std::string>{"/t.xyz"}));
  expect_problem(data + "test = 3\n", {"[data] test", "list of texts"});
}

TEST(TrainingFile, SuggestsTheNearestKey) {
  expect_problem(data + "[training]\nlearning_rte = 0.1\n",
                 {"line 4", "[training] learning_rte", "did you mean 'learning_rate'?"});
  expect_problem(data + "e0_file = \"b.xyz\"\n", {"[data] e0_file", "'E0_file'"});
  expect_problem(data + "[output]\nmodle = \"a.h5\"\n", {"[output] modle", "'model'"});
  expect_problem(data + "[output]\nmodel = \"best/a.h5\"\n", {"[output] model = \"best/a.h5\"", "set directory"});
  expect_problem(data + "[model]\nchanels = 8\n", {"[model] chanels", "'channels'"});
  expect_problem(data + "[trainning]\nepochs = 8\n", {"trainning", "'training'"});
  expect_problem(data + "[training.second_stage]\nenergy_wieght = 8\n", {"energy_wieght", "'energy_weight'"});
  expect_problem(data + "[model]\nxyzzy = 8\n", {"[model] xyzzy", "use one of", "l_max"});
}

TEST(TrainingFile, NamesWrongValues) {
  expect_problem(data + "[model]\nlayers = 2.5\n", {"[model] layers", "integer 1 to 8"});
  expect_problem(data + "[model]\nl_max = 7\n", {"[model] l_max", "integer 0 to 6"});
  expect_problem(data + "[model]\nr_cut = -1\n", {"[model] r_cut", "number"});
  expect_problem(data + "[model]\nr_cut = nan\n", {"[model] r_cut", "number"});
  expect_problem(data + "[model]\nl_max = 1\nl_hidden = 2\n", {"l_hidden", "l_max"});
  expect_problem(data + "[model]\nradial_hidden = [1, 0]\n", {"radial_hidden", "list of integers"});
  expect_problem(data + "[model]\nradial_weights = \"paths\"\n", {"radial_weights", "'path', 'degree', 'shared'"});
  expect_problem(data + "[model]\nzbl = 1\n", {"[model] zbl", "true or false"});
  expect_problem(data + "elements = [\"Xx\"]\n", {"[data] elements", "'Xx'"});
  expect_problem(data + "E0 = { H = \"a\" }\n", {"[data] E0.H", "number"});
  expect_problem(data + "E0 = { H = 1.0 }\nE0_file = \"b.xyz\"\n", {"E0_file and E0"});
  expect_problem(data + "cohesive_energy = { Qq = 1 }\n", {"[data] cohesive_energy has 'Qq'"});
  expect_problem(data + "cohesive_energy = { H = 0 }\n", {"[data] cohesive_energy.H", "not positive"});
  expect_problem(data + "cohesive_energy = { H = -3 }\n", {"[data] cohesive_energy.H", "not positive"});
  expect_problem(data + "E0 = { H = -13 }\ncohesive_energy = { H = 3 }\n", {"both E0 and cohesive_energy of H"});
  expect_problem(data + "group_weights = { wet = -1 }\n", {"[data] group_weights.wet", "negative"});
  expect_problem(data + "[training]\nbatch_size = 0\n", {"[training] batch_size", "at least 1"});
  expect_problem(data + "[training]\nenergy_weight = 0\nforces_weight = 0\n", {"energy_weight", "all 0"});
  expect_problem("model = 1\n" + data, {"model is a value"});
  expect_problem("[data]\nseed = 1\n", {"[data] train is missing"});
  expect_problem(data + "[model\n", {"line 3", "not valid TOML"});
}

TEST(TrainingFile, NamesTheOptimiser) {
  test::TemporaryFolder const folder;
  auto const read = [&](std::string const& keys) {
    return read_training_file(folder.write("run.toml", data + (keys[0] == '[' ? "" : "[training]\n") + keys)).training;
  };
  EXPECT_EQ(read("").optimiser, OptimiserKind::muon);
  EXPECT_EQ(read("").learning_rate, 0.02);
  EXPECT_EQ(read("").weight_decay, 0.003);
  EXPECT_EQ(read("[model]\nchannels = 64\n").learning_rate, 0.01);
  EXPECT_EQ(read("[model]\nchannels = 64\n[training]\nlearning_rate = 0.3\n").learning_rate, 0.3);
  EXPECT_EQ(read("optimiser = \"amsgrad\"\n").learning_rate, 0.01);
  EXPECT_EQ(read("optimiser = \"amsgrad\"\n").weight_decay, 0.0);
  EXPECT_EQ(read("optimiser = \"adam\"\n").optimiser, OptimiserKind::adam);
  EXPECT_EQ(read("optimiser = \"muon\"\nmomentum = 0.9\n").optimiser, OptimiserKind::muon);
  EXPECT_EQ(read("optimiser = \"muon\"\nmomentum = 0.9\n").momentum, 0.9);
  EXPECT_EQ(read("optimiser = \"adamw\"\n").weight_decay, 0.01);
  EXPECT_EQ(read("optimiser = \"adamw\"\nweight_decay = 0.1\n").weight_decay, 0.1);
  EXPECT_EQ(read("amsgrad = true\n").optimiser, OptimiserKind::amsgrad);  // as older files say it
  EXPECT_EQ(read("amsgrad = false\n").optimiser, OptimiserKind::adamw);
  EXPECT_EQ(read("amsgrad = false\n").weight_decay, 0.0);
  expect_problem(data + "[training]\noptimiser = \"sgd\"\n", {"[training] optimiser", "'adamw', 'muon'"});
  expect_problem(data + "[training]\noptimiser = \"adam\"\namsgrad = true\n", {"optimiser and amsgrad"});
  expect_problem(data + "[training]\noptimiser = \"adam\"\nweight_decay = 0.1\n", {"weight_decay", "adamw"});
}

TEST(TrainingFile, FindsTheModelToFineTuneBesideItself) {
  test::TemporaryFolder const folder;
  std::string const path = folder.write("run.toml", data + "[model]\nfrom = \"old.h5\"\n");
  EXPECT_EQ(read_training_file(path, "elsewhere").start_from, folder.file("old.h5"));
  EXPECT_EQ(read_training_file(folder.write("run.toml", data)).start_from, "");
  expect_problem(data + "[model]\nfrom = \"old.h5\"\nchannels = 8\n", {"[model] has channels beside from"});
  expect_problem(data + "[model]\nform = \"old.h5\"\n", {"'from'"});
}

TEST(TrainingFile, ThePresetMaceIsSuchANetwork) {
  test::TemporaryFolder const folder;
  Architecture const a =
      read_training_file(folder.write("run.toml", data + "[model]\npreset = \"mace\"\n")).architecture;
  EXPECT_EQ(a.node_product, NodeProductKind::symmetric);
  EXPECT_EQ(a.message_mixing, MessageMixing::path);
  EXPECT_EQ(a.normalisation, Normalisation::average);
  EXPECT_EQ(a.species_mixing, (std::vector<int>{1, 0}));
  EXPECT_EQ(a.residual, (std::vector<int>{0, 1}));
  EXPECT_EQ(a.product_pairs, symmetric_pairs(3, 1));
  EXPECT_EQ(a.product_triples, symmetric_triples(3, 1));
  EXPECT_EQ(a.radial_hidden, (std::vector<int>{64, 64, 64}));
  Architecture const other =
      read_training_file(folder.write("run.toml", data + "[model]\nnode_product = \"symmetric\"\ncorrelation = 2\n"
                                                         "l_max = 2\nnormalisation = \"density\"\n"))
          .architecture;
  EXPECT_EQ(other.message_mixing, MessageMixing::degree);
  EXPECT_EQ(other.normalisation, Normalisation::density);
  EXPECT_EQ(other.product_pairs, symmetric_pairs(2, 1));
  EXPECT_TRUE(other.product_triples.empty());
  EXPECT_TRUE(other.residual.empty());
  expect_problem(data + "[model]\npreset = \"mace\"\ncorrelation = 4\n", {"correlation is 4", "at most 3"});
  expect_problem(data + "[model]\npreset = \"tdn\"\nmessage_mixing = \"path\"\n", {"message_mixing"});
}

TEST(TrainingFile, KnowsSizesThatSingleKeysOverride) {
  test::TemporaryFolder const folder;
  auto const read = [&](std::string const& keys) {
    return read_training_file(folder.write("run.toml", data + "[model]\n" + keys)).architecture;
  };
  EXPECT_EQ(read("size = \"small\"\n").channels, 32);
  EXPECT_EQ(read("size = \"small\"\n").l_hidden, 0);
  EXPECT_EQ(read("size = \"medium\"\n").channels, 64);
  EXPECT_EQ(read("size = \"medium\"\n").l_hidden, 1);
  Architecture const large = read("channels = 96\nsize = \"large\"\n");
  EXPECT_EQ(large.channels, 96);
  EXPECT_EQ(large.l_hidden, 2);
  EXPECT_EQ(large.radial_hidden, (std::vector<int>{32}));
  EXPECT_EQ(read("").channels, Architecture{}.channels);
  expect_problem(data + "[model]\nsize = \"huge\"\n", {"[model] size", "'medium'"});
}

TEST(TrainingFile, NamesAFileThatIsMissing) { EXPECT_THROW(read_training_file("no-such-file.toml"), Error); }

}  // namespace
}  // namespace tesseral
