// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/choice/power_operations.hpp"

#include "tesseral/sphere/orbit_rule.hpp"
#include "tesseral/tensor_product/direct/direct_power.hpp"
#include "tesseral/tensor_product/direct/unrolled.hpp"
#include "tesseral/tensor_product/fourier/fourier_tables.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

/// Nonzeros of a product of all degrees up to these.
double nonzeros(int l_x, int l_y, int l_z) {
  double count = 0;
  for (int lx = 0; lx <= l_x; ++lx)
    for (int ly = 0; ly <= l_y; ++ly) count += detail::count_nonzeros(lx, ly, l_z);
  return count;
}

PowerOperations count_cp(PowerSpec const& spec) {
  double const pairs = static_cast<double>(antipodal_rule(spec.correlation * spec.l_x + spec.l_z).points.size());
  int const degrees = spec.l_x + 1, outputs = spec.l_z + 1;
  double const term = 2 * degrees + 1 + 4 * spec.correlation * outputs;
  double const term_adjoint = 4 * degrees + 3 + 5 * spec.correlation * outputs;
  double const lift = 2 * num_lm(spec.l_x) - degrees;
  return {pairs * (lift + spec.terms * term + outputs + 2 * num_lm(spec.l_z)),
          pairs * (lift + 2 * num_lm(spec.l_z) + spec.terms * term_adjoint + 2 * num_lm(spec.l_x))};
}

PowerOperations count_direct(PowerSpec const& spec) {
  auto const degrees = direct_power_degrees(spec);
  double raise = num_lm(spec.l_x), weigh = 0;
  for (int nu = 1; nu <= spec.correlation; ++nu) {
    if (nu > 1) raise += 3 * nonzeros(degrees[nu - 2], spec.l_x, degrees[nu - 1]);
    weigh += 2 * num_lm(std::min(degrees[nu - 1], spec.l_z));
  }
  return {spec.terms * (raise + weigh), spec.terms * (3 * raise + weigh)};
}

}  // namespace

double fourier_transform_operations(FourierGrid const& grid, int l, FourierMethod method) {
  double const thetas = grid.thetas, azimuths = grid.azimuths, rows = grid.rows();
  int const pairs_of_orders = l / 2 + 1;
  // over theta two orders of two channels at a time, over phi two channels
  if (method == FourierMethod::fast)
    return 2.5 * (2 * pairs_of_orders * thetas * std::log2(thetas) + rows * azimuths * std::log2(azimuths));
  return 2 * rows * (num_lm(l) + l * azimuths);
}

PowerOperations count_fourier_power(PowerSpec const& spec, FourierMethod method) {
  FourierGrid const grid = fourier_grid(spec.correlation * spec.l_x, spec.l_x, spec.l_z, method);
  auto const transform = [&](int l) { return fourier_transform_operations(grid, l, method); };
  double const outputs = spec.l_z + 1, azimuths = grid.azimuths;
  double const points = grid.rows() * azimuths * spec.terms * spec.correlation * outputs;
  double const transforms = spec.terms * transform(spec.l_x) + outputs * transform(spec.l_z);
  return {transforms + 2 * points, transforms + spec.terms * transform(spec.l_x) + 2.5 * points};
}

PowerOperations count_gaunt_power(PowerSpec const& spec, ProductAlgorithm algorithm) {
  if (algorithm == ProductAlgorithm::direct) return count_direct(spec);
  if (algorithm == ProductAlgorithm::cp) return count_cp(spec);
  return count_fourier_power(spec, algorithm == ProductAlgorithm::fft ? FourierMethod::fast : FourierMethod::sums);
}

PowerOperations count_path_power(PowerSpec const& spec) {
  double const nested = std::max(spec.correlation - 2, 0) * (3 * nonzeros(spec.l_x, spec.l_x, spec.l_x));
  double const last = (spec.correlation - 1) * (3 * nonzeros(spec.l_x, spec.l_x, spec.l_z) + num_lm(spec.l_z));
  double const linear = 2 * num_lm(spec.l_z);
  return {nested + last + linear, 3 * nested + 2 * last + linear};
}

}  // namespace tesseral
