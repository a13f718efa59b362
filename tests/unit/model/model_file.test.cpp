// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What is written is what is read, and a file appears whole or not at all. Damage: model_file_damage.test.cpp.
#include "tesseral/model/model_file.hpp"

#include "support/architectures.hpp"
#include "support/file_size_limit.hpp"
#include "tesseral/core/error.hpp"
#include "unit/model/sample_models.hpp"

#include <chrono>
#include <cmath>
#include <thread>

namespace tesseral::test {
namespace {

void expect_round_trip(ModelData const& model) {
  TemporaryFolder const folder;
  write_model(folder.file("model.h5"), model);
  EXPECT_EQ(all_bytes(read_model(folder.file("model.h5"))), all_bytes(model));
  std::string const bytes = model_file_bytes(folder.file("model.h5"));
  EXPECT_EQ(all_bytes(read_model(folder.file("model.h5"), bytes)), all_bytes(model));
  EXPECT_EQ(all_bytes(read_model("no such file", bytes)), all_bytes(model));
}

std::string error_of_writing(std::string const& path, ModelData const& model) {
  try {
    write_model(path, model);
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

TEST(ModelFile, RoundTripKeepsEveryBit) {
  expect_round_trip(sample_model(RadialWeights::path));
  expect_round_trip(sample_model(RadialWeights::degree));
  expect_round_trip(sample_model(RadialWeights::shared));
}

TEST(ModelFile, RoundTripOfExactNodeProducts) {
  Architecture a = sample_model().architecture;
  a.node_product = NodeProductKind::exact;
  a.product_terms = 1;
  for (int const correlation : {1, 2, 3}) {
    a.correlation = correlation;
    expect_round_trip(random_model(a, 2));
  }
}

TEST(ModelFile, RoundTripOfEachNumberOfLayersAndHiddenLayers) {
  for (int layers : {1, 2, 3})
    for (auto const& hidden : {std::vector<int>{}, {4}, {4, 3, 2, 5}}) {
      SCOPED_TRACE(std::to_string(layers) + " layers, " + std::to_string(hidden.size()) + " hidden");
      Architecture a = sample_model().architecture;
      a.layers = layers;
      a.radial_hidden = hidden;
      expect_round_trip(random_model(a, 2, layers == 2));
    }
}

TEST(ModelFile, RoundTripOfEveryArchitectureOfTheLaws) {
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    expect_round_trip(random_model(variant));
  }
}

TEST(ModelFile, RoundTripOfLongAndAwkwardTexts) {
  ModelData model = sample_model();
  model.provenance["errors"] = std::string(200000, 'x');  // above the 64 KiB of a plain attribute
  model.provenance["Größe, Å/s"] = "“μ”";
  expect_round_trip(model);
}

TEST(ModelFile, EqualModelsMakeEqualFilesWheneverTheyAreWritten) {
  TemporaryFolder const folder;
  write_model(folder.file("first.h5"), sample_model());
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5's times, were there any, count seconds
  write_model(folder.file("second.h5"), read_model(folder.file("first.h5")));
  EXPECT_EQ(read_bytes(folder.file("first.h5")), read_bytes(folder.file("second.h5")));
}

TEST(ModelFile, WritingReplacesAFileAndLeavesNothingElse) {
  TemporaryFolder const folder;
  write_bytes(folder.file("model.h5"), "an older file");
  write_model(folder.file("model.h5"), sample_model());
  EXPECT_EQ(all_bytes(read_model(folder.file("model.h5"))), all_bytes(sample_model()));
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(ModelFile, WritingWhereItCannotBeIsAnErrorAndLeavesNothing) {
  TemporaryFolder const folder;
  std::string const missing = folder.file("no_such_folder/model.h5");
  EXPECT_NE(error_of_writing(missing, sample_model()).find(missing), std::string::npos);
  std::filesystem::create_directories(folder.file("model.h5/inside"));
  EXPECT_NE(error_of_writing(folder.file("model.h5"), sample_model()).find("cannot be written"), std::string::npos);
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(ModelFile, AFullDiskIsAnErrorAndTheOlderFileStays) {
  TemporaryFolder const folder;
  std::string const path = folder.file("model.h5");
  write_bytes(path, "an older file");
  std::string message;
  {
    FileSizeLimit const limit;
    message = error_of_writing(path, sample_model());
  }
  EXPECT_NE(message.find("cannot be written"), std::string::npos) << message;
  EXPECT_EQ(read_bytes(path), "an older file");
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(ModelFile, WhatCouldNotBeReadBackIsNotWritten) {
  struct Fault {
    char const* named;
    void (*make)(ModelData&);
  };
  for (auto const& fault : std::vector<Fault>{
           {"/weights", [](ModelData& m) { m.weights.pop_back(); }},
           {"/weights/layer_1/readout_1[6]", [](ModelData& m) { m.weights.back() = std::nan(""); }},
           {"/weights/embedding[1][2]", [](ModelData& m) { m.weights[5] = HUGE_VAL; }},
           {"channels", [](ModelData& m) { m.architecture.channels = 0; }},
           {"/elements", [](ModelData& m) { m.elements[0] = "Xx"; }},
           {"twice", [](ModelData& m) { m.elements[1] = m.elements[0]; }},
           {"/elements", [](ModelData& m) { m.elements.push_back("H"); }},
           {"/elements", [](ModelData& m) { m.elements.clear(); }},
           {"/E0", [](ModelData& m) { m.E0.push_back(0.0); }},
           {"/E0[1]", [](ModelData& m) { m.E0[1] = std::nan(""); }},
           {"/scale", [](ModelData& m) { m.scale = HUGE_VAL; }},
           {"/shift", [](ModelData& m) { m.shift = HUGE_VAL; }},
           {"/zbl/cutoff", [](ModelData& m) { m.zbl_cutoff.pop_back(); }},
           {"/full_neighbors", [](ModelData& m) { m.lone_atom = LoneAtom::reference; }},
           {"/full_neighbors",
            [](ModelData& m) {
              m.full_neighbors = {1.0, 2.0};
            }},
           {"/full_bonds",
            [](ModelData& m) {
              m.full_bonds = {1.0, 2.0};
            }},
           {"/bond_radius", [](ModelData& m) { m.bond_radius = m.zbl_cutoff; }},
           {"/energy_floor",
            [](ModelData& m) {
              m.soft_below = {-1.0, -2.0};
            }},
           {"/energy_floor",
            [](ModelData& m) {
              m.soft_below = {-1.0, -2.0};
              m.energy_floor = {-2.0, -3.0};
            }},
           {"/inner_radius[0][1]", [](ModelData& m) { (m.inner_radius = m.zbl_cutoff)[0][1] = 0.0; }},
           {"/inner_radius", [](ModelData& m) { (m.inner_radius = m.zbl_cutoff)[0][1] *= 0.9; }},
           {"/zbl/cutoff", [](ModelData& m) { m.zbl_cutoff[1].pop_back(); }},
           {"/self_test/1/forces", [](ModelData& m) { m.self_tests[1].forces.pop_back(); }},
           {"/self_test/1/positions", [](ModelData& m) { m.self_tests[1].structure.positions.pop_back(); }},
           {"/self_test/0/species", [](ModelData& m) { m.self_tests[0].structure.species.clear(); }},
           {"/self_test/1/species[2]", [](ModelData& m) { m.self_tests[1].structure.species[2] = 2; }}}) {
    TemporaryFolder const folder;
    ModelData model = sample_model();
    fault.make(model);
    std::string const message = error_of_writing(folder.file("model.h5"), model);
    EXPECT_NE(message.find(fault.named), std::string::npos) << fault.named << " is not in: " << message;
    EXPECT_NE(message.find(folder.file("model.h5")), std::string::npos) << message;
    EXPECT_EQ(folder.entries(), 0u) << fault.named;
  }
}

TEST(ModelFile, SpeciesOfAnElement) {
  ModelData const model = sample_model();
  EXPECT_EQ(species_of(model, model.elements[0]), 0);
  EXPECT_EQ(species_of(model, model.elements[1]), 1);
  try {
    species_of(model, "Pu");
    FAIL() << "no error";
  } catch (Error const& error) {
    std::string const message = error.what();
    EXPECT_NE(message.find("'Pu'"), std::string::npos) << message;
    EXPECT_NE(message.find(model.elements[0] + ", " + model.elements[1]), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace tesseral::test
