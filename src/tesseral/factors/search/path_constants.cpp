// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/path_constants.hpp"

#include "tesseral/core/random.hpp"
#include "tesseral/factors/search/levenberg_marquardt.hpp"

#include <algorithm>
#include <limits>

namespace tesseral {
namespace {

constexpr double exact = 1e-13;

// Unknowns [a, b, c][k][l]; a residual for each path.
class PathProblem {
 public:
  PathProblem(std::vector<PathConstant> const& values, int degrees, int terms)
      : values_(values), degrees_(degrees), terms_(terms) {}

  Eigen::Index size() const { return 3 * terms_ * degrees_; }

  double set(Eigen::VectorXd const& v) {
    residual_.resize(values_.size());
    jacobian_.setZero(values_.size(), size());
    for (std::size_t p = 0; p < values_.size(); ++p) {
      residual_[p] = -values_[p].value;
      for (int k = 0; k < terms_; ++k) {
        int const a = at(0, k, values_[p].l1), b = at(1, k, values_[p].l2), c = at(2, k, values_[p].l3);
        residual_[p] += v[a] * v[b] * v[c];
        jacobian_(p, a) = v[b] * v[c];
        jacobian_(p, b) = v[a] * v[c];
        jacobian_(p, c) = v[a] * v[b];
      }
    }
    return residual_.squaredNorm();
  }
  Eigen::VectorXd gradient() const { return jacobian_.transpose() * residual_; }
  void normal_matrix(Eigen::MatrixXd& H) const { H = jacobian_.transpose() * jacobian_; }

 private:
  int at(int factor, int k, int l) const { return (factor * terms_ + k) * degrees_ + l; }

  std::vector<PathConstant> const& values_;
  int degrees_, terms_;
  Eigen::VectorXd residual_;
  Eigen::MatrixXd jacobian_;  // [path][unknown]
};

PathProducts fit(std::vector<PathConstant> const& values, int terms, Random& random) {
  constexpr int starts = 40;
  int degrees = 0;
  double square = 0.0;
  for (auto const& path : values) {
    degrees = std::max({degrees, path.l1 + 1, path.l2 + 1, path.l3 + 1});
    square += path.value * path.value;
  }
  auto normalised = values;
  for (auto& path : normalised) path.value /= std::sqrt(square);

  FitSchedule schedule;
  schedule.ridge = 1e-2 / values.size();  // a residual is one number of that many
  PathProblem problem(normalised, degrees, terms);
  Eigen::VectorXd best;
  double smallest_error = std::numeric_limits<double>::infinity(), smallest = smallest_error;
  for (int start = 0; start < starts; ++start) {
    Eigen::VectorXd v(problem.size());
    for (double& unknown : v) unknown = 0.5 * random.normal();
    double const error = std::max(exact, levenberg_marquardt(problem, v, schedule));
    if (error > smallest_error || (error == smallest_error && v.squaredNorm() >= smallest)) continue;
    best = v;
    smallest_error = error;
    smallest = v.squaredNorm();
  }
  best *= std::pow(square, 1.0 / 6.0);
  auto const part = [&](int factor) {
    double const* const begin = best.data() + factor * terms * degrees;
    return std::vector<double>(begin, begin + terms * degrees);
  };
  return {terms, part(0), part(1), part(2), smallest_error};
}

}  // namespace

PathProducts fit_path_constants(std::vector<PathConstant> const& values, int terms) {
  Random random(1);
  return fit(values, terms, random);
}

PathProducts factor_path_constants(std::vector<PathConstant> const& values) {
  Random random(1);
  for (int terms = 1;; ++terms) {
    PathProducts products = fit(values, terms, random);
    if (products.error <= exact) return products;
  }
}

}  // namespace tesseral
