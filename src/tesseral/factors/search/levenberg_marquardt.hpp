// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Least squares with a ridge that fades: minimises |r(v)|^2 + ridge |v|^2 by Levenberg and Marquardt's steps
///
///     (J^T J + (ridge + damping) 1) step = -(J^T r + ridge v)
///
/// (damping after K. Madsen, H. B. Nielsen, O. Tingleff, Methods for non-linear least squares problems, 2004,
/// sec. 3.2), with ridge -> 0 as the progress slows down. The ridge keeps factors from growing against each other,
/// which is what holds plain descents up. Internal: included by the fits only.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace tesseral {

struct FitSchedule {
  double ridge = 3e-3;        // at the start, for a problem of norm about 1
  double ridge_factor = 0.5;  // from one value to the next
  double last_ridge = 1e-14;  // below: none at all
  int most_steps = 1000;
  double enough = 1e-15;  // |r| to stop at
};

/// Problem: size(); set(v) takes the unknowns and returns |r|^2; gradient() is J^T r and normal_matrix(H) writes J^T
/// J's lower triangle, both at the unknowns last set. On return v are the best unknowns found, and set. Returns |r|.
template <class Problem>
double levenberg_marquardt(Problem& problem, Eigen::VectorXd& v, FitSchedule const& schedule) {
  constexpr int patience = 5;            // accepted steps between two looks at the progress
  constexpr double slow = 0.97;          // of the objective over that many steps: lower the ridge
  constexpr double standstill = 0.9999;  // the same, without ridge: end
  constexpr double least_damping = 1e-16, most_damping = 1e10;
  double ridge = schedule.ridge, damping = 1e-2, growth = 2.0;
  double square = problem.set(v);
  double objective = square + ridge * v.squaredNorm(), objective_before = objective;
  int accepted = 0;
  bool current = false;  // normal matrix and gradient are those at v
  Eigen::MatrixXd normal, damped;
  Eigen::VectorXd gradient;

  auto const lower_ridge = [&] {
    ridge = ridge * schedule.ridge_factor < schedule.last_ridge ? 0.0 : ridge * schedule.ridge_factor;
    objective = objective_before = square + ridge * v.squaredNorm();
    accepted = 0;
  };
  for (int step = 0; step < schedule.most_steps && square > schedule.enough * schedule.enough; ++step) {
    if (!current) {
      gradient = problem.gradient();
      problem.normal_matrix(normal);
      current = true;
    }
    Eigen::VectorXd const downhill = -(gradient + ridge * v);
    damped = normal;
    damped.diagonal().array() += ridge + damping;
    Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> const cholesky(damped);
    bool better = false;
    if (cholesky.info() == Eigen::Success) {
      Eigen::VectorXd const change = cholesky.solve(downhill);
      Eigen::VectorXd const trial = v + change;
      double const trial_square = problem.set(trial);
      double const trial_objective = trial_square + ridge * trial.squaredNorm();
      better = trial_objective < objective;
      if (better) {
        double const gain = (objective - trial_objective) / change.dot(damping * change + downhill);
        damping = std::max(least_damping, damping * std::max(1.0 / 3.0, 1.0 - std::pow(2.0 * gain - 1.0, 3)));
        growth = 2.0;
        v = trial;
        square = trial_square;
        objective = trial_objective;
        current = false;
      }
    }
    if (!better) {
      damping = std::max(least_damping, damping * growth);
      growth *= 2.0;
      if (damping < most_damping) continue;
      if (ridge == 0.0) break;  // rounding is all that is left
      damping = 1e-6;
      growth = 2.0;
      problem.set(v);
      lower_ridge();
      continue;
    }
    if (++accepted < patience) continue;
    if (objective > slow * objective_before) {
      if (ridge == 0.0 && objective > standstill * objective_before) break;
      if (ridge > 0.0) lower_ridge();
    }
    objective_before = objective;
    accepted = 0;
  }
  return std::sqrt(problem.set(v));
}

}  // namespace tesseral
