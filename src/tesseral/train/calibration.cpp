// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/calibration.hpp"

#include "tesseral/core/rank_correlation.hpp"
#include "tesseral/data/force_error.hpp"
#include "tesseral/potential.hpp"

#include <fmt/format.h>
#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Rows = Eigen::Map<Matrix const>;

// Results in memory at once.
constexpr std::size_t structures_at_once = 64;
// Of the covariance's trace, added to its diagonal: what double precision and the scalars' own noise leave of
// directions in which no atom differs.
constexpr double smallest_variance = 1e-9;
// An element with fewer atoms to calibrate on takes the scale of all elements together.
constexpr int fewest_atoms = 10;

/// Means and the common covariance of the scalars of each species, relative to the first atom's so that nothing
/// cancels.
class Moments {
 public:
  Moments(int species, int scalars)
      : origin_(species),
        sum_(species, Eigen::VectorXd::Zero(scalars)),
        count_(species, 0),
        squares_(Matrix::Zero(scalars, scalars)) {}

  void add(std::vector<int> const& species, Rows const& x) {
    Matrix y = x;
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      int const s = species[i];
      if (count_[s]++ == 0) origin_[s] = x.row(i);
      y.row(i) -= origin_[s].transpose();
      sum_[s] += y.row(i).transpose();
    }
    squares_.noalias() += y.transpose() * y;
  }

  long atoms() const {
    long all = 0;
    for (long const n : count_) all += n;
    return all;
  }
  /// Of a species; of one that was not there, of all atoms.
  Eigen::VectorXd mean(int s) const {
    if (count_[s] > 0) return origin_[s] + sum_[s] / static_cast<double>(count_[s]);
    Eigen::VectorXd all = Eigen::VectorXd::Zero(sum_[s].size());
    for (std::size_t other = 0; other < count_.size(); ++other)
      if (count_[other] > 0)
        all += (static_cast<double>(count_[other]) * origin_[other] + sum_[other]) / static_cast<double>(atoms());
    return all;
  }
  Matrix covariance() const {
    Matrix squares = squares_;
    for (std::size_t s = 0; s < count_.size(); ++s)
      if (count_[s] > 0) squares -= sum_[s] * sum_[s].transpose() / static_cast<double>(count_[s]);
    return squares / static_cast<double>(atoms());
  }

 private:
  std::vector<Eigen::VectorXd> origin_, sum_;
  std::vector<long> count_;
  Matrix squares_;
};

template <class Each, class Function>
void in_parts(std::vector<Each> const& all, Function const& function) {
  for (std::size_t begin = 0; begin < all.size(); begin += structures_at_once)
    function(begin, std::min(all.size(), begin + structures_at_once));
}

// W, so that W (C + noise) W^T = 1.
std::vector<double> whitening_of(Matrix covariance) {
  covariance.diagonal().array() += smallest_variance * covariance.trace();
  Matrix W = Matrix::Identity(covariance.rows(), covariance.cols());
  Eigen::LLT<Eigen::MatrixXd>(covariance).matrixL().solveInPlace(W);
  W.triangularView<Eigen::StrictlyUpper>().setZero();
  return {W.data(), W.data() + W.size()};
}

// Expected errors with scale 1, and true ones, of atoms.
struct Errors {
  std::vector<int> species;
  std::vector<double> expected, found;
};

Errors errors_of(ModelData const& model, std::vector<KnownForces> const& frames) {
  Potential<> potential(model, exact_options());
  Errors errors;
  in_parts(frames, [&](std::size_t begin, std::size_t end) {
    std::vector<Structure> structures;
    for (std::size_t k = begin; k < end; ++k) structures.push_back(frames[k].structure);
    auto const results = potential.evaluate(structures, {false, false, true});
    for (std::size_t k = begin; k < end; ++k)
      for (std::size_t i = 0; i < frames[k].forces.size(); ++i) {
        errors.species.push_back(frames[k].structure.species[i]);
        errors.expected.push_back(results[k - begin].expected_errors[i]);
        errors.found.push_back(force_error(results[k - begin].forces[i], frames[k].forces[i]));
      }
  });
  return errors;
}

// So that expected errors of each species have the root mean square of the true ones.
std::vector<double> scales_of(Errors const& errors, int species) {
  std::vector<double> expected(species + 1, 0.0), found(species + 1, 0.0);  // the last: of all
  std::vector<int> count(species, 0);
  for (std::size_t i = 0; i < errors.species.size(); ++i) {
    int const s = errors.species[i];
    ++count[s];
    for (int const each : {s, species}) {
      expected[each] += errors.expected[i] * errors.expected[i];
      found[each] += errors.found[i] * errors.found[i];
    }
  }
  std::vector<double> scales;
  for (int s = 0; s < species; ++s) {
    int const from = count[s] >= fewest_atoms && expected[s] > 0.0 ? s : species;
    scales.push_back(expected[from] > 0.0 ? std::sqrt(found[from] / expected[from]) : 0.0);
  }
  return scales;
}

}  // namespace

std::optional<Calibration> calibrate(ModelData const& start, std::vector<Structure> const& learnt,
                                     std::vector<KnownForces> const& others) {
  ModelData model = start;
  model.uncertainty.reset();
  int const species = model.architecture.species, scalars = model.architecture.layers * model.architecture.channels;
  Moments moments(species, scalars);
  {
    Potential<> potential(model, exact_options());
    in_parts(learnt, [&](std::size_t begin, std::size_t end) {
      std::vector<Structure> const part(learnt.begin() + begin, learnt.begin() + end);
      auto const results = potential.evaluate(part, {false, true});
      for (std::size_t k = 0; k < part.size(); ++k)
        moments.add(part[k].species, Rows(results[k].scalars.data(), part[k].species.size(), scalars));
    });
  }
  if (moments.atoms() == 0) return {};
  Matrix const covariance = moments.covariance();
  if (!(covariance.trace() > 0.0)) return {};
  ForceUncertainty& uncertainty = model.uncertainty.emplace();
  for (int s = 0; s < species; ++s) {
    Eigen::VectorXd const mean = moments.mean(s);
    uncertainty.center.emplace_back(mean.data(), mean.data() + scalars);
  }
  uncertainty.whitening = whitening_of(covariance);
  uncertainty.scale.assign(species, 1.0);

  Errors errors = errors_of(model, others);
  if (errors.species.empty()) return {};
  uncertainty.scale = scales_of(errors, species);
  Calibration calibration;
  for (std::size_t i = 0; i < errors.species.size(); ++i) {
    errors.expected[i] *= uncertainty.scale[errors.species[i]];
    calibration.expected += errors.expected[i] * errors.expected[i];
  }
  calibration.atoms = errors.species.size();
  calibration.expected = std::sqrt(calibration.expected / static_cast<double>(calibration.atoms));
  calibration.rank_correlation = rank_correlation(errors.expected, errors.found);
  calibration.uncertainty = uncertainty;
  return calibration;
}

std::string calibration_line(Calibration const& calibration) {
  std::string const worth = calibration.rank_correlation >= worth_believing ? "" : ": do not go by them";
  return fmt::format("expected errors of forces: rank correlation {:.2f} with those of {} validated atoms{}",
                     calibration.rank_correlation, calibration.atoms, worth);
}

}  // namespace tesseral
