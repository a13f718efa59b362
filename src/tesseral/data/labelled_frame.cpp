// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/labelled_frame.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/atomic_energies.hpp"
#include "tesseral/data/extxyz_comment.hpp"
#include "tesseral/data/frame_checks.hpp"
#include "tesseral/data/frame_range.hpp"
#include "tesseral/data/unread_names.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace tesseral {
namespace {

std::string place(Frame const& frame) { return fmt::format("frame {}, line {}: ", frame.number, frame.line); }

// The factor behind `key` of the comment line, 1 without it.
double factor(Frame const& frame, std::string const& key) {
  auto const found = frame.info.find(key);
  if (found == frame.info.end()) return 1.0;
  double value = 0.0;
  require(
      extxyz::parse_number(found->second, value) && std::isfinite(value) && value >= 0.0,
      place(frame) + fmt::format("{}={} is no weight (it is a number of at least 0) correct it", key, found->second));
  return value;
}

FrameWeights weights_of(Frame const& frame, DataConfig const& config) {
  double all = factor(frame, "config_weight");
  auto const group = frame.info.find(config.group_key);
  if (group != frame.info.end()) {
    auto const weight = config.group_weights.find(group->second);
    if (weight != config.group_weights.end()) all *= weight->second;
  }
  bool const has_stress = frame.info.count("config_stress_weight") > 0;
  return {all * factor(frame, "config_energy_weight"), all * factor(frame, "config_forces_weight"),
          all * factor(frame, has_stress ? "config_stress_weight" : "config_virials_weight")};
}

LabelledFrame labelled(Frame const& frame, DataConfig const& config, std::vector<std::string> const& elements,
                       double r_cut) {
  LabelledFrame result;
  result.number = frame.number;
  result.line = frame.line;
  if (is_called_isolated_atom(frame)) {
    require(frame.symbols.size() == 1,
            place(frame) + fmt::format("is called an isolated atom but has {} atoms (its E0 cannot be read) correct "
                                       "config_type or the frame",
                                       frame.symbols.size()));
    require(frame.energy.has_value(),
            place(frame) + fmt::format("is called an isolated atom but has no '{}' (its E0 cannot be read) set [data] "
                                       "energy_key{}",
                                       label_keys(config).energy, energy_hint(frame, used_names(config))));
  }
  if (!config.limits.allow_missing_labels) check_labels(frame, config);
  require(frame.energy || !frame.forces.empty(),
          place(frame) +
              "has neither energy nor forces (there is nothing to learn from it) add them, or set energy_key "
              "and forces_key in [data]");
  result.energy = frame.energy;
  result.forces = frame.forces;
  check_stress(frame, config.limits);
  result.virial = frame.virial;
  result.weights = weights_of(frame, config);
  result.structure = to_structure(frame, elements);
  try {
    result.edges = find_edges(result.structure, r_cut);
  } catch (Error const& error) {
    throw Error(place(frame) + error.what());
  }
  check_atoms(frame, result.edges, r_cut, config.limits);
  return result;
}

// Takes the frames out whose energy is absurd beside the others'.
void remove_outliers(std::vector<LabelledFrame>& frames, DataConfig const& config, std::vector<double> const& E0,
                     std::size_t species, std::string const& file, std::vector<std::string>& rejected) {
  std::vector<std::vector<int>> counts;
  std::vector<double> energies;
  std::vector<std::size_t> index;
  for (std::size_t n = 0; n < frames.size(); ++n)
    if (frames[n].energy) {
      counts.push_back(composition(frames[n], species));
      energies.push_back(*frames[n].energy);
      index.push_back(n);
    }
  auto const outliers = energy_outliers(counts, energies, E0, config.limits.max_energy);
  for (std::size_t const n : outliers) {
    LabelledFrame const& frame = frames[index[n]];
    std::string const problem = fmt::format(
        "{}: frame {}, line {}: the energy of {:.6g} eV/atom is more than {} eV/atom off the median of the file, E0 "
        "taken off (the structure has exploded, or its unit or E0 is another) remove it or raise [data] max_energy",
        file, frame.number, frame.line + 1, *frame.energy / static_cast<double>(frame.structure.species.size()),
        config.limits.max_energy);
    require(config.skip_bad_frames, problem);
    rejected.push_back(problem);
  }
  for (auto n = outliers.rbegin(); n != outliers.rend(); ++n)
    frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(index[*n]));
}

}  // namespace

ExtxyzKeys label_keys(DataConfig const& config) {
  ExtxyzKeys keys;
  if (!config.energy_key.empty()) keys.energy = config.energy_key;
  if (!config.forces_key.empty()) keys.forces = config.forces_key;
  if (!config.stress_key.empty()) keys.stress = config.stress_key;
  if (!config.virial_key.empty()) keys.virial = config.virial_key;
  return keys;
}

std::set<std::string> used_names(DataConfig const& config) {
  return {config.group_key,       "config_type",          "config_weight",        "config_energy_weight",
          "config_forces_weight", "config_stress_weight", "config_virials_weight"};
}

std::vector<Frame> read_frames(std::string const& source, DataConfig const& config, std::vector<Frame>& atoms,
                               std::vector<std::string>& rejected) {
  std::vector<RejectedFrame> malformed;
  std::vector<Frame> result;
  for (auto& frame : read_extxyz(source, label_keys(config), config.skip_bad_frames ? &malformed : nullptr)) {
    bool const isolated = is_isolated_atom(frame) && frame.energy;
    (isolated ? atoms : result).push_back(std::move(frame));
  }
  for (auto& frame : malformed) rejected.push_back(std::move(frame.problem));
  return result;
}

std::vector<LabelledFrame> label_frames(std::vector<Frame> const& frames, std::string const& source,
                                        DataConfig const& config, std::vector<std::string> const& elements,
                                        std::vector<double> const& E0, double r_cut,
                                        std::vector<std::string>& rejected) {
  std::string const file = parse_frame_source(source).file;
  std::vector<LabelledFrame> result;
  for (Frame const& frame : frames) try {
      result.push_back(labelled(frame, config, elements, r_cut));
    } catch (Error const& error) {
      std::string const problem = file + ": " + error.what();
      require(config.skip_bad_frames, problem);
      rejected.push_back(problem);
    }
  if (config.limits.max_energy > 0.0) remove_outliers(result, config, E0, elements.size(), file, rejected);
  if (result.empty()) {
    // those that could not even be read are among them; a file that is read twice has the same ones
    std::string const prefix = file + ": ";
    std::set<std::string> problems;
    for (auto const& problem : rejected)
      if (problem.rfind(prefix, 0) == 0) problems.insert(problem);
    std::size_t const bad = problems.size();
    require(bad > 0,
            prefix + "has no frame to use (it holds isolated atoms alone) name another file, or make it E0_file");
    throw Error(
        fmt::format("{}has no frame to use ({} of {} are bad) see the first without skip_bad_frames, or name "
                    "another file",
                    prefix, bad, bad));
  }
  return result;
}

std::vector<int> composition(LabelledFrame const& frame, std::size_t species) {
  std::vector<int> counts(species, 0);
  for (int s : frame.structure.species) ++counts[s];
  return counts;
}

}  // namespace tesseral
