// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/cli/prediction_errors.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/train/plot.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace tesseral::cli {
namespace {

std::vector<StructureResult> predict(ModelData const& data, EngineOptions const& engine,
                                     std::vector<Frame> const& frames, std::string const& file) {
  try {
    std::vector<Structure> structures;
    for (Frame const& frame : frames) structures.push_back(to_structure(frame, data.elements));
    return StructureEvaluator(data, engine.radial_evaluation(), precision_of(engine.precision),
                              product_of(engine.product))
        .evaluate(structures);
  } catch (Error const& error) {
    throw Error(file + ": " + error.what());
  }
}

// A label that was asked for by name and is nowhere is a misspelt one.
void check_keys(EvalOptions const& options, std::vector<Frame> const& frames) {
  bool energy = false, forces = false;
  for (Frame const& frame : frames) {
    energy = energy || frame.energy.has_value();
    forces = forces || !frame.forces.empty();
  }
  require(energy || options.keys.energy == ExtxyzKeys().energy,
          options.file + ": no frame has '" + options.keys.energy + "' (--energy-key names it) correct the key");
  require(forces || options.keys.forces.empty(), options.file + ": no frame has a column '" + options.keys.forces +
                                                     "' (--forces-key names it) correct the key");
}

std::string json_number(double value) { return std::isfinite(value) ? fmt::format("{:.10g}", value) : "null"; }

void print_json(PredictionErrors const& errors) {
  std::string text = fmt::format("{{\"n_frames\": {}, \"n_atoms\": {}", errors.frames, errors.atoms);
  auto const add = [&](char const* key, double value) { text += fmt::format(", \"{}\": {}", key, json_number(value)); };
  add("energy_rmse_mev_per_atom", errors.energy_per_atom.rmse());
  add("energy_mae_mev_per_atom", errors.energy_per_atom.mae());
  add("energy_rmse_mev", errors.energy.rmse());
  add("energy_mae_mev", errors.energy.mae());
  add("forces_rmse_mev_per_angstrom", errors.forces.rmse());
  add("forces_mae_mev_per_angstrom", errors.forces.mae());
  if (errors.stress.count() > 0) add("stress_rmse_mev_per_angstrom3", errors.stress.rmse());
  fmt::print("{}}}\n", text);
}

void print_table(std::string const& file, PredictionErrors const& errors) {
  fmt::print("{}: {} frames, {} atoms\n\n{:<10}{:>12}{:>12}\n", file, errors.frames, errors.atoms, "", "RMSE", "MAE");
  auto const row = [](std::string const& name, ErrorMean const& mean, std::string const& unit,
                      std::string const& note) {
    if (mean.count() == 0)
      fmt::print("{:<10}{:>12}{:>12}  {}\n", name, "-", "-", "no reference in the file");
    else
      fmt::print("{:<10}{:>12.3f}{:>12.3f}  {}{}\n", name, mean.rmse(), mean.mae(), unit,
                 note.empty() ? "" : ", " + note);
  };
  std::string const frames = fmt::format("{} frames", errors.energy.count());
  row("energy", errors.energy_per_atom, "meV/atom", frames);
  if (errors.energy.count() > 0) row("  total", errors.energy, "meV", "");
  row("forces", errors.forces, "meV/Å", fmt::format("{} atoms", errors.forces.count() / 3));
  if (errors.forces_by_element.size() > 1)
    for (auto const& [element, mean] : errors.forces_by_element)
      row("  " + element, mean, "meV/Å", fmt::format("{} atoms", mean.count() / 3));
  if (errors.stress.count() > 0)
    row("stress", errors.stress, "meV/Å³", fmt::format("{} frames", errors.stress.count() / 9));
}

// References and predictions in meV/atom, without the energies of isolated atoms and without the mean of the
// references, which would hide all differences.
std::vector<std::array<double, 2>> binding_energies(ModelData const& data, std::vector<Frame> const& frames,
                                                    std::vector<StructureResult> const& results) {
  std::vector<std::array<double, 2>> points;
  double mean = 0.0;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    if (!frames[k].energy) continue;
    double E0 = 0.0;
    for (std::string const& symbol : frames[k].symbols) E0 += data.E0[species_of(data, symbol)];
    double const per_atom = 1e3 / static_cast<double>(frames[k].symbols.size());
    points.push_back({per_atom * (*frames[k].energy - E0), per_atom * (results[k].energy - E0)});
    mean += points.back()[0];
  }
  for (auto& point : points)
    for (double& x : point) x -= mean / static_cast<double>(points.size());
  return points;
}

void plot(std::string const& path, ModelData const& data, std::vector<Frame> const& frames,
          std::vector<StructureResult> const& results, PredictionErrors const& errors) {
  ParityPanel energy;
  energy.title = fmt::format("Energies, RMSE {:.2f} meV/atom", errors.energy_per_atom.rmse());
  energy.quantity = "binding energy less its mean, meV/atom";
  energy.groups.resize(1);
  energy.groups[0].points = binding_energies(data, frames, results);
  std::map<std::string, ParityPanel::Group> by_element;
  for (std::size_t k = 0; k < frames.size(); ++k)
    for (std::size_t i = 0; i < frames[k].forces.size(); ++i)
      for (int d = 0; d < 3; ++d)
        by_element[frames[k].symbols[i]].points.push_back({frames[k].forces[i][d], results[k].forces[i][d]});
  ParityPanel forces;
  forces.title = fmt::format("Forces, RMSE {:.1f} meV/Å", errors.forces.rmse());
  forces.quantity = "force, eV/Å";
  for (auto& [element, group] : by_element) {
    group.name = element;
    forces.groups.push_back(std::move(group));
  }
  std::vector<ParityPanel> panels;
  if (errors.energy.count() > 0) panels.push_back(std::move(energy));
  if (errors.forces.count() > 0) panels.push_back(std::move(forces));
  require(!panels.empty(),
          path + ": cannot be plotted (no frame has energies or forces to compare with) leave out --plot");
  plot_parity(path, panels);
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
  check_available(options.engine);
  ModelData const data = read_model(options.model);
  std::vector<Frame> const frames = read_extxyz(options.file, options.keys);
  check_keys(options, frames);
  auto const results = predict(data, options.engine, frames, options.file);
  PredictionErrors const errors = prediction_errors(frames, results);
  if (!options.write.empty()) write(options.write, frames, results);
  if (!options.plot.empty()) plot(options.plot, data, frames, results, errors);
  if (options.json)
    print_json(errors);
  else
    print_table(options.file, errors);
  return 0;
}

}  // namespace tesseral::cli
