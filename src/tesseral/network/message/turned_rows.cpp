// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/turned_rows.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack_transpose.hpp"

namespace tesseral {
namespace {

template <class Space, class Real>
struct TurnRows {
  using P = PackOf<Space, Real>;
  static constexpr int lanes = lanes_of<Space, Real>;
  Features<Real const, Space> M;
  Array1<Real, Space> turned;
  int lms, channels;

  // one pack of channels of one atom
  KOKKOS_INLINE_FUNCTION void operator()(EdgeIndex item) const {
    int const blocks = channels / lanes, c = static_cast<int>(item % blocks) * lanes;
    EdgeIndex const i = item / blocks;
    for (int lm = 0; lm < lms; lm += lanes) {
      int const count = lms - lm < lanes ? lms - lm : lanes;
      P block[lanes];
      for (int n = 0; n < lanes; ++n) block[n] = n < count ? load<P>(&M(i, (lm + n) * channels + c)) : P(Real(0));
      transpose(block);
      for (int n = 0; n < lanes; ++n) {
        Real* const row = turned.data() + (i * channels + c + n) * lms + lm;
        if (count == lanes)
          store<P>(row, block[n]);
        else
          for (int lane = 0; lane < count; ++lane) row[lane] = block[n][lane];
      }
    }
  }
};

}  // namespace

template <class Space, class Real>
void turn_rows(Space const& space, Features<Real const, Space> M, int atoms, int lms, int channels,
               Array1<Real, Space> turned) {
  EdgeIndex const packs = static_cast<EdgeIndex>(atoms) * (channels / lanes_of<Space, Real>);
  Kokkos::parallel_for("tesseral::message::turn",
                       Kokkos::RangePolicy<Space, Kokkos::IndexType<EdgeIndex>>(space, 0, packs),
                       TurnRows<Space, Real>{M, turned, lms, channels});
}

#define TESSERAL_INSTANTIATE(Space, Real) \
  template void turn_rows<Space, Real>(Space const&, Features<Real const, Space>, int, int, int, Array1<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
