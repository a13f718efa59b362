// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/replace_file.hpp"

#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace tesseral::test {
namespace {

TEST(ReplaceFile, WritesAllAndLeavesNothingElse) {
  TemporaryFolder const folder;
  std::string const bytes(300000, 'x');
  for (bool const to_disk : {true, false}) {
    folder.write("file", "an older one");
    EXPECT_FALSE(replace_file(folder.file("file"), bytes, to_disk));
    EXPECT_EQ(folder.read("file"), bytes);
    EXPECT_EQ(folder.entries(), 1u);
  }
}

TEST(ReplaceFile, TellsTheSystemsReasonAndLeavesNothing) {
  TemporaryFolder const folder;
  EXPECT_EQ(replace_file(folder.file("none/file"), "x"), std::errc::no_such_file_or_directory);
  std::filesystem::create_directories(folder.file("file/inside"));
  EXPECT_TRUE(replace_file(folder.file("file"), "x"));
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(ReplaceFile, FollowsLinksAndLeavesDevicesInTheirPlace) {
  TemporaryFolder const folder;
  folder.write("file", "an older one");
  std::filesystem::create_symlink(folder.file("file"), folder.file("link"));
  EXPECT_FALSE(replace_file(folder.file("link"), "a newer one"));
  EXPECT_EQ(folder.read("file"), "a newer one");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link")));
  std::filesystem::create_symlink("/dev/null", folder.file("nothing"));
  for (std::string const& path : {folder.file("nothing"), std::string("/dev/null")}) {
    EXPECT_FALSE(replace_file(path, "x"));
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  }
  EXPECT_EQ(folder.entries(), 3u);
}

TEST(ReplaceFile, ErrorsInWordsNameTheFile) {
  TemporaryFolder const folder;
  write_whole_file(folder.file("file"), "bytes");
  EXPECT_EQ(folder.read("file"), "bytes");
  try {
    write_whole_file(folder.file("none/file"), "x");
    FAIL();
  } catch (Error const& error) {
    EXPECT_EQ(std::string(error.what()).find(folder.file("none/file") + ": cannot be written (No such file"), 0u)
        << error.what();
  }
}

TEST(ReplaceFile, OnAFullDiskTheOlderFileStays) {
  TemporaryFolder const folder;
  folder.write("file", "an older one");
  std::error_code error;
  {
    FileSizeLimit const limit;
    error = replace_file(folder.file("file"), std::string(10000, 'x'));
  }
  EXPECT_EQ(error, std::errc::file_too_large);
  EXPECT_EQ(folder.read("file"), "an older one");
  EXPECT_EQ(folder.entries(), 1u);
}

}  // namespace
}  // namespace tesseral::test
