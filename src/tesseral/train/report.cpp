// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/report.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/replace_file.hpp"
#include "tesseral/train/plot.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tesseral {
namespace {

constexpr double milli = 1e3;

struct Column {
  std::vector<std::array<double, 2>> rows;  // epoch, error
  // A logarithmic axis has no place for 0, which also stands for an error that was not measured.
  void add(int epoch, double error) {
    if (error > 0.0) rows.push_back({static_cast<double>(epoch), milli * error});
  }
};

std::string curve_panel(std::string const& title, std::string const& name, Column const& train,
                        Column const& validation, Column const& test) {
  std::string text = gnuplot_data("train_" + name, train.rows) + gnuplot_data("validation_" + name, validation.rows) +
                     gnuplot_data("test_" + name, test.rows);
  text += fmt::format("set title \"{}\" textcolor rgb '#202020'\n", title);
  std::string plots;
  auto const add = [&](Column const& column, std::string const& of, char const* drawing, char const* note) {
    if (column.rows.empty()) return;
    plots += fmt::format("{}${}_{} using 1:2 with {} title \"{}{}\"", plots.empty() ? "" : ", ", of, name, drawing, of,
                         note);
  };
  add(train, "train", "lines lw 1.5 lc rgb '#0072b2'", ", weights as they go");
  add(validation, "validation", "lines lw 1.5 lc rgb '#d55e00'", ", averaged weights");
  add(test, "test", "points pt 7 ps 1 lc rgb '#009e73'", ", final model");
  return plots.empty() ? "set multiplot next\n" : text + "plot " + plots + "\n";
}

// Points of a part of the frames for the panels of energies and of forces.
void add_points(ModelData const& model, PredictedPart const& part, ParityPanel::Group& energy,
                ParityPanel::Group& force) {
  for (std::size_t f = 0; f < part.frames.size(); ++f) {
    LabelledFrame const& frame = part.frames[f];
    double const atoms = static_cast<double>(frame.structure.species.size());
    double isolated = 0.0;
    for (int s : frame.structure.species) isolated += model.E0[s];
    if (frame.energy)
      energy.points.push_back({(*frame.energy - isolated) / atoms, (part.predictions[f].energy[0] - isolated) / atoms});
    for (std::size_t i = 0; i < frame.forces.size(); ++i)
      for (int x = 0; x < 3; ++x) force.points.push_back({frame.forces[i][x], part.predictions[f].forces[i][x]});
  }
}

double rmse(ParityPanel::Group const& group) {
  double square = 0.0;
  for (auto const& point : group.points) square += (point[1] - point[0]) * (point[1] - point[0]);
  return std::sqrt(square / static_cast<double>(group.points.size()));
}

// Mean and sample standard deviation.
std::string mean_and_spread(std::vector<double> const& values, int digits, char const* unit) {
  double mean = 0.0, square = 0.0;
  double const n = static_cast<double>(values.size());
  for (double x : values) mean += x / n;
  for (double x : values) square += (x - mean) * (x - mean) / (n - 1.0);
  return fmt::format("{:.{}f} ± {:.{}f} {}", milli * mean, digits, milli * std::sqrt(square), digits, unit);
}

// " 22.1 meV/Å 1.10 meV/atom", less what no frame has.
std::string both_errors(double forces, double energy) {
  std::string text;
  if (!std::isnan(forces)) text += fmt::format(" {:.1f} meV/Å", milli * forces);
  if (!std::isnan(energy)) text += fmt::format(" {:.2f} meV/atom", milli * energy);
  return text;
}

std::string epoch_name(std::int64_t epoch, int of) {
  return of < unlimited_epochs ? fmt::format("epoch {}/{}", epoch, of) : fmt::format("epoch {}", epoch);
}

}  // namespace

std::string duration(double seconds) {
  long const whole = std::lround(seconds);
  if (whole >= 3600) return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  if (whole >= 60) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} s", whole);
}

std::string step_line(StepReport const& r, int epochs) {
  return fmt::format("{}, step {}/{}: loss {:.4g}, {}, {:.2f} ms/atom, {} left", epoch_name(r.epoch, epochs), r.step,
                     r.steps, r.errors.mean_loss(), error_line(r.errors), r.milliseconds_per_atom,
                     duration(r.seconds_left));
}

std::string epoch_line(EpochMetrics const& m, int epochs, bool is_best) {
  std::string const training =
      m.epoch == 0 ? "before the first step"
                   : fmt::format("loss {:.4g}, training{}", m.loss, both_errors(m.train_forces, m.train_energy));
  return fmt::format("{}: {}; validation{}{}; rate {:.2g}; {}", epoch_name(m.epoch, epochs), training,
                     both_errors(m.validation_forces, m.validation_energy), is_best ? " (best)" : "", m.learning_rate,
                     duration(m.seconds));
}

std::string error_line(ErrorSums const& errors) {
  std::string text;
  auto const add = [&](double count, std::string const& part) {
    if (count > 0.0) text += (text.empty() ? "" : ", ") + part;
  };
  add(errors.energies, fmt::format("energy {:.3f} meV/atom", milli * errors.energy_rmse()));
  add(errors.components, fmt::format("forces {:.3f} meV/Å", milli * errors.forces_rmse()));
  add(errors.virials, fmt::format("virial {:.3f} meV/atom", milli * errors.virial_rmse()));
  return text;
}

