// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/factors_file.hpp"

#include "tesseral/model/factors_group.hpp"
#include "tesseral/model/hdf5_files.hpp"

namespace tesseral {
namespace {

constexpr hdf5::FileKind kind = {"factors file", "tesseral factors"};
constexpr char format[] = "tesseral-factors";
constexpr int version = 1;

CpFactors read_root(hdf5::InputGroup const& root) {
  std::string const found = root.has_attribute("format") ? root.attribute("format").string() : "";
  require(found == format, "holds no factors (its attribute 'format' is " + hdf5::quoted(found) + ", not '" + format +
                               "') give a file that 'tesseral factors' wrote");
  int const found_version = root.attribute("format_version").integer();
  require(found_version == version, "attribute /format_version is " + std::to_string(found_version) +
                                        " (this program reads " + std::to_string(version) +
                                        ") compute the factors anew by 'tesseral factors'");
  return hdf5::read_factors(root.group("factors"));
}

std::string bytes_of(CpFactors const& factors) {
  hdf5::MemoryFile const file;
  {
    hdf5::OutputGroup const root = file.root();
    root.attribute("format", std::string(format));
    root.attribute("format_version", version);
    hdf5::write_factors(root.group("factors"), factors);
  }
  return file.bytes();
}

}  // namespace

CpFactors read_factors(std::string const& path) {
  return hdf5::naming_file(kind, path, [&] { return hdf5::read_file(kind, path, read_root); });
}

void write_factors(std::string const& path, CpFactors const& factors) {
  hdf5::naming_file(kind, path, [&] {
    check(factors);
    hdf5::write_file(path, bytes_of(factors));
  });
}

}  // namespace tesseral
