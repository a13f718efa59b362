// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/eval_report.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/larger.hpp"
#include "tesseral/core/replace_file.hpp"
#include "tesseral/core/utf8.hpp"
#include "tesseral/train/calibration.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tesseral::cli {
namespace {

std::string json_number(double value) { return std::isfinite(value) ? fmt::format("{:.10g}", value) : "null"; }

std::string json_text(std::string const& text) {
  std::string quoted = "\"";
  for (char const c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<int>(c));
      continue;
    }
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_text(std::string const& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text) {
    if (c == '"') quoted += c;
    quoted += c;
  }
  return quoted + '"';
}

// The members of a JSON object.
std::string json_members(PredictionErrors const& errors) {
  std::string text = fmt::format("\"n_frames\": {}, \"n_atoms\": {}", errors.frames, errors.atoms);
  auto const add = [&](char const* key, double value) { text += fmt::format(", \"{}\": {}", key, json_number(value)); };
  add("energy_rmse_mev_per_atom", errors.energy_per_atom.rmse());
  add("energy_mae_mev_per_atom", errors.energy_per_atom.mae());
  add("energy_rmse_mev", errors.energy.rmse());
  add("energy_mae_mev", errors.energy.mae());
  add("forces_rmse_mev_per_angstrom", errors.forces.rmse());
  add("forces_mae_mev_per_angstrom", errors.forces.mae());
  if (errors.stress.count() > 0) add("stress_rmse_mev_per_angstrom3", errors.stress.rmse());
  if (errors.virial_per_atom.count() > 0) add("virial_rmse_mev_per_atom", errors.virial_per_atom.rmse());
  if (errors.forces_by_element.empty()) return text;
  text += ", \"forces_by_element\": {";
  bool first = true;
  for (auto const& [element, mean] : errors.forces_by_element) {
    text +=
        fmt::format("{}\"{}\": {{\"n_atoms\": {}, \"rmse_mev_per_angstrom\": {}, \"mae_mev_per_angstrom\": {}}}",
                    first ? "" : ", ", element, mean.count() / 3, json_number(mean.rmse()), json_number(mean.mae()));
    first = false;
  }
  return text + "}";
}

void print_row(std::string const& name, ErrorMean const& mean, std::string const& unit, std::string const& note) {
  if (mean.count() == 0)
    fmt::print("{:<10}{:>12}{:>12}  {}\n", name, "-", "-", "no reference in the file");
  else
    fmt::print("{:<10}{:>12.3f}{:>12.3f}  {}{}\n", name, mean.rmse(), mean.mae(), unit,
               note.empty() ? "" : ", " + note);
}

void print_groups(GroupErrors const& groups) {
  std::size_t width = 5;
  for (auto const& entry : groups) width = std::max(width, printable(entry.first).size());
  fmt::print("\n{:<{}}{:>8}{:>16}{:>12}{:>16}{:>12}\n", "group", width, "frames", "energy RMSE", "MAE", "forces RMSE",
             "MAE");
  fmt::print("{:<{}}{:>8}{:>16}{:>12}{:>16}{:>12}\n", "", width, "", "meV/atom", "", "meV/Å", "");
  auto const number = [](ErrorMean const& mean, double value) {
    return mean.count() > 0 ? fmt::format("{:.3f}", value) : std::string("-");
  };
  for (auto const& [name, e] : groups)
    fmt::print("{:<{}}{:>8}{:>16}{:>12}{:>16}{:>12}\n", printable(name), width, e.frames,
               number(e.energy_per_atom, e.energy_per_atom.rmse()), number(e.energy_per_atom, e.energy_per_atom.mae()),
               number(e.forces, e.forces.rmse()), number(e.forces, e.forces.mae()));
}

void print_expectation(Expectation const& expected) {
  if (expected.found_of_atoms.empty()) {
    fmt::print("\nno forces in the file to compare expected errors with\n");
    return;
  }
  fmt::print(
      "\nerrors of forces (norms, RMS): {:.1f} meV/Å expected, {:.1f} found; {:.0f} % of the atoms within the "
      "expected error, {:.0f} % within twice\n",
      expected.expected(), expected.found(), 100.0 * expected.within(1.0), 100.0 * expected.within(2.0));
  double const atoms = expected.rank_correlation_of_atoms();
  fmt::print("rank correlation of expected and true errors: {:.2f} of atoms, {:.2f} of frames{}\n", atoms,
             expected.rank_correlation_of_frames(), atoms >= worth_believing ? "" : ": do not go by what is expected");
}

}  // namespace

