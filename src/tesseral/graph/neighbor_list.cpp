// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Cell lists: atoms are sorted into bins at least as wide as the cutoff where the cell allows it, and each atom looks
/// through the bins that its cutoff sphere can touch, in as many images of the cell as that takes.
#include "tesseral/graph/neighbor_list.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/vector3.hpp"
#include "tesseral/graph/cell_basis.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

namespace tesseral {
namespace {

using Triple = std::array<int, 3>;

// Images of the cell that one atom looks through; more means that a cell vector is absurdly short.
constexpr double max_images = 1e5;

// Neighbours of one atom: a crystal has some 1300 within 12 Å. More fill the memory by their edges.
constexpr std::size_t max_neighbors = 20000;

void check_positions(Structure const& structure) {
  require(structure.species.size() == structure.positions.size(),
          "structure: " + std::to_string(structure.species.size()) + " species but " +
              std::to_string(structure.positions.size()) +
              " positions (each atom has one of each) correct the structure");
  for (std::size_t i = 0; i < structure.positions.size(); ++i)
    for (double x : structure.positions[i])
      require(std::isfinite(x), "structure: position of atom " + std::to_string(i + 1) +
                                    " is not finite (it is NaN or infinite) correct it");
}

class Bins {
 public:
  Bins(Structure const& structure, double r_cut) : structure_(structure), basis_(complete_basis(structure)) {
    wrap();
    choose_widths(r_cut);
    fill();
  }

  // Calls visit(j, image) for every atom j, with the image's cell indices, that may be within the cutoff of atom i.
  template <class Visit>
  void for_candidates(int i, Visit const& visit) const {
    Triple const home = bin_[i];
    Triple k;
    for (k[0] = home[0] - reach_[0]; k[0] <= home[0] + reach_[0]; ++k[0])
      for (k[1] = home[1] - reach_[1]; k[1] <= home[1] + reach_[1]; ++k[1])
        for (k[2] = home[2] - reach_[2]; k[2] <= home[2] + reach_[2]; ++k[2]) visit_bin(i, k, visit);
  }

  Vector3 offset(Triple const& image) const {
    Vector3 sum{};
    for (int d = 0; d < 3; ++d)
      for (int x = 0; x < 3; ++x) sum[x] += image[d] * basis_[d][x];
    return sum;
  }

 private:
  void wrap() {
    Matrix3 const rows = reciprocal(basis_);
    for (int d = 0; d < 3; ++d) height_[d] = 1.0 / norm(rows[d]);
    for (Vector3 const& x : structure_.positions) {
      Vector3 s;
      Triple image{};
      for (int d = 0; d < 3; ++d) {
        s[d] = dot(rows[d], x);
        if (!structure_.periodic[d]) continue;
        double const turns = std::floor(s[d]);
        require(std::abs(turns) < 1e9,
                "structure: an atom is more than 1e9 cells away (its position has no digits left "
                "to tell it from its neighbours) wrap the positions into the cell");
        s[d] -= turns;
        image[d] = static_cast<int>(turns);
      }
      coordinate_.push_back(s);
      wrapped_.push_back(image);
    }
  }

  void choose_widths(double r_cut) {
    double const atoms = static_cast<double>(structure_.positions.size());
    for (int d = 0; d < 3; ++d) {
      if (!structure_.periodic[d]) {
        double low = coordinate_[0][d], high = low;
        for (Vector3 const& s : coordinate_) {
          low = std::min(low, s[d]);
          high = std::max(high, s[d]);
        }
        for (Vector3& s : coordinate_) s[d] -= low;
        extent_[d] = std::max(high - low, 1e-3 * r_cut);
        height_[d] = extent_[d];
      }
      count_[d] = static_cast<int>(std::clamp(std::floor(height_[d] / (r_cut * (1 + 1e-9))), 1.0, atoms));
    }
    // No more than a few bins per atom, however empty the cell.
    while (1.0 * count_[0] * count_[1] * count_[2] > 8.0 * atoms) {
      int& most = *std::max_element(count_.begin(), count_.end());
      most = (most + 1) / 2;
    }
    double images = 1.0;
    for (int d = 0; d < 3; ++d) {
      double const reach = std::ceil(r_cut * (1 + 1e-10) * count_[d] / height_[d]);
      if (structure_.periodic[d]) images *= 2.0 * reach / count_[d] + 1.0;
      reach_[d] = structure_.periodic[d] ? static_cast<int>(std::min(reach, max_images)) : 1;
    }
    require(images <= max_images,
            "structure: the cell is too thin for the cutoff (an atom would have more than 100000 "
            "images within " +
                std::to_string(r_cut) + " Å) correct the cell");
  }

