// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/error.hpp"
#include "tesseral/tensor_product/fourier/batched_fft.hpp"

namespace tesseral {

template <class Real>
struct BatchedFft<Real>::Plan {};

template <class Real>
BatchedFft<Real>::BatchedFft(FftShape const&) {
  throw Error("no fast Fourier transforms (tesseral was built without FFTW) configure with -DTESSERAL_FFTW=ON");
}
template <class Real>
BatchedFft<Real>::~BatchedFft() = default;
template <class Real>
void BatchedFft<Real>::execute(Real*) const {}

template class BatchedFft<double>;
template class BatchedFft<float>;

bool has_fast_fourier_transforms() { return false; }

}  // namespace tesseral
