// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The arguments of pair_style and pair_coeff. Nothing of LAMMPS appears here.
#pragma once

#include "tesseral/core/precision.hpp"
#include "tesseral/network/weights/model.hpp"
#include "tesseral/tensor_product/spec/product_request.hpp"

#include <string>
#include <vector>

namespace tesseral::lammps {

/// What pair_style chose.
struct StyleOptions {
  Precision precision = Precision::double_;
  RadialEvaluation radial = RadialEvaluation::table;
  ProductRequest product;
};

/// `precision double|single|mixed`, `product auto|direct|cp|fourier`, `radial table|network`; throws Error with what
/// there is.
StyleOptions read_style_options(std::vector<std::string> const& arguments);

/// `* * MODEL.h5 ELEMENT…` with one element, or NULL, per atom type; throws Error otherwise.
void check_coefficients(std::vector<std::string> const& arguments, int atom_types);

/// [type], entry 0 unused: index of the element in the model, -1 for NULL. Throws Error for an element that the model
/// does not know.
std::vector<int> species_of_types(ModelData const&, std::vector<std::string> const& elements);

}  // namespace tesseral::lammps
