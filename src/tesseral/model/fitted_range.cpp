// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/fitted_range.hpp"

#include "tesseral/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace tesseral {
namespace {

// Less than this is no departure, however little the fitted energies and forces vary: that of perfect crystals is 0.
constexpr double energy_margin = 0.01;  // eV/atom
constexpr double force_margin = 0.1;    // eV/Å

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof(text), std::abs(value) < 1e6 ? "%.*f" : "%.*e", digits, value);
  return text;
}

std::string span(std::string const& low, std::string const& high) { return low == high ? low : low + " to " + high; }

void require_valid(bool condition, std::string const& dataset, std::string const& problem, std::string const& why) {
  require(condition,
          "/fitted_range/" + dataset + ": " + problem + " (" + why + ") replace the file or correct what wrote it");
}

std::string place(std::string const& dataset, std::size_t a) { return dataset + "[" + std::to_string(a) + "]"; }

void check_closest(std::vector<std::vector<double>> const& closest, double r_cut) {
  for (std::size_t a = 0; a < closest.size(); ++a)
    for (std::size_t b = 0; b < closest.size(); ++b) {
      double const r = closest[a][b];
      require_valid(std::isfinite(r) && r > 0.0 && r <= r_cut, place(place("closest", a), b),
                    "is " + fixed(r, 3) + " Å",
                    "it must be finite, above 0 and at most r_cut, " + fixed(r_cut, 3) + " Å");
      require_valid(r == closest[b][a], "closest", "is not symmetric", "both orders are the same pair");
    }
}

void check_species(FittedRange const& range) {
  for (std::size_t s = 0; s < range.atoms.size(); ++s) {
    auto const [fewest, most] = range.neighbors[s];
    require_valid(range.atoms[s] >= 0, place("atoms", s), "is " + std::to_string(range.atoms[s]),
                  "it is a number of atoms");
    require_valid(0 <= fewest && fewest <= most, place("neighbors", s),
                  "is " + std::to_string(fewest) + " and " + std::to_string(most),
                  "they are the fewest and the most, 0 or more");
    require_valid(range.atoms[s] > 0 || most == 0, place("neighbors", s), "is not 0 and 0", "there are no such atoms");
  }
}

}  // namespace

void check(FittedRange const& range, int species, double r_cut) {
  std::size_t const S = species;
  std::string const expected = "the model has " + std::to_string(species) + " elements";
  bool const is_square = range.closest.size() == S && std::all_of(range.closest.begin(), range.closest.end(),
                                                                  [&](auto const& row) { return row.size() == S; });
  require_valid(range.frames > 0, "frames", "is " + std::to_string(range.frames), "it is a number of frames");
  require_valid(range.atoms.size() == S, "atoms", "has " + std::to_string(range.atoms.size()) + " rows", expected);
  require_valid(is_square, "closest", "has not one number for each pair", expected);
  require_valid(range.neighbors.size() == S, "neighbors", "has " + std::to_string(range.neighbors.size()) + " rows",
                expected);
  check_closest(range.closest, r_cut);
  check_species(range);
  if (range.energy) {
    auto const [lowest, highest] = *range.energy;
    require_valid(std::isfinite(lowest) && std::isfinite(highest) && lowest <= highest, "energy",
                  "is " + fixed(lowest, 3) + " and " + fixed(highest, 3),
                  "they are the lowest and the highest, finite");
  }
  if (range.largest_force)
    require_valid(std::isfinite(*range.largest_force) && *range.largest_force >= 0.0, "largest_force",
                  "is " + fixed(*range.largest_force, 3), "it is a norm, finite");
}

FittedRange united(FittedRange const& one, FittedRange const& other) {
  FittedRange both = one;
  both.frames += other.frames;
  for (std::size_t a = 0; a < both.atoms.size(); ++a) {
    for (std::size_t b = 0; b < both.atoms.size(); ++b)
      both.closest[a][b] = std::min(one.closest[a][b], other.closest[a][b]);
    both.atoms[a] += other.atoms[a];
    if (other.atoms[a] == 0) continue;
    auto const [fewest, most] = other.neighbors[a];
    both.neighbors[a] = one.atoms[a] == 0 ? other.neighbors[a]
                                          : std::array<int, 2>{std::min(one.neighbors[a][0], fewest),
                                                               std::max(one.neighbors[a][1], most)};
  }
  if (!one.energy)
    both.energy = other.energy;
  else if (other.energy)
    both.energy = {std::min((*one.energy)[0], (*other.energy)[0]), std::max((*one.energy)[1], (*other.energy)[1])};
  if (other.largest_force) both.largest_force = std::max(one.largest_force.value_or(0.0), *other.largest_force);
  return both;
}

std::vector<std::string> departures(FittedRange const& found, FittedRange const& fitted,
                                    std::vector<std::string> const& elements) {
  std::vector<std::string> words;
  auto const say = [&](std::string const& what, std::string const& fitted_to) {
    words.push_back(what + " (fitted to " + fitted_to + ")");
  };
  for (std::size_t s = 0; s < elements.size(); ++s)
    if (found.atoms[s] > 0 && fitted.atoms[s] == 0) say(elements[s], "none");
  auto const is_known = [&](std::size_t s) { return found.atoms[s] > 0 && fitted.atoms[s] > 0; };
  for (std::size_t a = 0; a < elements.size(); ++a)
    for (std::size_t b = a; b < elements.size(); ++b)
      if (is_known(a) && is_known(b) && found.closest[a][b] < fitted.closest[a][b])
        say(elements[a] + "-" + elements[b] + " " + fixed(found.closest[a][b], 3) + " Å",
            fixed(fitted.closest[a][b], 3) + " Å and more");
  for (std::size_t s = 0; s < elements.size(); ++s) {
    if (!is_known(s)) continue;
    auto const [fewest, most] = fitted.neighbors[s];
    for (int const end : {0, 1}) {
      int const count = found.neighbors[s][end];
      if (end == 0 ? count < fewest : count > most)
        say(elements[s] + " with " + std::to_string(count) + " neighbors",
            span(std::to_string(fewest), std::to_string(most)));
    }
  }
  // Written so that what is not a number departs.
  if (found.energy && fitted.energy) {
    auto const [lowest, highest] = *fitted.energy;
    double const margin = std::max(highest - lowest, energy_margin);
    for (double const energy : *found.energy)
      if (!(energy >= lowest - margin && energy <= highest + margin)) {
        say(fixed(energy, 3) + " eV/atom less E0", span(fixed(lowest, 3), fixed(highest, 3)));
        break;
      }
  }
  if (found.largest_force && fitted.largest_force &&
      !(*found.largest_force <= *fitted.largest_force + std::max(*fitted.largest_force, force_margin)))
    say("a force of " + fixed(*found.largest_force, 1) + " eV/Å", fixed(*fitted.largest_force, 1) + " eV/Å at most");
  return words;
}

}  // namespace tesseral
