// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/extxyz.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/utf8.hpp"
#include "tesseral/data/extxyz_columns.hpp"
#include "tesseral/data/extxyz_comment.hpp"
#include "tesseral/data/extxyz_labels.hpp"
#include "tesseral/data/frame_range.hpp"
#include "tesseral/data/label_names.hpp"
#include "tesseral/data/text_file.hpp"
#include "tesseral/model/elements.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

namespace tesseral {
namespace {

using extxyz::Columns;
using Info = std::map<std::string, std::string>;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

// The next word of `line` from `place` on; empty at its end.
std::string_view next_word(std::string_view line, std::size_t& place) {
  while (place < line.size() && (line[place] == ' ' || line[place] == '\t')) ++place;
  std::size_t const start = place;
  while (place < line.size() && line[place] != ' ' && line[place] != '\t') ++place;
  return line.substr(start, place - start);
}

// Whether a line has Properties, in any case.
bool names_columns(std::string_view line) {
  constexpr std::string_view key = "Properties";
  for (std::size_t k = 0; k + key.size() <= line.size(); ++k)
    if (is_same_name(line.substr(k, key.size()), key)) return true;
  return false;
}

class Reader {
 public:
  Reader(std::string const& path, ExtxyzKeys const& keys) : path_(path), keys_(keys), text_(read_text_file(path)) {}

  // All good frames; the others go to `rejected`.
  std::vector<Frame> frames(std::vector<RejectedFrame>& rejected) {
    std::vector<Frame> result;
    std::string_view line;
    while (next_line(line)) {
      if (is_blank(line)) continue;  // between frames
      ++number_;
      std::size_t const second_line = place_;
      int const first_line_number = line_;
      is_stray_ = false;
      try {
        result.push_back(frame(line));
      } catch (Error const& error) {
        // A line that begins no frame belongs to the frame before it, whose number of atoms is wrong.
        if (is_stray_ && number_ > 1) --number_;
        if (!result.empty() && result.back().number == number_) result.pop_back();
        rejected.push_back({number_, error.what()});
        place_ = second_line;
        line_ = first_line_number;
        seek_frame();
      }
    }
    require(number_ > 0, path_ + ": has no frames (the file is empty) name an extended XYZ file");
    return result;
  }
  int count() const { return number_; }

 private:
  [[noreturn]] void fail(std::string const& problem) const {
    throw Error(path_ + ": frame " + std::to_string(number_) + ", line " + std::to_string(line_) + ": " + problem);
  }

  // What `parse` returns; adds the place to its errors.
  template <class Parse>
  auto located(Parse const& parse) const {
    try {
      return parse();
    } catch (Error const& error) {
      fail(error.what());
    }
  }

  bool next_line(std::string_view& line) {
    if (place_ >= text_.size()) return false;
    std::size_t end = text_.find('\n', place_);
    if (end == std::string::npos) end = text_.size();
    line = std::string_view(text_).substr(place_, end - place_);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    place_ = end + 1;
    ++line_;
    return true;
  }

  // Goes on to the next line that is a number alone and has Properties in the line after it, or to the end.
  void seek_frame() {
    for (std::string_view line; place_ < text_.size();) {
      std::size_t const here = place_;
      int const here_number = line_;
      next_line(line);
      std::size_t place = 0;
      long long atoms = 0;
      bool const is_count = extxyz::parse_integer(next_word(line, place), atoms) && is_blank(line.substr(place));
      if (is_count && place_ < text_.size() &&
          names_columns(std::string_view(text_).substr(place_, text_.find('\n', place_) - place_))) {
        place_ = here;
        line_ = here_number;
        return;
      }
    }
  }

  Frame frame(std::string_view line) {
    Frame result;
    result.file = path_;
    result.number = number_;
    result.line = line_;
    long long atoms = 0;
    std::size_t place = 0;
    std::string_view const word = next_word(line, place);
    is_stray_ = !extxyz::parse_integer(word, atoms) || !is_blank(line.substr(place));
    if (is_stray_)
      fail("'" + printable(line) + "' is not a number of atoms (a frame begins here) " +
           (number_ > 1 ? "check that the count of the frame before is right" : "name an extended XYZ file"));
    if (atoms < 1 || static_cast<std::size_t>(atoms) > text_.size())
      fail("the number of atoms is " + std::to_string(atoms) + " (it must be at least 1 and fit the file) correct it");
    if (!next_line(line)) fail("the file ends after the number of atoms (the frame is cut off) complete or remove it");

    Info info = located([&] { return extxyz::parse_comment(as_utf8(line)); });
    auto const properties = take_key(info, "Properties", true);
    if (!properties)
      fail("no Properties in the comment line (they name the columns) write extended XYZ, not plain XYZ");
    Columns const columns = located([&] { return extxyz::find_columns(*properties, keys_.forces); });
    located([&] {
      extxyz::take_cell(info, result);
      extxyz::take_labels(info, keys_, result);
    });
    result.info = std::move(info);
    result.unread_columns = columns.unread;
    read_atoms(static_cast<int>(atoms), columns, result);
    return result;
  }

