// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/atomic_energies.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/unread_names.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <numeric>
#include <utility>

namespace tesseral {
namespace {

// Solves the symmetric positive definite system a x = b by Cholesky's decomposition.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
  int const n = static_cast<int>(b.size());
  for (int j = 0; j < n; ++j) {
    for (int k = 0; k < j; ++k) a[j][j] -= a[j][k] * a[j][k];
    a[j][j] = std::sqrt(a[j][j]);
    for (int i = j + 1; i < n; ++i) {
      for (int k = 0; k < j; ++k) a[i][j] -= a[i][k] * a[j][k];
      a[i][j] /= a[j][j];
    }
  }
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  for (int i = n - 1; i >= 0; --i) {
    for (int k = i + 1; k < n; ++k) b[i] -= a[k][i] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

}  // namespace

bool is_called_isolated_atom(Frame const& frame) {
  auto const found = frame.info.find("config_type");
  if (found == frame.info.end()) return false;
  std::string letters;
  for (char const c : found->second)
    if (std::isalpha(static_cast<unsigned char>(c)))
      letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return letters == "isolatedatom";
}

bool is_isolated_atom(Frame const& frame) {
  bool const is_free = !frame.periodic[0] && !frame.periodic[1] && !frame.periodic[2];
  return frame.symbols.size() == 1 && (is_free || is_called_isolated_atom(frame));
}

std::map<std::string, double> isolated_atom_energies(std::vector<Frame> const& frames) {
  std::map<std::string, Frame const*> first;
  std::map<std::string, double> E0;
  for (Frame const& frame : frames) {
    auto const place = [](Frame const& at) {
      return fmt::format("{}: frame {}, line {}", at.file, at.number, at.line);
    };
    require(frame.symbols.size() == 1, fmt::format("{} has {} atoms (a file for E0 holds single atoms) remove it",
                                                   place(frame), frame.symbols.size()));
    std::string const& element = frame.symbols[0];
    require(frame.energy.has_value(), fmt::format("{}: {} alone has no energy (E0 needs it) add it or set energy_key{}",
                                                  place(frame), element, energy_hint(frame)));
    auto const [entry, is_new] = E0.emplace(element, *frame.energy);
    if (is_new) first[element] = &frame;
    require(is_new || entry->second == *frame.energy,
            fmt::format("{} gives {} alone {} eV ({} has {} eV) keep one of them", place(frame), element, *frame.energy,
                        place(*first[element]), entry->second));
  }
  return E0;
}

std::vector<double> smallest_least_squares(std::vector<std::vector<double>> const& rows,
                                           std::vector<double> const& values) {
  std::size_t const unknowns = rows.empty() ? 0 : rows[0].size();
  std::vector<std::vector<double>> normal(unknowns, std::vector<double>(unknowns, 0.0));
  std::vector<double> right(unknowns, 0.0);
  for (std::size_t n = 0; n < rows.size(); ++n)
    for (std::size_t s = 0; s < unknowns; ++s) {
      right[s] += rows[n][s] * values[n];
      for (std::size_t u = 0; u < unknowns; ++u) normal[s][u] += rows[n][s] * rows[n][u];
    }
  double trace = 0.0;
  for (std::size_t s = 0; s < unknowns; ++s) trace += normal[s][s];
  if (trace == 0.0) return right;  // all zero
  // Rows that are all alike leave directions open; a small diagonal picks the solution of minimal norm. What it costs
  // in accuracy, 1e-10 of x, ends in the shift.
  for (std::size_t s = 0; s < unknowns; ++s) normal[s][s] += 1e-10 * trace;
  return solve(std::move(normal), std::move(right));
}

std::vector<double> fit_atomic_energies(std::vector<std::vector<int>> const& counts,
                                        std::vector<double> const& energies) {
  std::vector<std::vector<double>> fractions;
  std::vector<double> per_atom;
  for (std::size_t n = 0; n < counts.size(); ++n) {
    double const atoms = std::accumulate(counts[n].begin(), counts[n].end(), 0.0);
    fractions.emplace_back();
    for (int const count : counts[n]) fractions.back().push_back(count / atoms);
    per_atom.push_back(energies[n] / atoms);
  }
  return smallest_least_squares(fractions, per_atom);
}

}  // namespace tesseral
