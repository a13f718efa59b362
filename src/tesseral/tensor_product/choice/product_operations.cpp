// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/choice/product_operations.hpp"

#include "tesseral/sphere/gaunt_coefficients.hpp"
#include "tesseral/tensor_product/cp/cp.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

double all_lms(ProductSpec const& spec) { return num_lm(spec.l_x) + num_lm(spec.l_y) + num_lm(spec.l_z); }

PowerOperations count_cp(ProductSpec const& spec) {
  OrbitRule const rule = gaunt_product_rule(spec);
  double const orbits = static_cast<double>(rule.points.size()), classes = rule.classes;
  double const lms = all_lms(spec), operands = num_lm(spec.l_x) + num_lm(spec.l_y);
  double const reflections = classes * std::log2(classes);
  return {orbits * (2 * lms + 3 * reflections + classes) + lms,
          orbits * (2 * lms + 2 * operands + 5 * reflections + 3 * classes) + 2 * lms};
}

PowerOperations count_fourier(ProductSpec const& spec, FourierMethod method) {
  FourierGrid const grid = fourier_grid(spec.l_x + spec.l_y, std::max(spec.l_x, spec.l_y), spec.l_z, method);
  auto const transform = [&](int l) { return fourier_transform_operations(grid, l, method); };
  double const operands = transform(spec.l_x) + transform(spec.l_y), transforms = operands + transform(spec.l_z);
  double const points = grid.rows() * grid.azimuths;
  return {transforms + points + all_lms(spec), transforms + operands + 3 * points + 2 * all_lms(spec)};
}

}  // namespace

PowerOperations count_gaunt_product(ProductSpec const& spec, ProductAlgorithm algorithm) {
  if (algorithm == ProductAlgorithm::direct)
    return count_sparse_product(static_cast<double>(gaunt_product_terms(spec.l_x, spec.l_y, spec.l_z).size()));
  if (algorithm == ProductAlgorithm::cp) return count_cp(spec);
  return count_fourier(spec, algorithm == ProductAlgorithm::fft ? FourierMethod::fast : FourierMethod::sums);
}

PowerOperations count_sparse_product(double nonzeros) { return {3 * nonzeros, 6 * nonzeros}; }

}  // namespace tesseral
