// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// From degrees to products at points: for any transform; cp/cp_products.hpp has the same for matrices. On a host
/// ahead(first, last, all) asks for a share of the memory that comes next, for all shares of `all`.
#pragma once

#include "tesseral/tensor_product/lifted/pointwise.hpp"
#include "tesseral/tensor_product/lifted/tile.hpp"

namespace tesseral {

/// fx <- (X x) o (Y y); fy is work memory.
template <class P, class Space, class Real, template <class, class> class Transform, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void lift_product(Member const& team, Transform<Space, Real> const& X,
                                         Transform<Space, Real> const& Y, Tile<Real const> x, Tile<Real const> y,
                                         int width, Real* fx, Real* fy, Real* work, Ahead const& ahead) {
  ahead(0, 1, 2);
  X.template lift<P>(team, {0, X.l_max}, x.data, x.stride, width, fx, work);
  ahead(1, 2, 2);
  Y.template lift<P>(team, {0, Y.l_max}, y.data, y.stride, width, fy, work);
  multiply_points<Space, Real>(team, X.classes, X.points, width, fx, fy);
}

/// (fx, fy, fz) <- ((Z z) o (Y y), (Z z) o (X x), (X x) o (Y y)); the last one only if `product`.
template <class P, class Space, class Real, template <class, class> class Transform, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void lift_product_adjoint(Member const& team, Transform<Space, Real> const& X,
                                                 Transform<Space, Real> const& Y, Transform<Space, Real> const& Z,
                                                 Tile<Real const> x, Tile<Real const> y, Tile<Real const> z, int width,
                                                 Real* fx, Real* fy, Real* fz, Real* work, bool product,
                                                 Ahead const& ahead) {
  (void)product;
  ahead(0, 1, 3);
  X.template lift<P>(team, {0, X.l_max}, x.data, x.stride, width, fx, work);
  ahead(1, 2, 3);
  Y.template lift<P>(team, {0, Y.l_max}, y.data, y.stride, width, fy, work);
  ahead(2, 3, 3);
  Z.template lift<P>(team, {0, Z.l_max}, z.data, z.stride, width, fz, work);
  multiply_points_adjoint<Space, Real>(team, X.classes, X.points, width, fx, fy, fz);
}

/// z <- Z^T ((X x) o (Y y)) of a tile, or with one y for each point, [class * points + g]; in two steps, for any
/// transform.
template <class P, class Space, class Real, template <class, class> class Transform, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void multiply_tile_in_steps(Member const& team, Transform<Space, Real> const& X,
                                                   Transform<Space, Real> const& Y, Transform<Space, Real> const& Z,
                                                   Tile<Real const> x, Tile<Real const> y, int width, Real* fx,
                                                   Real* fy, Real* work, Ahead const& ahead, Tile<Real> z) {
  lift_product<P>(team, X, Y, x, y, width, fx, fy, work, ahead);
  Z.template lift_adjoint<P>(team, {0, Z.l_max}, fx, width, z.data, z.stride, work);
}
template <class P, class Space, class Real, template <class, class> class Transform, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void multiply_tile_shared_in_steps(Member const& team, Transform<Space, Real> const& X,
                                                          Transform<Space, Real> const& Z, Tile<Real const> x,
                                                          Real const* y, int width, Real* fx, Real* work,
                                                          Ahead const& ahead, Tile<Real> z) {
  ahead(0, 1, 1);
  X.template lift<P>(team, {0, X.l_max}, x.data, x.stride, width, fx, work);
  multiply_points_shared<Space, Real>(team, X.classes, X.points, width, fx, y);
  Z.template lift_adjoint<P>(team, {0, Z.l_max}, fx, width, z.data, z.stride, work);
}

/// The same; fourier/wave_product.hpp has a way of its own for small degrees.
template <class P, class Space, class Real, template <class, class> class Transform, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void multiply_tile(Member const& team, Transform<Space, Real> const& X,
                                          Transform<Space, Real> const& Y, Transform<Space, Real> const& Z,
                                          Tile<Real const> x, Tile<Real const> y, int width, Real* fx, Real* fy,
                                          Real* work, Ahead const& ahead, Tile<Real> z) {
  multiply_tile_in_steps<P>(team, X, Y, Z, x, y, width, fx, fy, work, ahead, z);
}
template <class P, class Space, class Real, template <class, class> class Transform, class Member, class Ahead>
KOKKOS_INLINE_FUNCTION void multiply_tile_shared(Member const& team, Transform<Space, Real> const& X,
                                                 Transform<Space, Real> const& Z, Tile<Real const> x, Real const* y,
                                                 int width, Real* fx, Real* work, Ahead const& ahead, Tile<Real> z) {
  multiply_tile_shared_in_steps<P>(team, X, Z, x, y, width, fx, work, ahead, z);
}

}  // namespace tesseral
