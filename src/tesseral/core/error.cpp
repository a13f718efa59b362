// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/error.hpp"

#include "tesseral/core/utf8.hpp"

namespace tesseral {

Error::Error(std::string const& message) : std::runtime_error(printable(message, message.size())) {}

}  // namespace tesseral
