// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Energies, forces and virials of whole structures on the host, for programs without an MD code around.
#pragma once

#include "tesseral/core/precision.hpp"
#include "tesseral/model/model_data.hpp"
#include "tesseral/network/evaluator.hpp"

#include <array>
#include <functional>
#include <memory>
#include <vector>

namespace tesseral {

struct StructureResult {
  double energy = 0.0;                            // eV, E0 included
  std::vector<std::array<double, 3>> forces;      // [atom], eV/Å
  std::array<std::array<double, 3>, 3> virial{};  // -dE/d(strain), eV, symmetric
};

/// A model with the work arrays to evaluate structures one batch after another.
class StructureEvaluator {
 public:
  explicit StructureEvaluator(ModelData const& model, RadialEvaluation = RadialEvaluation::network,
                              Precision = Precision::double_);
  /// With node products as asked for; the other constructors let counted operations decide.
  StructureEvaluator(ModelData const& model, RadialEvaluation, Precision, ProductRequest);
  explicit StructureEvaluator(std::shared_ptr<Model<HostSpace, double> const> model);

  /// [structure]. Small structures share a batch so that all threads have work; a batch has a bounded number of edges
  /// unless a single structure has more. Throws Error naming the structure (from 1) whose edges cannot be found.
  std::vector<StructureResult> evaluate(std::vector<Structure> const&);
  StructureResult evaluate(Structure const&);

 private:
  template <class Real>
  void use(std::shared_ptr<Model<HostSpace, Real> const> model, ProductAlgorithms const& products = {});

  double r_cut_ = 0.0;
  std::function<Evaluation<HostSpace>(NeighborGraph<HostSpace> const&)> evaluate_;
};

/// Replaces the self-tests of the model by these structures with the answers of the engine.
void compute_self_test(ModelData& model, std::vector<Structure> const& structures);

}  // namespace tesseral
