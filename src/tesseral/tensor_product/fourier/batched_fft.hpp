// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Fast Fourier transforms on a host, by FFTW; batched_fft_fftw.cpp is the only file that knows it, and is replaced by
/// batched_fft_none.cpp without it.
#pragma once

#include <cstddef>
#include <memory>

namespace tesseral {

/// How many transforms of length n there are, and where: element k of transform (a, b) is complex number
/// k·stride + a + b·outer_stride.
struct FftShape {
  int n;
  std::ptrdiff_t stride;
  int inner;
  int outer;
  std::ptrdiff_t outer_stride;
};

/// out[k] = sum_j in[j] e^(+2 pi i j k / n), in place, on complex numbers whose parts are neighbours.
template <class Real>
class BatchedFft {
 public:
  explicit BatchedFft(FftShape const&);
  ~BatchedFft();
  BatchedFft(BatchedFft const&) = delete;
  BatchedFft& operator=(BatchedFft const&) = delete;

  /// `data` must be aligned to 64 bytes. Threads may execute a plan at the same time.
  void execute(Real* data) const;

 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

/// Whether this build has fast Fourier transforms. A BatchedFft throws Error without them.
bool has_fast_fourier_transforms();

}  // namespace tesseral
