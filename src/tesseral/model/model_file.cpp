// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/model_file.hpp"

#include "tesseral/model/hdf5_files.hpp"
#include "tesseral/model/model_reader.hpp"
#include "tesseral/model/model_writer.hpp"

namespace tesseral {
namespace {

constexpr hdf5::FileKind kind = {"model file", "tesseral train"};

}  // namespace

ModelData read_model(std::string const& path) {
  return hdf5::naming_file(kind, path, [&] {
    return hdf5::read_file(kind, path, [](hdf5::InputGroup const& root) { return hdf5::read_model(root); });
  });
}

std::string model_file_bytes(std::string const& path) {
  return hdf5::naming_file(kind, path, [&] { return hdf5::bytes_of_file(kind, path); });
}

ModelData read_model(std::string const& path, std::string const& bytes) {
  return hdf5::naming_file(kind, path, [&] {
    return hdf5::read_bytes(kind, bytes, [](hdf5::InputGroup const& root) { return hdf5::read_model(root); });
  });
}

void write_model(std::string const& path, ModelData const& model) {
  hdf5::naming_file(kind, path, [&] {
    check(model);
    hdf5::write_file(path, hdf5::model_bytes(model));
  });
}

}  // namespace tesseral
