// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The commit that this program was configured from.
#pragma once

#include <string>

namespace tesseral {

/// Git hash, or "unknown" outside a checkout.
std::string build_commit();

}  // namespace tesseral
