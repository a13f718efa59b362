// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/text_file.hpp"

#include "tesseral/core/error.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace tesseral {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  char const *what, *remedy;
};
constexpr char const* unpack = "unpack it first";
constexpr char const* convert = "write it as extended XYZ, for instance by `ase convert`";
constexpr std::array<Signature, 9> signatures = {{
    {"\x1F\x8B"sv, "compressed by gzip", "unpack it by gunzip"},
    {"BZh"sv, "compressed by bzip2", unpack},
    {"\xFD"
     "7zXZ\0"sv,
     "compressed by xz", unpack},
    {"\x28\xB5\x2F\xFD"sv, "compressed by zstd", unpack},
    {"PK\x03\x04"sv, "a ZIP archive, as of NumPy or PyTorch", convert},
    {"- of Ulm"sv, "a trajectory of ASE", convert},
    {"SQLite format 3\0"sv, "a database, as of ASE", convert},
    {"\x89HDF\r\n"sv, "an HDF5 file", convert},
    {"CDF"sv, "a NetCDF file", convert},
}};

// Problem and remedy of what is no text, or nothing.
std::string problem_of(std::string_view text) {
  for (Signature const& signature : signatures)
    if (text.substr(0, signature.bytes.size()) == signature.bytes)
      return std::string("is ") + signature.what + " (frames are read from text) " + signature.remedy;
  if (text.substr(0, 2) == "\xFF\xFE"sv || text.substr(0, 2) == "\xFE\xFF"sv)
    return "is text in UTF-16 (frames are read from UTF-8) save it as UTF-8";
  if (text.substr(0, 4096).find('\0') != std::string_view::npos)
    return std::string("is binary, not text (frames are read from text) ") + convert;
  return "";
}

}  // namespace

std::string read_text_file(std::string const& path) {
  std::error_code none;
  require(!std::filesystem::is_directory(path, none),
          path + ": cannot be read (it is a directory) name an extended XYZ file");
  std::ifstream file(path, std::ios::binary);
  require(file.is_open(), path + ": cannot be opened (it does not exist or may not be read) correct its name");
  std::string text;
  if (std::filesystem::is_regular_file(path, none)) text.reserve(std::filesystem::file_size(path, none));
  std::array<char, 65536> piece{};  // a pipe has no size
  do {
    file.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  } while (file.good());
  require(file.eof(), path + ": cannot be read (the system reports an error) check the disk");
  std::string const problem = problem_of(text);
  require(problem.empty(), path + ": " + problem);
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);
  return text;
}

}  // namespace tesseral
