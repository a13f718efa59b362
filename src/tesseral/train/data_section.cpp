// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/data_section.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/formula.hpp"
#include "tesseral/model/elements.hpp"
#include "tesseral/train/toml_section.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

namespace tesseral {
namespace {

constexpr int any_count = std::numeric_limits<int>::max();
constexpr double any_size = std::numeric_limits<double>::infinity();

void check_data(std::string const& file, DataConfig const& data) {
  require(!data.train.empty(),
          file + ": [data] train is missing (there is nothing to learn from) name an extended XYZ file");
  require(data.E0_file.empty() || data.E0.empty(),
          file + ": [data] has both E0_file and E0 (only one can hold the energies of isolated atoms) remove one");
  for (auto const& element : data.elements)
    require(atomic_number(element) > 0,
            fmt::format("{}: [data] elements has '{}' (no such chemical element) correct it", file, element));
  for (auto const& entry : data.E0)
    require(atomic_number(entry.first) > 0,
            fmt::format("{}: [data] E0 has '{}' (no such chemical element) correct it", file, entry.first));
  for (auto const& [element, energy] : data.cohesive_energy) {
    require(!atomic_fractions(element).empty(),
            fmt::format("{}: [data] cohesive_energy has '{}' (no chemical element, and no formula like H2O) correct it",
                        file, element));
    require(energy > 0.0, fmt::format("{}: [data] cohesive_energy.{} is not positive (it is what the mean atom gains "
                                      "where isolated atoms come together) give it in eV per atom",
                                      file, element));
    require(data.E0.count(element) == 0,
            fmt::format("{}: [data] has both E0 and cohesive_energy of {} (each gives the energy of an isolated atom) "
                        "remove one",
                        file, element));
  }
  for (auto const& [group, weight] : data.group_weights)
    require(weight >= 0.0, fmt::format("{}: [data] group_weights.{} is negative (a weight of the loss is 0 or more) "
                                       "correct it",
                                       file, group));
}

}  // namespace

std::string resolved(std::string const& name, std::string const& directory) {
  if (name.empty() || std::filesystem::path(name).is_absolute()) return name;
  return (std::filesystem::path(directory) / name).lexically_normal().string();
}

DataConfig read_data_section(std::string const& file, toml::table const& root, std::string const& directory) {
  DataConfig data;
  TomlSection section(file, root, "data");
  section.read("train", data.train);
  section.read("validation", data.validation);
  section.read("validation_fraction", data.validation_fraction, 0.0, 0.9);
  section.read("validation_count", data.validation_count, 0, any_count);
  section.read("train_count", data.train_count, 0, any_count);
  section.read("test_fraction", data.test_fraction, 0.0, 0.9);
  section.read("test_count", data.test_count, 0, any_count);
  section.read_list("test", data.test);
  section.read("seed", data.seed);
  section.read("elements", data.elements);
  section.read("E0_file", data.E0_file);
  section.read("E0", data.E0);
  section.read("cohesive_energy", data.cohesive_energy);
  section.read("energy_key", data.energy_key);
  section.read("forces_key", data.forces_key);
  section.read("stress_key", data.stress_key);
  section.read("virial_key", data.virial_key);
  section.read("group_key", data.group_key);
  section.read("group_weights", data.group_weights);
  section.read("allow_missing_labels", data.limits.allow_missing_labels);
  section.read("allow_isolated_atoms", data.limits.allow_isolated_atoms);
  section.read("max_force", data.limits.max_force, 0.0, any_size);
  section.read("max_energy", data.limits.max_energy, 0.0, any_size);
  section.read("max_stress", data.limits.max_stress, 0.0, any_size);
  section.read("min_distance", data.limits.min_distance, 0.0, 1.0);
  section.read("skip_bad_frames", data.skip_bad_frames);
  section.finish();

  check_data(file, data);
  data.train = resolved(data.train, directory);
  data.validation = resolved(data.validation, directory);
  data.E0_file = resolved(data.E0_file, directory);
  for (auto& test : data.test) test = resolved(test, directory);
  return data;
}

}  // namespace tesseral
