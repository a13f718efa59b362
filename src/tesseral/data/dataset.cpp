// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/dataset.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/nearest_name.hpp"
#include "tesseral/data/frame_range.hpp"
#include "tesseral/data/frame_split.hpp"
#include "tesseral/data/reference_energies.hpp"
#include "tesseral/data/unread_names.hpp"
#include "tesseral/model/elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace tesseral {
namespace {

std::vector<std::string> elements_of(std::vector<std::vector<Frame> const*> const& files, DataConfig const& config) {
  if (!config.elements.empty()) return config.elements;
  std::set<int> numbers;
  for (auto const* frames : files)
    for (auto const& frame : *frames)
      for (auto const& symbol : frame.symbols) numbers.insert(atomic_number(symbol));
  std::vector<std::string> elements;
  for (int number : numbers) elements.push_back(element_symbol(number));
  return elements;
}

// Labels and groups that the configuration names and no frame has are misspelt.
void check_names(std::vector<Frame> const& frames, DataConfig const& config) {
  bool energy = false, forces = false, virial = false;
  std::set<std::string> groups;
  for (auto const& frame : frames) {
    energy = energy || frame.energy;
    forces = forces || !frame.forces.empty();
    virial = virial || frame.virial;
    auto const group = frame.info.find(config.group_key);
    if (group != frame.info.end()) groups.insert(group->second);
  }
  auto const check_key = [&](bool is_there, char const* name, std::string const& key) {
    require(is_there || key.empty(),
            fmt::format("{}: no frame has '{}' ([data] {} names it) correct the key", config.train, key, name));
  };
  check_key(energy, "energy_key", config.energy_key);
  check_key(forces, "forces_key", config.forces_key);
  check_key(virial, "stress_key", config.stress_key);
  check_key(virial, "virial_key", config.virial_key);
  if (config.learns_stress && !virial) {
    std::string hint;
    for (auto frame = frames.begin(); frame != frames.end() && hint.empty(); ++frame)
      hint = stress_hint(*frame, used_names(config));
    throw Error(
        fmt::format("{}: no frame has '{}' or '{}' that can be learnt ([training] stress_weight is not 0) set [data] "
                    "stress_key or virial_key{}, or stress_weight to 0",
                    config.train, label_keys(config).stress, label_keys(config).virial, hint));
  }
  for (auto const& entry : config.group_weights) {
    std::string const near = nearest_name(entry.first, groups);
    require(groups.count(entry.first) > 0,
            fmt::format("{}: no frame has {}={} ([data] group_weights names it) {}", config.train, config.group_key,
                        entry.first, near.empty() ? "correct it, or group_key" : "did you mean '" + near + "'?"));
  }
}

void measure(Dataset& data) {
  double square = 0.0, components = 0.0, shift = 0.0, energies = 0.0, edges = 0.0, atoms = 0.0;
  for (auto const& frame : data.train) {
    double const n = static_cast<double>(frame.structure.species.size());
    atoms += n;
    edges += static_cast<double>(frame.edges.size());
    for (auto const& force : frame.forces)
      for (double component : force) square += component * component;
    components += 3.0 * static_cast<double>(frame.forces.size());
    if (frame.energy) {
      double bound = *frame.energy;
      for (int s : frame.structure.species) bound -= data.E0[s];
      shift += bound / n;
      energies += 1.0;
    }
  }
  // Perfect crystals alone have no forces; then the output is simply in eV.
  data.scale = square > 0.0 ? std::sqrt(square / components) : 1.0;
  data.shift = energies > 0.0 ? shift / energies : 0.0;
  data.average_neighbors = edges > 0.0 ? edges / atoms : 1.0;
}

// What tells frames apart: one that was copied has the same energy, and its first and last atoms in the same places.
std::array<double, 7> signature(LabelledFrame const& frame) {
  auto const& x = frame.structure.positions;
  return {x.front()[0], x.front()[1], x.front()[2], x.back()[0], x.back()[1], x.back()[2], frame.energy.value_or(0.0)};
}

void count_known_frames(Dataset& data) {
  std::set<std::array<double, 7>> known;
  auto const count = [&](std::vector<LabelledFrame> const& frames) {
    return static_cast<std::size_t>(std::count_if(
        frames.begin(), frames.end(), [&](LabelledFrame const& frame) { return known.count(signature(frame)) > 0; }));
  };
  for (auto const& frame : data.train) known.insert(signature(frame));
  data.validation_known = count(data.validation);
  for (auto const& frame : data.validation) known.insert(signature(frame));
  for (auto& part : data.test) part.known = count(part.frames);
}

// What the files hold beside what is read, and labels that the loss leaves out.
void take_notes(std::vector<Frame> const& frames, std::string const& source, DataConfig const& config,
                std::vector<std::string>& notes) {
  std::string const file = parse_frame_source(source).file;
  for (auto& note : notes_on_unread(frames, file, key_options_of_data_section, used_names(config)))
    notes.push_back(std::move(note));
  auto const stresses =
      std::count_if(frames.begin(), frames.end(), [](Frame const& f) { return f.virial.has_value(); });
  if (!config.learns_stress && !config.may_learn_stress && stresses > 0)
    notes.push_back(fmt::format("{}: {} frames have a stress, which is not learnt ([training] stress_weight is 0)",
                                file, stresses));
}

}  // namespace

