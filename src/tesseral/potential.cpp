// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/potential.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/forces/edge_forces.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/network/layers/layers_maker.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace tesseral {

/// The part that depends on the type of features.
template <class Space>
class Potential<Space>::Engine {
 public:
  virtual ~Engine() = default;
  virtual Evaluation<Space> evaluate(Space const&, NeighborGraph<Space> const&, AnyHaloExchange<Space>*) = 0;
  virtual std::vector<std::string> const& elements() const = 0;
  virtual double r_cut() const = 0;
  virtual ProductAlgorithms const& algorithms() const = 0;
  virtual std::size_t halo_row_bytes() const = 0;
  virtual std::size_t work_bytes() const = 0;
  virtual std::string radial() const = 0;
  virtual std::string products() const = 0;
};

template <class Space>
template <class Real>
class Potential<Space>::EngineOf final : public Engine {
 public:
  explicit EngineOf(std::shared_ptr<Evaluator<Space, Real>> evaluator) : evaluator_(std::move(evaluator)) {}

  Evaluation<Space> evaluate(Space const& space, NeighborGraph<Space> const& graph,
                             AnyHaloExchange<Space>* halo) override {
    if (halo == nullptr) return evaluator_->evaluate(space, graph, no_halo_);
    return evaluator_->evaluate(space, graph, static_cast<HaloExchange<Space, Real>&>(*halo));
  }
  std::vector<std::string> const& elements() const override { return model().elements(); }
  double r_cut() const override { return model().architecture().r_cut; }
  ProductAlgorithms const& algorithms() const override { return evaluator_->algorithms(); }
  std::size_t halo_row_bytes() const override { return evaluator_->halo_width() * sizeof(Real); }
  std::size_t work_bytes() const override { return evaluator_->work_bytes(); }
  std::string products() const override {
    Architecture const& a = model().architecture();
    return layers_maker<Space, Real>(a.layer_kind).describe_algorithms(a, algorithms());
  }
  std::string radial() const override {
    if (model().radial_table(0).n == 0) return "radial functions from the network";
    std::string text;
    double error = 0.0;
    for (int t = 0; t < model().architecture().layers; ++t) {
      text += (t == 0 ? "radial tables of " : " and ") + std::to_string(model().radial_table(t).n);
      error = std::max(error, model().radial_table(t).error);
    }
    char digits[32];
    std::snprintf(digits, sizeof(digits), "%.1e", error);
    return text + " intervals, error " + digits;
  }

 private:
  Model<Space, Real> const& model() const { return evaluator_->model(); }

  std::shared_ptr<Evaluator<Space, Real>> evaluator_;
  NoHalo<Space, Real> no_halo_;
};

template <class Space>
Potential<Space>::Potential(std::string const& model_file, PotentialOptions const& options)
    : Potential(read_model(model_file), options) {}

template <class Space>
Potential<Space>::Potential(ModelData const& data, PotentialOptions const& options)
    : Potential(data, options, choose_algorithms(data, options)) {}

template <class Space>
Potential<Space>::Potential(ModelData const& data, PotentialOptions const& options, ProductAlgorithms const& algorithms)
    : engine_(with_real(options.precision, [&](auto real) -> std::unique_ptr<Engine> {
        using Real = decltype(real);
        auto model = std::make_shared<Model<Space, Real> const>(data, options.radial);
        return std::make_unique<EngineOf<Real>>(std::make_shared<Evaluator<Space, Real>>(std::move(model), algorithms));
      })) {}

template <class Space>
Potential<Space>::Potential(std::shared_ptr<Evaluator<Space, double>> evaluator)
    : engine_(std::make_unique<EngineOf<double>>(std::move(evaluator))) {}
template <class Space>
Potential<Space>::Potential(std::shared_ptr<Evaluator<Space, float>> evaluator)
    : engine_(std::make_unique<EngineOf<float>>(std::move(evaluator))) {}

template <class Space>
Potential<Space>::~Potential() = default;
template <class Space>
Potential<Space>::Potential(Potential&&) noexcept = default;
template <class Space>
Potential<Space>& Potential<Space>::operator=(Potential&&) noexcept = default;

template <class Space>
ProductAlgorithms Potential<Space>::choose_algorithms(ModelData const& data, PotentialOptions const& options) {
  return with_real(options.precision, [&](auto real) {
    return algorithms_of(
        choose_products<Space, decltype(real)>(Space(), data.architecture, options.product, options.choice));
  });
}

template <class Space>
std::vector<std::string> const& Potential<Space>::elements() const {
  return engine_->elements();
}

template <class Space>
int Potential<Space>::species_of(std::string const& element) const {
  return index_of_element(elements(), element);
}

template <class Space>
double Potential<Space>::r_cut() const {
  return engine_->r_cut();
}

template <class Space>
ProductAlgorithms const& Potential<Space>::algorithms() const {
  return engine_->algorithms();
}

template <class Space>
GraphResult<Space> Potential<Space>::evaluate(Space const& space, NeighborGraph<Space> const& graph,
                                              AnyHaloExchange<Space>& halo) {
  return evaluate_graph(space, graph, &halo);
}
template <class Space>
GraphResult<Space> Potential<Space>::evaluate(Space const& space, NeighborGraph<Space> const& graph) {
  return evaluate_graph(space, graph, nullptr);
}

template <class Space>
GraphResult<Space> Potential<Space>::evaluate_graph(Space const& space, NeighborGraph<Space> const& graph,
                                                    AnyHaloExchange<Space>* halo) {
  Evaluation<Space> const evaluation = engine_->evaluate(space, graph, halo);
  graph_ = graph;
  edge_gradient_ = evaluation.edge_gradient;
  grow(forces_, "tesseral::forces", graph.n_total);
  Vectors<double, Space> const forces(forces_.data(), graph.n_total);
  gather_forces(space, graph, edge_gradient_, forces);
  return {evaluation.energy, forces, edge_gradient_};
}

template <class Space>
std::array<double, 6> Potential<Space>::virial(Space const& space) const {
  return tesseral::virial(space, graph_, edge_gradient_);
}

template <class Space>
Array2<double, Space> Potential<Space>::virial_rows(int components) {
  grow(virials_, "tesseral::atom_virials", static_cast<std::size_t>(graph_.n_total) * components);
  return Array2<double, Space>(virials_.data(), graph_.n_total, components);
}

template <class Space>
Array2<double const, Space> Potential<Space>::atom_virials(Space const& space) {
  auto const rows = virial_rows(6);
  gather_atom_virial(space, graph_, edge_gradient_, rows);
  return rows;
}

template <class Space>
Array2<double const, Space> Potential<Space>::centroid_virials(Space const& space) {
  auto const rows = virial_rows(9);
  gather_centroid_virial(space, graph_, edge_gradient_, rows);
  return rows;
}

template <class Space>
std::size_t Potential<Space>::halo_row_bytes() const {
  return engine_->halo_row_bytes();
}

template <class Space>
std::size_t Potential<Space>::work_bytes() const {
  return engine_->work_bytes() + sizeof(double) * (forces_.size() + virials_.size());
}

template <class Space>
std::string Potential<Space>::description() const {
  return engine_->radial() + ", " + engine_->products();
}

#define TESSERAL_INSTANTIATE(Space) template class Potential<Space>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
