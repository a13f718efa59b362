// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/factors/search/cp_problem.hpp"

namespace tesseral {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

}  // namespace

CpProblem::CpProblem(std::vector<double> const& T, std::array<int, 3> dimensions, int rank, int single)
    : dimensions_(dimensions), rank_(rank) {
  auto const [d0, d1, d2] = dimensions;
  target_ = Eigen::Map<MatrixXd const>(T.data(), d1 * d2, d0).transpose();
  if (single < 0) return;
  next_.resize(rank);
  for (int r = 0; r < single; ++r) next_[r] = r;
  for (int r = single; r + 2 < rank; r += 3) {
    next_[r] = r + 1;
    next_[r + 1] = r + 2;
    next_[r + 2] = r;
  }
}

Index CpProblem::first(int n) const {
  Index begin = 0;
  for (int k = 0; k < n; ++k) begin += Index(dimensions_[k]) * rank_;
  return begin;
}

Index CpProblem::size() const { return first(symmetric() ? 1 : 3); }

int CpProblem::source(int n, int term) const {
  for (; n > 0; --n) term = next_[term];
  return term;
}

double CpProblem::set(Eigen::VectorXd const& v) {
  for (int n = 0; n < 3; ++n) {
    Eigen::Map<MatrixXd const> const unknowns(v.data() + (symmetric() ? 0 : first(n)), dimensions_[n], rank_);
    factors_[n] = unknowns;
    if (symmetric())
      for (int r = 0; r < rank_; ++r) factors_[n].col(r) = unknowns.col(source(n, r));
  }
  residual_.noalias() = factors_[0] * khatri_rao().transpose();
  residual_ -= target_;
  return residual_.squaredNorm();
}

MatrixXd CpProblem::khatri_rao() const {
  int const d1 = dimensions_[1], d2 = dimensions_[2];
  MatrixXd product(d1 * d2, rank_);
  for (int r = 0; r < rank_; ++r)
    for (int i = 0; i < d1; ++i) product.col(r).segment(i * d2, d2) = factors_[1](i, r) * factors_[2].col(r);
  return product;
}

Eigen::VectorXd CpProblem::gradient() const {
  auto const [d0, d1, d2] = dimensions_;
  Eigen::VectorXd gradient(size());
  Eigen::Map<MatrixXd> by_0(gradient.data(), d0, rank_);
  by_0.noalias() = residual_ * khatri_rao();
  if (symmetric()) {
    by_0 *= 3.0;  // r has the symmetry too, so that the other two factors add the same
    return gradient;
  }
  Eigen::Map<MatrixXd> by_1(gradient.data() + first(1), d1, rank_), by_2(gradient.data() + first(2), d2, rank_);
  MatrixXd const contracted = residual_.transpose() * factors_[0];
  for (int r = 0; r < rank_; ++r) {
    Eigen::Map<MatrixXd const> const slice(contracted.col(r).data(), d2, d1);
    by_1.col(r).noalias() = slice.transpose() * factors_[2].col(r);
    by_2.col(r).noalias() = slice * factors_[1].col(r);
  }
  return gradient;
}

void CpProblem::normal_matrix(MatrixXd& H) const {
  H.setZero(size(), size());
  std::array<MatrixXd, 3> gram;
  for (int n = 0; n < 3; ++n) gram[n] = factors_[n].transpose() * factors_[n];
  double const scale = symmetric() ? 3.0 : 1.0;  // as in gradient()
  for (int n = 0; n < (symmetric() ? 1 : 3); ++n) {
    MatrixXd const others = scale * gram[(n + 1) % 3].cwiseProduct(gram[(n + 2) % 3]);
    int const d = dimensions_[n];
    for (int s = 0; s < rank_; ++s)
      for (int r = s; r < rank_; ++r)
        H.block(first(n) + Index(r) * d, first(n) + Index(s) * d, d, d).diagonal().array() += others(r, s);
    for (int m = 0; m < 3; ++m) {
      if (m == n || (!symmetric() && m > n)) continue;
      MatrixXd const& third = gram[3 - n - m];
      for (int s = 0; s < rank_; ++s) {
        Index const column = symmetric() ? Index(source(m, s)) * d : first(m) + Index(s) * dimensions_[m];
        for (int r = 0; r < rank_; ++r) {
          Index const row = first(n) + Index(r) * d;
          if (row < column) continue;
          H.block(row, column, d, dimensions_[m]).noalias() +=
              (scale * third(r, s) * factors_[n].col(s)) * factors_[m].col(r).transpose();
        }
      }
    }
  }
}

}  // namespace tesseral
