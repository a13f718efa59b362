// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/self_product.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/network/blocks/atom_rows.hpp"
#include "tesseral/network/blocks/channel_mixing.hpp"
#include "tesseral/network/weights/weight_views.hpp"

namespace tesseral {
namespace {

// On a host a thread has a row, on a device a number.
template <class Space, class Real>
void add(Space const& space, int atoms, Features<Real const, Space> z, Features<Real, Space> h) {
  using P = PackOf<Space, Real>;
  constexpr int lanes = lanes_of<Space, Real>;
  int const columns = static_cast<int>(h.extent(1)), width = lanes > 1 ? columns : 1, units = columns / width;
  Kokkos::parallel_for(
      "tesseral::self_product::add",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>(space, 0, static_cast<std::int64_t>(atoms) * units),
      KOKKOS_LAMBDA(std::int64_t unit) {
        int const i = static_cast<int>(unit / units), first = static_cast<int>(unit % units) * width;
        for (int k = first; k < first + width; k += lanes) add_to<P>(&h(i, k), load<P>(&z(i, k)));
      });
}

}  // namespace

template <class Space, class Real>
SelfProduct<Space, Real>::SelfProduct(TensorProduct<Space, Real> const& product, SelfProductWeights const& weights,
                                      Array1<Real const, Space> values, Array1<Real const, Space> transposed)
    : product_(product), weights_(weights), values_(values), transposed_(transposed) {
  ProductSpec const& spec = product.spec;
  require(spec.l_x == spec.l_y && spec.l_x == spec.l_z && spec.second == SecondOperand::per_channel,
          "a self product whose operands and result differ in degrees or channels (all are features of an atom) give "
          "it one degree and a y per channel");
  for (auto const* mixing : {&weights.x, &weights.y})
    require(mixing->count == spec.l_x + 1 && mixing->rows == spec.channels && mixing->cols == spec.channels,
            "a mixing of other degrees or channels than the self product's (x and y are multiplied one by one) give it "
            "those of the product");
}

template <class Space, class Real>
void SelfProduct<Space, Real>::prepare(int atoms, int block, bool with_gradient) {
  std::size_t const columns = static_cast<std::size_t>(num_lm(product_.spec.l_x)) * product_.spec.channels;
  grow(x_, "tesseral::self_product_x", atoms, columns);
  grow(y_, "tesseral::self_product_y", atoms, columns);
  grow(z_or_x_adj_, "tesseral::self_product_x_adj", block, columns);
  grow(y_adj_, "tesseral::self_product_y_adj", block, columns);
  if (with_gradient) grow(h_, "tesseral::self_product_h", atoms, columns);
  keeps_h_ = with_gradient;
}

template <class Space, class Real>
ProductWeights<Space, Real> SelfProduct<Space, Real>::path_weights() const {
  auto const weights = [&](WeightRef const& ref) { return weights_of(values_, ref); };
  return {1, weights(weights_.scale_x), weights(weights_.scale_y), weights(weights_.scale_z), {}, {}};
}

template <class Space, class Real>
void SelfProduct<Space, Real>::forward(Space const& space, AtomRange atoms, Rows const& h) {
  int const l_max = product_.spec.l_x;
  Rows const x = rows_of<Space, Real>(x_, atoms), y = rows_of<Space, Real>(y_, atoms);
  if (keeps_h_) Kokkos::deep_copy(space, rows_of<Space, Real>(h_, atoms), h);
  channel_mixing_forward<Space, Real>(space, {values_, transposed_, weights_.x, l_max, atoms.count, {}}, h, x,
                                      GemmMode::overwrite);
  channel_mixing_forward<Space, Real>(space, {values_, transposed_, weights_.y, l_max, atoms.count, {}}, h, y,
                                      GemmMode::overwrite);
  product_forward<Space, Real>(space, product_, path_weights(), atoms.count, x, y, z_or_x_adj_);
  add<Space, Real>(space, atoms.count, z_or_x_adj_, h);
}

template <class Space, class Real>
void SelfProduct<Space, Real>::backward(Space const& space, AtomRange atoms, Rows const& h_adj,
                                        Array2<Real, Space> weight_adj) {
  int const l_max = product_.spec.l_x;
  Rows const x = rows_of<Space, Real>(x_, atoms), y = rows_of<Space, Real>(y_, atoms);
  Rows const h = weight_adj.extent(0) > 0 ? rows_of<Space, Real>(h_, atoms) : Rows{};
  auto const columns = [&](WeightRef const& ref) { return columns_of(weight_adj, ref); };
  ProductGradient<Space, Real> const gradient{
      columns(weights_.scale_x), columns(weights_.scale_y), columns(weights_.scale_z), {}};
  product_backward<Space, Real>(space, product_, path_weights(), atoms.count, x, y, h_adj, z_or_x_adj_, y_adj_,
                                gradient);
  channel_mixing_backward<Space, Real>(space, {values_, transposed_, weights_.x, l_max, atoms.count, {}}, h,
                                       z_or_x_adj_, h_adj, GemmMode::accumulate, weight_adj);
  channel_mixing_backward<Space, Real>(space, {values_, transposed_, weights_.y, l_max, atoms.count, {}}, h, y_adj_,
                                       h_adj, GemmMode::accumulate, weight_adj);
}

template <class Space, class Real>
std::size_t SelfProduct<Space, Real>::bytes() const {
  std::size_t const numbers = x_.size() + y_.size() + h_.size() + z_or_x_adj_.size() + y_adj_.size();
  return numbers * sizeof(Real) + work_bytes(product_);
}

#define TESSERAL_INSTANTIATE(Space, Real) template class SelfProduct<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
