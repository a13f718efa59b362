// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/radial/radial_table.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/network/radial/first_layer_choice.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tesseral {
namespace {

/// A number with its first two derivatives with respect to r.
struct Jet {
  double v = 0, d1 = 0, d2 = 0;
};
Jet operator*(Jet const& a, Jet const& b) {
  return {a.v * b.v, a.d1 * b.v + a.v * b.d1, a.d2 * b.v + 2 * a.d1 * b.d1 + a.v * b.d2};
}
Jet& operator+=(Jet& a, Jet const& b) {
  a.v += b.v;
  a.d1 += b.d1;
  a.d2 += b.d2;
  return a;
}
Jet operator*(double s, Jet const& a) { return {s * a.v, s * a.d1, s * a.d2}; }

Jet silu(Jet const& z) {
  double const s = 1.0 / (1.0 + std::exp(-z.v));
  double const s1 = s * (1 - s);
  double const slope = s + z.v * s1;
  double const curvature = s1 * (2 + z.v * (1 - 2 * s));
  return {z.v * s, slope * z.d1, curvature * z.d1 * z.d1 + slope * z.d2};
}

/// x^s for x > 0.
Jet power(Jet const& x, double s) {
  double const v = std::pow(x.v, s), d1 = s * v / x.v, d2 = (s - 1) * d1 / x.v;
  return {v, d1 * x.d1, d2 * x.d1 * x.d1 + d1 * x.d2};
}
Jet inverse(Jet const& x) { return power(x, -1.0); }

/// f(y(r)) from f and its derivatives with respect to y.
Jet compose(Jet const& f, Jet const& y) { return {f.v, f.d1 * y.d1, f.d2 * y.d1 * y.d1 + f.d1 * y.d2}; }

/// agnesi_distance(); below a distance where no atom comes, where its powers have no second derivative, that one's.
Jet agnesi_distance(double r, double r0, Agnesi const& agnesi) {
  Jet const x{std::max(r, 0.01) / r0, 1.0 / r0, 0.0};
  Jet below = power(x, agnesi.p - agnesi.q);
  below.v += 1.0;
  Jet whole = agnesi.a * (power(x, agnesi.p) * inverse(below));
  whole.v += 1.0;
  return inverse(whole);
}

/// sin(k r)/r; its Taylor series below a small argument, where the closed form cancels.
Jet spherical_bessel(double k, double r) {
  double const x = k * r;
  if (x < 0.05) {
    double const x2 = x * x;
    return {k * (1 - x2 / 6 * (1 - x2 / 20 * (1 - x2 / 42))), k * k * (-x / 3 * (1 - x2 / 10 * (1 - x2 / 28))),
            k * k * k * (-1.0 / 3 + x2 / 10 * (1 - x2 * 5.0 / 84))};
  }
  double const s = std::sin(x), c = std::cos(x);
  double const v = s / r, d1 = (k * c - v) / r;
  return {v, d1, -(k * k * s + 2 * d1) / r};
}

Jet cutoff(double r, double r_cut, int p) {
  double const s = r / r_cut;
  if (s >= 1) return {};
  double const a = 0.5 * (p + 1.0) * (p + 2.0), b = p * (p + 2.0), c = 0.5 * p * (p + 1.0);
  double const power = std::pow(s, p - 2);  // derivatives as sums of powers
  return {1 - power * s * s * (a - s * (b - s * c)), -power * s * (a * p - s * (b * (p + 1) - s * c * (p + 2))) / r_cut,
          -power * (a * p * (p - 1) - s * (b * (p + 1) * p - s * c * (p + 2) * (p + 1))) / (r_cut * r_cut)};
}

}  // namespace

