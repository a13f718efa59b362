// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A kind of layers, as files, configurations and people see it. How it computes is network/layers/layers.hpp; the two
/// come together in network/layer_kinds.cpp, the one place that lists the kinds.
#pragma once

#include "tesseral/model/architecture.hpp"
#include "tesseral/model/attributes.hpp"
#include "tesseral/model/weight_list.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tesseral {

class LayerKind {
 public:
  virtual ~LayerKind() = default;
  /// As a file's attribute `layer_kind` has it.
  virtual std::string name() const = 0;
  /// Throws Error naming the first hyper-parameter that layers of this kind cannot have.
  virtual void check(Architecture const&) const = 0;
  /// The tensors of layer t in the order of the file: all but its readout. See add_radial_network().
  virtual void add_weights(Architecture const&, int t, WeightList&) const = 0;
  // Attributes of the group `architecture` that only this kind has.
  virtual void read(AttributeSource const&, Architecture&) const {}
  virtual void write(AttributeSink&, Architecture const&) const {}
  /// Rows of `tesseral info`: name and value.
  virtual std::vector<std::pair<std::string, std::string>> describe(Architecture const&) const = 0;
  /// Numbers that tell two networks apart whose weights have the same shapes.
  virtual std::vector<double> identity(Architecture const&) const { return {}; }
  /// Whether a structure and its mirror image have the same energy.
  virtual bool is_mirror_symmetric(Architecture const&) const = 0;
};

/// All kinds; whoever brings one of his own appends it. Defined in network/layer_kinds.cpp.
std::vector<LayerKind const*>& layer_kinds();

/// The kind of this name; throws Error that lists those there are.
LayerKind const& layer_kind(std::string const& name);

/// Rows of `tesseral info` for a clebsch_gordan coupling: rank and errors of its factors, and what symmetry is left.
std::vector<std::pair<std::string, std::string>> describe_factors(CpFactors const&);

/// The factors' numbers, which two networks with weights of the same shapes may not share.
std::vector<double> identity_of(CpFactors const&);

/// "layer_3/", what the names of layer t's tensors begin with.
std::string layer_prefix(int t);

/// The radial network of layer t with this many functions per channel. `gain`: of its first layer, in units of what
/// gives it unit variance over neighbours uniform in the cutoff sphere (<x_n^2> = 3/2 r_cut^-3).
void add_radial_network(Architecture const&, int t, int functions, double gain, WeightList&);

}  // namespace tesseral
