// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/basis/radial_table.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tesseral {
namespace {

/// A number with its first two derivatives with respect to r.
struct Jet {
  double v = 0, d1 = 0, d2 = 0;
};
Jet operator*(Jet const& a, Jet const& b) {
  return {a.v * b.v, a.d1 * b.v + a.v * b.d1, a.d2 * b.v + 2 * a.d1 * b.d1 + a.v * b.d2};
}
Jet& operator+=(Jet& a, Jet const& b) {
  a.v += b.v;
  a.d1 += b.d1;
  a.d2 += b.d2;
  return a;
}
Jet operator*(double s, Jet const& a) { return {s * a.v, s * a.d1, s * a.d2}; }

Jet silu(Jet const& z) {
  double const s = 1.0 / (1.0 + std::exp(-z.v));
  double const s1 = s * (1 - s);
  double const slope = s + z.v * s1;
  double const curvature = s1 * (2 + z.v * (1 - 2 * s));
  return {z.v * s, slope * z.d1, curvature * z.d1 * z.d1 + slope * z.d2};
}

/// sin(k r)/r; its Taylor series below a small argument, where the closed form cancels.
Jet spherical_bessel(double k, double r) {
  double const x = k * r;
  if (x < 0.05) {
    double const x2 = x * x;
    return {k * (1 - x2 / 6 * (1 - x2 / 20 * (1 - x2 / 42))), k * k * (-x / 3 * (1 - x2 / 10 * (1 - x2 / 28))),
            k * k * k * (-1.0 / 3 + x2 / 10 * (1 - x2 * 5.0 / 84))};
  }
  double const s = std::sin(x), c = std::cos(x);
  double const v = s / r, d1 = (k * c - v) / r;
  return {v, d1, -(k * k * s + 2 * d1) / r};
}

Jet cutoff(double r, double r_cut, int p) {
  double const s = r / r_cut;
  if (s >= 1) return {};
  double const a = 0.5 * (p + 1.0) * (p + 2.0), b = p * (p + 2.0), c = 0.5 * p * (p + 1.0);
  double const power = std::pow(s, p - 2);  // derivatives as sums of powers
  return {1 - power * s * s * (a - s * (b - s * c)), -power * s * (a * p - s * (b * (p + 1) - s * c * (p + 2))) / r_cut,
          -power * (a * p * (p - 1) - s * (b * (p + 1) * p - s * c * (p + 2) * (p + 1))) / (r_cut * r_cut)};
}

}  // namespace

namespace {

/// The paths that have a radial function each; one stands for all if they share it.
std::vector<Path> radial_paths(Architecture const& a, int layer) {
  if (a.radial_weights == RadialWeights::shared) return {{0, 0, 0}};
  return message_paths(a.l_in(layer), a.l_max);
}

/// A layer's network, its tensors looked up once.
class RadialFunctions {
 public:
  RadialFunctions(ModelData const& data, int layer) : a_(data.architecture), paths_(radial_paths(a_, layer)) {
    auto const tensors = weight_tensors(a_);
    auto const weights = [&](std::string const& name) {
      return data.weights.data() + find_tensor(tensors, "layer_" + std::to_string(layer) + "/" + name).offset;
    };
    for (std::size_t k = 0; k <= a_.radial_hidden.size(); ++k) maps_.push_back(weights("radial_" + std::to_string(k)));
    if (a_.radial_weights != RadialWeights::degree) return;
    degree_in_ = weights("degree_in");
    degree_out_ = weights("degree_out");
  }

  RadialValues operator()(double r) const {
    std::vector<Jet> x = basis(r);
    for (std::size_t k = 0; k < maps_.size(); ++k) {
      bool const last = k + 1 == maps_.size();
      int const outputs = last ? functions() * a_.channels : a_.radial_hidden[k];
      std::vector<Jet> y(outputs);
      for (std::size_t in = 0; in < x.size(); ++in)
        for (int out = 0; out < outputs; ++out) y[out] += maps_[k][in * outputs + out] * x[in];
      if (!last)
        for (Jet& value : y) value = silu(value);
      x = std::move(y);
    }
    RadialValues result;
    for (std::size_t q = 0; q < paths_.size(); ++q)
      for (int c = 0; c < a_.channels; ++c) {
        Jet R = x[(degree_in_ ? paths_[q].l2 : static_cast<int>(q)) * a_.channels + c];
        if (degree_in_) R = degree_in_[paths_[q].l1 * a_.channels + c] * degree_out_[paths_[q].l * a_.channels + c] * R;
        result.R.push_back(R.v);
        result.slope.push_back(R.d1);
        result.curvature.push_back(R.d2);
      }
    return result;
  }

