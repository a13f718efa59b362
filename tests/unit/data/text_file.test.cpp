// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/text_file.hpp"

#include "support/temporary_folder.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/data/extxyz_comment.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

namespace tesseral::test {
namespace {

using namespace std::string_literals;

std::string const frame = "1\nenergy=-1.2D+01 author=Ren\xE9 Properties=species:S:1:pos:R:3\nH 0 0.14d1 -2E0\n";

std::string error_of(std::string const& text) {
  TemporaryFolder const folder;
  try {
    read_text_file(folder.write("frames", text));
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

TEST(TextFile, SaysWhatAFileIsThatIsNoText) {
  for (auto const& [bytes, word] :
       std::vector<std::array<std::string, 2>>{{"\x1F\x8B\x08\0\0"s, "gzip"},
                                               {"BZh91AY"s, "bzip2"},
                                               {"\xFD\x37zXZ\0"s, "xz"},
                                               {"\x28\xB5\x2F\xFD\0"s, "zstd"},
                                               {"PK\x03\x04"s, "ZIP"},
                                               {"- of UlmASE-Trajectory"s, "trajectory of ASE"},
                                               {"SQLite format 3\0"s, "database"},
                                               {"\x89HDF\r\n\x1A\n"s, "HDF5"},
                                               {"\xFF\xFE\x31\0\n\0"s, "UTF-16"},
                                               {"\xFE\xFF\0\x31\0\n"s, "UTF-16"},
                                               {"1\n\0\0"s, "binary"}}) {
    std::string const message = error_of(bytes);
    EXPECT_NE(message.find(word), std::string::npos) << message;
    for (char const c : message) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << message;
  }
  EXPECT_EQ(error_of("1\n"), "");
}

TEST(TextFile, MarksOfEditorsLatinLettersAndFortransExponentsAreRead) {
  TemporaryFolder const folder;
  Frame const read = read_extxyz(folder.write("frames.xyz", "\xEF\xBB\xBF" + frame))[0];
  EXPECT_EQ(*read.energy, -12.0);
  EXPECT_EQ(read.positions[0], (std::array<double, 3>{0.0, 1.4, -2.0}));
  EXPECT_EQ(read.info.at("author"), "Ren\xC3\xA9");
  double value = 0.0;
  for (char const* const text : {"d1", "1d", "1dd1", "1e1d1", "nad", "0x1d1"})
    EXPECT_FALSE(extxyz::parse_number(text, value)) << text;
}

TEST(TextFile, APipeIsRead) {
  TemporaryFolder const folder;
  std::string const path = folder.file("pipe");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::string const text(200000, 'x');  // more than a pipe holds
  std::thread writer([&] { std::ofstream(path) << text; });
  EXPECT_EQ(read_text_file(path), text);
  writer.join();
}

TEST(TextFile, LinesThatAreNoFrameAreToldInPrintableLetters) {
  TemporaryFolder const folder;
  try {
    read_extxyz(folder.write("frames.xyz", "\x1B[31mred\x07\n"));
    FAIL() << "no error";
  } catch (Error const& error) {
    EXPECT_NE(std::string(error.what()).find("'?[31mred?' is not a number of atoms"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace tesseral::test
