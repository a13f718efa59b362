// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/plot.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/replace_file.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <numeric>

namespace tesseral {
namespace {

std::string terminal(std::string const& path, int width, int height) {
  auto const ends_with = [&](std::string const& end) {
    return path.size() > end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
  };
  if (ends_with(".png"))  // drawn at twice the size in points, for sharp text on dense screens
    return fmt::format("set terminal pngcairo noenhanced size {},{} fontscale 1.6 linewidth 1.6 pointscale 1.6\n",
                       2 * width, 2 * height);
  if (ends_with(".svg"))
    return fmt::format("set terminal svg noenhanced size {},{} background '#ffffff'\n", width, height);
  throw Error(path + ": cannot be plotted (the name must end in .png or .svg) rename it");
}

constexpr char style[] = R"(
set encoding utf8
set border 3 lw 1 lc rgb '#404040'
set tics nomirror out scale 0.6 textcolor rgb '#404040'
set grid lw 0.8 lc rgb '#dcdcdc'
set key left top Left reverse samplen 1 textcolor rgb '#404040'
)";

// Colours that are told apart by people who are colour-blind (Okabe and Ito 2008).
constexpr char const* colours[] = {"0072b2", "d55e00", "009e73", "cc79a7", "e69f00", "56b4e9", "8c8c00", "404040"};

class IgnorePipeSignal {
 public:
  IgnorePipeSignal() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
  ~IgnorePipeSignal() { std::signal(SIGPIPE, before_); }
  IgnorePipeSignal(IgnorePipeSignal const&) = delete;
  IgnorePipeSignal& operator=(IgnorePipeSignal const&) = delete;

 private:
  void (*before_)(int);
};

/// The picture that gnuplot writes, beside its place until it is whole: gnuplot does not tell of a full disk.
class PartOfPlot {
 public:
  explicit PartOfPlot(std::string const& plot) : plot_(plot), path_(fmt::format("{}.part{}", plot, ::getpid())) {
    std::error_code const error = replace_file(path_, "", false);
    require(!error, plot_ + ": cannot be written (" + error.message() + ") choose another name");
  }
  PartOfPlot(PartOfPlot const&) = delete;
  PartOfPlot& operator=(PartOfPlot const&) = delete;
  ~PartOfPlot() { std::remove(path_.c_str()); }
  std::string const& path() const { return path_; }

  /// Its bytes. Throws Error if it has no end.
  std::string whole_picture() const {
    std::ifstream stream(path_, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    std::string_view const end = std::string_view(bytes).substr(bytes.size() - std::min<std::size_t>(bytes.size(), 12));
    bool const is_whole = end.find("IEND") != end.npos || end.find("</svg>") != end.npos;
    require(is_whole, plot_ + ": cannot be written to its end (the disk may be full) make room");
    return bytes;
  }

 private:
  std::string plot_, path_;
};

struct Range {
  double low = 0.0, high = 1.0;
};

// Of both axes, with a margin so that no point lies on the border.
Range common_range(ParityPanel const& panel) {
  bool first = true;
  Range range;
  for (auto const& group : panel.groups)
    for (auto const& point : group.points)
      for (double const x : point) {
        range.low = first ? x : std::min(range.low, x);
        range.high = first ? x : std::max(range.high, x);
        first = false;
      }
  double const margin = range.high > range.low ? 0.05 * (range.high - range.low) : 0.5;
  return {range.low - margin, range.high + margin};
}

// Distance of tics: 1, 2 or 5 times a power of ten, so that three to six of them fit.
double tic_distance(Range const& range) {
  double const raw = (range.high - range.low) / 6.5;
  double const decade = std::pow(10.0, std::floor(std::log10(raw)));
  for (double const factor : {1.0, 2.0, 5.0})
    if (raw <= factor * decade * 1.0001) return factor * decade;
  return 10.0 * decade;
}

double mean_square_error(ParityPanel::Group const& group) {
  double sum = 0.0;
  for (auto const& [reference, prediction] : group.points) sum += (prediction - reference) * (prediction - reference);
  return group.points.empty() ? 0.0 : sum / static_cast<double>(group.points.size());
}

std::size_t point_count(ParityPanel const& panel) {
  std::size_t count = 0;
  for (auto const& group : panel.groups) count += group.points.size();
  return count;
}

}  // namespace

// In single quotes, since in double ones gnuplot runs what stands between backticks.
std::string gnuplot_text(std::string const& text) {
  std::string quoted = "'";
  for (char const c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c == '\n' ? ' ' : c;
  }
  return quoted + "'";
}

std::string gnuplot_colour(std::size_t n) { return colours[n % std::size(colours)]; }

void run_gnuplot(std::string const& path, int width, int height, std::string const& commands) {
  PartOfPlot const part(path);
  std::string const script = terminal(path, width, height) + "set output " + gnuplot_text(part.path()) + "\n" + style +
                             commands + "\nunset output\n";
  IgnorePipeSignal const guard;  // a gnuplot that ends early must not end this program
  constexpr int not_found = 127;
  std::FILE* const pipe = popen("command -v gnuplot >/dev/null 2>&1 || exit 127; exec gnuplot", "w");
  require(pipe != nullptr, path + ": cannot be plotted (no process can be started) check the system's limits");
  bool const written = std::fwrite(script.data(), 1, script.size(), pipe) == script.size();
  int const status = pclose(pipe);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !written) {
    bool const missing = WIFEXITED(status) && WEXITSTATUS(status) == not_found;
    throw Error(path + (missing ? ": cannot be plotted (gnuplot is not installed) install the package gnuplot-nox"
                                : ": cannot be plotted (gnuplot failed) see its message above"));
  }
  write_whole_file(path, part.whole_picture());
}

