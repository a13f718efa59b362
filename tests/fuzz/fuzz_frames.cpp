// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "fuzz.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/data/unread_names.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  using namespace tesseral;
  fuzz::MemoryFile const file(bytes, size);
  return fuzz::keeps_promise([&] {
    std::vector<RejectedFrame> rejected;
    auto const frames = read_extxyz(file.path(), {}, &rejected);
    for (auto const& note : notes_on_unread(frames, "frames", key_options_of_program, {}))
      require(printable(note, note.size()) == note, "\n");  // breaks the promise
    for (auto const& frame : rejected) require(printable(frame.problem, frame.problem.size()) == frame.problem, "\n");
  });
}
