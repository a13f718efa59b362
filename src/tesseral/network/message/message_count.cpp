// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/message_count.hpp"

#include "tesseral/network/message/convolution_choice.hpp"
#include "tesseral/network/message/factored_message.hpp"
#include "tesseral/network/message/node_product.hpp"
#include "tesseral/network/radial/first_layer_choice.hpp"
#include "tesseral/sphere/coupling_entries.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"
#include "tesseral/tensor_product/choice/power_operations.hpp"
#include "tesseral/tensor_product/choice/product_operations.hpp"
#include "tesseral/tensor_product/choice/symmetric_operations.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"
#include "tesseral/tensor_product/fourier/fourier.hpp"

namespace tesseral {
namespace {

// What is done once per edge and pass, whatever the channels.
double geometry_flops(std::vector<Path> const& paths, int l_max) {
  double terms = 0;
  for (Path const& path : paths) terms += static_cast<double>(gaunt_terms(path.l1, path.l2, path.l).size());
  return distance_flops + table_place_flops + harmonics_flops(l_max) + 2 * terms;
}

struct Counter {
  Architecture const& a;
  ProductAlgorithms const& products;
  double channels, real_size, edges;

  double row_bytes(int l) const { return num_lm(l) * channels * real_size; }
  double message_bytes(int t) const { return message_rows(a, t) * channels * real_size; }

  // both directions of the message of layer t, and of its radial functions
  void add_message(int t, OperationCount& forward, OperationCount& backward, OperationCount& radial_forward,
                   OperationCount& radial_backward) const {
    auto const paths = message_paths(a.l_in(t), a.l_max);
    double const geometry = geometry_flops(paths, a.l_max);
    bool const separate = a.message_mixing == MessageMixing::path;
    double applied = 0, adjoint = (separate ? 0.0 : torque_flops_up_to(a.l_max)) + torque_flops_up_to(a.l_in(t));
    for (Path const& path : paths) {
      if (separate) adjoint += torque_flops(path.l);
      int const inputs = 2 * path.l1 + 1, entries = (2 * path.l + 1) * inputs;
      applied += inputs + 2 * entries;
      adjoint += 5 * inputs - 1 + 4 * entries;
    }
    bool const to_senders = t > 0;  // what is in front of the first layer depends on no position
    if (to_senders) adjoint += num_lm(a.l_in(t));
    forward.flops += edges * (channels * applied + geometry);
    backward.flops += edges * (channels * adjoint + geometry);
    double const functions = a.radial_weights_of(t) == RadialWeights::shared ? 1 : paths.size();
    radial_forward.flops += edges * channels * 10 * functions;
    radial_backward.flops += edges * channels * 20 * functions;

    constexpr double displacement = 3 * sizeof(double), index = sizeof(int);
    forward.streamed_bytes += row_bytes(a.l_in(t)) + message_bytes(t) + edges * (displacement + index);
    forward.gathered_bytes += edges * row_bytes(a.l_in(t));
    backward.streamed_bytes += row_bytes(a.l_in(t)) * (to_senders ? 2 : 1) + message_bytes(t) +
                               edges * (3 * displacement + 2 * index + (to_senders ? sizeof(EdgeIndex) : 0));
    backward.gathered_bytes += edges * (row_bytes(a.l_in(t)) * (to_senders ? 3 : 1) + message_bytes(t));
    double const table = edges * 6 * channels * real_size * functions;
    radial_forward.gathered_bytes += table;
    radial_backward.gathered_bytes += table;
  }

  // of an edge's matrix
  PowerOperations matrix_operations(int t) const {
    if (a.coupling == Coupling::clebsch_gordan) return count_shared_coupling(a.factors, convolution_of(a, products[t]));
    double terms = 0;
    for (Path const& path : message_paths(a.l_in(t), a.l_max))
      terms += static_cast<double>(gaunt_terms(path.l1, path.l2, path.l).size());
    return {2 * terms, 2 * terms};
  }

