// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/unread_names.hpp"

#include "tesseral/core/utf8.hpp"
#include "tesseral/data/label_names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tesseral {
namespace {

// Names in a line; a user who wants them all looks into the file.
constexpr std::size_t most_names = 12;

std::vector<std::string> keys_of(Frame const& frame, std::set<std::string> const& used) {
  std::vector<std::string> keys;
  for (auto const& entry : frame.info)
    if (used.count(entry.first) == 0) keys.push_back(entry.first);
  return keys;
}

// The shortest name that may mean one of these: others tell more of it, a weight or a unit. "" if there is none.
std::string candidate(std::vector<std::string> const& names, std::initializer_list<Meaning> wanted) {
  std::string best;
  for (auto const& name : names)
    if (std::find(wanted.begin(), wanted.end(), meaning_of(name)) != wanted.end() &&
        (best.empty() || name.size() < best.size()))
      best = name;
  return best;
}

std::string hint(std::string const& name) {
  return name.empty() ? "" : fmt::format("; did you mean '{}'?", printable(name));
}

// "a, b and 3 more"
std::string listed(std::set<std::string> const& names) {
  std::string text;
  std::size_t count = 0;
  for (auto const& name : names) {
    if (count == most_names) return text + fmt::format(" and {} more", names.size() - count);
    text += (count++ > 0 ? ", " : "") + printable(name);
  }
  return text;
}

}  // namespace

KeyOptions const key_options_of_program = {"--energy-key", "--forces-key", "--stress-key", "--virial-key"};
KeyOptions const key_options_of_data_section = {"[data] energy_key", "[data] forces_key", "[data] stress_key",
                                                "[data] virial_key"};

std::string energy_hint(Frame const& frame, std::set<std::string> const& used) {
  return hint(candidate(keys_of(frame, used), {Meaning::energy}));
}
std::string forces_hint(Frame const& frame) { return hint(candidate(frame.unread_columns, {Meaning::forces})); }
std::string stress_hint(Frame const& frame, std::set<std::string> const& used) {
  return hint(candidate(keys_of(frame, used), {Meaning::stress, Meaning::virial}));
}

std::vector<std::string> notes_on_unread(std::vector<Frame> const& frames, std::string const& file,
                                         KeyOptions const& options, std::set<std::string> const& used) {
  std::set<std::string> keys, columns;
  bool energy = false, forces = false, virial = false;
  std::size_t stresses = 0;
  Frame const* first_stress = nullptr;
  for (Frame const& frame : frames) {
    for (auto& key : keys_of(frame, used)) keys.insert(std::move(key));
    columns.insert(frame.unread_columns.begin(), frame.unread_columns.end());
    energy = energy || frame.energy;
    forces = forces || !frame.forces.empty();
    virial = virial || frame.virial;
    if (!frame.has_stress_without_cell) continue;
    if (stresses++ == 0) first_stress = &frame;
  }

  std::vector<std::string> notes;
  auto const missing = [&](char const* what, std::string const& name, std::string const& option) {
    if (!name.empty())
      notes.push_back(fmt::format("{}: no frame has {}, but '{}', which may be meant: {} reads it", file, what,
                                  printable(name), option));
  };
  std::vector<std::string> const key_names(keys.begin(), keys.end()), column_names(columns.begin(), columns.end());
  if (!energy) missing("an energy", candidate(key_names, {Meaning::energy}), options.energy);
  if (!forces) missing("forces", candidate(column_names, {Meaning::forces}), options.forces);
  if (!virial) {
    missing("a stress", candidate(key_names, {Meaning::stress}), options.stress);
    missing("a virial", candidate(key_names, {Meaning::virial}), options.virial);
  }
  if (stresses > 0)
    notes.push_back(
        fmt::format("{}: the stress of {} frames is left out, which have no cell and so no volume; the first "
                    "is frame {}, line {}",
                    file, stresses, first_stress->number, first_stress->line));
  std::string unread;
  if (!keys.empty()) unread += " of the comment lines " + listed(keys);
  if (!columns.empty()) unread += (unread.empty() ? "" : ";") + std::string(" of the columns ") + listed(columns);
  if (!unread.empty()) notes.push_back(fmt::format("{}: not read:{}", file, unread));
  return notes;
}

}  // namespace tesseral
