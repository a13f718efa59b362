// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/cli/committee.hpp"
#include "tesseral/cli/eval_report.hpp"
#include "tesseral/cli/expectation.hpp"
#include "tesseral/cli/frames_outside.hpp"
#include "tesseral/cli/prediction_errors.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/file_list.hpp"
#include "tesseral/data/unread_names.hpp"
#include "tesseral/model/element_subset.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/potential.hpp"
#include "tesseral/train/config.hpp"
#include "tesseral/train/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace tesseral::cli {
namespace {

// Elements that no frame has cost memory, and tables of their pairs time. One that the potential does not know is named
// later, beside all that it knows.
ModelData for_elements_of(std::vector<Frame> const& frames, ModelData const& data) {
  std::set<std::string> present;
  for (Frame const& frame : frames) present.insert(frame.symbols.begin(), frame.symbols.end());
  std::vector<std::string> kept;
  for (std::string const& element : data.elements)
    if (present.count(element) > 0) kept.push_back(element);
  return kept.size() == present.size() && !kept.empty() ? with_elements(data, kept) : data;
}

// Of a committee, the mean.
std::vector<StructureResult> predict(std::vector<ModelData> const& members, EvalOptions const& options,
                                     std::vector<Frame> const& frames) {
  bool const is_committee = members.size() > 1;
  std::vector<std::vector<StructureResult>> results;  // [member][frame]
  try {
    for (ModelData const& member : members) {
      std::vector<Structure> structures;
      for (Frame const& frame : frames) structures.push_back(to_structure(frame, member.elements));
      results.push_back(Potential<>(member, options.engine)
                            .evaluate(structures, {false, false, options.uncertainty && !is_committee}));
    }
  } catch (Error const& error) {
    throw Error(options.file + ": " + error.what());
  }
  if (!is_committee) return std::move(results.front());
  std::vector<StructureResult> mean;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    std::vector<StructureResult> of_members;
    for (auto const& of_one : results) of_members.push_back(of_one[k]);
    mean.push_back(mean_of(of_members));
  }
  return mean;
}

// A label that was asked for by name and is nowhere is a misspelt one.
void check_keys(EvalOptions const& options, std::vector<Frame> const& frames) {
  auto const check = [&](char const* option, std::string const& key, auto const& has_it) {
    require(std::any_of(frames.begin(), frames.end(), has_it),
            fmt::format("{}: no frame has '{}' ({} names it) correct the key", options.file, key, option));
  };
  ExtxyzKeys const usual;
  auto const& keys = options.keys;
  if (keys.energy != usual.energy)
    check("--energy-key", keys.energy, [](Frame const& frame) { return frame.energy.has_value(); });
  if (!keys.forces.empty())
    check("--forces-key", keys.forces, [](Frame const& frame) { return !frame.forces.empty(); });
  if (keys.stress != usual.stress)
    check("--stress-key", keys.stress, [](Frame const& frame) { return frame.virial.has_value(); });
  if (keys.virial != usual.virial)
    check("--virial-key", keys.virial, [](Frame const& frame) { return frame.virial.has_value(); });
  if (!options.group.empty())
    check("--group", options.group, [&](Frame const& frame) { return frame.info.count(options.group) > 0; });
}

using ByName = std::map<std::string, ParityPanel::Group>;

std::vector<ParityPanel::Group> named_groups(ByName&& by_name) {
  std::vector<ParityPanel::Group> groups;
  for (auto& [name, group] : by_name) {
    group.name = name;
    groups.push_back(std::move(group));
  }
  return groups;
}

// References and predictions in meV/atom, by group of frames, without the energies of isolated atoms and without the
// mean of the references, which would hide all differences.
ByName binding_energies(ModelData const& data, std::vector<Frame> const& frames,
                        std::vector<StructureResult> const& results, std::string const& group_key) {
  ByName groups;
  double mean = 0.0, count = 0.0;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    if (!frames[k].energy) continue;
    double E0 = 0.0;
    for (std::string const& symbol : frames[k].symbols) E0 += data.E0[species_of(data, symbol)];
    double const per_atom = 1e3 / static_cast<double>(frames[k].symbols.size());
    double const reference = per_atom * (*frames[k].energy - E0);
    groups[group_of(frames[k], group_key)].points.push_back({reference, per_atom * (results[k].energy - E0)});
    mean += reference;
    count += 1.0;
  }
  for (auto& entry : groups)
    for (auto& point : entry.second.points)
      for (double& x : point) x -= mean / count;
  return groups;
}

