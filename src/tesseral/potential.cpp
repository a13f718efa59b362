// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/potential.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/forces/edge_forces.hpp"
#include "tesseral/forces/energy_moments.hpp"
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
  virtual Evaluation<Space> evaluate(Space const&, NeighborGraph<Space> const&, AnyHaloExchange<Space>*, WayBack) = 0;
  virtual Evaluation<Space> weighted_gradient(Space const&, AnyHaloExchange<Space>&,
                                              Array1<double const, Space> weight) = 0;
  virtual void keep_scalars(bool keep) = 0;
  virtual std::vector<double> scalars_of(int first, int end) const = 0;
  virtual Array1<double const, Space> expected_errors(Space const&) = 0;
  virtual bool knows_errors() const = 0;
  virtual int layers() const = 0;
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

  Evaluation<Space> evaluate(Space const& space, NeighborGraph<Space> const& graph, AnyHaloExchange<Space>* halo,
                             WayBack way_back) override {
    if (halo == nullptr) return evaluator_->evaluate(space, graph, no_halo_, way_back);
    return evaluator_->evaluate(space, graph, static_cast<HaloExchange<Space, Real>&>(*halo), way_back);
  }
  Evaluation<Space> weighted_gradient(Space const& space, AnyHaloExchange<Space>& halo,
                                      Array1<double const, Space> weight) override {
    return evaluator_->weighted_gradient(space, halo, weight);
  }
  void keep_scalars(bool keep) override { evaluator_->keep_scalars(keep); }
  std::vector<double> scalars_of(int first, int end) const override {
    auto const rows = Kokkos::subview(evaluator_->scalars(), std::make_pair(first, end), Kokkos::ALL);
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), rows);
    std::vector<double> numbers;
    for (int i = 0; i < end - first; ++i)
      for (std::size_t c = 0; c < host.extent(1); ++c) numbers.push_back(host(i, c));
    return numbers;
  }
  Array1<double const, Space> expected_errors(Space const& space) override {
    return evaluator_->expected_errors(space);
  }
  bool knows_errors() const override { return model().rigidity().scalars > 0; }
  int layers() const override { return model().architecture().layers; }
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
bool Potential<Space>::knows_errors() const {
  return engine_->knows_errors();
}

template <class Space>
GraphResult<Space> Potential<Space>::evaluate(Space const& space, NeighborGraph<Space> const& graph,
                                              AnyHaloExchange<Space>& halo) {
  return evaluate_graph(space, graph, &halo, WayBack::once);
}
template <class Space>
GraphResult<Space> Potential<Space>::evaluate(Space const& space, NeighborGraph<Space> const& graph) {
  return evaluate_graph(space, graph, nullptr, WayBack::once);
}

template <class Space>
GraphResult<Space> Potential<Space>::evaluate_graph(Space const& space, NeighborGraph<Space> const& graph,
                                                    AnyHaloExchange<Space>* halo, WayBack way_back) {
  Evaluation<Space> const evaluation = engine_->evaluate(space, graph, halo, way_back);
  graph_ = graph;
  edge_gradient_ = evaluation.edge_gradient;
  grow(forces_, "tesseral::forces", graph.n_total);
  Vectors<double, Space> const forces(forces_.data(), graph.n_total);
  gather_forces(space, graph, edge_gradient_, forces);
  return {evaluation.energy, forces, edge_gradient_, {}};
}

template <class Space>
std::array<double, 6> Potential<Space>::virial(Space const& space) const {
  return tesseral::virial(space, graph_, edge_gradient_);
}

template <class Space>
Array2<double const, Space> Potential<Space>::atom_virials(Space const& space) {
  grow(atom_virials_, "tesseral::atom_virials", graph_.n_total, 6);
  Array2<double, Space> const rows(atom_virials_.data(), graph_.n_total, 6);
  gather_atom_virial(space, graph_, edge_gradient_, rows);
  return rows;
}

template <class Space>
void Potential<Space>::expect_errors(bool expect) {
  keep_scalars(false, expect);
}

