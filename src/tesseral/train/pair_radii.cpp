// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/pair_radii.hpp"

#include "tesseral/model/elements.hpp"

#include <algorithm>

namespace tesseral {
namespace {

// Pairs that have no bonds in the data come no closer than this part of their van der Waals radii, which are by about
// 0.8 Å larger than the covalent ones (L. Pauling, The Nature of the Chemical Bond, 1960, section 7-12).
constexpr double closest_contact = 0.6;
constexpr double beyond_covalent = 0.8;  // Å
// Closest distances of the data. Up to here a step of ZBL leaves hardly anything among them.
constexpr double step_reach = 1.05;

/// f(a, b) of each pair of species, but at most r_cut.
template <class Function>
SpeciesPairs pairs_of(ModelData const& model, Function const& f) {
  SpeciesPairs pairs;
  for (std::size_t a = 0; a < model.elements.size(); ++a) {
    auto& row = pairs.emplace_back();
    for (std::size_t b = 0; b < model.elements.size(); ++b)
      row.push_back(std::min(model.architecture.r_cut, f(std::min(a, b), std::max(a, b))));
  }
  return pairs;
}

}  // namespace

void set_pair_radii(PairReaches const& reaches, ModelData& model) {
  SpeciesPairs const& closest = model.fitted_range->closest;
  auto const bond = [&](std::size_t a, std::size_t b) {
    return covalent_radius(atomic_number(model.elements[a])) + covalent_radius(atomic_number(model.elements[b]));
  };
  auto const inner = [&](std::size_t a, std::size_t b) {
    double const contact = bond(a, b) + 2.0 * beyond_covalent;
    return std::min(reaches.inner_reach * closest[a][b], closest_contact * contact);
  };
  if (is_E0_alone(model.lone_atom))
    model.bond_radius = pairs_of(model, [&](std::size_t a, std::size_t b) { return reaches.bond_reach * bond(a, b); });
  if (reaches.inner_reach > 0.0) model.inner_radius = pairs_of(model, inner);
  if (!reaches.zbl) return;
  // Where the network is whole, ZBL would be added to what it learnt; and hotter runs come closer than the data.
  model.zbl_cutoff = pairs_of(
      model, [&](std::size_t a, std::size_t b) { return std::max(reaches.zbl_reach * bond(a, b), inner(a, b)); });
  if (reaches.inner_reach <= 0.0) return;
  // A step among distances that the data have is steeper than the network can take back.
  SpeciesPairs const among_data = pairs_of(model, [&](std::size_t a, std::size_t b) {
    return model.zbl_cutoff[a][b] > step_reach * closest[a][b] ? 1.0 : 0.0;
  });
  auto const numbers = flat(among_data);
  if (std::count(numbers.begin(), numbers.end(), 1.0) > 0) model.zbl_polynomial = among_data;
}

}  // namespace tesseral
