// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The kinds of layers that there are: a new one is named here, twice, and is otherwise in its own folder.
#include "tesseral/network/attention/attention_kind.hpp"
#include "tesseral/network/attention/attention_layers.hpp"
#include "tesseral/network/layers/layers_maker.hpp"
#include "tesseral/network/message/message_kind.hpp"
#include "tesseral/network/message/message_layers.hpp"

namespace tesseral {

std::vector<LayerKind const*>& layer_kinds() {
  static std::vector<LayerKind const*> kinds = {&message_kind(), &attention_kind()};
  return kinds;
}

template <class Space, class Real>
std::map<std::string, LayersMaker<Space, Real>>& layers_makers() {
  static std::map<std::string, LayersMaker<Space, Real>> makers = {
      {message_kind().name(), maker_of<MessageLayers<Space, Real>, Space, Real>()},
      {attention_kind().name(), maker_of<AttentionLayers<Space, Real>, Space, Real>()}};
  return makers;
}

#define TESSERAL_INSTANTIATE(Space, Real) \
  template std::map<std::string, LayersMaker<Space, Real>>& layers_makers<Space, Real>();
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