  void read_atoms(int atoms, Columns const& columns, Frame& frame) {
    frame.symbols.reserve(atoms);
    frame.positions.reserve(atoms);
    if (columns.forces >= 0) frame.forces.reserve(atoms);
    std::vector<std::string_view> words(columns.count);
    std::string_view line;
    for (int i = 0; i < atoms; ++i) {
      if (!next_line(line))
        fail("the file ends after atom " + std::to_string(i) + " of " + std::to_string(atoms) +
             " (the frame is cut off) complete or remove it");
      std::size_t place = 0;
      int found = 0;
      for (auto word = next_word(line, place); !word.empty(); word = next_word(line, place), ++found)
        if (found < columns.count) words[found] = word;
      if (found != columns.count)
        fail("atom " + std::to_string(i + 1) + " of " + std::to_string(atoms) + " has " + std::to_string(found) +
             " columns (Properties name " + std::to_string(columns.count) +
             ") check the number of atoms and this line");
      frame.symbols.push_back(element(columns, words));
      frame.positions.push_back(vector(words, columns.position, "position"));
      if (columns.forces >= 0) frame.forces.push_back(vector(words, columns.forces, "force"));
    }
  }

  std::string element(Columns const& columns, std::vector<std::string_view> const& words) const {
    if (columns.symbol >= 0) {
      std::string symbol(words[columns.symbol]);
      if (atomic_number(symbol) == 0)
        fail("'" + printable(symbol) + "' is no element (a chemical symbol is needed) correct it");
      return symbol;
    }
    long long number = 0;
    if (!extxyz::parse_integer(words[columns.atomic_number], number) || number < 1 || number > 118)
      fail("'" + printable(words[columns.atomic_number]) + "' is no atomic number (1 to 118) correct it");
    return element_symbol(static_cast<int>(number));
  }

  std::array<double, 3> vector(std::vector<std::string_view> const& words, int column, char const* what) const {
    std::array<double, 3> value{};
    for (int d = 0; d < 3; ++d) {
      std::string_view const word = words[column + d];
      if (!extxyz::parse_number(word, value[d]) || !std::isfinite(value[d]))
        fail("'" + printable(word) + "' in a " + what + " is not a finite number (three are needed) correct it");
    }
    return value;
  }

  std::string path_;
  ExtxyzKeys keys_;
  std::string text_;
  std::size_t place_ = 0;
  int line_ = 0;
  int number_ = 0;         // of the frame that is being read
  bool is_stray_ = false;  // its first line is no number of atoms
};

}  // namespace

std::vector<Frame> read_extxyz(std::string const& source, ExtxyzKeys const& keys,
                               std::vector<RejectedFrame>* rejected) {
  FrameSource const part = parse_frame_source(source);
  Reader reader(part.file, keys);
  std::vector<RejectedFrame> bad;
  std::vector<Frame> frames = reader.frames(bad);
  if (rejected == nullptr && !bad.empty()) throw Error(bad.front().problem);
  if (!part.range.empty()) {
    std::vector<Frame> chosen;
    std::vector<RejectedFrame> bad_chosen;
    try {
      for (std::size_t const index : frame_indices(part.range, reader.count())) {
        int const number = static_cast<int>(index) + 1;
        auto const good = std::lower_bound(frames.begin(), frames.end(), number,
                                           [](Frame const& frame, int wanted) { return frame.number < wanted; });
        if (good != frames.end() && good->number == number) chosen.push_back(std::move(*good));
        std::copy_if(bad.begin(), bad.end(), std::back_inserter(bad_chosen),
                     [&](RejectedFrame const& frame) { return frame.number == number; });
      }
    } catch (Error const& error) {
      throw Error(part.file + ": " + error.what());
    }
    frames = std::move(chosen);
    bad = std::move(bad_chosen);
  }
  if (rejected != nullptr) *rejected = std::move(bad);
  return frames;
}

Structure to_structure(Frame const& frame, std::vector<std::string> const& elements) {
  Structure structure;
  for (std::string const& symbol : frame.symbols) {
    auto const found = std::find(elements.begin(), elements.end(), symbol);
    if (found == elements.end()) {
      std::string known;
      for (std::string const& element : elements) known += " " + element;
      throw Error("frame " + std::to_string(frame.number) + ", line " + std::to_string(frame.line) + ": has " + symbol +
                  " (the model knows only" + known + ") leave the frame out or train a model with this element");
    }
    structure.species.push_back(static_cast<int>(found - elements.begin()));
  }
  structure.positions = frame.positions;
  structure.cell = frame.cell;
  structure.periodic = frame.periodic;
  return structure;
}

}  // namespace tesseral
