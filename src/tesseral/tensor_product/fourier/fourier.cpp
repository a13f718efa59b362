// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/fourier/fourier.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/tensor_product/fourier/fourier_tables.hpp"
#include "tesseral/tensor_product/fourier/wave_product.hpp"
#include "tesseral/tensor_product/lifted/lifted_launch.hpp"
#include "tesseral/tensor_product/lifted/lifted_power_launch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tesseral {

template <class Real>
struct FourierPlans {
  struct Factor {
    std::vector<Real> series, row_scale;
    std::unique_ptr<BatchedFft<Real>> theta, phi, theta_rest, phi_rest;
  };
  Factor x, y, z;
};

namespace {

constexpr double pi = 3.14159265358979323846;

double azimuth_wave(int m, double phi) { return m < 0 ? std::sin(-m * phi) : std::cos(m * phi); }

/// What a factor is: waves [l(l+1)/2 + m][u] and the scale of its rows.
struct FactorTables {
  int l_max, largest_u;
  std::vector<double> series, row_scale;

  double at_row(int row, FourierGrid const& grid, int l, int m) const {
    double sum = 0.0;
    for (int u = l % 2; u <= largest_u; u += 2)
      sum += series[(l * (l + 1) / 2 + m) * (largest_u + 1) + u] * theta_wave(m, u, grid.theta(row));
    return row_scale[row] * sum;
  }
};

FactorTables harmonics_factor(int l_max, FourierGrid const& grid) {
  return {l_max, l_max, harmonic_series(l_max), std::vector<double>(grid.rows(), 1.0)};
}

// The coefficient of a wave u > 0 is 2/thetas times its sum over the full circle; the mean over phi is that over the
// azimuths.
FactorTables projection_factor(int l_max, int largest_u, FourierGrid const& grid) {
  FactorTables tables{l_max, largest_u, projection_series(l_max, largest_u), {}};
  for (int row = 0; row < grid.rows(); ++row) tables.row_scale.push_back(grid.multiplicity(row));
  for (std::size_t k = 0; k < tables.series.size(); ++k)
    tables.series[k] *= (k % (largest_u + 1) == 0 ? 1.0 : 2.0) / grid.thetas / grid.azimuths;
  return tables;
}

template <class Real>
FftSteps<Real> make_steps(FactorTables const& tables, FourierGrid const& grid, int width, int rest,
                          typename FourierPlans<Real>::Factor& plans) {
  FftSteps<Real> steps;
  steps.full_width = width;
  steps.l_max = tables.l_max;
  steps.largest_u = tables.largest_u;
  steps.thetas = grid.thetas;
  steps.azimuths = grid.azimuths;
  plans.series.assign(tables.series.begin(), tables.series.end());
  plans.row_scale.assign(tables.row_scale.begin(), tables.row_scale.end());
  auto const theta = [&](int channels) {
    int const batch = steps.columns() * channels / 2;
    return std::make_unique<BatchedFft<Real>>(FftShape{grid.thetas, batch, batch, 1, 0});
  };
  auto const phi = [&](int channels) {
    int const batch = channels / 2;
    return std::make_unique<BatchedFft<Real>>(
        FftShape{grid.azimuths, batch, batch, grid.rows(), static_cast<std::ptrdiff_t>(batch) * grid.azimuths});
  };
  plans.theta = theta(width);
  plans.phi = phi(width);
  if (rest > 0) {
    plans.theta_rest = theta(rest);
    plans.phi_rest = phi(rest);
  }
  steps.series = plans.series.data();
  steps.row_scale = plans.row_scale.data();
  steps.theta = plans.theta.get();
  steps.phi = plans.phi.get();
  steps.theta_rest = plans.theta_rest.get();
  steps.phi_rest = plans.phi_rest.get();
  return steps;
}

/// With fast transforms if there are `plans` to keep them in.
template <class Space, class Real>
FourierTransform<Space, Real> make_transform(FactorTables const& tables, FourierGrid const& grid, int channels,
                                             typename FourierPlans<Real>::Factor* plans) {
  FourierTransform<Space, Real> transform;
  transform.l_max = tables.l_max;
  transform.points = grid.rows() * grid.azimuths;
  std::vector<Real> rows, azimuths;
  for (int row = 0; row < grid.rows(); ++row)
    for (int m = 0; m <= tables.l_max; ++m)
      for (int l = m; l <= tables.l_max; ++l) rows.push_back(static_cast<Real>(tables.at_row(row, grid, l, m)));
  for (int k = 0; k <= grid.azimuths / 2; ++k)
    for (int m = -tables.l_max; m <= tables.l_max; ++m)
      azimuths.push_back(static_cast<Real>(azimuth_wave(m, 2.0 * pi * k / grid.azimuths)));
  transform.sums = {tables.l_max, grid.rows(), grid.azimuths, upload<Space>("tesseral::fourier_rows", rows),
                    upload<Space>("tesseral::fourier_azimuths", azimuths)};
  if (plans != nullptr) {
    int const width = tile_width<Space, Real>(channels);
    transform.fft = make_steps<Real>(tables, grid, width, channels % width, *plans);
  }
  return transform;
}

/// Harmonics at all points, for a y that channels share.
template <class Real>
std::vector<Real> harmonics_at_points(FactorTables const& tables, FourierGrid const& grid, int stride) {
  std::vector<Real> values(static_cast<std::size_t>(num_lm(tables.l_max)) * stride, Real(0));
  for (int l = 0; l <= tables.l_max; ++l)
    for (int m = -l; m <= l; ++m)
      for (int row = 0; row < grid.rows(); ++row)
        for (int k = 0; k < grid.azimuths; ++k)
          values[lm_index(l, m) * stride + row * grid.azimuths + k] = static_cast<Real>(
              tables.at_row(row, grid, l, std::abs(m)) * azimuth_wave(m, 2.0 * pi * k / grid.azimuths));
  return values;
}

}  // namespace

