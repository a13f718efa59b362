// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A potential cut down to some of its elements.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// The same potential for structures of these elements only, in their order: all numbers that belong to elements are
/// cut out, all others stay as they are, and so do energies. What it costs in memory grows with the number of elements,
/// and with its square where radial functions belong to pairs. Self-tests stay that need no other element. Throws Error
/// if an element is named twice or is none of the potential's.
ModelData with_elements(ModelData const&, std::vector<std::string> const& elements);

}  // namespace tesseral