 private:
  int functions() const { return degree_in_ ? a_.l_max + 1 : static_cast<int>(paths_.size()); }

  std::vector<Jet> basis(double r) const {
    std::vector<Jet> x(a_.bessel);
    if (r >= a_.r_cut) return x;
    double const k = std::acos(-1.0) / a_.r_cut;
    Jet const f = std::sqrt(2 / a_.r_cut) * cutoff(r, a_.r_cut, a_.cutoff_power);
    for (int n = 0; n < a_.bessel; ++n) x[n] = spherical_bessel((n + 1) * k, r) * f;
    return x;
  }

  Architecture const a_;
  std::vector<Path> paths_;
  std::vector<double const*> maps_;  // Z_k [in][out]
  double const* degree_in_ = nullptr;
  double const* degree_out_ = nullptr;
};

/// c0 … c5 of radial function k between two knots.
std::array<double, 6> hermite_coefficients(RadialValues const& left, RadialValues const& right, int k, double h) {
  double const c0 = left.R[k], c1 = h * left.slope[k], c2 = 0.5 * h * h * left.curvature[k];
  double const D = right.R[k] - c0 - c1 - c2;
  double const E = h * right.slope[k] - c1 - 2 * c2;
  double const F = h * h * right.curvature[k] - 2 * c2;
  return {c0, c1, c2, 10 * D - 4 * E + 0.5 * F, -15 * D + 7 * E - F, 6 * D - 3 * E + 0.5 * F};
}

}  // namespace

RadialValues radial_values(ModelData const& data, int layer, double r) { return RadialFunctions(data, layer)(r); }

template <class Space, class Real>
RadialTable<Space, Real> make_radial_table(ModelData const& data, int layer, int n) {
  Architecture const& a = data.architecture;
  int const channels = padded<Space, Real>(a.channels);
  int const paths = static_cast<int>(radial_paths(a, layer).size());
  RadialTable<Space, Real> table;
  table.n = n;
  table.spacing = a.r_cut / n;
  table.paths = paths;
  table.channels = channels;
  std::vector<Real> values((n + 1) * table.interval_stride(), Real(0));
  RadialFunctions const functions(data, layer);
  constexpr int lanes = RadialTable<Space, Real>::lanes;
  RadialValues left, right = functions(0.0);
  for (int interval = 0; interval < n; ++interval) {
    left = std::move(right);
    right = functions((interval + 1) * table.spacing);
    for (int q = 0; q < paths; ++q)
      for (int c = 0; c < a.channels; ++c) {
        auto const coefficients = hermite_coefficients(left, right, q * a.channels + c, table.spacing);
        Real* const entry = &values[interval * table.interval_stride() + table.pack_offset(c / lanes * lanes) +
                                    q * table.path_stride() + c % lanes];
        for (int power = 0; power < 6; ++power)
          entry[power * table.power_stride()] = static_cast<Real>(coefficients[power]);
      }
  }
  table.values = upload<Space>("tesseral::radial_table", values);
  return table;
}

double radial_table_error(ModelData const& data, int layer, int n) {
  double const h = data.architecture.r_cut / n;
  double error = 0.0, largest = 0.0;
  RadialFunctions const functions(data, layer);
  int const first = static_cast<int>(0.5 / h);
  RadialValues left, right = functions(first * h);
  for (int k = first; k < n; ++k) {
    left = std::move(right);
    right = functions((k + 1) * h);
    RadialValues const exact = functions((k + 0.5) * h);
    for (std::size_t i = 0; i < exact.R.size(); ++i) {
      auto const c = hermite_coefficients(left, right, static_cast<int>(i), h);
      double const value = c[0] + (c[1] + (c[2] + (c[3] + (c[4] + c[5] / 2) / 2) / 2) / 2) / 2;
      error = std::max(error, std::abs(value - exact.R[i]));
      largest = std::max(largest, std::abs(exact.R[i]));
    }
  }
  return largest > 0.0 ? error / largest : 0.0;
}

TableSize table_size(ModelData const& data, int layer, double tolerance) {
  TableSize size{};
  for (double const factor : {1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0}) {
    size.intervals = static_cast<int>(factor * 25 * data.architecture.bessel);
    size.error = radial_table_error(data, layer, size.intervals);
    if (size.error <= tolerance) break;
  }
  return size;
}

#define TESSERAL_INSTANTIATE(Space, Real) \
  template RadialTable<Space, Real> make_radial_table<Space, Real>(ModelData const&, int, int);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
