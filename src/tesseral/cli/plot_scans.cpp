// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/plot_scans.hpp"

#include "tesseral/train/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tesseral::cli {
namespace {

// How the energies of a panel are drawn.
struct Scale {
  std::string commands;  // range and tics
  std::string value;     // what is drawn of column 2
  bool limits = false;   // draws how deep each curve may be, too
};

// As deep as bonds go, and as high.
Scale bonds(std::vector<scans::Curve> const& curves) {
  double deepest = 1.0;
  for (scans::Curve const& curve : curves)
    if (std::isfinite(curve.deepest)) deepest = std::max(deepest, curve.deepest);
  return {fmt::format("set yrange [{:.9g}:{:.9g}]\nset ytics autofreq\n", -1.05 * deepest, 1.05 * deepest), "2", true};
}

// asinh(E / 1 eV) shows wells of a few eV and a wall, or a hole, of 10^8 eV in one picture.
Scale walls() {
  std::string tics = "'0' 0";
  for (int decade = 1; decade <= 12; ++decade)
    for (char const* sign : {"", "-"}) {
      std::string const number = fmt::format("{}1e{}", sign, decade);
      std::string const label = decade < 4 ? fmt::format("{}{}", sign, std::lround(std::pow(10.0, decade))) : number;
      tics += fmt::format(", '{}' asinh({})", label, number);
    }
  return {"set yrange [*:*]\nset ytics (" + tics + ")\n", "(asinh($2))", false};
}

struct Panel {
  std::string name;  // of its data
  std::string title;
  double longest = 0.0;  // Å, where it ends
};

// Every curve has a dot where contact ends.
std::string drawn(Panel const& panel, Scale const& scale, std::vector<scans::Curve> const& curves) {
  std::string data, plots;
  for (std::size_t n = 0; n < curves.size(); ++n) {
    scans::Curve const& curve = curves[n];
    std::vector<std::array<double, 2>> line, contact;
    for (std::size_t k = 0; k < curve.distances.size(); ++k) {
      if (!std::isfinite(curve.energies[k])) continue;
      line.push_back({curve.distances[k], curve.energies[k]});
      if (curve.distances[k] <= curve.contact) contact = {line.back()};
    }
    std::string const id = fmt::format("{}{}", panel.name, n), colour = gnuplot_colour(n);
    data += gnuplot_data(id, line) + gnuplot_data(id + "_contact", contact);
    plots += fmt::format("{}${} using 1:{} with lines lw 1.6 dt {} lc rgb '#{}' title {}", n == 0 ? "" : ", ", id,
                         scale.value, n < 8 ? 1 : 2, colour, gnuplot_text(curve.name));
    plots +=
        fmt::format(", ${}_contact using 1:{} with points pt 7 ps 0.7 lc rgb '#{}' notitle", id, scale.value, colour);
    if (!scale.limits || !std::isfinite(curve.deepest)) continue;
    data += gnuplot_data<2>(id + "_limit", {{curve.contact, -curve.deepest}, {panel.longest, -curve.deepest}});
    plots += fmt::format(", ${}_limit using 1:2 with lines lw 1 dt 3 lc rgb '#{}' notitle", id, colour);
  }
  return data + scale.commands +
         fmt::format("set title {} textcolor rgb '#202020'\nset xrange [0:{:.9g}]\nplot {}\n",
                     gnuplot_text(panel.title), panel.longest, plots);
}

double longest(std::vector<scans::Curve> const& curves) {
  double distance = 0.0;
  for (scans::Curve const& curve : curves) distance = std::max(distance, curve.distances.back());
  return distance;
}

}  // namespace

void plot_scans(std::string const& path, scans::Scans const& all) {
  double widest_contact = 0.0;
  for (scans::Curve const& curve : all.dimers) widest_contact = std::max(widest_contact, curve.contact);
  int const panels = all.pushed_atoms.empty() ? 2 : 3;
  std::string script = fmt::format(
      "set key right top Right noreverse samplen 1.5 spacing 0.9\nset xzeroaxis lw 1 lc rgb '#a0a0a0'\n"
      "set xlabel 'distance, Å'\nset ylabel 'energy, eV'\n"
      "set multiplot layout 1,{} margins {:.3f},0.985,0.13,0.9 spacing {:.3f},0\n",
      panels, 0.18 / panels, 0.22 / panels);
  script +=
      drawn({"bond", "two atoms, above the sum of E0 (dot: contact; dotted: lowest allowed)", longest(all.dimers)},
            bonds(all.dimers), all.dimers);
  script += drawn({"pair", "two atoms, up to contact", 1.3 * widest_contact}, walls(), all.dimers);
  if (panels == 3)
    script += drawn({"pushed", "an atom pushed towards another, above the start", longest(all.pushed_atoms)}, walls(),
                    all.pushed_atoms);
  run_gnuplot(path, 500 * panels, 520, script + "unset multiplot\n");
}

}  // namespace tesseral::cli
