// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/error.hpp"
#include "tesseral/tensor_product/fourier/batched_fft.hpp"

#include <fftw3.h>

#include <mutex>
#include <string>
#include <type_traits>

namespace tesseral {
namespace {

// FFTW's planner is not made for threads.
std::mutex planner;

}  // namespace

template <class Real>
struct BatchedFft<Real>::Plan {
  std::conditional_t<std::is_same_v<Real, double>, fftw_plan, fftwf_plan> plan;
};

// Measured plans: estimated ones take up to 3.5 times as long here. They may differ from run to run, and then results
// do in their last bits; who needs every bit takes FourierMethod::sums.
template <>
BatchedFft<double>::BatchedFft(FftShape const& shape) : plan_(std::make_unique<Plan>()) {
  std::lock_guard<std::mutex> const lock(planner);
  std::size_t const numbers = (shape.n - 1) * shape.stride + (shape.outer - 1) * shape.outer_stride + shape.inner;
  auto* const data = fftw_alloc_complex(numbers);
  int const stride = static_cast<int>(shape.stride), outer_stride = static_cast<int>(shape.outer_stride);
  fftw_iodim const dimension{shape.n, stride, stride};
  fftw_iodim const batches[] = {{shape.outer, outer_stride, outer_stride}, {shape.inner, 1, 1}};
  plan_->plan = fftw_plan_guru_dft(1, &dimension, 2, batches, data, data, FFTW_BACKWARD, FFTW_MEASURE);
  fftw_free(data);
  require(plan_->plan != nullptr,
          "no plan for transforms of length " + std::to_string(shape.n) + " (FFTW refused) use another algorithm");
}
template <>
BatchedFft<float>::BatchedFft(FftShape const& shape) : plan_(std::make_unique<Plan>()) {
  std::lock_guard<std::mutex> const lock(planner);
  std::size_t const numbers = (shape.n - 1) * shape.stride + (shape.outer - 1) * shape.outer_stride + shape.inner;
  auto* const data = fftwf_alloc_complex(numbers);
  int const stride = static_cast<int>(shape.stride), outer_stride = static_cast<int>(shape.outer_stride);
  fftwf_iodim const dimension{shape.n, stride, stride};
  fftwf_iodim const batches[] = {{shape.outer, outer_stride, outer_stride}, {shape.inner, 1, 1}};
  plan_->plan = fftwf_plan_guru_dft(1, &dimension, 2, batches, data, data, FFTW_BACKWARD, FFTW_MEASURE);
  fftwf_free(data);
  require(plan_->plan != nullptr,
          "no plan for transforms of length " + std::to_string(shape.n) + " (FFTW refused) use another algorithm");
}

template <>
BatchedFft<double>::~BatchedFft() {
  std::lock_guard<std::mutex> const lock(planner);
  fftw_destroy_plan(plan_->plan);
}
template <>
BatchedFft<float>::~BatchedFft() {
  std::lock_guard<std::mutex> const lock(planner);
  fftwf_destroy_plan(plan_->plan);
}

template <>
void BatchedFft<double>::execute(double* data) const {
  auto* const numbers = reinterpret_cast<fftw_complex*>(data);
  fftw_execute_dft(plan_->plan, numbers, numbers);
}
template <>
void BatchedFft<float>::execute(float* data) const {
  auto* const numbers = reinterpret_cast<fftwf_complex*>(data);
  fftwf_execute_dft(plan_->plan, numbers, numbers);
}

template class BatchedFft<double>;
template class BatchedFft<float>;

bool has_fast_fourier_transforms() { return true; }

}  // namespace tesseral
