// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/extxyz.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/elements.hpp"
#include "tesseral/train/cell.hpp"
#include "tesseral/train/extxyz_columns.hpp"
#include "tesseral/train/extxyz_comment.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace tesseral {
namespace {

using Matrix = std::array<std::array<double, 3>, 3>;
using extxyz::Columns;
using Info = std::map<std::string, std::string>;

std::string contents(std::string const& path) {
  std::error_code none;
  require(!std::filesystem::is_directory(path, none),
          path + ": cannot be read (it is a directory) name an extended XYZ file");
  std::ifstream file(path, std::ios::binary);
  require(file.is_open(), path + ": cannot be opened (it does not exist or may not be read) correct its name");
  std::string text;
  file.seekg(0, std::ios::end);
  std::streamoff const size = file.tellg();
  if (size > 0) text.resize(static_cast<std::size_t>(size));
  file.seekg(0);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  require(file.good(), path + ": cannot be read (the system reports an error) check the disk");
  return text;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

// The next word of `line` from `place` on; empty at its end.
std::string_view next_word(std::string_view line, std::size_t& place) {
  while (place < line.size() && (line[place] == ' ' || line[place] == '\t')) ++place;
  std::size_t const start = place;
  while (place < line.size() && line[place] != ' ' && line[place] != '\t') ++place;
  return line.substr(start, place - start);
}

class Reader {
 public:
  Reader(std::string const& path, ExtxyzKeys const& keys) : path_(path), keys_(keys), text_(contents(path)) {}

  std::vector<Frame> frames() {
    std::vector<Frame> result;
    std::string_view line;
    while (next_line(line)) {
      if (is_blank(line)) continue;  // between frames
      number_ = static_cast<int>(result.size()) + 1;
      result.push_back(frame(line));
    }
    require(!result.empty(), path_ + ": has no frames (the file is empty) name an extended XYZ file");
    return result;
  }

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

  Frame frame(std::string_view line) {
    Frame result;
    result.number = number_;
    result.line = line_;
    long long atoms = 0;
    std::size_t place = 0;
    std::string_view const word = next_word(line, place);
    if (!extxyz::parse_integer(word, atoms) || !is_blank(line.substr(place)))
      fail("'" + std::string(line.substr(0, 40)) +
           "' is not a number of atoms (a frame begins here) check that the count "
           "of the frame before is right");
    if (atoms < 1 || static_cast<std::size_t>(atoms) > text_.size())
      fail("the number of atoms is " + std::to_string(atoms) + " (it must be at least 1 and fit the file) correct it");
    if (!next_line(line)) fail("the file ends after the number of atoms (the frame is cut off) complete or remove it");

    Info info = located([&] { return extxyz::parse_comment(line); });
    auto const properties = take(info, "Properties");
    if (!properties)
      fail("no Properties in the comment line (they name the columns) write extended XYZ, not plain XYZ");
    Columns const columns = located([&] { return extxyz::find_columns(*properties, keys_.forces); });
    read_cell(info, result);
    result.energy = energy(info);
    result.virial = virial(info, result.cell);
    result.info = std::move(info);
    read_atoms(static_cast<int>(atoms), columns, result);
    return result;
  }

  // Removes the key and returns its value, nothing if there is none.
  static std::optional<std::string> take(Info& info, std::string const& key) {
    auto const found = info.find(key);
    if (found == info.end()) return std::nullopt;
    std::string value = std::move(found->second);
    info.erase(found);
    return value;
  }

  void read_cell(Info& info, Frame& frame) const {
    auto const lattice = take(info, "Lattice");
    if (lattice) {
      std::vector<double> const numbers = finite_numbers("Lattice", *lattice);
      if (numbers.size() != 9)
        fail("Lattice has " + std::to_string(numbers.size()) + " numbers (it is three vectors, 9 numbers) correct it");
      for (int k = 0; k < 9; ++k) frame.cell[k / 3][k % 3] = numbers[k];
      frame.periodic = {true, true, true};
    }
    auto const pbc = take(info, "pbc");
    if (!pbc) return;
    std::vector<bool> flags;
    if (!extxyz::parse_flags(*pbc, flags) || flags.size() != 3)
      fail("pbc=\"" + *pbc + "\" cannot be understood (it is three times T or F) correct it");
    for (int d = 0; d < 3; ++d) frame.periodic[d] = flags[d];
    if (!lattice && (flags[0] || flags[1] || flags[2]))
      fail("no Lattice in the comment line (pbc=\"" + *pbc + "\" makes it periodic) add the cell or set pbc=\"F F F\"");
  }

  std::optional<double> energy(Info& info) const {
    auto const value = take(info, keys_.energy);
    if (!value) return std::nullopt;
    std::vector<double> const numbers = finite_numbers(keys_.energy, *value);
    if (numbers.size() != 1) fail(keys_.energy + "=\"" + *value + "\" is no energy (it is one number, eV) correct it");
    return numbers[0];
  }

  std::optional<Matrix> virial(Info& info, Matrix const& cell) const {
    auto const virial = take(info, keys_.virial);
    auto const stress = take(info, keys_.stress);
    if (virial) return symmetric(keys_.virial, *virial, 1.0);
    if (!stress) return std::nullopt;
    double const volume = cell_volume(cell);
    if (volume <= 0.0) fail(keys_.stress + " without a Lattice of some volume (virial = -stress volume) give the cell");
    return symmetric(keys_.stress, *stress, -volume);
  }

  Matrix symmetric(std::string const& key, std::string const& value, double factor) const {
    std::vector<double> const t = finite_numbers(key, value);
    if (t.size() == 6) {
      double const xx = factor * t[0], yy = factor * t[1], zz = factor * t[2];
      double const yz = factor * t[3], xz = factor * t[4], xy = factor * t[5];
      return {{{xx, xy, xz}, {xy, yy, yz}, {xz, yz, zz}}};
    }
    if (t.size() != 9)
      fail(key + " has " + std::to_string(t.size()) +
           " numbers (it is a matrix of 9, or 6 as xx yy zz yz xz xy) correct it");
    Matrix result;
    for (int a = 0; a < 3; ++a)
      for (int b = 0; b < 3; ++b) result[a][b] = factor * (0.5 * t[3 * a + b] + 0.5 * t[3 * b + a]);
    return result;
  }

  std::vector<double> finite_numbers(std::string const& key, std::string const& value) const {
    std::vector<double> numbers;
    if (!extxyz::parse_numbers(value, numbers))
      fail(key + "=\"" + value + "\" is not numbers (they are needed here) correct it");
    for (double const x : numbers)
      if (!std::isfinite(x))
        fail(key + "=\"" + value + "\" is not finite (no label may be NaN or infinite) correct it");
    return numbers;
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
      if (atomic_number(symbol) == 0) fail("'" + symbol + "' is no element (a chemical symbol is needed) correct it");
      return symbol;
    }
    long long number = 0;
    if (!extxyz::parse_integer(words[columns.atomic_number], number) || number < 1 || number > 118)
      fail("'" + std::string(words[columns.atomic_number]) + "' is no atomic number (1 to 118) correct it");
    return element_symbol(static_cast<int>(number));
  }

  std::array<double, 3> vector(std::vector<std::string_view> const& words, int column, char const* what) const {
    std::array<double, 3> value{};
    for (int d = 0; d < 3; ++d) {
      std::string_view const word = words[column + d];
      if (!extxyz::parse_number(word, value[d]) || !std::isfinite(value[d]))
        fail("'" + std::string(word) + "' in a " + what + " is not a finite number (three are needed) correct it");
    }
    return value;
  }

  std::string path_;
  ExtxyzKeys keys_;
  std::string text_;
  std::size_t place_ = 0;
  int line_ = 0;
  int number_ = 1;
};

}  // namespace

std::vector<Frame> read_extxyz(std::string const& path, ExtxyzKeys const& keys) { return Reader(path, keys).frames(); }

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