ParityPanel panel_of(Expectation const& expected) {
  ParityPanel panel;
  panel.title = fmt::format("Errors of forces, rank correlation {:.2f}", expected.rank_correlation_of_atoms());
  panel.quantity = "error of a force, meV/Å (prediction: what is expected)";
  ParityPanel::Group atoms;
  for (std::size_t i = 0; i < expected.found_of_atoms.size(); ++i)
    atoms.points.push_back({expected.found_of_atoms[i], expected.expected_of_atoms[i]});
  panel.groups.push_back(std::move(atoms));
  return panel;
}

void plot(EvalOptions const& options, std::string const& group_key, ModelData const& data,
          std::vector<Frame> const& frames, std::vector<StructureResult> const& results, PredictionErrors const& errors,
          std::optional<Expectation> const& expected) {
  ParityPanel energy;
  energy.title = fmt::format("Energies, RMSE {:.2f} meV/atom", errors.energy_per_atom.rmse());
  energy.quantity = "binding energy less its mean, meV/atom";
  energy.groups = named_groups(binding_energies(data, frames, results, group_key));
  ByName by_element;
  for (std::size_t k = 0; k < frames.size(); ++k)
    for (std::size_t i = 0; i < frames[k].forces.size(); ++i)
      for (int d = 0; d < 3; ++d)
        by_element[frames[k].symbols[i]].points.push_back({frames[k].forces[i][d], results[k].forces[i][d]});
  ParityPanel forces;
  forces.title = fmt::format("Forces, RMSE {:.1f} meV/Å", errors.forces.rmse());
  forces.quantity = "force, eV/Å";
  forces.groups = named_groups(std::move(by_element));
  std::vector<ParityPanel> panels;
  if (errors.energy.count() > 0) panels.push_back(std::move(energy));
  if (errors.forces.count() > 0) panels.push_back(std::move(forces));
  if (expected && !expected->found_of_atoms.empty()) panels.push_back(panel_of(*expected));
  require(!panels.empty(),
          options.plot + ": cannot be plotted (no frame has energies or forces to compare with) leave out --plot");
  plot_parity(options.plot, panels);
}

void write(std::string const& path, std::vector<Frame> frames, std::vector<StructureResult> const& results) {
  for (std::size_t k = 0; k < frames.size(); ++k) {
    frames[k].energy = results[k].energy;
    frames[k].forces = results[k].forces;
    frames[k].virial = results[k].virial;
  }
  write_extxyz(path, frames);
}

}  // namespace

int eval(EvalOptions const& options) {
  std::vector<Frame> const frames = read_extxyz(options.file, options.keys);
  std::vector<ModelData> members;
  for (std::string const& name : names_of_files("eval: ", options.model))
    members.push_back(for_elements_of(frames, read_model(name)));
  ModelData const& data = members.front();
  check_keys(options, frames);
  require(!options.uncertainty || members.size() > 1 || data.uncertainty,
          options.model + ": does not say what errors to expect (it has no group 'uncertainty') `tesseral calibrate` " +
              "finds out, from the frames that it was trained and validated on");
  std::string const group_key = options.group.empty() ? DataConfig().group_key : options.group;
  for (auto const& note : notes_on_unread(frames, options.file, key_options_of_program, {group_key}))
    fmt::print(stderr, "note: {}\n", note);
  auto const results = predict(members, options, frames);
  PredictionErrors const errors = prediction_errors(frames, results);
  std::optional<Expectation> expected;
  if (options.uncertainty) expected = expectation(frames, results);
  FramesOutside const outside = frames_outside(data, frames, results);
  if (!options.write.empty()) write(options.write, frames, results);
  // Groups that nobody asked for are told if there are several.
  auto groups = group_errors(frames, results, group_key);
  if (options.group.empty() && groups.size() < 2) groups.clear();
  if (!options.plot.empty()) plot(options, group_key, data, frames, results, errors, expected);
  if (!options.per_frame.empty()) write_frame_table(options.per_frame, frames, results, outside, group_key);
  if (options.json)
    print_json(errors, groups, outside, expected);
  else
    print_table(options.file, errors, groups, outside, expected);
  return 0;
}

}  // namespace tesseral::cli
