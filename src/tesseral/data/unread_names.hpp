// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What frames hold and nobody reads, in words: labels under other names are lost otherwise without a word.
#pragma once

#include "tesseral/data/extxyz.hpp"

#include <set>
#include <string>
#include <vector>

namespace tesseral {

/// How a user tells under which names labels stand, "--energy-key" or "[data] energy_key".
struct KeyOptions {
  std::string energy, forces, stress, virial;
};
extern KeyOptions const key_options_of_program, key_options_of_data_section;

/// "; did you mean 'REF_energy'?" of names that may stand for this, or "". `used` names are read for something else.
std::string energy_hint(Frame const&, std::set<std::string> const& used = {});
std::string forces_hint(Frame const&);
std::string stress_hint(Frame const&, std::set<std::string> const& used = {});

/// Lines for the user: labels that no frame has and a name that may be meant, stresses that were left out, and the
/// names that nobody has read, each once. Not those in `used`: groups and weights of frames.
std::vector<std::string> notes_on_unread(std::vector<Frame> const&, std::string const& file, KeyOptions const&,
                                         std::set<std::string> const& used);

}  // namespace tesseral
