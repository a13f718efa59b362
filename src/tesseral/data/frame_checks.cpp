// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/frame_checks.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/atomic_energies.hpp"
#include "tesseral/model/elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numeric>
#include <string>

namespace tesseral {
namespace {

using Vector = std::array<double, 3>;

double norm(Vector const& a) { return std::sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]); }

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// "; did you mean 'REF_energy'?": the first of `names` that has `word` in it, or "" if none has.
std::string key_hint(std::vector<std::string> const& names, std::string const& word) {
  for (auto const& name : names)
    if (lower(name).find(word) != std::string::npos) return fmt::format("; did you mean '{}'?", name);
  return "";
}

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

void check_labels(Frame const& frame, ExtxyzKeys const& keys) {
  auto const complain = [&](std::string const& what, std::string const& key, std::string const& hint) {
    throw Error(
        fmt::format("frame {}, line {}: has no {} (its labels are to be learnt) set {}{}, or [data] "
                    "allow_missing_labels",
                    frame.number, frame.line + 1, what, key, hint));
  };
  if (!frame.energy) {
    std::vector<std::string> names;
    for (auto const& entry : frame.info) names.push_back(entry.first);
    complain("'" + keys.energy + "'", "[data] energy_key", key_hint(names, "energy"));
  }
  if (frame.forces.empty())
    complain(keys.forces.empty() ? "forces" : "column '" + keys.forces + "'", "[data] forces_key",
             key_hint(frame.unread_columns, "force"));
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
    Vector r;
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
