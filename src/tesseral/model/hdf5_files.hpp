// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files as a whole: opened for reading with the checks that need no knowledge of their content, and written at once.
/// Internal: included by model_file.cpp and factors_file.cpp only.
#pragma once

#include "tesseral/core/replace_file.hpp"
#include "tesseral/model/hdf5_bytes.hpp"
#include "tesseral/model/hdf5_input.hpp"
#include "tesseral/model/hdf5_structure.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>
#include <system_error>

namespace tesseral::hdf5 {

/// What a kind of file is called in messages, and what writes it.
struct FileKind {
  char const* name;
  char const* origin;
};

/// Runs `action` and puts the file's name before the message of an error.
template <class Action>
auto naming_file(FileKind const& kind, std::string const& path, Action const& action) {
  Silence const silence;
  std::string message;
  try {
    return action();
  } catch (Error const& error) {
    message = error.what();
  } catch (std::bad_alloc const&) {
    message = "does not fit into memory (it asks for more than there is) use a smaller one or a larger machine";
  }
  throw Error(std::string(kind.name) + " '" + path + "': " + message);
}

/// The opened stream of a regular file.
inline std::ifstream open_stream(std::string const& path, std::string const& advice) {
  namespace fs = std::filesystem;
  std::error_code error;
  auto const status = fs::status(path, error);
  require(fs::exists(status), "cannot be opened (there is no such file" + advice);
  require(fs::is_regular_file(status), "cannot be opened (it is a folder or a device" + advice);
  std::ifstream stream(path, std::ios::binary);
  require(stream.is_open(), std::string("cannot be opened (") + std::strerror(errno) + ") allow this user to read it");
  return stream;
}

inline std::string advice_for(FileKind const& kind) {
  return std::string(") give the path of a file that '") + kind.origin + "' wrote";
}

/// All bytes of a file, whatever it holds.
inline std::string bytes_of_file(FileKind const& kind, std::string const& path) {
  constexpr std::uintmax_t most = std::uintmax_t(1) << 30;
  std::ifstream stream = open_stream(path, advice_for(kind));
  std::uintmax_t const size = std::filesystem::file_size(path);
  require(size <= most,
          "is too large (" + std::to_string(size) + " bytes; no such file has more than 1 GiB" + advice_for(kind));
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  require(stream.gcount() == static_cast<std::streamsize>(bytes.size()),
          "cannot be read to its end (the system stopped) try again");
  return bytes;
}

/// That a file begins as HDF5 and in its newer layout. The classic one, superblocks 0 and 1, has no checksums.
inline void check_beginning(std::string const& bytes, FileKind const& kind) {
  static std::string const signature = "\x89HDF\r\n\x1a\n";
  require(bytes.compare(0, signature.size(), signature) == 0,
          "is not an HDF5 file (it does not begin as one" + advice_for(kind));
  bool const is_classic =
      bytes.size() > signature.size() && bytes[signature.size()] >= 0 && bytes[signature.size()] < 2;
  require(!is_classic,
          "is HDF5 of the classic layout (which has no checksums, so that damage would go unseen) write it anew, by "
          "h5py.File(NAME, 'w', libver=('v108', 'v108')) or 'h5repack --low=1 --high=1'");
}

/// What `read` makes of the root group of a file's bytes, which HDF5 is given only once they are found sound.
template <class Read>
auto read_bytes(FileKind const& kind, std::string const& bytes, Read const& read) {
  check_beginning(bytes, kind);
  check_structure(bytes);
  constexpr std::size_t growth = 65536;  // of a file in memory, which this one does not do
  Properties const access(H5Pcreate(H5P_FILE_ACCESS));
  bool const is_set = H5Pset_fapl_core(access.id(), growth, false) >= 0 &&
                      H5Pset_file_image(access.id(), const_cast<char*>(bytes.data()), bytes.size()) >= 0;
  // HDF5 wants a name that no file has
  File const file(is_set ? H5Fopen("/dev/null/bytes", H5F_ACC_RDONLY, access.id()) : -1);
  Object root(file ? H5Oopen(file.id(), "/", H5P_DEFAULT) : -1);
  if (!root) fail_damaged("/", "HDF5 cannot open it");
  return read(InputGroup(std::move(root), ""));
}

/// The same of a file.
template <class Read>
auto read_file(FileKind const& kind, std::string const& path, Read const& read) {
  return read_bytes(kind, bytes_of_file(kind, path), read);
}

/// See replace_file().
inline void write_file(std::string const& path, std::string const& bytes) {
  std::error_code const error = replace_file(path, bytes);
  require(!error, "cannot be written (" + error.message() + ") give a path in a folder that is writable and not full");
}

}  // namespace tesseral::hdf5
