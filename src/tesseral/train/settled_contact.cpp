// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/settled_contact.hpp"

#include "tesseral/scans/scans.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace tesseral {
namespace {

using Pair = std::array<int, 2>;  // of species, in order

/// What is tried, as parts of the radii that the pair had.
struct Trial {
  double inner = 1.0, zbl = 1.0;
};
// First further inside, where ZBL is stronger, then as far outside as the data allow (inner radii are 0.9 of the
// closest distances), then with a wider ZBL, unless it acts among the data: what the network learnt beside it must
// stay.
constexpr Trial trials[] = {{1.0, 1.0},  {0.95, 1.0}, {0.9, 1.0},  {0.85, 1.0}, {0.8, 1.0},  {0.75, 1.0}, {0.7, 1.0},
                            {1.05, 1.0}, {1.1, 1.0},  {1.0, 1.05}, {1.0, 1.1},  {1.0, 1.15}, {1.0, 1.2},  {1.0, 1.25},
                            {1.0, 1.3},  {1.0, 1.35}, {1.0, 1.4},  {1.0, 1.45}, {1.0, 1.5}};
constexpr int trial_count = sizeof trials / sizeof trials[0];

Pair ordered(Pair pair) { return {std::min(pair[0], pair[1]), std::max(pair[0], pair[1])}; }

/// The pairs that meet on curves that do not fall; of two atoms, or, if all of those fall, of three, or of one pushed.
std::set<Pair> rising_pairs(ModelData const& model) {
  Potential<> potential(model, exact_options());
  std::set<Pair> rising;
  for (auto const paths : {scans::dimer_paths, scans::third_atom_paths, scans::pushed_atom_paths}) {
    for (scans::Curve const& curve : scans::scan(potential, paths(model)))
      if (!scans::judge(curve).falls())
        for (Pair const& pair : curve.pairs) rising.insert(ordered(pair));
    if (!rising.empty()) break;
  }
  return rising;
}

bool may_be_wider(Pair const& pair, ModelData const& model) {
  return model.zbl_polynomial.empty() || model.zbl_polynomial[pair[0]][pair[1]] == 0.0;
}

void set_radii(Trial const& trial, Pair const& pair, ModelData const& start, ModelData& model) {
  auto const [a, b] = pair;
  double const r_cut = start.architecture.r_cut;
  model.inner_radius[a][b] = model.inner_radius[b][a] = std::min(trial.inner * start.inner_radius[a][b], r_cut);
  model.zbl_cutoff[a][b] = model.zbl_cutoff[b][a] = std::min(trial.zbl * start.zbl_cutoff[a][b], r_cut);
}

std::string changes(Pair const& pair, ModelData const& start, ModelData const& model) {
  auto const [a, b] = pair;
  std::string text;
  auto const add = [&](char const* what, double now, double before) {
    if (now != before)
      text += fmt::format("{}{} within {:.3f} instead of {:.3f} Å", text.empty() ? "" : ", ", what, now, before);
  };
  add("silent", model.inner_radius[a][b], start.inner_radius[a][b]);
  add("ZBL", model.zbl_cutoff[a][b], start.zbl_cutoff[a][b]);
  return text;
}

}  // namespace

std::vector<std::string> settle_contact(ModelData& model) {
  if (model.inner_radius.empty() || model.zbl_cutoff.empty()) return {};
  ModelData const start = model;
  std::map<Pair, int> trial;  // the last one of each pair that rose
  std::set<Pair> rising = rising_pairs(model);
  for (bool changed = true; changed && !rising.empty();) {
    changed = false;
    for (Pair const& pair : rising)
      if (int& t = trial[pair]; t + 1 < trial_count && (trials[t + 1].zbl == 1.0 || may_be_wider(pair, start))) {
        set_radii(trials[++t], pair, start, model);
        changed = true;
      }
    if (changed) rising = rising_pairs(model);
  }
  std::vector<std::string> lines;
  for (auto const& [pair, t] : trial) {
    std::string const name = start.elements[pair[0]] + "-" + start.elements[pair[1]] + ": ";
    if (rising.count(pair) > 0) {
      set_radii(trials[0], pair, start, model);
      lines.push_back(name +
                      "nothing that was tried makes atoms repel each other up to contact (the network outweighs "
                      "ZBL where it falls silent) see the scans of `tesseral check`");
    } else {
      lines.push_back(name + changes(pair, start, model) + ", so that atoms repel each other up to contact");
    }
  }
  return lines;
}

}  // namespace tesseral
