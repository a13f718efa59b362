// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/dataset.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/random.hpp"
#include "tesseral/model/elements.hpp"
#include "tesseral/train/atomic_energies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace tesseral {
namespace {

ExtxyzKeys label_keys(DataConfig const& config) {
  ExtxyzKeys keys;
  if (!config.energy_key.empty()) keys.energy = config.energy_key;
  if (!config.forces_key.empty()) keys.forces = config.forces_key;
  if (!config.stress_key.empty()) keys.stress = config.stress_key;
  if (!config.virial_key.empty()) keys.virial = config.virial_key;
  return keys;
}

// The frames of a file without its isolated atoms, which go to `atoms`.
std::vector<Frame> read_frames(std::string const& file, ExtxyzKeys const& keys, std::vector<Frame>& atoms) {
  std::vector<Frame> result;
  for (auto& frame : read_extxyz(file, keys)) {
    bool const isolated = is_isolated_atom(frame) && frame.energy;
    (isolated ? atoms : result).push_back(std::move(frame));
  }
  return result;
}

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

LabelledFrame labelled(Frame const& frame, std::string const& file, std::vector<std::string> const& elements,
                       double r_cut) {
  LabelledFrame result;
  result.energy = frame.energy;
  result.forces = frame.forces;
  result.virial = frame.virial;
  require(result.energy || !result.forces.empty(),
          fmt::format("{}: frame {} has neither energy nor forces (there is nothing to learn from it) add them, or set "
                      "energy_key and forces_key in [data]",
                      file, frame.number));
  try {
    result.structure = to_structure(frame, elements);
    result.edges = find_edges(result.structure, r_cut);
  } catch (Error const& error) {
    throw Error(fmt::format("{}: frame {}: {}", file, frame.number, error.what()));
  }
  return result;
}

std::vector<int> composition(LabelledFrame const& frame, std::size_t species) {
  std::vector<int> counts(species, 0);
  for (int s : frame.structure.species) ++counts[s];
  return counts;
}

std::vector<double> atomic_energies(DataConfig const& config, ExtxyzKeys const& keys, std::vector<Frame> const& atoms,
                                    Dataset const& data) {
  std::map<std::string, double> known = config.E0;
  std::string source = "[data] E0";
  if (!config.E0_file.empty()) {
    source = config.E0_file;
    for (auto const& [element, energy] : isolated_atom_energies(read_extxyz(config.E0_file, keys), source))
      known[element] = energy;
  } else if (known.empty() && !atoms.empty()) {
    source = config.train;
    known = isolated_atom_energies(atoms, source);
  }
  std::vector<double> E0;
  if (!known.empty()) {
    for (auto const& element : data.elements) {
      auto const entry = known.find(element);
      require(entry != known.end(),
              fmt::format("{}: the energy of an isolated atom of {} is missing (every element needs "
                          "its E0) add it, or remove E0 to fit all by least squares",
                          source, element));
      E0.push_back(entry->second);
    }
    return E0;
  }
  std::vector<std::vector<int>> counts;
  std::vector<double> energies;
  for (auto const& frame : data.train)
    if (frame.energy) {
      counts.push_back(composition(frame, data.elements.size()));
      energies.push_back(*frame.energy);
    }
  if (energies.empty()) return std::vector<double>(data.elements.size(), 0.0);
  return fit_atomic_energies(counts, energies);
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

}  // namespace

Split split_frames(int frames, DataConfig const& config) {
  int held_out = 0;
  if (config.validation.empty())
    held_out = config.validation_count > 0
                   ? config.validation_count
                   : std::max(1, static_cast<int>(std::lround(config.validation_fraction * frames)));
  int const wanted = config.train_count > 0 ? config.train_count : std::max(1, frames - held_out);
  require(held_out + wanted <= frames,
          fmt::format("{}: has {} frames ({} to train and {} to validate on are wanted) lower train_count, "
                      "validation_count or validation_fraction in [data]",
                      config.train, frames, wanted, held_out));
  std::vector<int> const order = shuffled(frames, config.seed);
  Split split;
  split.validation.assign(order.begin(), order.begin() + held_out);
  split.train.assign(order.begin() + held_out, order.begin() + held_out + wanted);
  std::sort(split.validation.begin(), split.validation.end());
  std::sort(split.train.begin(), split.train.end());
  return split;
}

Dataset read_dataset(DataConfig const& config, double r_cut) {
  ExtxyzKeys const keys = label_keys(config);
  std::vector<Frame> atoms;
  std::vector<Frame> const train = read_frames(config.train, keys, atoms);
  std::vector<Frame> validation;
  if (!config.validation.empty()) validation = read_frames(config.validation, keys, atoms);
  require(!train.empty(), config.train + ": has no frames (there is nothing to learn from) correct [data] train");
  require(config.validation.empty() || !validation.empty(),
          config.validation + ": has no frames (the errors cannot be watched) correct [data] validation");

  Dataset data;
  data.elements = elements_of({&train, &validation}, config);
  Split const split = split_frames(static_cast<int>(train.size()), config);
  auto const take = [&](Frame const& frame, std::string const& file) {
    return labelled(frame, file, data.elements, r_cut);
  };
  for (int n : split.train) data.train.push_back(take(train[n], config.train));
  for (int n : split.validation) data.validation.push_back(take(train[n], config.train));
  for (auto const& frame : validation) data.validation.push_back(take(frame, config.validation));
  data.E0 = atomic_energies(config, keys, atoms, data);
  measure(data);
  return data;
}

}  // namespace tesseral
