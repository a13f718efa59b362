// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/data/extxyz_comment.hpp"

#include "tesseral/core/error.hpp"

#include <charconv>

namespace tesseral::extxyz {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

class Parser {
 public:
  explicit Parser(std::string_view line) : line_(line) {}

  std::map<std::string, std::string> pairs() {
    std::map<std::string, std::string> result;
    for (skip_blanks(); !at_end(); skip_blanks()) {
      std::string const key = next() == '"' || next() == '\'' ? quoted_text() : bare_key();
      require(!key.empty(),
              "'=' without a key before it in the comment line (it is a list of key=value) write the key");
      skip_blanks();
      if (at_end() || next() != '=') {
        result[key] = "T";
        continue;
      }
      ++place_;
      skip_blanks();
      result[key] = value();
    }
    return result;
  }

 private:
  bool at_end() const { return place_ >= line_.size(); }
  char next() const { return line_[place_]; }
  void skip_blanks() {
    while (!at_end() && is_blank(next())) ++place_;
  }

  std::string bare_key() {
    std::size_t const start = place_;
    while (!at_end() && !is_blank(next()) && next() != '=') ++place_;
    return std::string(line_.substr(start, place_ - start));
  }

  std::string value() {
    if (at_end()) return "";
    if (next() == '"' || next() == '\'') return quoted_text();
    if (next() == '{') return braced_text();
    return bare_value();
  }

  // Between two equal quotes; a backslash takes the next character as it is.
  std::string quoted_text() {
    char const quote = next();
    std::string text;
    for (++place_; !at_end() && next() != quote; ++place_) {
      if (next() == '\\' && place_ + 1 < line_.size()) {
        ++place_;
        text += next() == 'n' ? '\n' : next();
      } else {
        text += next();
      }
    }
    require(!at_end(),
            std::string("a quote ") + quote + " is left open in the comment line (the value has no end) close it");
    ++place_;
    return text;
  }

  // The old form of quotes, {1 2 3}.
  std::string braced_text() {
    std::size_t const end = line_.find('}', place_);
    require(end != std::string_view::npos,
            "a brace { is left open in the comment line (the value has no end) close it");
    std::string text(line_.substr(place_ + 1, end - place_ - 1));
    place_ = end + 1;
    return text;
  }

  // Up to a blank that is not within brackets: [T, T, T] is one value.
  std::string bare_value() {
    std::size_t const start = place_;
    int depth = 0;
    for (; !at_end() && (depth > 0 || !is_blank(next())); ++place_) {
      if (next() == '[') ++depth;
      if (next() == ']') --depth;
    }
    require(depth <= 0, "a bracket [ is left open in the comment line (the value has no end) close it");
    return std::string(line_.substr(start, place_ - start));
  }

  std::string_view line_;
  std::size_t place_ = 0;
};

// Calls take(item) for each item of a list; false as soon as one of them says so.
template <class Take>
bool for_items(std::string_view text, Take const& take) {
  constexpr char separators[] = " \t\n,[]{}()";
  std::size_t place = 0;
  while ((place = text.find_first_not_of(separators, place)) != std::string_view::npos) {
    std::size_t const end = text.find_first_of(separators, place);
    std::size_t const stop = end == std::string_view::npos ? text.size() : end;
    if (!take(text.substr(place, stop - place))) return false;
    place = stop;
  }
  return true;
}

template <class T>
bool parse_all(std::string_view text, T& value) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);  // std::from_chars knows no plus sign
  auto const result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

}  // namespace

std::map<std::string, std::string> parse_comment(std::string_view line) { return Parser(line).pairs(); }

bool parse_number(std::string_view text, double& value) {
  if (parse_all(text, value)) return true;
  // 1.4D+01, as Fortran prints double precision
  std::size_t const exponent = text.find_first_of("dD");
  constexpr std::size_t longest = 64;
  if (exponent == std::string_view::npos || exponent == 0 || text.size() > longest) return false;
  std::string with_e(text);
  with_e[exponent] = 'e';
  return parse_all(std::string_view(with_e), value);
}
bool parse_integer(std::string_view text, long long& value) { return parse_all(text, value); }

bool parse_numbers(std::string_view text, std::vector<double>& values) {
  values.clear();
  if (text.substr(0, 5) == "_JSON") text.remove_prefix(5);
  return for_items(text, [&](std::string_view item) { return parse_number(item, values.emplace_back()); });
}

bool parse_flags(std::string_view text, std::vector<bool>& values) {
  values.clear();
  if (text.substr(0, 5) == "_JSON") text.remove_prefix(5);
  return for_items(text, [&](std::string_view item) {
    bool const yes = item == "T" || item == "True" || item == "TRUE" || item == "true" || item == "1";
    bool const no = item == "F" || item == "False" || item == "FALSE" || item == "false" || item == "0";
    values.push_back(yes);
    return yes || no;
  });
}

std::string quoted(std::string const& value) {
  bool plain = !value.empty() && value.front() != '{';
  for (char const c : value)
    plain = plain && c > ' ' && c != '"' && c != '\'' && c != '\\' && c != '[' && c != ']' && c != '=';
  if (plain) return value;
  std::string text = "\"";
  for (char const c : value) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text + "\"";
}

}  // namespace tesseral::extxyz
