// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The part of the engine that depends on the type of features: the network in one precision, and its exchange of rows.
#pragma once

#include "halo_from_lammps.h"
#include "style_options.h"
#include "tesseral/core/precision.hpp"
#include "tesseral/model/model_data.hpp"
#include "tesseral/network/evaluator.hpp"
#include "tesseral/network/product_choice.hpp"

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <memory>
#include <sstream>
#include <string>

namespace tesseral::lammps {

template <class Space>
class AnyNetwork {
 public:
  virtual ~AnyNetwork() = default;
  /// As Evaluator::evaluate().
  virtual Evaluation<Space> evaluate(Space const&, NeighborGraph<Space> const&) = 0;
  /// Doubles per atom in the longest message between ranks.
  virtual int message_length() const = 0;
  /// Rows of the exchange under way, in the memory of the host and in that of Space.
  virtual HaloRows<HostSpace> host_rows() = 0;
  virtual HaloRows<Space> rows() const = 0;
  virtual std::size_t bytes() const = 0;
  /// How the network is computed, for the log: "radial tables of 400 and 600 intervals, error 8e-10, product cp".
  virtual std::string description() const = 0;
};

template <class Space, class Real>
class Network final : public AnyNetwork<Space> {
 public:
  Network(ModelData const& data, RadialEvaluation radial, ProductAlgorithms const& products, LAMMPS_NS::Comm& comm,
          LAMMPS_NS::Pair& pair)
      : model_(std::make_shared<Model<Space, Real> const>(data, radial)),
        evaluator_(model_, products),
        products_(names_of(products)),
        halo_(comm, pair) {}

  Evaluation<Space> evaluate(Space const& space, NeighborGraph<Space> const& graph) override {
    return evaluator_.evaluate(space, graph, halo_);
  }
  int message_length() const override { return tesseral::lammps::message_length<Real>(evaluator_.halo_width()); }
  HaloRows<HostSpace> host_rows() override { return halo_.host_rows(); }
  HaloRows<Space> rows() const override { return halo_.rows(); }
  std::size_t bytes() const override { return evaluator_.work_bytes(); }
  std::string description() const override { return radial() + ", product " + products_; }

 private:
  std::string radial() const {
    if (model_->radial_table(0).n == 0) return "radial functions from the network";
    std::ostringstream text;
    double error = 0.0;
    for (int t = 0; t < model_->architecture().layers; ++t) {
      text << (t == 0 ? "radial tables of " : " and ") << model_->radial_table(t).n;
      error = std::max(error, model_->radial_table(t).error);
    }
    text << " intervals, error " << std::setprecision(1) << std::scientific << error;
    return text.str();
  }

  std::shared_ptr<Model<Space, Real> const> model_;
  Evaluator<Space, Real> evaluator_;
  std::string products_;
  HaloFromLammps<Space, Real> halo_;
};

template <class Space>
std::unique_ptr<AnyNetwork<Space>> make_network(ModelData const& data, StyleOptions const& options,
                                                ProductAlgorithms const& products, LAMMPS_NS::Comm& comm,
                                                LAMMPS_NS::Pair& pair) {
  return with_real(options.precision, [&](auto real) -> std::unique_ptr<AnyNetwork<Space>> {
    return std::make_unique<Network<Space, decltype(real)>>(data, options.radial, products, comm, pair);
  });
}

/// Which algorithms the network is to use on this space. May measure, so that two ranks may find different answers.
template <class Space>
ProductAlgorithms choose_products(ModelData const& data, StyleOptions const& options) {
  return with_real(options.precision, [&](auto real) {
    return algorithms_of(choose_products<Space, decltype(real)>(Space(), data.architecture, options.product));
  });
}

}  // namespace tesseral::lammps
