// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What every reader promises of every input: it reads it, or throws Error with one line that can be printed.
#pragma once

#include "tesseral/core/error.hpp"
#include "tesseral/core/utf8.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace tesseral::fuzz {

/// Calls read(); stops the program if that breaks the promise. Exceptions of other kinds stop it by themselves.
template <class Read>
int keeps_promise(Read const& read) {
  try {
    read();
  } catch (Error const& error) {
    std::string const message = error.what();
    if (message.empty() || printable(message, message.size()) != message) {
      std::fprintf(stderr, "a message that is not one printable line: '%s'\n", printable(message, 400).c_str());
      std::abort();
    }
  }
  return 0;
}

/// A file in memory with these bytes, for readers that take a path.
class MemoryFile {
 public:
  MemoryFile(std::uint8_t const* bytes, std::size_t size) : file_(memfd_create("fuzz", 0)) {
    if (file_ < 0 || ::write(file_, bytes, size) != static_cast<ssize_t>(size)) std::abort();
  }
  MemoryFile(MemoryFile const&) = delete;
  MemoryFile& operator=(MemoryFile const&) = delete;
  ~MemoryFile() { ::close(file_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace tesseral::fuzz
