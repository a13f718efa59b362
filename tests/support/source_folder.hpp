// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Where the sources are, for tests that read shipped files.
#pragma once

#include <string>

namespace tesseral::test {

std::string source_folder();

}  // namespace tesseral::test