namespace {

using SpeciesPair = std::pair<int, int>;

/// The pairs with radial functions of their own: one that stands for all, or all unordered ones.
std::vector<SpeciesPair> radial_pairs(ModelData const& data) {
  if (!data.agnesi) return {{0, 0}};
  std::vector<SpeciesPair> pairs;
  for (int s = 0; s < data.architecture.species; ++s)
    for (int z = 0; z <= s; ++z) pairs.emplace_back(s, z);
  return pairs;
}

/// The paths that have a radial function each; one stands for all if they share it.
std::vector<Path> radial_paths(Architecture const& a, int layer) {
  if (a.radial_weights_of(layer) == RadialWeights::shared) return {{0, 0, 0}};
  return message_paths(a.l_in(layer), a.l_max);
}

/// What a network gives: its radial functions, or what is in front of its last map.
enum class RadialOutput { functions, hidden };

/// A layer's network, its tensors looked up once, for pairs of species that distances are transformed for.
class RadialFunctions {
 public:
  RadialFunctions(ModelData const& data, int layer, SpeciesPair const& pair = {0, 0},
                  RadialOutput output = RadialOutput::functions)
      : a_(data.architecture), frequencies_(data.bessel_frequencies), output_(output), paths_(radial_paths(a_, layer)) {
    if (data.agnesi) {
      agnesi_ = *data.agnesi;
      r0_ = 0.5 * (agnesi_.radii[pair.first] + agnesi_.radii[pair.second]);
    }
    auto const tensors = weight_tensors(a_);
    auto const weights = [&](std::string const& name) {
      return data.weights.data() + find_tensor(tensors, "layer_" + std::to_string(layer) + "/" + name).offset;
    };
    for (std::size_t k = 0; k <= a_.radial_hidden.size(); ++k) maps_.push_back(weights("radial_" + std::to_string(k)));
    if (output == RadialOutput::hidden) maps_.pop_back();
    if (a_.radial_weights != RadialWeights::degree || output == RadialOutput::hidden) return;
    degree_in_ = weights("degree_in");
    degree_out_ = weights("degree_out");
  }

  /// Per channel: of the paths, and behind them the degrees' own.
  int count() const { return static_cast<int>(paths_.size()) + (degree_in_ ? functions() : 0); }

  RadialValues operator()(double r) const {
    std::vector<Jet> x = basis(r);
    for (std::size_t k = 0; k < maps_.size(); ++k) {
      bool const last = k == a_.radial_hidden.size();
      int const outputs = last ? functions() * a_.channels : a_.radial_hidden[k];
      std::vector<Jet> y(outputs);
      for (std::size_t in = 0; in < x.size(); ++in)
        for (int out = 0; out < outputs; ++out) y[out] += maps_[k][in * outputs + out] * x[in];
      if (!last)
        for (Jet& value : y) value = silu(value);
      x = std::move(y);
    }
    RadialValues result;
    if (output_ == RadialOutput::hidden) {
      for (Jet const& value : x) append(value, result);
      return result;
    }
    for (std::size_t q = 0; q < paths_.size(); ++q)
      for (int c = 0; c < a_.channels; ++c) {
        Jet R = x[(degree_in_ ? paths_[q].l2 : static_cast<int>(q)) * a_.channels + c];
        if (degree_in_) R = degree_in_[paths_[q].l1 * a_.channels + c] * degree_out_[paths_[q].l * a_.channels + c] * R;
        append(R, result);
      }
    if (degree_in_)
      for (Jet const& rho : x) append(rho, result);
    return result;
  }

 private:
  static void append(Jet const& R, RadialValues& values) {
    values.R.push_back(R.v);
    values.slope.push_back(R.d1);
    values.curvature.push_back(R.d2);
  }

  int functions() const { return degree_in_ ? a_.l_max + 1 : static_cast<int>(paths_.size()); }

  std::vector<Jet> basis(double r) const {
    std::vector<Jet> x(a_.bessel);
    if (r >= a_.r_cut) return x;
    double const k = std::acos(-1.0) / a_.r_cut;
    Jet const f = std::sqrt(2 / a_.r_cut) * cutoff(r, a_.r_cut, a_.cutoff_power);
    Jet const y = r0_ > 0.0 ? agnesi_distance(r, r0_, agnesi_) : Jet{r, 1.0, 0.0};
    for (int n = 0; n < a_.bessel; ++n)
      x[n] = compose(spherical_bessel(frequencies_.empty() ? (n + 1) * k : frequencies_[n], y.v), y) * f;
    return x;
  }

