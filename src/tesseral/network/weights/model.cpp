// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/weights/model.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/model/elements.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/network/radial/first_layer_choice.hpp"

#include <algorithm>

namespace tesseral {
namespace {

/// A tensor's padded shape and where each of its weights goes, directly and in the transposed array.
class PaddedTensor {
 public:
  PaddedTensor(WeightTensor const& tensor, std::size_t offset, int (*pad)(int)) : tensor_(tensor) {
    padded_ = tensor.shape;
    for (std::size_t d = 0; d < padded_.size(); ++d)
      if (tensor.lane[d]) padded_[d] = pad(padded_[d]);
    // a matrix's rows are one dimension, its columns all dimensions behind it; other tensors are lists of rows
    int const rows_at = tensor.matrix_rows;
    int const last = static_cast<int>(padded_.size()) - 1;
    ref_.offset = offset;
    ref_.rows = rows_at >= 0 ? padded_[rows_at] : 1;
    ref_.cols = rows_at >= 0 ? product(rows_at + 1, last + 1) : padded_[last];
    ref_.count = product(0, rows_at >= 0 ? rows_at : last);
  }

  WeightRef const& ref() const { return ref_; }
  std::size_t size() const { return static_cast<std::size_t>(ref_.count) * ref_.rows * ref_.cols; }

  void append_indices(std::vector<std::size_t>& direct, std::vector<std::size_t>& transposed) const {
    for (std::size_t k = 0; k < tensor_.size; ++k) {
      std::size_t rest = k, index = 0, stride = 1;
      for (int d = static_cast<int>(padded_.size()) - 1; d >= 0; --d) {
        index += rest % tensor_.shape[d] * stride;
        rest /= tensor_.shape[d];
        stride *= padded_[d];
      }
      direct.push_back(ref_.offset + index);
      std::size_t const matrix = static_cast<std::size_t>(ref_.rows) * ref_.cols;
      std::size_t const row = index % matrix / ref_.cols, column = index % ref_.cols;
      transposed.push_back(ref_.offset + index / matrix * matrix + column * ref_.rows + row);
    }
  }

 private:
  int product(int begin, int end) const {
    int value = 1;
    for (int d = begin; d < end; ++d) value *= padded_[d];
    return value;
  }