  void fill() {
    std::size_t const n = coordinate_.size();
    bin_.resize(n);
    begin_.assign(static_cast<std::size_t>(count_[0]) * count_[1] * count_[2] + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
      for (int d = 0; d < 3; ++d) {
        double const s = coordinate_[i][d] / (structure_.periodic[d] ? 1.0 : extent_[d]);
        bin_[i][d] = std::clamp(static_cast<int>(s * count_[d]), 0, count_[d] - 1);
      }
      ++begin_[flat(bin_[i]) + 1];
    }
    for (std::size_t b = 1; b < begin_.size(); ++b) begin_[b] += begin_[b - 1];
    atom_.resize(n);
    std::vector<int> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t i = 0; i < n; ++i) atom_[next[flat(bin_[i])]++] = static_cast<int>(i);
  }

  std::size_t flat(Triple const& b) const {
    return (static_cast<std::size_t>(b[0]) * count_[1] + b[1]) * count_[2] + b[2];
  }

  template <class Visit>
  void visit_bin(int i, Triple k, Visit const& visit) const {
    Triple cell{};
    for (int d = 0; d < 3; ++d) {
      if (structure_.periodic[d]) {
        cell[d] = k[d] >= 0 ? k[d] / count_[d] : -((count_[d] - 1 - k[d]) / count_[d]);
        k[d] -= cell[d] * count_[d];
      } else if (k[d] < 0 || k[d] >= count_[d]) {
        return;
      }
    }
    std::size_t const b = flat(k);
    for (int place = begin_[b]; place < begin_[b + 1]; ++place) {
      int const j = atom_[place];
      Triple image;
      for (int d = 0; d < 3; ++d) image[d] = cell[d] - wrapped_[j][d] + wrapped_[i][d];
      visit(j, image);
    }
  }

  Structure const& structure_;
  Matrix3 basis_;
  Vector3 height_{};                 // distance of opposite faces, Å
  Vector3 extent_{};                 // of the atoms along open directions, Å
  Triple count_{};                   // bins
  Triple reach_{};                   // bins that the cutoff spans to either side
  std::vector<Vector3> coordinate_;  // [atom], in [0, 1) along periodic directions, else Å
  std::vector<Triple> wrapped_;      // [atom], cells by which it was moved
  std::vector<Triple> bin_;          // [atom]
  std::vector<int> begin_;           // [bin + 1]
  std::vector<int> atom_;            // by bin
};

}  // namespace

Vector3 edge_vector(Structure const& structure, Edge const& edge) {
  Vector3 r;
  for (int d = 0; d < 3; ++d)
    r[d] = structure.positions[edge.sender][d] + edge.offset[d] - structure.positions[edge.receiver][d];
  return r;
}

double edge_length(Structure const& structure, Edge const& edge) { return norm(edge_vector(structure, edge)); }

std::string coincident_atoms(int i, int j) {
  return "structure: atoms " + std::to_string(std::min(i, j) + 1) + " and " + std::to_string(std::max(i, j) + 1) +
         " coincide (they or their images are at the same place) remove one of them";
}

std::vector<Edge> find_edges(Structure const& structure, double r_cut) {
  require(std::isfinite(r_cut) && r_cut > 0.0,
          "find_edges: the cutoff is " + std::to_string(r_cut) + " Å (it must be positive) correct it");
  check_positions(structure);
  std::vector<Edge> edges;
  if (structure.positions.empty()) return edges;
  Bins const bins(structure, r_cut);

  struct Neighbor {
    int atom;
    Triple image;
    Vector3 offset;
  };
  std::vector<Neighbor> neighbors;
  for (int i = 0; i < static_cast<int>(structure.positions.size()); ++i) {
    neighbors.clear();
    Vector3 const& x_i = structure.positions[i];
    bins.for_candidates(i, [&](int j, Triple const& image) {
      if (j == i && image == Triple{}) return;
      Vector3 const& x_j = structure.positions[j];
      Vector3 const offset = bins.offset(image);
      // In this order of operations the edge i <- j is exactly minus the edge j <- i: both are found, or neither.
      Vector3 const r = {(x_j[0] - x_i[0]) + offset[0], (x_j[1] - x_i[1]) + offset[1], (x_j[2] - x_i[2]) + offset[2]};
      double const r2 = dot(r, r);
      if (r2 >= r_cut * r_cut) return;
      if (r2 < coincidence * coincidence) throw Error(coincident_atoms(i, j));
      neighbors.push_back({j, image, offset});
      if (neighbors.size() > max_neighbors)
        throw Error("structure: atom " + std::to_string(i + 1) + " has more than " + std::to_string(max_neighbors) +
                    " neighbours within " + std::to_string(r_cut) +
                    " Å (the unit of lengths may be another than Å) correct the cell and the positions");
    });
    std::sort(neighbors.begin(), neighbors.end(), [](Neighbor const& a, Neighbor const& b) {
      return std::tie(a.atom, a.image) < std::tie(b.atom, b.image);
    });
    for (Neighbor const& n : neighbors) edges.push_back({i, n.atom, n.offset});
  }
  return edges;
}

}  // namespace tesseral
