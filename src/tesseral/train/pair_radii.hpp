// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where the network falls silent and what acts instead, from the distances in the data and from covalent radii.
#pragma once

#include "tesseral/model/model_data.hpp"

namespace tesseral {

/// [model]: radii of pairs of species.
struct PairReaches {
  // Sums of two covalent radii. Half of it is longer than bonds stretch in molecular dynamics, where the shift is to be
  // whole; more than needed, and an atom that left its bond keeps the shift for the atoms around it.
  double bond_reach = 2.4;
  double inner_reach = 0.9;  // closest distances of the data; 0: the network is never silent
  bool zbl = true;
  double zbl_reach = 0.8;  // sums of two covalent radii, or the inner radius if that is more
};

/// Sets the radii of a model whose elements, r_cut and fitted_range are known; none of them is beyond r_cut. Those of
/// bonds only where an atom alone has its E0.
void set_pair_radii(PairReaches const&, ModelData&);

}  // namespace tesseral
