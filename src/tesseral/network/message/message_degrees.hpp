// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The loops over degrees and paths of a message, in two forms with one interface: all unrolled at compile time for the
/// usual degrees, and path by path for any others.
#pragma once

#include "tesseral/core/degree_dispatch.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"
#include "tesseral/tensor_product/edge/edge_coupling.hpp"

namespace tesseral {

/// Whether l1 x l2 -> l is a path of the Gaunt coupling.
constexpr bool is_path(int l1, int l2, int l) {
  return l <= l1 + l2 && l >= l1 - l2 && l >= l2 - l1 && (l1 + l2 + l) % 2 == 0;
}

/// Degrees known at compile time. Paths and entries are numbered as in EdgeCoupling.
template <int l_in_, int l_max_>
struct FixedDegrees {
  static constexpr int l_in = l_in_;
  static constexpr int l_max = l_max_;

 private:
  struct Position {
    int path, entry, row;
  };
  // how many paths, entries and rows come before (degree_1, degree_2, degree) in the order of message_paths()
  static constexpr Position position(int degree_1, int degree_2, int degree) {
    Position at{0, 0, 0};
    for (int l1 = 0; l1 <= l_in; ++l1)
      for (int l2 = 0; l2 <= l_max; ++l2)
        for (int l = 0; l <= l_max; ++l) {
          if (!is_path(l1, l2, l)) continue;
          if (l1 == degree_1 && l2 == degree_2 && l == degree) return at;
          ++at.path;
          at.entry += (2 * l1 + 1) * (2 * l + 1);
          at.row += 2 * l + 1;
        }
    return at;
  }

 public:
  /// Calls function(Degree<l>) for the degrees of the message.
  template <class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_output(EdgeCoupling<Space> const&, Function const& function) {
    for_each_degree<0, l_max>(function);
  }

  /// Calls function(Degree<l1>) for the degrees of the senders' features.
  template <class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_input(EdgeCoupling<Space> const&, Function const& function) {
    for_each_degree<0, l_in>(function);
  }

  /// Calls function(Degree<l1>, path, first entry, first row if paths are separate) for the paths to degree l.
  template <int l, class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_path_to(Degree<l>, EdgeCoupling<Space> const&,
                                                           Function const& function) {
    for_each_degree<0, l_in>([&](auto l1) {
      for_each_degree<0, l_max>([&](auto l2) {
        constexpr int degree_1 = decltype(l1)::value, degree_2 = decltype(l2)::value;
        if constexpr (is_path(degree_1, degree_2, l)) {
          constexpr Position at = position(degree_1, degree_2, l);
          function(l1, at.path, at.entry, at.row);
        }
      });
    });
  }

  /// Separate paths whose rows are summed together: those from degree l1.
  template <int l1>
  struct Group {
    static constexpr int first_row = position(l1, 0, l1).row;
    static constexpr int rows = position(l1 + 1, 0, l1 + 1).row - first_row;

    /// Calls function(Degree<l>, path, first entry, row within the group).
    template <class Function>
    KOKKOS_FORCEINLINE_FUNCTION void for_each_path(Function const& function) const {
      for_each_degree<0, l_max>([&](auto l2) {
        for_each_degree<0, l_max>([&](auto l) {
          constexpr int degree_2 = decltype(l2)::value, degree = decltype(l)::value;
          if constexpr (is_path(l1, degree_2, degree)) {
            constexpr Position at = position(l1, degree_2, degree);
            function(l, at.path, at.entry, at.row - first_row);
          }
        });
      });
    }
  };

  /// Calls function(Degree<l1>, group) for all groups of separate paths.
  template <class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_group(EdgeCoupling<Space> const&, Function const& function) {
    for_each_degree<0, l_in>([&](auto l1) { function(l1, Group<decltype(l1)::value>{}); });
  }
};

/// Any degrees, dispatched path by path.
struct AnyDegrees {
  static constexpr int l_in = max_l_hidden;
  static constexpr int l_max = tesseral::max_l;

  template <class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_output(EdgeCoupling<Space> const& coupling,
                                                          Function const& function) {
    for (int l = 0; l <= coupling.l_max; ++l) with_degree<l_max>(l, function);
  }

  template <class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_input(EdgeCoupling<Space> const& coupling,
                                                         Function const& function) {
    for (int l = 0; l <= coupling.l_in; ++l) with_degree<l_in>(l, function);
  }

  template <int l, class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_path_to(Degree<l>, EdgeCoupling<Space> const& coupling,
                                                           Function const& function) {
    for (int q = 0; q < coupling.n_paths; ++q) {
      auto const path = coupling.paths(q);
      if (path.l == l) with_degree<l_in>(path.l1, [&](auto l1) { function(l1, q, path.first_entry, path.first_row); });
    }
  }

  /// One path.
  struct Group {
    static constexpr int rows = 2 * l_max + 1;  // or fewer
    int first_row, path, entry, degree;

    template <class Function>
    KOKKOS_FORCEINLINE_FUNCTION void for_each_path(Function const& function) const {
      with_degree<l_max>(degree, [&](auto l) { function(l, path, entry, 0); });
    }
  };
  template <class Space, class Function>
  KOKKOS_FORCEINLINE_FUNCTION static void for_each_group(EdgeCoupling<Space> const& coupling,
                                                         Function const& function) {
    for (int q = 0; q < coupling.n_paths; ++q) {
      auto const path = coupling.paths(q);
      with_degree<l_in>(path.l1, [&](auto l1) { function(l1, Group{path.first_row, q, path.first_entry, path.l}); });
    }
  }
};

/// Calls function(degrees) with the fastest form for these degrees.
template <class Function>
void with_degrees(int l_in, int l_max, Function const& function) {
  if (l_in == 0 && l_max == 2) return function(FixedDegrees<0, 2>{});
  if (l_in == 1 && l_max == 2) return function(FixedDegrees<1, 2>{});
  if (l_in == 0 && l_max == 3) return function(FixedDegrees<0, 3>{});
  if (l_in == 1 && l_max == 3) return function(FixedDegrees<1, 3>{});
  if (l_in == 2 && l_max == 3) return function(FixedDegrees<2, 3>{});
  function(AnyDegrees{});
}

}  // namespace tesseral
