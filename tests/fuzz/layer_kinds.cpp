// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// The kinds of layers as readers know them, without the kernels of src/tesseral/network/layer_kinds.cpp.
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/network/attention/attention_kind.hpp"
#include "tesseral/network/message/message_kind.hpp"

namespace tesseral {

std::vector<LayerKind const*>& layer_kinds() {
  static std::vector<LayerKind const*> kinds = {&message_kind(), &attention_kind()};
  return kinds;
}

}  // namespace tesseral
