// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// How a potential is computed. The names, values, defaults and explanations that a user meets stand here alone: the
/// pair style, the program and every language that opens a potential read this table.
#pragma once

#include "tesseral/core/precision.hpp"
#include "tesseral/network/weights/model.hpp"
#include "tesseral/tensor_product/choice/power_choice.hpp"
#include "tesseral/tensor_product/spec/product_request.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tesseral {

struct PotentialOptions {
  Precision precision = Precision::double_;
  ProductRequest product;  // empty: auto
  ChoiceBasis choice = ChoiceBasis::measured;
  RadialEvaluation radial = RadialEvaluation::table;
};

/// What a self-test stands for: double precision, radial functions from the network itself.
inline PotentialOptions exact_options(ProductRequest product = {}) {
  return {Precision::double_, std::move(product), ChoiceBasis::measured, RadialEvaluation::network};
}

/// One option as users write it.
struct OptionDescription {
  std::string name;
  std::vector<std::string> values;  // all there are; the first is the default
  std::string help;                 // for a list of options, one clause
};
std::vector<OptionDescription> const& option_descriptions();

/// Throws Error that lists what there is if the name or the value is unknown.
void set_option(PotentialOptions&, std::string const& name, std::string const& value);

/// The value of an option as users write it; throws Error if there is no such option.
std::string option_value(PotentialOptions const&, std::string const& name);

}  // namespace tesseral