template <class Space>
void Potential<Space>::keep_scalars(bool scalars, bool errors) {
  require(
      !errors || knows_errors(),
      "the model file does not say what errors to expect (it has no group 'uncertainty') `tesseral calibrate` finds "
      "out, from the frames that it was trained and validated on");
  engine_->keep_scalars(scalars || errors);
}

template <class Space>
Array1<double const, Space> Potential<Space>::expected_errors(Space const& space) {
  return engine_->expected_errors(space);
}

template <class Space>
std::vector<double> Potential<Space>::scalars_of(int first, int end) const {
  return engine_->scalars_of(first, end);
}

template <class Space>
GraphResult<Space> Potential<Space>::evaluate_with_centroid_virials(Space const& space,
                                                                    NeighborGraph<Space> const& graph,
                                                                    Vectors<double const, Space> positions,
                                                                    AnyHaloExchange<Space>& halo) {
  grow(centroid_virials_, "tesseral::centroid_virials", graph.n_total, 9);
  Array2<double, Space> const W(centroid_virials_.data(), graph.n_total, 9);
  GraphResult<Space> result;
  if (engine_->layers() == 1) {
    result = evaluate_graph(space, graph, &halo, WayBack::once);
    gather_centroid_virial(space, graph, edge_gradient_, W);
  } else {
    grow(positions_, "tesseral::centered_positions", graph.n_total);
    Vectors<double, Space> const x(positions_.data(), graph.n_total);
    centered_positions(space, graph.n_owned, positions, x);
    moment_halo_.begin(space, halo, graph.n_owned, x);
    result = evaluate_graph(space, graph, &moment_halo_, WayBack::repeated);
    find_moments(space, W);
    result.edge_gradient = edge_gradient_;
  }
  result.centroid_virials = W;
  return result;
}

// Every gradient is written to the same array: that of the energy is kept.
template <class Space>
void Potential<Space>::find_moments(Space const& space, Array2<double, Space> W) {
  NeighborGraph<Space> const& graph = graph_;
  grow(moment_forces_, "tesseral::moment_forces", graph.n_total);
  grow(moment_weights_, "tesseral::moment_weights", graph.n_owned);
  grow(kept_edge_gradient_, "tesseral::kept_edge_gradient", graph.n_edges());
  Vectors<double, Space> const x(positions_.data(), graph.n_total);
  Vectors<double, Space> const moment_forces(moment_forces_.data(), graph.n_total);
  auto const edges = std::make_pair<std::size_t, std::size_t>(0, graph.n_edges());
  Kokkos::deep_copy(space, Kokkos::subview(kept_edge_gradient_, edges, Kokkos::ALL),
                    Kokkos::subview(edge_gradient_, edges, Kokkos::ALL));
  edge_gradient_ = kept_edge_gradient_;
  for (int a = 0; a < 3; ++a) {
    moment_halo_.begin_direction(a);
    weights_of_moment(space, graph.n_owned, x, a, moment_weights_);
    auto const moment = engine_->weighted_gradient(space, moment_halo_, moment_weights_);
    gather_forces(space, graph, moment.edge_gradient, moment_forces);
    centroid_virial_row(space, x, a, forces_, moment_forces, W);
  }
}

template <class Space>
std::size_t Potential<Space>::halo_row_bytes() const {
  constexpr std::size_t position_bytes = 3 * sizeof(double);
  return engine_->layers() == 1 ? 0 : std::max(engine_->halo_row_bytes(), position_bytes);
}

template <class Space>
std::size_t Potential<Space>::work_bytes() const {
  std::size_t const numbers = forces_.size() + atom_virials_.size() + centroid_virials_.size() + positions_.size() +
                              moment_forces_.size() + kept_edge_gradient_.size() + moment_weights_.size();
  return engine_->work_bytes() + moment_halo_.bytes() + sizeof(double) * numbers;
}

template <class Space>
std::string Potential<Space>::description() const {
  return engine_->radial() + ", " + engine_->products();
}

#define TESSERAL_INSTANTIATE(Space) template class Potential<Space>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
