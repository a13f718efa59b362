// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/cp_problem.hpp"

#include "support/near.hpp"
#include "support/random.hpp"
#include "tesseral/factors/search/levenberg_marquardt.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

struct Case {
  std::array<int, 3> degrees;
  int rank, single;
};
constexpr Case cases[] = {{{1, 2, 1}, 5, -1}, {{1, 1, 1}, 7, 1}, {{1, 1, 1}, 5, 5}, {{2, 2, 2}, 11, 5}};

CpProblem make_problem(Case const& c) {
  auto const [l1, l2, l3] = c.degrees;
  return CpProblem(coupling_tensor(Coupling::clebsch_gordan, l1, l2, l3),
                   {(l1 + 1) * (l1 + 1), (l2 + 1) * (l2 + 1), (l3 + 1) * (l3 + 1)}, c.rank, c.single);
}

Eigen::VectorXd random_vector(Eigen::Index size, Random& random) {
  Eigen::VectorXd v(size);
  for (double& x : v) x = 0.5 * random.normal();
  return v;
}

TEST(CpProblem, TheSquareIsThatOfTheSumOfTerms) {
  Random random(1);
  for (Case const& c : cases) {
    CpProblem problem = make_problem(c);
    auto const T = coupling_tensor(Coupling::clebsch_gordan, c.degrees[0], c.degrees[1], c.degrees[2]);
    double const square = problem.set(random_vector(problem.size(), random));
    auto const &X = problem.factor(0), &Y = problem.factor(1), &Z = problem.factor(2);
    double expected = 0.0;
    std::size_t entry = 0;
    for (Eigen::Index i = 0; i < X.rows(); ++i)
      for (Eigen::Index j = 0; j < Y.rows(); ++j)
        for (Eigen::Index k = 0; k < Z.rows(); ++k) {
          double sum = -T[entry++];
          for (int r = 0; r < c.rank; ++r) sum += X(i, r) * Y(j, r) * Z(k, r);
          expected += sum * sum;
        }
    EXPECT_NEAR(square, expected, 1e-12 * expected);
  }
}

TEST(CpProblem, GradientIsTheDerivative) {
  Random random(2);
  for (Case const& c : cases) {
    CpProblem problem = make_problem(c);
    auto const v = random_vector(problem.size(), random), direction = random_vector(problem.size(), random);
    problem.set(v);
    double const slope = problem.gradient().dot(direction);
    constexpr double h = 1e-5;
    double const difference = (problem.set(v + h * direction) - problem.set(v - h * direction)) / (4 * h);
    EXPECT_NEAR(slope, difference, 1e-6 * std::abs(difference)) << c.rank << " " << c.single;
  }
}

// Where r = 0: |r(v + h d)|^2 = h^2 d^T J^T J d + O(h^3), and the odd order goes with the mean of ±h.
TEST(CpProblem, NormalMatrixIsTheCurvatureAtASolution) {
  Random random(3);
  for (Case const& c : cases) {
    CpProblem first = make_problem(c);
    auto const v = random_vector(first.size(), random);
    first.set(v);
    auto const &X = first.factor(0), &Y = first.factor(1), &Z = first.factor(2);
    std::vector<double> T;
    for (Eigen::Index i = 0; i < X.rows(); ++i)
      for (Eigen::Index j = 0; j < Y.rows(); ++j)
        for (Eigen::Index k = 0; k < Z.rows(); ++k) {
          double sum = 0.0;
          for (int r = 0; r < c.rank; ++r) sum += X(i, r) * Y(j, r) * Z(k, r);
          T.push_back(sum);
        }
    CpProblem problem(T, {int(X.rows()), int(Y.rows()), int(Z.rows())}, c.rank, c.single);
    EXPECT_LT(problem.set(v), 1e-24);
    Eigen::MatrixXd lower;
    problem.normal_matrix(lower);
    for (int k = 0; k < 3; ++k) {
      auto const direction = random_vector(problem.size(), random);
      Eigen::VectorXd const image = lower.selfadjointView<Eigen::Lower>() * direction;
      constexpr double h = 1e-4;
      double const difference = (problem.set(v + h * direction) + problem.set(v - h * direction)) / (2 * h * h);
      EXPECT_NEAR(direction.dot(image), difference, 1e-5 * difference) << c.rank << " " << c.single;
    }
  }
}

TEST(CpProblem, TermsOfATripleAreCyclic) {
  CpProblem problem = make_problem(cases[1]);
  Random random(4);
  problem.set(random_vector(problem.size(), random));
  auto const &X = problem.factor(0), &Y = problem.factor(1), &Z = problem.factor(2);
  EXPECT_TRUE(X.col(0) == Y.col(0) && Y.col(0) == Z.col(0));
  for (int r = 1; r < 7; r += 3) {
    EXPECT_TRUE(Y.col(r) == X.col(r + 1) && Z.col(r) == X.col(r + 2));
    EXPECT_TRUE(Y.col(r + 2) == X.col(r) && Z.col(r + 1) == X.col(r));
  }
}

// |r|^2 = (x^2 - 4)^2 + (x y - 6)^2 has its minima at ±(2, 3).
struct TwoUnknowns {
  Eigen::Vector2d v;
  double set(Eigen::VectorXd const& x) { return v = x, residual().squaredNorm(); }
  Eigen::Vector2d residual() const { return {v[0] * v[0] - 4.0, v[0] * v[1] - 6.0}; }
  Eigen::Matrix2d jacobian() const { return (Eigen::Matrix2d() << 2.0 * v[0], 0.0, v[1], v[0]).finished(); }
  Eigen::VectorXd gradient() const { return jacobian().transpose() * residual(); }
  void normal_matrix(Eigen::MatrixXd& H) const { H = jacobian().transpose() * jacobian(); }
};

TEST(LevenbergMarquardt, FindsAZeroFromAfar) {
  TwoUnknowns problem;
  Eigen::VectorXd v(2);
  v << 30.0, -7.0;
  EXPECT_LT(levenberg_marquardt(problem, v, FitSchedule{}), 1e-13);
  EXPECT_NEAR(std::abs(v[0]), 2.0, 1e-13);
  EXPECT_NEAR(v[1] / v[0], 1.5, 1e-13);
}

}  // namespace
}  // namespace tesseral::test