std::string TestPart::description() const {
  return fmt::format("{} {}{}", frames.size(), is_untouched ? "untouched frames" : "frames of " + name,
                     known > 0 ? fmt::format(", {} of them known from training", known) : "");
}

Dataset read_dataset(DataConfig const& config, double r_cut) {
  Dataset data;
  std::vector<Frame> atoms, unused_atoms;
  std::vector<Frame> const train = read_frames(config.train, config, atoms, data.rejected);
  std::vector<Frame> validation;
  if (!config.validation.empty()) validation = read_frames(config.validation, config, atoms, data.rejected);
  check_names(train, config);
  take_notes(train, config.train, config, data.notes);
  if (!config.validation.empty()) take_notes(validation, config.validation, config, data.notes);
  data.elements = elements_of({&train, &validation}, config);
  ReferenceEnergies energies = given_energies(config, atoms, data.elements);
  bool const of_start =
      std::any_of(energies.begin(), energies.end(), [](auto const& e) { return e.second.is_of_start; });
  // E0 of another level of theory would make frames of other compositions look bad
  if (!of_start) data.E0 = in_order(energies, data.elements);
  auto const label = [&](std::vector<Frame> const& frames, std::string const& source) {
    return label_frames(frames, source, config, data.elements, data.E0, r_cut, data.rejected);
  };

  std::vector<LabelledFrame> labelled = label(train, config.train);
  Split const split = split_frames(static_cast<int>(labelled.size()), config);
  if (config.folds > 0 && (config.train_count > 0 || config.test_count > 0 || config.test_fraction > 0.0))
    data.notes.emplace_back("train_count, test_count and test_fraction of [data] take no part in a cross-validation");
  for (int n : split.train) data.train.push_back(std::move(labelled[n]));
  for (int n : split.validation) data.validation.push_back(std::move(labelled[n]));
  if (!config.validation.empty()) data.validation = label(validation, config.validation);
  if (!split.test.empty()) {
    TestPart& part = data.test.emplace_back();
    part.name = "test";
    part.is_untouched = true;
    for (int n : split.test) part.frames.push_back(std::move(labelled[n]));
  }
  for (auto const& source : config.test) {
    TestPart& part = data.test.emplace_back();
    part.name = source_name(source);
    std::vector<Frame> const frames = read_frames(source, config, unused_atoms, data.rejected);
    take_notes(frames, source, config, data.notes);
    part.frames = label(frames, source);
  }
  count_known_frames(data);
  complete_energies(energies, config, data.train, data.elements);
  data.E0 = in_order(energies, data.elements);
  data.E0_source = description(energies, data.elements);
  for (std::size_t s = 0; s < data.elements.size(); ++s)
    if (energies.at(data.elements[s]).is_of_start) data.E0_of_start.push_back(static_cast<int>(s));
  measure(data);
  return data;
}

}  // namespace tesseral
