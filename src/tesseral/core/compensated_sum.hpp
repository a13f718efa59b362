// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Energies of many atoms, each with E0 some 10^4 eV, add up to 10^10 eV and more, where a plain sum loses the digits
/// that dynamics is judged by: 10^6 roundings of 10^-6 eV.
#pragma once

#include <Kokkos_Core.hpp>

namespace tesseral {

/// A sum that keeps what rounding drops (Neumaier, Z. Angew. Math. Mech. 54, 39, 1974): its error is that of one
/// rounding.
struct CompensatedSum {
  double sum = 0.0;
  double rest = 0.0;

  KOKKOS_INLINE_FUNCTION void add(double x) {
    double const total = sum + x;
    double const a = sum < 0.0 ? -sum : sum, b = x < 0.0 ? -x : x;
    rest += a >= b ? (sum - total) + x : (x - total) + sum;
    sum = total;
  }
  KOKKOS_INLINE_FUNCTION void add(CompensatedSum const& other) {
    add(other.sum);
    rest += other.rest;
  }
  KOKKOS_INLINE_FUNCTION double value() const { return sum + rest; }
};

/// The same in parallel_reduce(): a reducer of Kokkos 3, which joins volatile values, and of later ones, which do not.
template <class Space>
class CompensatedReducer {
 public:
  using reducer = CompensatedReducer;
  using value_type = CompensatedSum;
  using result_view_type = Kokkos::View<value_type, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>;

  explicit CompensatedReducer(value_type& result) : result_(&result) {}

  KOKKOS_INLINE_FUNCTION void join(value_type& into, value_type const& from) const { into.add(from); }
  KOKKOS_INLINE_FUNCTION void join(value_type volatile& into, value_type const volatile& from) const {
    value_type joined{into.sum, into.rest};
    joined.add(value_type{from.sum, from.rest});
    into.sum = joined.sum;
    into.rest = joined.rest;
  }
  KOKKOS_INLINE_FUNCTION void init(value_type& value) const { value = value_type(); }
  KOKKOS_INLINE_FUNCTION value_type& reference() const { return *result_.data(); }
  KOKKOS_INLINE_FUNCTION result_view_type view() const { return result_; }
  KOKKOS_INLINE_FUNCTION bool references_scalar() const { return true; }

 private:
  result_view_type result_;
};

}  // namespace tesseral
