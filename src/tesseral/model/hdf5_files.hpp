// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files as a whole: opened for reading with the checks that need no knowledge of their content, and written at once.
/// Internal: included by model_file.cpp and factors_file.cpp only.
#pragma once

#include "tesseral/core/replace_file.hpp"
#include "tesseral/model/hdf5_input.hpp"

#include <cerrno>
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

/// Runs `action` and puts the file's name before the message of an error, which stays one line whatever is in the file.
template <class Action>
auto naming_file(FileKind const& kind, std::string const& path, Action const& action) {
  Silence const silence;
  NoPlugins const no_plugins;
  std::string message;
  try {
    return action();
  } catch (Error const& error) {
    message = error.what();
  } catch (std::bad_alloc const&) {
    message = "does not fit into memory (it asks for more than there is) use a smaller one or a larger machine";
  }
  message = std::string(kind.name) + " '" + path + "': " + message;
  for (char& c : message)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  throw Error(message);
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

inline void require_signature(char const* start, std::size_t length, FileKind const& kind) {
  char const signature[8] = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  require(length >= sizeof signature && std::memcmp(start, signature, sizeof signature) == 0,
          "is not an HDF5 file (it does not begin as one" + advice_for(kind));
}

/// What `read` makes of the root group of `file`.
template <class Read>
auto read_root(File const& file, Read const& read) {
  Object root(file ? H5Oopen(file.id(), "/", H5P_DEFAULT) : -1);
  hsize_t size = 0;
  require(root && H5Fget_filesize(file.id(), &size) >= 0,
          "cannot be read (it begins as HDF5 but is cut short or damaged) copy it again from where it came from");
  return read(InputGroup(std::move(root), "", size));
}

/// What `read` makes of the root group of an HDF5 file.
template <class Read>
auto read_file(FileKind const& kind, std::string const& path, Read const& read) {
  char start[8] = {};
  std::ifstream stream = open_stream(path, advice_for(kind));
  stream.read(start, sizeof start);
  require_signature(start, stream.gcount(), kind);

  Properties const access(H5Pcreate(H5P_FILE_ACCESS));
#if H5_VERSION_GE(1, 12, 1) || (H5_VERS_MINOR == 10 && H5_VERS_RELEASE >= 7)
  H5Pset_file_locking(access.id(), false, true);  // some parallel file systems have no locks; no file changes in place
#endif
  File const file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()));
  return read_root(file, read);
}

/// The same of a file's bytes.
template <class Read>
auto read_bytes(FileKind const& kind, std::string const& bytes, Read const& read) {
  require_signature(bytes.data(), bytes.size(), kind);
  constexpr std::size_t growth = 65536;  // of a file in memory, which this one does not do
  Properties const access(H5Pcreate(H5P_FILE_ACCESS));
  bool const is_set = H5Pset_fapl_core(access.id(), growth, false) >= 0 &&
                      H5Pset_file_image(access.id(), const_cast<char*>(bytes.data()), bytes.size()) >= 0;
  // HDF5 wants a name that no file has
  File const file(is_set ? H5Fopen("/dev/null/bytes", H5F_ACC_RDONLY, access.id()) : -1);
  return read_root(file, read);
}

/// All bytes of a file, whatever it holds.
inline std::string bytes_of_file(FileKind const& kind, std::string const& path) {
  std::ifstream stream = open_stream(path, advice_for(kind));
  std::string bytes(std::filesystem::file_size(path), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  require(stream.gcount() == static_cast<std::streamsize>(bytes.size()),
          "cannot be read to its end (the system stopped) try again");
  return bytes;
}

/// See replace_file().
inline void write_file(std::string const& path, std::string const& bytes) {
  std::error_code const error = replace_file(path, bytes);
  require(!error, "cannot be written (" + error.message() + ") give a path in a folder that is writable and not full");
}

}  // namespace tesseral::hdf5
