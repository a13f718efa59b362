// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/frame_checks.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/vector3.hpp"
#include "tesseral/data/atomic_energies.hpp"
#include "tesseral/data/cell.hpp"
#include "tesseral/data/labelled_frame.hpp"
#include "tesseral/data/unread_names.hpp"
#include "tesseral/model/elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace tesseral {
namespace {

// "frame 3, line 57: " of an atom, which is two lines and its number below the frame's first line.
std::string place(Frame const& frame, int atom) {
  return fmt::format("frame {}, line {}: ", frame.number, frame.line + 2 + atom);
}

double median(std::vector<double> values) {
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// (E - Σ E0)/N of each frame, E0 as given or from the frames of `kept`.
std::vector<double> binding(std::vector<std::vector<int>> const& counts, std::vector<double> const& energies,
                            std::vector<double> E0, std::vector<std::size_t> const& kept) {
  if (E0.empty()) {
    std::vector<std::vector<int>> some_counts;
    std::vector<double> some_energies;
    for (std::size_t const n : kept) {
      some_counts.push_back(counts[n]);
      some_energies.push_back(energies[n]);
    }
    E0 = fit_atomic_energies(some_counts, some_energies);
  }
  std::vector<double> result;
  for (std::size_t n = 0; n < energies.size(); ++n)
    result.push_back((energies[n] - std::inner_product(E0.begin(), E0.end(), counts[n].begin(), 0.0)) /
                     std::accumulate(counts[n].begin(), counts[n].end(), 0));
  return result;
}

}  // namespace

void check_labels(Frame const& frame, DataConfig const& config) {
  ExtxyzKeys const keys = label_keys(config);
  auto const complain = [&](std::string const& what, std::string const& key, std::string const& hint) {
    throw Error(
        fmt::format("frame {}, line {}: has no {} (its labels are to be learnt) set {}{}, or [data] "
                    "allow_missing_labels",
                    frame.number, frame.line + 1, what, key, hint));
  };
  if (!frame.energy) complain("'" + keys.energy + "'", "[data] energy_key", energy_hint(frame, used_names(config)));
  if (frame.forces.empty())
    complain(keys.forces.empty() ? "forces" : "column '" + keys.forces + "'", "[data] forces_key", forces_hint(frame));
}

void check_stress(Frame const& frame, FrameLimits const& limits) {
  double const volume = cell_volume(frame.cell);
  if (!frame.virial || limits.max_stress <= 0.0 || volume <= 0.0) return;
  double largest = 0.0;
  for (auto const& row : *frame.virial)
    for (double const x : row) largest = std::max(largest, std::abs(x) / volume);
  constexpr double gigapascal = 160.21766;  // in 1 eV/Å^3
  if (largest > limits.max_stress)
    throw Error(
        fmt::format("frame {}, line {}: the stress is up to {:.4g} eV/Å^3, {:.4g} GPa (the unit is another: 1 "
                    "eV/Å^3 is 160.2 GPa or 1602 kbar, and VASP's sign is the opposite; or the structure has "
                    "exploded) convert it, remove the frame or raise [data] max_stress",
                    frame.number, frame.line + 1, largest, gigapascal * largest));
}

// Messages are made for bad atoms only: there are many good ones.
void check_atoms(Frame const& frame, std::vector<Edge> const& edges, double r_cut, FrameLimits const& limits) {
  int const atoms = static_cast<int>(frame.symbols.size());
  auto const name = [&](int i) { return fmt::format("{} ({})", i + 1, frame.symbols[i]); };
  std::vector<double> smallest;  // [atom], Å: what its covalent radius adds to the smallest distance
  for (auto const& symbol : frame.symbols)
    smallest.push_back(limits.min_distance * covalent_radius(atomic_number(symbol)));
  std::vector<bool> is_alone(frame.symbols.size(), true);
  for (Edge const& edge : edges) {
    int const i = edge.receiver, j = edge.sender;
    is_alone[i] = false;
    Vector3 r;
    for (int d = 0; d < 3; ++d) r[d] = frame.positions[j][d] + edge.offset[d] - frame.positions[i][d];
    if (norm(r) < smallest[i] + smallest[j])
      throw Error(place(frame, i) + fmt::format("atoms {} and {} are {:.3g} Å apart (they lie on top of each other) "
                                                "remove the frame or lower [data] min_distance",
                                                name(i), name(j), norm(r)));
  }
  for (int i = 0; i < atoms && !limits.allow_isolated_atoms; ++i)
    if (is_alone[i])
      throw Error(place(frame, i) +
                  fmt::format("atom {} has no neighbour within {} Å (nothing can be learnt of it but E0) remove the "
                              "frame, call it config_type=IsolatedAtom, or set [data] allow_isolated_atoms",
                              name(i), r_cut));
  for (int i = 0; i < static_cast<int>(frame.forces.size()) && limits.max_force > 0.0; ++i)
    if (norm(frame.forces[i]) > limits.max_force)
      throw Error(
          place(frame, i) +
          fmt::format("the force on atom {} is {:.4g} eV/Å (the structure has exploded, or the unit is another) "
                      "remove the frame or raise [data] max_force",
                      name(i), norm(frame.forces[i])));
}

std::vector<std::size_t> energy_outliers(std::vector<std::vector<int>> const& counts,
                                         std::vector<double> const& energies, std::vector<double> const& E0,
                                         double limit) {
  std::vector<std::size_t> kept(energies.size()), outliers;
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  while (!kept.empty()) {
    std::vector<double> deviation = binding(counts, energies, E0, kept);
    std::vector<double> of_kept;
    for (std::size_t const n : kept) of_kept.push_back(deviation[n]);
    double const middle = median(of_kept);
    double largest = 0.0;
    for (std::size_t const n : kept) largest = std::max(largest, deviation[n] = std::abs(deviation[n] - middle));
    if (!(largest > limit)) break;
    // The worst ones may have bent the fit for the others, which are judged again without them.
    double const bound = std::max(limit, 0.5 * largest);
    auto const bad =
        std::stable_partition(kept.begin(), kept.end(), [&](std::size_t n) { return deviation[n] <= bound; });
    outliers.insert(outliers.end(), bad, kept.end());
    kept.erase(bad, kept.end());
  }
  std::sort(outliers.begin(), outliers.end());
  return outliers;
}

}  // namespace tesseral