template <std::size_t N>
std::string gnuplot_data(std::string const& name, std::vector<std::array<double, N>> const& rows) {
  std::string text = "$" + name + " << EOD\n";
  for (auto const& row : rows) {
    for (double const x : row) text += fmt::format("{:.9g} ", x);
    text += '\n';
  }
  return text + "EOD\n";
}
template std::string gnuplot_data(std::string const&, std::vector<std::array<double, 2>> const&);
template std::string gnuplot_data(std::string const&, std::vector<std::array<double, 3>> const&);

void plot_parity(std::string const& path, std::vector<ParityPanel> const& panels) {
  std::string script = fmt::format("set multiplot layout 1,{} margins {},0.97,0.14,0.88 spacing 0.12,0\n",
                                   panels.size(), panels.size() == 1 ? 0.15 : 0.085);
  for (std::size_t p = 0; p < panels.size(); ++p) {
    ParityPanel const& panel = panels[p];
    Range const range = common_range(panel);
    std::size_t const count = point_count(panel);
    // Many points are small and faint so that their density shows; few are large and solid.
    double const size = count > 5000 ? 0.22 : count > 500 ? 0.35 : 0.6;
    char const* const alpha = count > 50000 ? "c8" : count > 5000 ? "a0" : count > 500 ? "70" : "40";
    script += fmt::format("set title {} textcolor rgb '#202020'\n", gnuplot_text(panel.title));
    script += fmt::format("set xlabel {}\nset ylabel {}\n", gnuplot_text("reference " + panel.quantity),
                          gnuplot_text("predicted " + panel.quantity));
    script += fmt::format(
        "set xrange [{0:.9g}:{1:.9g}]\nset yrange [{0:.9g}:{1:.9g}]\nset size square\n"
        "set xtics {2:.9g}\nset ytics {2:.9g}\n",
        range.low, range.high, tic_distance(range));
    // Wide clouds first, so that they do not hide narrow ones; the key keeps the order of the groups.
    std::vector<std::size_t> order(panel.groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return mean_square_error(panel.groups[a]) > mean_square_error(panel.groups[b]);
    });
    std::string plots, key;
    for (std::size_t const g : order) {
      if (panel.groups[g].points.empty()) continue;
      std::string const name = fmt::format("panel{}_{}", p, g);
      script += gnuplot_data(name, panel.groups[g].points);
      plots += fmt::format(", ${} using 1:2 with points pt 7 ps {} lc rgb '#{}{}' notitle", name, size, alpha,
                           gnuplot_colour(g));
    }
    for (std::size_t g = 0; g < panel.groups.size() && panel.groups.size() > 1; ++g)
      if (!panel.groups[g].points.empty())  // the key's points are solid
        key += fmt::format(", NaN with points pt 7 ps 0.8 lc rgb '#{}' title {}", gnuplot_colour(g),
                           gnuplot_text(panel.groups[g].name));
    script += "plot x with lines lw 1 lc rgb '#a0a0a0' notitle" + plots + key + "\n";
  }
  run_gnuplot(path, 480 * static_cast<int>(std::max<std::size_t>(panels.size(), 1)), 480, script + "unset multiplot\n");
}

}  // namespace tesseral
