// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "support/source_folder.hpp"

namespace tesseral::test {

// The only file that is compiled with the path, so that a compiler cache serves all checkouts.
std::string source_folder() { return TESSERAL_SOURCE_DIR; }

}  // namespace tesseral::test
