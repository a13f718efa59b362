// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Plots through gnuplot, as PNG or SVG.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace tesseral {

/// Runs gnuplot on `commands`, with the terminal for `path` (.png or .svg) of width x height pixels and the project's
/// style set before them. Throws Error if gnuplot is missing or fails, or the file name ends otherwise.
void run_gnuplot(std::string const& path, int width, int height, std::string const& commands);

/// A block of data that commands can plot as $name, one row per entry of `rows`.
template <std::size_t N>
std::string gnuplot_data(std::string const& name, std::vector<std::array<double, N>> const& rows);
extern template std::string gnuplot_data(std::string const&, std::vector<std::array<double, 2>> const&);
extern template std::string gnuplot_data(std::string const&, std::vector<std::array<double, 3>> const&);

/// Text as gnuplot reads it.
std::string gnuplot_text(std::string const& text);

/// The colour of the n-th thing drawn, "rrggbb": eight that people who are colour-blind tell apart, and again from the
/// first.
std::string gnuplot_colour(std::size_t n);

/// One panel of a parity plot: points of a group (a data set, an element) have one colour.
struct ParityPanel {
  struct Group {
    std::string name;
    std::vector<std::array<double, 2>> points;  // reference, prediction
  };
  std::string title;     // what is compared, with its error
  std::string quantity;  // for the axes, with its unit
  std::vector<Group> groups;
};

/// Panels side by side, each with the diagonal on which a perfect prediction lies.
void plot_parity(std::string const& path, std::vector<ParityPanel> const&);

}  // namespace tesseral
