// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/replace_file.hpp"

#include "tesseral/core/error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace tesseral {
namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

std::error_code write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t const written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// Some file systems cannot be waited for, which is no failure.
std::error_code wait_for_disk(int file) {
  if (::fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP) return {};
  return last_error();
}

std::error_code write_new(std::string const& path, std::string_view bytes, bool to_disk) {
  constexpr int mode_before_umask = 0666;
  int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_before_umask);
  if (file < 0) return last_error();
  std::error_code error = write_all(file, bytes);
  if (!error && to_disk) error = wait_for_disk(file);
  if (::close(file) != 0 && !error) error = last_error();
  return error;
}

// The new name is in the folder, which has to reach the disk as well.
void sync_folder_of(std::string const& path) {
  auto const slash = path.rfind('/');
  std::string const folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  int const file = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

}  // namespace

std::error_code replace_file(std::string const& path, std::string_view bytes, bool to_disk) {
  namespace fs = std::filesystem;
  std::error_code error;
  auto const status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status))
    return write_new(path, bytes, to_disk);
  std::string target = path;
  if (fs::is_symlink(path, error)) target = fs::weakly_canonical(path, error).string();
  std::string const part = target + ".part" + std::to_string(::getpid());
  error = write_new(part, bytes, to_disk);
  if (!error && std::rename(part.c_str(), target.c_str()) != 0) error = last_error();
  if (error) {
    ::unlink(part.c_str());
    return error;
  }
  if (to_disk) sync_folder_of(target);
  return {};
}

void write_whole_file(std::string const& path, std::string_view bytes) {
  std::error_code const error = replace_file(path, bytes, false);
  require(!error, path + ": cannot be written (" + error.message() +
                      ") give a name in a folder that is writable and on a disk that is not full");
}

}  // namespace tesseral
