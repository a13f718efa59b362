// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/self_test_frames.hpp"

#include <algorithm>
#include <set>

namespace tesseral {
namespace {

// Largest structure of a self-test: `tesseral check` must be quick.
constexpr std::size_t self_test_atoms = 64;

}  // namespace

std::vector<Structure> self_test_structures(std::vector<LabelledFrame> const& frames, std::size_t wanted) {
  std::vector<LabelledFrame const*> by_size;
  for (auto const& frame : frames) by_size.push_back(&frame);
  auto const atoms = [](LabelledFrame const* frame) { return frame->structure.species.size(); };
  std::stable_sort(by_size.begin(), by_size.end(), [&](auto const* a, auto const* b) { return atoms(a) < atoms(b); });

  std::vector<LabelledFrame const*> chosen;
  std::set<std::size_t> sizes;
  for (bool const only_new_size : {true, false})
    for (auto const* frame : by_size) {
      bool const is_small = atoms(frame) <= self_test_atoms || chosen.empty();
      bool const is_new = std::find(chosen.begin(), chosen.end(), frame) == chosen.end();
      if (chosen.size() < wanted && is_small && is_new && (!only_new_size || sizes.insert(atoms(frame)).second))
        chosen.push_back(frame);
    }
  std::vector<Structure> structures;
  for (auto const* frame : chosen) structures.push_back(frame->structure);
  return structures;
}

}  // namespace tesseral