  Architecture const a_;
  std::vector<double> const frequencies_;
  RadialOutput const output_;
  Agnesi agnesi_;
  double r0_ = 0.0;  // 0: distances stay
  std::vector<Path> paths_;
  std::vector<double const*> maps_;  // Z_k [in][out]
  double const* degree_in_ = nullptr;
  double const* degree_out_ = nullptr;
};

/// c0 … c5 of radial function k between two knots.
std::array<double, 6> hermite_coefficients(RadialValues const& left, RadialValues const& right, int k, double h) {
  double const c0 = left.R[k], c1 = h * left.slope[k], c2 = 0.5 * h * h * left.curvature[k];
  double const D = right.R[k] - c0 - c1 - c2;
  double const E = h * right.slope[k] - c1 - 2 * c2;
  double const F = h * h * right.curvature[k] - 2 * c2;
  return {c0, c1, c2, 10 * D - 4 * E + 0.5 * F, -15 * D + 7 * E - F, 6 * D - 3 * E + 0.5 * F};
}

constexpr double shortest = 0.5;  // Å: no two atoms come closer

/// The first zone with distances that atoms have.
int first_zone(double r_cut) { return std::min(table_zones - 1, static_cast<int>(table_zones * shortest / r_cut)); }

struct Interval {
  double begin, length;
};

/// Calls visit(interval, functions at its begin, functions at its end) for the intervals of a zone.
template <class Visit>
void for_each_interval(RadialFunctions const& functions, double r_cut, int zone, int intervals, Visit const& visit) {
  double const width = r_cut / table_zones;
  auto const knot = [&](int k) { return width * (zone + static_cast<double>(k) / intervals); };
  RadialValues left, right = functions(knot(0));
  for (int k = 0; k < intervals; ++k) {
    left = std::move(right);
    right = functions(knot(k + 1));
    visit(Interval{knot(k), width / intervals}, left, right);
  }
}
template <class Visit>
void for_each_interval(RadialFunctions const& functions, double r_cut, TableIntervals const& intervals,
                       Visit const& visit) {
  for (int zone = 0; zone < table_zones; ++zone) for_each_interval(functions, r_cut, zone, intervals[zone], visit);
}

/// Largest |R_table - R_network| in the middle of a zone's intervals.
double zone_error(RadialFunctions const& functions, double r_cut, int zone, int intervals) {
  double error = 0.0;
  for_each_interval(functions, r_cut, zone, intervals,
                    [&](Interval const& at, RadialValues const& left, RadialValues const& right) {
                      RadialValues const exact = functions(at.begin + 0.5 * at.length);
                      for (std::size_t i = 0; i < exact.R.size(); ++i) {
                        auto const c = hermite_coefficients(left, right, static_cast<int>(i), at.length);
                        double const value = c[0] + (c[1] + (c[2] + (c[3] + (c[4] + c[5] / 2) / 2) / 2) / 2) / 2;
                        error = std::max(error, std::abs(value - exact.R[i]));
                      }
                    });
  return error;
}

/// Largest |R| of distances that atoms have.
double largest_value(RadialFunctions const& functions, double r_cut) {
  constexpr int samples = 100;
  double largest = 0.0;
  for (int k = 0; k < samples; ++k)
    for (double const R : functions(shortest + (r_cut - shortest) * k / samples).R)
      largest = std::max(largest, std::abs(R));
  return largest;
}

/// 1, 2, 3, 4, 6, 8, 12, 16 …
int next_count(int n) {
  bool const power_of_two = (n & (n - 1)) == 0;
  return n == 1 ? 2 : power_of_two ? n + n / 2 : n + n / 3;
}

}  // namespace

RadialValues radial_values(ModelData const& data, int layer, double r, int species_1, int species_2) {
  return RadialFunctions(data, layer, {species_1, species_2})(r);
}

namespace {

/// `functions` of each of so many channels, in the order of RadialValues.
template <class Space, class Real>
RadialTable<Space, Real> make_table(ModelData const& data, int layer, RadialOutput output, int functions, int channels,
                                    TableIntervals const& intervals) {
  Architecture const& a = data.architecture;
  auto const pairs = radial_pairs(data);
  RadialTable<Space, Real> table;
  table.paths = functions;
  table.channels = padded<Space, Real>(channels);
  table.zones_per_length = table_zones / a.r_cut;
  for (int zone = 0; zone < table_zones; ++zone) table.first[zone + 1] = table.first[zone] + intervals[zone];
  table.n = table.first[table_zones];
  std::vector<Real> values(pairs.size() * (table.n + 1) * table.interval_stride(), Real(0));
  constexpr int lanes = RadialTable<Space, Real>::lanes;
  std::size_t interval = 0;
  for (SpeciesPair const& pair : pairs) {
    for_each_interval(RadialFunctions(data, layer, pair, output), a.r_cut, intervals,
                      [&](Interval const& at, RadialValues const& left, RadialValues const& right) {
                        for (int q = 0; q < table.paths; ++q)
                          for (int c = 0; c < channels; ++c) {
                            auto const coefficients = hermite_coefficients(left, right, q * channels + c, at.length);
                            Real* const entry =
                                &values[interval * table.interval_stride() + table.pack_offset(c / lanes * lanes) +
                                        q * table.path_stride() + c % lanes];
                            for (int power = 0; power < 6; ++power)
                              entry[power * table.power_stride()] = static_cast<Real>(coefficients[power]);
                          }
                        ++interval;
                      });
    ++interval;  // that of zeros
  }
  table.values = upload<Space>("tesseral::radial_table", values);
  if (!data.agnesi) return table;
  table.species = a.species;
  std::vector<int> number(static_cast<std::size_t>(a.species) * a.species);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    auto const [s, z] = pairs[k];
    number[s * a.species + z] = number[z * a.species + s] = static_cast<int>(k);
  }
  table.pair = upload<Space>("tesseral::radial_pairs", number);
  return table;
}

}  // namespace