  WeightTensor const& tensor_;
  std::vector<int> padded_;
  WeightRef ref_;
};

}  // namespace

template <class Space, class Real>
Model<Space, Real>::Model(ModelData const& data, RadialEvaluation radial)
    : architecture_(data.architecture),
      elements_(data.elements),
      scale_(data.scale),
      shift_(data.shift),
      lone_atom_(data.lone_atom) {
  auto const tensors = weight_tensors(architecture_);
  std::size_t offset = 0;
  for (auto const& tensor : tensors) {
    PaddedTensor const padded_tensor(tensor, offset, &padded<Space, Real>);
    refs_[tensor.name] = padded_tensor.ref();
    padded_tensor.append_indices(padded_index_, transposed_index_);
    offset += padded_tensor.size();
  }
  values_ = Array1<Real, Space>("tesseral::weights", offset);
  transposed_ = Array1<Real, Space>("tesseral::weights_transposed", offset);

  if (radial == RadialEvaluation::table) require_small_tables(data, sizeof(Real));
  embedding_ = refs_.at("embedding");
  for (int t = 0; t < architecture_.layers; ++t) {
    LayerWeights layer;
    for (std::size_t k = 0; k <= architecture_.radial_hidden.size(); ++k)
      layer.radial.push_back(weight(t, "radial_" + std::to_string(k)));
    layer.degree_in = weight(t, "degree_in");
    layer.degree_out = weight(t, "degree_out");
    layer.readout = weight(t, "readout");
    layer.readout_0 = weight(t, "readout_0");
    layer.readout_1 = weight(t, "readout_1");
    layers_.push_back(layer);
    tables_.emplace_back();
    if (radial == RadialEvaluation::table) {
      TableFit const fit = fit_table(data, t, table_tolerance<Real>);
      tables_.back() = make_radial_table<Space, Real>(data, t, fit.intervals);
      tables_.back().error = fit.error;
      if (t == 0 && sums_before_channels(architecture_))
        hidden_table_ = make_hidden_table<Space, Real>(data, t, fit.intervals);
    }
  }

  std::vector<double> numbers;
  for (auto const& element : data.elements) numbers.push_back(tesseral::atomic_number(element));
  atomic_number_ = upload<Space>("tesseral::atomic_number", numbers);
  full_neighbors_ = upload<Space>("tesseral::full_neighbors", data.full_neighbors);
  full_bonds_ = upload<Space>("tesseral::full_bonds", data.full_bonds);
  zbl_ = data.zbl;
  if (data.agnesi) agnesi_ = {data.agnesi->a, data.agnesi->q, data.agnesi->p, {}};
  agnesi_radius_ = upload<Space>("tesseral::agnesi_radius", data.agnesi ? data.agnesi->radii : std::vector<double>{});
  bessel_frequencies_ = upload<Space>("tesseral::bessel_frequencies", data.bessel_frequencies);
  bond_radius_ = upload<Space>("tesseral::bond_radius", flat(data.bond_radius));
  zbl_polynomial_ = flat(data.zbl_polynomial);
  set_pair_radii(data.inner_radius, data.zbl_cutoff);
  set_floor(data.soft_below, data.energy_floor);
  E0_ = upload<Space>("tesseral::E0", data.E0);
  if (data.uncertainty) rigidity_ = Rigidity<Space>(*data.uncertainty);
  upload_weights(data.weights);
}

template <class Space, class Real>
WeightRef Model<Space, Real>::weight(int t, std::string const& name) const {
  auto const found = refs_.find(layer_prefix(t) + name);
  return found == refs_.end() ? WeightRef{} : found->second;
}

template <class Space, class Real>
void Model<Space, Real>::set_weights(std::vector<double> const& weights) {
  require(tables_[0].n == 0,
          "weights of a model with radial tables cannot change (the tables belong to the old ones) use "
          "RadialEvaluation::network");
  upload_weights(weights);
  ++weights_version_;
}

template <class Space, class Real>
void Model<Space, Real>::set_pair_radii(SpeciesPairs const& inner_radius, SpeciesPairs const& zbl_cutoff) {
  inner_radius_ = upload<Space>("tesseral::inner_radius", flat(inner_radius));
  zbl_cutoff_ = upload<Space>("tesseral::zbl_cutoff", flat(zbl_cutoff));
  std::vector<double> steps = flat(inner_radius);
  require(zbl_polynomial_.empty() || zbl_polynomial_.size() == steps.size(),
          "ZBL has a choice of its end without inner radii (they were taken away alone) take zbl_polynomial away too");
  for (std::size_t k = 0; k < zbl_polynomial_.size(); ++k)
    if (zbl_polynomial_[k] != 0.0) steps[k] = 0.0;
  zbl_inner_radius_ = upload<Space>("tesseral::zbl_inner_radius", steps);
  largest_inner_radius_ = 0.0;
  for (double const radius : flat(inner_radius)) largest_inner_radius_ = std::max(largest_inner_radius_, radius);
}

template <class Space, class Real>
void Model<Space, Real>::set_floor(std::vector<double> const& soft_below, std::vector<double> const& energy_floor) {
  soft_below_ = upload<Space>("tesseral::soft_below", soft_below);
  energy_floor_ = upload<Space>("tesseral::energy_floor", energy_floor);
}

template <class Space, class Real>
void Model<Space, Real>::upload_weights(std::vector<double> const& weights) {
  require(weights.size() == padded_index_.size(),
          "the model has " + std::to_string(padded_index_.size()) + " weights, not " + std::to_string(weights.size()) +
              " (they belong to another architecture) use weights of the same architecture");
  auto const values = Kokkos::create_mirror_view(values_);
  auto const transposed = Kokkos::create_mirror_view(transposed_);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    values(padded_index_[k]) = static_cast<Real>(weights[k]);
    transposed(transposed_index_[k]) = static_cast<Real>(weights[k]);
  }
  Kokkos::deep_copy(values_, values);
  Kokkos::deep_copy(transposed_, transposed);
}

template <class Space, class Real>
void Model<Space, Real>::add_gradient_to_host(Array1<Real const, Space> padded_gradient,
                                              std::vector<double>& gradient) const {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, padded_gradient);
  for (std::size_t k = 0; k < gradient.size(); ++k) gradient[k] += static_cast<double>(host(padded_index_[k]));
}

#define TESSERAL_INSTANTIATE(Space, Real) template class Model<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
