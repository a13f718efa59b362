// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The algorithm `fourier` for the Gaunt product: signals on the sphere as trigonometric polynomials of both angles,
/// multiplied on a grid of 2(l_x + l_y) + 1 or a few more points of a full circle in theta, half of which are looked
/// at, and l_x + l_y + l_z + 1 in phi. No frame is attached to anything.
#pragma once

#include "tesseral/tensor_product/fourier/fourier_tables.hpp"
#include "tesseral/tensor_product/fourier/fourier_transform.hpp"
#include "tesseral/tensor_product/lifted/lifted_power.hpp"
#include "tesseral/tensor_product/lifted/lifted_product.hpp"

#include <memory>

namespace tesseral {

/// Host tables and plans that FftSteps point to.
template <class Real>
struct FourierPlans;

template <class Space, class Real>
struct FourierProduct {
  LiftedProduct<Space, Real, FourierTransform> lifted;
  std::shared_ptr<FourierPlans<Real> const> plans;
};

template <class Space, class Real>
struct FourierPower {
  LiftedPower<Space, Real, FourierTransform> lifted;
  std::shared_ptr<FourierPlans<Real> const> plans;
};

/// Whether `fast` works on this space in this build; the second throws Error, saying why, where it does not.
template <class Space>
bool has_fast_fourier();
template <class Space>
void require_fast_fourier();

/// Throws Error for `fast` where it is not available.
template <class Space, class Real>
FourierProduct<Space, Real> make_fourier_product(ProductSpec const&, FourierMethod);
template <class Space, class Real>
FourierPower<Space, Real> make_fourier_power(PowerSpec const&, FourierMethod);

}  // namespace tesseral