std::string committee_line(std::vector<ErrorSums> const& members) {
  std::vector<double> energies, forces;
  for (auto const& errors : members) {
    energies.push_back(errors.energy_rmse());
    forces.push_back(errors.forces_rmse());
  }
  return fmt::format("committee of {}, validation RMSE, mean ± spread: energy {}, forces {}", members.size(),
                     mean_and_spread(energies, 3, "meV/atom"), mean_and_spread(forces, 2, "meV/Å"));
}

std::vector<std::string> cross_validation_lines(std::vector<ErrorSums> const& folds) {
  ErrorSums all;
  std::vector<double> energies, forces;
  for (auto const& errors : folds) {
    all += errors;
    energies.push_back(errors.energy_mae());
    forces.push_back(errors.forces_mae());
  }
  std::string absolute, spread;
  auto const add = [&](double count, double mae, std::vector<double> const& of_folds, int digits, char const* name,
                       char const* unit) {
    if (count == 0.0) return;
    absolute += fmt::format("{}{} {:.3f} {}", absolute.empty() ? "" : ", ", name, milli * mae, unit);
    spread += fmt::format("{}{} {}", spread.empty() ? "" : ", ", name, mean_and_spread(of_folds, digits, unit));
  };
  add(all.energies, all.energy_mae(), energies, 3, "energy", "meV/atom");
  add(all.components, all.forces_mae(), forces, 2, "forces", "meV/Å");
  return {fmt::format("cross-validation: {:.0f} frames in {} folds, each judged by the model that has not seen it",
                      all.frames, folds.size()),
          "  RMSE: " + error_line(all), "  MAE:  " + absolute, "  MAE of the folds, mean ± spread: " + spread};
}

std::string cost_line(RunTimes const& times) {
  if (times.atoms == 0.0) return "";
  auto const& [graph, forces, weights] = times.gradient;
  double const step = graph + forces + weights + times.optimiser + times.ranks;
  auto const percent = [&](double seconds) { return 100.0 * seconds / step; };
  std::string const ranks =
      times.ranks > 0.0 ? fmt::format(", other ranks {:.0f} %", percent(times.ranks)) : std::string();
  return fmt::format(
      "cost: {:.3f} ms per atom and step (forces {:.0f} %, gradient of the weights {:.0f} %, optimiser {:.0f} %, "
      "graphs {:.0f} %{}); validation {}",
      milli * step / times.atoms, percent(forces), percent(weights), percent(times.optimiser), percent(graph), ranks,
      duration(times.validation));
}

void write_metrics(std::string const& path, std::vector<EpochMetrics> const& history) {
  std::string table =
      "epoch,learning_rate,loss,validation_loss,validation_root_loss,train_energy_rmse_mev_per_atom,train_forces_"
      "rmse_mev_per_angstrom,"
      "validation_energy_rmse_mev_per_atom,validation_forces_rmse_mev_per_angstrom,seconds\n";
  for (auto const& m : history)
    table += fmt::format("{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.2f}\n", m.epoch,
                         m.learning_rate, m.loss, m.validation_loss, m.validation_root_loss, milli * m.train_energy,
                         milli * m.train_forces, milli * m.validation_energy, milli * m.validation_forces, m.seconds);
  std::error_code const error = replace_file(path, table, false);
  require(!error, path + ": the table of errors cannot be written (" + error.message() + ") free the folder");
}

void plot_learning_curve(std::string const& path, std::vector<EpochMetrics> const& history, int best_epoch,
                         std::optional<ErrorSums> const& test) {
  Column train_forces, validation_forces, train_energy, validation_energy, test_forces, test_energy;
  if (test) {
    test_forces.add(best_epoch, test->forces_rmse());
    test_energy.add(best_epoch, test->energy_rmse());
  }
  for (auto const& m : history) {
    train_forces.add(m.epoch, m.train_forces);
    validation_forces.add(m.epoch, m.validation_forces);
    train_energy.add(m.epoch, m.train_energy);
    validation_energy.add(m.epoch, m.validation_energy);
  }
  run_gnuplot(path, 960, 400,
              "set multiplot layout 1,2 margins 0.08,0.97,0.15,0.88 spacing 0.1,0\n"
              "set logscale y\nset autoscale yfixmax\nset key right top\nset xlabel \"epoch\"\n" +
                  curve_panel("RMSE of forces, meV/Å", "forces", train_forces, validation_forces, test_forces) +
                  curve_panel("RMSE of energy, meV/atom", "energy", train_energy, validation_energy, test_energy) +
                  "unset multiplot\n");
}

void plot_predictions(std::string const& path, ModelData const& model, std::vector<PredictedPart> const& parts) {
  ParityPanel energies, forces;
  energies.quantity = "energy over isolated atoms, eV/atom";
  energies.title = "Energy, RMSE in meV/atom";
  forces.quantity = "force component, eV/Å";
  forces.title = "Forces, RMSE in meV/Å";
  for (auto const& part : parts) {
    ParityPanel::Group energy, force;
    add_points(model, part, energy, force);
    energy.name = fmt::format("{}: {:.2f}", part.name, milli * rmse(energy));
    force.name = fmt::format("{}: {:.1f}", part.name, milli * rmse(force));
    if (!energy.points.empty()) energies.groups.push_back(std::move(energy));
    if (!force.points.empty()) forces.groups.push_back(std::move(force));
  }
  std::vector<ParityPanel> panels;
  for (auto* panel : {&energies, &forces})
    if (!panel->groups.empty()) panels.push_back(std::move(*panel));
  plot_parity(path, panels);
}

}  // namespace tesseral