  // the same by one matrix for each edge (factored_message.hpp)
  void add_factored_message(int t, OperationCount& forward, OperationCount& backward, OperationCount& turn,
                            OperationCount& radial_forward, OperationCount& radial_backward) const {
    int const i = num_lm(a.l_in(t)), groups = i / 4 + i % 4;
    double const inputs = i, d = num_lm(a.l_max);
    bool const to_senders = t > 0;
    auto const matrix = matrix_operations(t);
    double const geometry = distance_flops + table_place_flops + harmonics_flops(a.l_max) + matrix.forward;
    forward.flops += edges * (channels * inputs * (2 * d + 1) + geometry);
    backward.flops += edges * (channels * (inputs * (4 * d + 4) + groups * d + 3) + geometry +
                               harmonics_flops(a.l_max) + torque_flops_up_to(a.l_max) + matrix.backward);
    radial_forward.flops += edges * channels * 10;
    radial_backward.flops += edges * channels * 20;

    constexpr double displacement = 3 * sizeof(double), index = sizeof(int);
    forward.streamed_bytes += row_bytes(a.l_in(t)) + row_bytes(a.l_max) + edges * (displacement + index);
    forward.gathered_bytes += edges * row_bytes(a.l_in(t));
    backward.streamed_bytes += row_bytes(a.l_in(t)) * (to_senders ? 2 : 1) + row_bytes(a.l_max) +
                               edges * (3 * displacement + 2 * index + (to_senders ? sizeof(EdgeIndex) : 0));
    backward.gathered_bytes += 2 * edges * (row_bytes(a.l_in(t)) + row_bytes(a.l_max));
    turn.streamed_bytes += 2 * row_bytes(a.l_max);
    double const table = edges * 6 * channels * real_size;
    radial_forward.gathered_bytes += table;
    radial_backward.gathered_bytes += table;
  }

  // the first layer, if it sums before channels appear (atomic_basis.cpp)
  bool has_basis(int t) const { return t == 0 && first_layer_is_summed(a, products[t]); }
  double functions() const { return whole_packs(hidden_functions(a), static_cast<int>(real_size)); }
  double basis_bytes() const { return num_lm(a.l_max) * a.species * functions() * real_size; }
  void add_basis(OperationCount& forward, OperationCount& backward, OperationCount& radial_forward,
                 OperationCount& radial_backward) const {
    double const K = functions(), lms = num_lm(a.l_max);
    double const geometry = distance_flops + table_place_flops + harmonics_flops(a.l_max);
    forward.flops += edges * (K * 2 * lms + geometry);
    backward.flops += edges * (K * 4 * lms + 2 * lms + torque_flops_up_to(a.l_max) + geometry);
    radial_forward.flops += edges * K * 10;
    radial_backward.flops += edges * K * 20;
    constexpr double displacement = 3 * sizeof(double), index = sizeof(int);
    forward.streamed_bytes += basis_bytes() + edges * (displacement + index);
    backward.streamed_bytes += basis_bytes() + edges * (3 * displacement + index);
    backward.gathered_bytes += edges * lms * K * real_size;
    double const table = edges * 6 * K * real_size;
    radial_forward.gathered_bytes += table;
    radial_backward.gathered_bytes += table;
  }

  void add_map(int l, bool accumulate, OperationCount& count) const {
    add_mixing(l, channels, channels, accumulate, real_size, count);
  }

  void add_all_mixings(int t, OperationCount& forward, OperationCount& backward) const {
    for (auto* const count : {&forward, &backward}) {
      count->flops += has_basis(t) ? 2 * channels * num_lm(a.l_max) * a.species * functions()
                                   : 2 * channels * channels * message_rows(a, t);
      count->streamed_bytes += (has_basis(t) ? basis_bytes() : message_bytes(t)) + row_bytes(a.l_max);
      add_map(a.l_out(t), false, *count);
      if (count == &backward && t == 0) continue;
      if (!has_basis(t)) add_map(a.l_in(t), false, *count);
      add_map(a.l_residual(t), true, *count);
    }
  }

  PowerOperations node_product_operations(int t) const {
    int const C = static_cast<int>(channels);
    switch (a.node_product) {
      case NodeProductKind::gaunt:
        return count_gaunt_power(node_product_spec(a, t, C), products[t].product);
      case NodeProductKind::exact:
        return count_path_power(node_product_spec(a, t, C));
      default:
        return count_symmetric_power(symmetric_product_spec(a, t, C));
    }
  }