void print_table(std::string const& file, PredictionErrors const& errors, GroupErrors const& groups,
                 FramesOutside const& outside, std::optional<Expectation> const& expected) {
  fmt::print("{}: {} frames, {} atoms\n\n{:<10}{:>12}{:>12}\n", file, errors.frames, errors.atoms, "", "RMSE", "MAE");
  print_row("energy", errors.energy_per_atom, "meV/atom", fmt::format("{} frames", errors.energy.count()));
  if (errors.energy.count() > 0) print_row("  total", errors.energy, "meV", "");
  print_row("forces", errors.forces, "meV/Å", fmt::format("{} atoms", errors.forces.count() / 3));
  if (errors.forces_by_element.size() > 1)
    for (auto const& [element, mean] : errors.forces_by_element)
      print_row("  " + element, mean, "meV/Å", fmt::format("{} atoms", mean.count() / 3));
  if (errors.stress.count() > 0)
    print_row("stress", errors.stress, "meV/Å³", fmt::format("{} frames", errors.stress.count() / 9));
  if (errors.virial_per_atom.count() > 0)
    print_row("virial", errors.virial_per_atom, "meV/atom",
              fmt::format("{} frames", errors.virial_per_atom.count() / 9));
  if (!groups.empty()) print_groups(groups);
  if (outside) fmt::print("\n{}\n", outside_line(*outside));
  if (expected) print_expectation(*expected);
}

void print_json(PredictionErrors const& errors, GroupErrors const& groups, FramesOutside const& outside,
                std::optional<Expectation> const& expected) {
  std::string text = "{" + json_members(errors);
  if (outside) text += fmt::format(", \"n_frames_outside\": {}", count_outside(*outside));
  if (expected && !expected->found_of_atoms.empty())
    text += fmt::format(
        ", \"uncertainty\": {{\"expected_rms_mev_per_angstrom\": {}, \"found_rms_mev_per_angstrom\": {}, "
        "\"rank_correlation_of_atoms\": {}, \"rank_correlation_of_frames\": {}, \"atoms_within_expected\": {}, "
        "\"atoms_within_twice\": {}}}",
        json_number(expected->expected()), json_number(expected->found()),
        json_number(expected->rank_correlation_of_atoms()), json_number(expected->rank_correlation_of_frames()),
        json_number(expected->within(1.0)), json_number(expected->within(2.0)));
  if (!groups.empty()) {
    text += ", \"groups\": {";
    bool first = true;
    for (auto const& [name, of_group] : groups) {
      text += fmt::format("{}{}: {{{}}}", first ? "" : ", ", json_text(name), json_members(of_group));
      first = false;
    }
    text += "}";
  }
  fmt::print("{}}}\n", text);
}

void write_frame_table(std::string const& path, std::vector<Frame> const& frames,
                       std::vector<StructureResult> const& results, FramesOutside const& outside,
                       std::string const& group_key) {
  std::string table =
      "frame,line,atoms,group,energy_reference_ev,energy_predicted_ev,energy_error_mev_per_atom,"
      "forces_rmse_mev_per_angstrom,forces_mae_mev_per_angstrom,forces_largest_error_mev_per_angstrom,"
      "stress_rmse_mev_per_angstrom3,outside,expected_forces_rms_mev_per_angstrom,"
      "expected_forces_largest_mev_per_angstrom\n";
  for (std::size_t k = 0; k < frames.size(); ++k) {
    Frame const& frame = frames[k];
    PredictionErrors errors;
    errors.add(frame, results[k]);
    double const atoms = static_cast<double>(frame.symbols.size());
    double largest = 0.0;
    for (std::size_t i = 0; i < frame.forces.size(); ++i)
      for (int d = 0; d < 3; ++d)
        largest = larger(largest, 1e3 * std::abs(results[k].forces[i][d] - frame.forces[i][d]));
    auto const number = [](bool is_there, double value) { return is_there ? fmt::format("{:.10g}", value) : ""; };
    bool const expects = !results[k].expected_errors.empty();
    auto const [expected, largest_expected] = expects ? expected_of(results[k]) : std::array<double, 2>{};
    bool const has_energy = frame.energy.has_value(), has_forces = !frame.forces.empty();
    table += fmt::format("{},{},{},{},{},{:.9f},{},{},{},{},{},{},{},{}\n", frame.number, frame.line,
                         frame.symbols.size(), csv_text(group_of(frame, group_key)),
                         has_energy ? fmt::format("{:.9f}", *frame.energy) : "", results[k].energy,
                         number(has_energy, 1e3 * (results[k].energy - frame.energy.value_or(0.0)) / atoms),
                         number(has_forces, errors.forces.rmse()), number(has_forces, errors.forces.mae()),
                         number(has_forces, largest), number(errors.stress.count() > 0, errors.stress.rmse()),
                         outside ? csv_text(fmt::format("{}", fmt::join((*outside)[k].departures, "; "))) : "",
                         number(expects, expected), number(expects, largest_expected));
  }
  write_whole_file(path, table);
}

}  // namespace tesseral::cli