template <class Space>
bool has_fast_fourier() {
  return fft_runs_on<Space> && has_fast_fourier_transforms();
}

template <class Space>
void require_fast_fourier() {
  require(has_fast_fourier_transforms(),
          "product fft is not available (Tesseral was built without FFTW) configure with -DTESSERAL_FFTW=ON, or choose "
          "product fourier");
  require(fft_runs_on<Space>,
          "product fft is not available (FFTW works on hosts, and this is a device) choose product fourier");
}

template <class Space, class Real>
FourierProduct<Space, Real> make_fourier_product(ProductSpec const& spec, FourierMethod method) {
  bool const fast = method == FourierMethod::fast;
  if (fast) require_fast_fourier<Space>();
  FourierGrid const grid = fourier_grid(spec.l_x + spec.l_y, std::max(spec.l_x, spec.l_y), spec.l_z, method);
  auto const x = harmonics_factor(spec.l_x, grid), y = harmonics_factor(spec.l_y, grid);
  auto const z = projection_factor(spec.l_z, spec.l_x + spec.l_y, grid);
  FourierProduct<Space, Real> product;
  product.lifted.spec = spec;
  auto plans = fast ? std::make_shared<FourierPlans<Real>>() : nullptr;
  product.lifted.x = make_transform<Space, Real>(x, grid, spec.channels, fast ? &plans->x : nullptr);
  product.lifted.y = make_transform<Space, Real>(y, grid, spec.channels, fast ? &plans->y : nullptr);
  product.lifted.z = make_transform<Space, Real>(z, grid, spec.channels, fast ? &plans->z : nullptr);
  product.plans = plans;
  if (spec.second == SecondOperand::broadcast) {
    product.lifted.shared_stride = padded<HostSpace, Real>(product.lifted.y.points);
    product.lifted.shared_y =
        upload<Space>("tesseral::fourier_shared", harmonics_at_points<Real>(y, grid, product.lifted.shared_stride));
  }
  return product;
}

template <class Space, class Real>
FourierPower<Space, Real> make_fourier_power(PowerSpec const& spec, FourierMethod method) {
  bool const fast = method == FourierMethod::fast;
  if (fast) require_fast_fourier<Space>();
  int const degree = spec.correlation * spec.l_x;
  FourierGrid const grid = fourier_grid(degree, spec.l_x, spec.l_z, method);
  FourierPower<Space, Real> power;
  auto plans = fast ? std::make_shared<FourierPlans<Real>>() : nullptr;
  power.lifted = {
      spec,
      make_transform<Space, Real>(harmonics_factor(spec.l_x, grid), grid, spec.channels, fast ? &plans->x : nullptr),
      make_transform<Space, Real>(projection_factor(spec.l_z, degree, grid), grid, spec.channels,
                                  fast ? &plans->z : nullptr)};
  power.plans = plans;
  return power;
}

#define TESSERAL_INSTANTIATE_REAL(Space, Real)                                                                   \
  template FourierProduct<Space, Real> make_fourier_product(ProductSpec const&, FourierMethod);                  \
  template FourierPower<Space, Real> make_fourier_power(PowerSpec const&, FourierMethod);                        \
  template void lifted_power_forward(Space const&, LiftedPower<Space, Real, FourierTransform> const&,            \
                                     PowerWeights<Space, Real> const&, int, Features<Real const, Space>,         \
                                     Features<Real, Space>);                                                     \
  template void lifted_power_backward(Space const&, LiftedPower<Space, Real, FourierTransform> const&,           \
                                      PowerWeights<Space, Real> const&, int, Features<Real const, Space>,        \
                                      Features<Real const, Space>, Features<Real, Space>,                        \
                                      PowerGradient<Space, Real> const&);                                        \
  template void lifted_forward(Space const&, LiftedProduct<Space, Real, FourierTransform> const&,                \
                               ProductWeights<Space, Real> const&, int, Features<Real const, Space>,             \
                               Features<Real const, Space>, Features<Real, Space>);                              \
  template void lifted_backward(Space const&, LiftedProduct<Space, Real, FourierTransform> const&,               \
                                ProductWeights<Space, Real> const&, int, Features<Real const, Space>,            \
                                Features<Real const, Space>, Features<Real const, Space>, Features<Real, Space>, \
                                Features<Real, Space>, ProductGradient<Space, Real> const&);
#define TESSERAL_INSTANTIATE(Space)            \
  template bool has_fast_fourier<Space>();     \
  template void require_fast_fourier<Space>(); \
  TESSERAL_INSTANTIATE_REAL(Space, double) TESSERAL_INSTANTIATE_REAL(Space, float)
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE
#undef TESSERAL_INSTANTIATE_REAL

}  // namespace tesseral