template <class Space, class Real>
RadialTable<Space, Real> make_radial_table(ModelData const& data, int layer, TableIntervals const& intervals) {
  return make_table<Space, Real>(data, layer, RadialOutput::functions, RadialFunctions(data, layer).count(),
                                 data.architecture.channels, intervals);
}

template <class Space, class Real>
RadialTable<Space, Real> make_hidden_table(ModelData const& data, int layer, TableIntervals const& intervals) {
  return make_table<Space, Real>(data, layer, RadialOutput::hidden, 1, hidden_functions(data.architecture), intervals);
}

void require_small_tables(ModelData const& data, std::size_t real_size) {
  constexpr double intervals = 96;
  double bytes = 0.0;
  for (int t = 0; t < data.architecture.layers; ++t)
    bytes += intervals * 6.0 * RadialFunctions(data, t).count() * data.architecture.channels * real_size;
  std::size_t const pairs = radial_pairs(data).size();
  require(bytes * pairs <= most_table_bytes, "radial tables of " + std::to_string(pairs) +
                                                 " pairs of elements would take " +
                                                 std::to_string(std::lround(bytes * pairs / (1 << 30))) +
                                                 " GiB (the limit is " + std::to_string(most_table_bytes >> 30) +
                                                 " GiB) name the elements that are needed, or choose radial network");
}

double radial_table_error(ModelData const& data, int layer, TableIntervals const& intervals) {
  double const r_cut = data.architecture.r_cut;
  double error = 0.0, largest = 0.0;
  for (SpeciesPair const& pair : radial_pairs(data)) {
    RadialFunctions const functions(data, layer, pair);
    for (int zone = first_zone(r_cut); zone < table_zones; ++zone)
      error = std::max(error, zone_error(functions, r_cut, zone, intervals[zone]));
    largest = std::max(largest, largest_value(functions, r_cut));
  }
  return largest > 0.0 ? error / largest : 0.0;
}

TableFit fit_table(ModelData const& data, int layer, double tolerance) {
  double const r_cut = data.architecture.r_cut;
  int const first = first_zone(r_cut);
  std::vector<RadialFunctions> functions;
  double largest = 0.0;
  for (SpeciesPair const& pair : radial_pairs(data)) {
    functions.emplace_back(data, layer, pair);
    largest = std::max(largest, largest_value(functions.back(), r_cut));
  }
  TableFit fit{};
  for (int zone = first; zone < table_zones; ++zone) {
    int intervals = 1;
    double worst = 0.0;
    for (std::size_t pair = 0; pair < functions.size();) {
      double const error = zone_error(functions[pair], r_cut, zone, intervals);
      if (error > tolerance * largest && intervals < 128) {
        intervals = next_count(intervals);
        worst = 0.0;
        pair = 0;  // what the others' error is now
        continue;
      }
      worst = std::max(worst, error);
      ++pair;
    }
    fit.intervals[zone] = intervals;
    fit.error = std::max(fit.error, worst);
  }
  std::fill_n(fit.intervals.begin(), first, fit.intervals[first]);
  if (largest > 0.0) fit.error /= largest;
  return fit;
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                         \
  template RadialTable<Space, Real> make_radial_table<Space, Real>(ModelData const&, int, TableIntervals const&); \
  template RadialTable<Space, Real> make_hidden_table<Space, Real>(ModelData const&, int, TableIntervals const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
