// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A folder for a test's files, of its own even if the same test runs twice at a time.
#pragma once

#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace tesseral::test {

class TemporaryFolder {
 public:
  TemporaryFolder() : path_((std::filesystem::path(testing::TempDir()) / "tesseral-XXXXXX").string()) {
    require(mkdtemp(path_.data()) != nullptr, "tests: no temporary folder can be made (" + path_ + ") set TMPDIR");
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;

  std::string file(std::string const& name) const { return (std::filesystem::path(path_) / name).string(); }
  /// Writes a file and returns its path.
  std::string write(std::string const& name, std::string const& contents) const {
    std::ofstream(file(name), std::ios::binary) << contents;
    return file(name);
  }
  /// Number of files and folders in it.
  std::size_t entries() const {
    return std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator());
  }
  std::string read(std::string const& name) const {
    std::ifstream stream(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

 private:
  std::string path_;
};

}  // namespace tesseral::test
