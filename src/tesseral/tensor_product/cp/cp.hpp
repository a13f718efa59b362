// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The algorithm `cp`: z = A^T ((B x) o (C y)) with the exact factors of the Gaunt tensor, the harmonics at the points
/// of a quadrature rule of degree l_x + l_y + l_z: G(a,b,c) = sum_g w_g Y_a(g) Y_b(g) Y_c(g).
#pragma once

#include "tesseral/sphere/orbit_rule.hpp"
#include "tesseral/tensor_product/cp/cp_transform.hpp"
#include "tesseral/tensor_product/lifted/lifted_product.hpp"

namespace tesseral {

template <class Space, class Real>
using CpProduct = LiftedProduct<Space, Real, CpTransform>;

/// The exact factors of a rule of degree l_x + l_y + l_z or more.
template <class Space, class Real>
CpProduct<Space, Real> make_gaunt_cp_product(ProductSpec const&, OrbitRule const&);

/// The one that costs least for a Gaunt product.
OrbitRule gaunt_product_rule(ProductSpec const&);

/// Harmonics up to l_max <= max_l_product at a rule's points, [g][lm]; times the weights if asked for.
std::vector<double> rule_harmonics(OrbitRule const&, int l_max, bool weighted);

}  // namespace tesseral
