// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The radial functions of a model's layer, put together from its weights, and where they fall silent.
#pragma once

#include "tesseral/network/edges/edge_operator.hpp"
#include "tesseral/network/weights/model.hpp"

namespace tesseral {

template <class Space, class Real>
InnerRadii<Space> inner_radii(Model<Space, Real> const& model) {
  return {model.inner_radius(), model.architecture().species, model.largest_inner_radius()};
}

template <class Space, class Real>
PairDistance<Space> pair_distance(Model<Space, Real> const& model) {
  auto const& agnesi = model.agnesi();
  return {model.agnesi_radius(), agnesi.a, agnesi.q, agnesi.p};
}

/// The radial network of a layer: shapes, and where its weights stand.
template <class Space, class Real>
RadialNetwork<Space, Real> radial_network(Model<Space, Real> const& model, int t) {
  Architecture const& a = model.architecture();
  LayerWeights const& layer = model.layer(t);
  Real const* const values = model.values().data();
  RadialNetwork<Space, Real> net;
  net.r_cut = a.r_cut;
  net.cutoff_power = a.cutoff_power;
  net.bessel = a.bessel;
  net.frequencies = model.bessel_frequencies().extent(0) > 0 ? model.bessel_frequencies().data() : nullptr;
  net.hidden = static_cast<int>(a.radial_hidden.size());
  net.width[0] = layer.radial[0].rows;
  for (int k = 0; k <= net.hidden; ++k) {
    net.width[k + 1] = layer.radial[k].cols;
    net.weight[k] = values + layer.radial[k].offset;
    net.transposed[k] = model.transposed().data() + layer.radial[k].offset;
    net.offset[k] = layer.radial[k].offset;
  }
  net.channels = model.channels();
  net.by_path = a.radial_weights != RadialWeights::degree;
  net.degree_in = values + layer.degree_in.offset;
  net.degree_out = values + layer.degree_out.offset;
  net.degree_in_offset = layer.degree_in.offset;
  net.degree_out_offset = layer.degree_out.offset;
  return net;
}

}  // namespace tesseral
