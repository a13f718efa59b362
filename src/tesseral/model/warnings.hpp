// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What the user of a potential ought to know before running it.
#pragma once

#include "tesseral/model/model_data.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// One line each; none for a potential whose symmetries are exact up to 1e-6.
std::vector<std::string> warnings_of(ModelData const&);

/// Licence and level of theory as far as the provenance has them: "licence MIT, theory PBE"; empty if it has neither.
std::string terms_of(ModelData const&);

}  // namespace tesseral