  void add_node_product(int t, OperationCount& forward, OperationCount& backward) const {
    int const l_out = a.l_out(t);
    PowerOperations const count = node_product_operations(t);
    forward.flops += channels * count.forward;
    backward.flops += channels * count.backward;
    forward.streamed_bytes += row_bytes(a.l_max) + row_bytes(l_out);
    backward.streamed_bytes += 2 * row_bytes(a.l_max) + row_bytes(l_out);
  }

  // the basis of every edge, once for all layers and its slopes with it, then a sum of each layer
  void add_density(OperationCount& forward, OperationCount& backward) const {
    forward.flops += edges * (distance_flops + a.bessel * (14 + 4.0 * a.layers));
    forward.streamed_bytes += edges * (3 + 2 * a.layers) * sizeof(double);
    backward.flops += a.layers * (edges * (distance_flops + 7) + 2 * num_lm(a.l_max) * channels);
    backward.streamed_bytes += a.layers * (edges * 10 * sizeof(double) + 2 * row_bytes(a.l_max));
  }

  void add_self_product(int t, OperationCount* mixing, OperationCount* product) const {
    int const l = a.l_out(t);
    for (int k = 0; k < 2; ++k) {
      add_map(l, false, mixing[0]);
      add_map(l, true, mixing[1]);
    }
    ProductSpec const spec = {l, l, l, static_cast<int>(channels)};
    PowerOperations const count =
        *a.self_product == Coupling::gaunt
            ? count_gaunt_product(spec, products[t].product)
            : count_sparse_product(static_cast<double>(coupling_entries(*a.self_product, l, l, l).size()));
    product[0].flops += channels * (count.forward + num_lm(l));
    product[1].flops += channels * count.backward;
    product[0].streamed_bytes += 6 * row_bytes(l);  // x, y, z; then h' += z
    product[1].streamed_bytes += 5 * row_bytes(l);
  }
};

}  // namespace

std::vector<OperationCount> count_message(Architecture const& architecture, ProductAlgorithms const& products,
                                          int real_size, double edges_per_atom) {
  Counter const counter{architecture, products, static_cast<double>(whole_packs(architecture.channels, real_size)),
                        static_cast<double>(real_size), edges_per_atom};
  OperationCount message[2] = {{"message::forward"}, {"message::backward"}};
  OperationCount turn{"message::turn"};
  OperationCount radial[2] = {{"radial_table::forward"}, {"radial_table::backward"}};
  OperationCount mixing[2] = {{"channel_mixing::forward"}, {"channel_mixing::backward"}};
  OperationCount product[2] = {{"power::forward"}, {"power::backward"}};
  OperationCount self[2] = {{"self_product::forward"}, {"self_product::backward"}};
  OperationCount density[2] = {{"neighbor_density::forward"}, {"neighbor_density::backward"}};
  OperationCount basis[2] = {{"atomic_basis::forward"}, {"atomic_basis::backward"}};
  for (int t = 0; t < architecture.layers; ++t) {
    if (counter.has_basis(t))
      counter.add_basis(basis[0], basis[1], radial[0], radial[1]);
    else if (has_one_matrix(architecture, t) && (architecture.coupling == Coupling::clebsch_gordan ||
                                                 convolution_of(architecture, products[t]) == ProductAlgorithm::direct))
      counter.add_factored_message(t, message[0], message[1], turn, radial[0], radial[1]);
    else if (convolution_of(architecture, products[t]) == ProductAlgorithm::direct)
      counter.add_message(t, message[0], message[1], radial[0], radial[1]);
    counter.add_all_mixings(t, mixing[0], mixing[1]);
    counter.add_node_product(t, product[0], product[1]);
    if (architecture.has_self_product(t)) counter.add_self_product(t, mixing, self);
  }
  std::vector<OperationCount> counts = {message[0], message[1], radial[0],  radial[1],
                                        mixing[0],  mixing[1],  product[0], product[1]};
  if (turn.streamed_bytes > 0) counts.push_back(turn);
  if (counter.has_basis(0)) counts.insert(counts.end(), basis, basis + 2);
  if (architecture.self_product) counts.insert(counts.end(), self, self + 2);
  if (architecture.normalisation == Normalisation::density) {
    counter.add_density(density[0], density[1]);
    counts.insert(counts.end(), density, density + 2);
  }
  return counts;
}

}  // namespace tesseral
