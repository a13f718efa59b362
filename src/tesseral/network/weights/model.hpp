// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A potential in the memory of a space: padded weights, their transposes, and the tables of radial functions.
#pragma once

#include "tesseral/core/pack.hpp"
#include "tesseral/core/types.hpp"
#include "tesseral/model/model_data.hpp"
#include "tesseral/network/radial/radial_table.hpp"
#include "tesseral/network/weights/rigidity.hpp"

#include <map>
#include <string>
#include <vector>

namespace tesseral {

/// Where a weight tensor stands in Model::values(), with its padded shape.
struct WeightRef {
  std::size_t offset = 0;
  int rows = 0;   // matrices: padded inputs
  int cols = 0;   // matrices: padded outputs, the length of a row; others: the padded last dimension
  int count = 0;  // number of matrices or rows
};

/// What layers of every kind have: a radial network and a readout.
struct LayerWeights {
  std::vector<WeightRef> radial;
  WeightRef degree_in, degree_out;  // only with RadialWeights::degree
  WeightRef readout;                // all layers but the last
  WeightRef readout_0, readout_1;   // the last
};

/// How radial functions are evaluated: by the network itself, as in training, or from a table made of it at load.
enum class RadialEvaluation { network, table };

/// Immutable but for set_weights(), set_pair_radii() and set_floor(), which training calls between evaluations.
template <class Space, class Real>
class Model {
 public:
  explicit Model(ModelData const&, RadialEvaluation = RadialEvaluation::network);

  Architecture const& architecture() const { return architecture_; }
  std::vector<std::string> const& elements() const { return elements_; }
  double scale() const { return scale_; }
  double shift() const { return shift_; }
  LoneAtom lone_atom() const { return lone_atom_; }
  // [species], and [species * species], Å; only with a reference
  Array1<double const, Space> full_neighbors() const { return full_neighbors_; }
  Array1<double const, Space> full_bonds() const { return full_bonds_; }
  Array1<double const, Space> bond_radius() const { return bond_radius_; }
  Array1<double const, Space> soft_below() const { return soft_below_; }  // eV, or empty
  Array1<double const, Space> energy_floor() const { return energy_floor_; }
  /// Channels, padded to whole packs.
  int channels() const { return padded<Space, Real>(architecture_.channels); }

  Array1<double const, Space> E0() const { return E0_; }  // [species]
  // [species * species], Å, or empty: ModelData
  Array1<double const, Space> inner_radius() const { return inner_radius_; }
  double largest_inner_radius() const { return largest_inner_radius_; }
  Array1<double const, Space> zbl_cutoff() const { return zbl_cutoff_; }
  /// inner_radius(), with 0 for pairs whose ZBL ends as a polynomial.
  Array1<double const, Space> zbl_inner_radius() const { return zbl_inner_radius_; }
  ZblConstants const& zbl() const { return zbl_; }
  Array1<double const, Space> atomic_number() const { return atomic_number_; }            // [species]
  Agnesi const& agnesi() const { return agnesi_; }                                        // without its radii
  Array1<double const, Space> agnesi_radius() const { return agnesi_radius_; }            // [species], Å, or empty
  Array1<double const, Space> bessel_frequencies() const { return bessel_frequencies_; }  // [bessel], 1/Å, or empty

  Rigidity<Space> const& rigidity() const { return rigidity_; }  // of F = 0 scalars: unknown

  WeightRef const& embedding() const { return embedding_; }
  LayerWeights const& layer(int t) const { return layers_[t]; }
  /// A tensor of layer t by its name; count 0 if the architecture has none of that name.
  WeightRef weight(int t, std::string const& name) const;
  /// All weights, each tensor padded with zeros to whole packs; matrices [count][rows][cols].
  Array1<Real const, Space> values() const { return values_; }
  /// The same with every matrix transposed in place, [count][cols][rows].
  Array1<Real const, Space> transposed() const { return transposed_; }

  /// Empty with RadialEvaluation::network.
  RadialTable<Space, Real> const& radial_table(int t) const { return tables_[t]; }
  /// Of the functions in front of the last map of layer 0; empty unless sums_before_channels().
  RadialTable<Space, Real> const& hidden_table() const { return hidden_table_; }

  /// Replaces all weights (of a model without tables), in the order of ModelData::weights.
  void set_weights(std::vector<double> const&);
  /// Replaces inner radii and ZBL cutoffs, [species][species], Å; empty: none.
  void set_pair_radii(SpeciesPairs const& inner_radius, SpeciesPairs const& zbl_cutoff);
  /// Replaces the energies, [species], eV, below which atoms cannot bind; both empty: none.
  void set_floor(std::vector<double> const& soft_below, std::vector<double> const& energy_floor);
  /// How often the weights have been replaced.
  std::size_t weights_version() const { return weights_version_; }
  /// gradient[k] += the entry of `padded_gradient` that belongs to weight k.
  void add_gradient_to_host(Array1<Real const, Space> padded_gradient, std::vector<double>& gradient) const;

 private:
  void upload_weights(std::vector<double> const&);

  Architecture architecture_;
  std::vector<std::string> elements_;
  double scale_ = 1.0;
  double shift_ = 0.0;
  LoneAtom lone_atom_ = LoneAtom::network;
  Array1<double, Space> E0_, full_neighbors_, full_bonds_, bond_radius_, inner_radius_, zbl_cutoff_, zbl_inner_radius_,
      atomic_number_;
  std::vector<double> zbl_polynomial_;  // [species * species]
  Array1<double, Space> soft_below_, energy_floor_, agnesi_radius_, bessel_frequencies_;
  ZblConstants zbl_;
  Agnesi agnesi_;
  Rigidity<Space> rigidity_;
  double largest_inner_radius_ = 0.0;
  std::size_t weights_version_ = 0;
  std::map<std::string, WeightRef> refs_;
  WeightRef embedding_;
  std::vector<LayerWeights> layers_;
  std::vector<std::size_t> padded_index_;      // [weight] -> entry of values()
  std::vector<std::size_t> transposed_index_;  // [weight] -> entry of transposed()
  Array1<Real, Space> values_, transposed_;
  std::vector<RadialTable<Space, Real>> tables_;
  RadialTable<Space, Real> hidden_table_;
};

}  // namespace tesseral
