// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/build_commit.hpp"

#ifndef TESSERAL_COMMIT  // set by CMake for this file alone
#define TESSERAL_COMMIT ""
#endif

namespace tesseral {

std::string build_commit() {
  std::string const commit = TESSERAL_COMMIT;
  return commit.empty() ? "unknown" : commit;
}

}  // namespace tesseral
