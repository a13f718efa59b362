// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// For c candidates and e edges, select() makes 2c + 2e random reads (positions twice, bits, numbers of edges), 8c + 3e
/// flops, and no branch that depends on a distance.
#include "tesseral/graph/candidate_edges.hpp"

#include "tesseral/graph/neighbor_list.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"

namespace tesseral {
namespace {

template <class Space>
using Atoms = Kokkos::RangePolicy<Space, Kokkos::IndexType<int>>;

// From counts [n] to begins [n + 1], in place; returns the sum.
template <class Space>
EdgeIndex begins_from_counts(Space const& space, int n, Array1<EdgeIndex, Space> begin) {
  EdgeIndex total = 0;
  Kokkos::parallel_scan(
      "tesseral::candidate_edges::begins", Atoms<Space>(space, 0, n + 1),
      KOKKOS_LAMBDA(int i, EdgeIndex& sum, bool last) {
        EdgeIndex const count = i < n ? begin(i) : 0;
        if (last) begin(i) = sum;
        sum += count;
      },
      total);
  return total;
}

// r = x_j - x_i; returns its square.
template <class Space>
KOKKOS_INLINE_FUNCTION double square_distance(Vectors<double const, Space> const& x, int i, int j, double (&r)[3]) {
  for (int d = 0; d < 3; ++d) r[d] = x(j, d) - x(i, d);
  return r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
}

// The words of row i, which begins at candidate `begin`: no two rows share one, and there are words_of(…) in all.
KOKKOS_INLINE_FUNCTION EdgeIndex first_word(int i, EdgeIndex begin) { return begin / bits_per_word + i; }
EdgeIndex words_of(int rows, EdgeIndex candidates) { return candidates / bits_per_word + rows + 1; }

// Sets the words of row i, bit k to is_edge(begin + k); returns how many are.
template <class IsEdge>
KOKKOS_INLINE_FUNCTION int mark_row(int i, EdgeIndex begin, EdgeIndex end, Bits* words, IsEdge const& is_edge) {
  int edges = 0;
  words += first_word(i, begin);
  for (; begin < end; begin += bits_per_word, ++words) {
    int const length = end - begin < bits_per_word ? static_cast<int>(end - begin) : bits_per_word;
    Bits word = 0;
    for (int k = 0; k < length; ++k) word |= static_cast<Bits>(is_edge(begin + k)) << k;
    *words = word;
    edges += count_bits(word);
  }
  return edges;
}

// Which candidates are edges of receiver i, and how many.
template <class Space>
struct Measure {
  Array1<EdgeIndex const, Space> begin;
  Array1<int const, Space> sender;
  Vectors<double const, Space> positions;
  double r_cut_squared;
  Array1<Bits, Space> received;
  Array1<EdgeIndex, Space> count;

  KOKKOS_INLINE_FUNCTION void operator()(int i, EdgeIndex& without_length) const {
    int zeros = 0;
    count(i) = mark_row(i, begin(i), begin(i + 1), received.data(), [&](EdgeIndex candidate) {
      double r[3];
      double const square = square_distance<Space>(positions, i, sender(candidate), r);
      zeros += !(square >= coincidence * coincidence);  // one that is not a number, too
      return square < r_cut_squared;
    });
    without_length += zeros;
  }
};

// The edges of receiver i.
template <class Space>
struct Receive {
  Array1<EdgeIndex const, Space> begin;
  Array1<int const, Space> sender;
  Vectors<double const, Space> positions;
  Array1<Bits const, Space> received;
  Array1<EdgeIndex const, Space> edge_begin;
  Array1<EdgeIndex, Space> edges_before;
  Array1<int, Space> edge_receiver, edge_sender;
  Vectors<double, Space> displacement;

  KOKKOS_INLINE_FUNCTION void operator()(int i) const {
    EdgeIndex e = edge_begin(i), word = first_word(i, begin(i));
    for (EdgeIndex first = begin(i); first < begin(i + 1); first += bits_per_word, ++word) {
      edges_before(word) = e;
      for (Bits left = received(word); left != 0; left &= left - 1, ++e) {
        int const j = sender(first + lowest_bit(left));
        double r[3];
        square_distance<Space>(positions, i, j, r);
        edge_receiver(e) = i;
        edge_sender(e) = j;
        for (int d = 0; d < 3; ++d) displacement(e, d) = r[d];
      }
    }
  }
};

// Which of its candidates are edges of sender j, and how many.
template <class Space>
struct MarkSent {
  Array1<EdgeIndex const, Space> begin, bit;
  Array1<Bits const, Space> received;
  Array1<Bits, Space> sent;
  Array1<EdgeIndex, Space> count;

  KOKKOS_INLINE_FUNCTION void operator()(int j) const {
    count(j) = mark_row(j, begin(j), begin(j + 1), sent.data(), [&](EdgeIndex candidate) {
      EdgeIndex const b = bit(candidate);
      return received(b / bits_per_word) >> (b % bits_per_word) & 1;
    });
  }
};

// The edges of sender j.
template <class Space>
struct Send {
  Array1<EdgeIndex const, Space> begin, bit;
  Array1<Bits const, Space> received, sent;
  Array1<EdgeIndex const, Space> edges_before, edge_begin;
  Array1<EdgeIndex, Space> edge;

  KOKKOS_INLINE_FUNCTION void operator()(int j) const {
    EdgeIndex place = edge_begin(j), word = first_word(j, begin(j));
    for (EdgeIndex first = begin(j); first < begin(j + 1); first += bits_per_word, ++word) {
      for (Bits left = sent(word); left != 0; left &= left - 1, ++place) {
        EdgeIndex const b = bit(first + lowest_bit(left)), w = b / bits_per_word;
        edge(place) = edges_before(w) + count_bits_below(received(w), b % bits_per_word);
      }
    }
  }
};

}  // namespace

template <class Space>
Array1<EdgeIndex, Space> CandidateEdges<Space>::new_list(Space const& space, int n_owned, int n_total) {
  n_owned_ = n_owned;
  n_total_ = n_total;
  grow(begin_, "tesseral::candidate_edges::begin", n_owned + 1);
  grow(edge_begin_, "tesseral::candidate_edges::edge_begin", n_owned + 1);
  grow(edge_sender_begin_, "tesseral::candidate_edges::edge_sender_begin", n_total + 1);
  auto const count = begin_;
  Kokkos::parallel_for(
      "tesseral::candidate_edges::new_list", Atoms<Space>(space, 0, n_owned), KOKKOS_LAMBDA(int i) { count(i) = 0; });
  return begin_;
}

template <class Space>
CandidateRows<Space> CandidateEdges<Space>::make_rows(Space const& space) {
  n_candidates_ = begins_from_counts<Space>(space, n_owned_, begin_);
  grow(sender_, "tesseral::candidate_edges::sender", n_candidates_);
  grow(receiver_, "tesseral::candidate_edges::receiver", n_candidates_);
  grow(bit_, "tesseral::candidate_edges::bit", n_candidates_);
  grow(received_, "tesseral::candidate_edges::received", words_of(n_owned_, n_candidates_));
  grow(edges_before_, "tesseral::candidate_edges::edges_before", words_of(n_owned_, n_candidates_));
  grow(sent_, "tesseral::candidate_edges::sent", words_of(n_total_, n_candidates_));
  return {begin_, sender_};
}

template <class Space>
void CandidateEdges<Space>::index_senders(Space const& space) {
  NeighborGraph<Space> candidates;
  candidates.n_total = n_total_;
  candidates.sender = Array1<int const, Space>(sender_.data(), n_candidates_);
  sender_index_.build(space, candidates);
  sender_begin_ = candidates.sender_begin;

  auto const begin = begin_;
  auto const receiver = receiver_;
  auto const candidate = candidates.sender_edge;
  auto const bit = bit_;
  Kokkos::parallel_for(
      "tesseral::candidate_edges::receivers", Atoms<Space>(space, 0, n_owned_), KOKKOS_LAMBDA(int i) {
        for (EdgeIndex k = begin(i); k < begin(i + 1); ++k) receiver(k) = i;
      });
  Kokkos::parallel_for(
      "tesseral::candidate_edges::bits",
      Kokkos::RangePolicy<Space, Kokkos::IndexType<EdgeIndex>>(space, 0, n_candidates_), KOKKOS_LAMBDA(EdgeIndex k) {
        int const i = receiver(candidate(k));
        bit(k) = first_word(i, begin(i)) * bits_per_word + (candidate(k) - begin(i));
      });
}

template <class Space>
EdgeIndex CandidateEdges<Space>::select(Space const& space, Vectors<double const, Space> positions, double r_cut,
                                        NeighborGraph<Space>& graph) {
  EdgeIndex without_length = 0;
  Kokkos::parallel_reduce("tesseral::candidate_edges::measure", Atoms<Space>(space, 0, n_owned_),
                          Measure<Space>{begin_, sender_, positions, r_cut * r_cut, received_, edge_begin_},
                          without_length);
  EdgeIndex const n_edges = begins_from_counts<Space>(space, n_owned_, edge_begin_);

  grow(edge_receiver_, "tesseral::candidate_edges::edge_receiver", n_edges);
  grow(edge_sender_, "tesseral::candidate_edges::edge_sender", n_edges);
  grow(displacement_, "tesseral::candidate_edges::displacement", n_edges);
  grow(sender_edge_, "tesseral::candidate_edges::sender_edge", n_edges);
  Kokkos::parallel_for("tesseral::candidate_edges::receive", Atoms<Space>(space, 0, n_owned_),
                       Receive<Space>{begin_, sender_, positions, received_, edge_begin_, edges_before_, edge_receiver_,
                                      edge_sender_, displacement_});

  Kokkos::parallel_for("tesseral::candidate_edges::mark_sent", UnevenRange<Space>(space, 0, n_total_),
                       MarkSent<Space>{sender_begin_, bit_, received_, sent_, edge_sender_begin_});
  begins_from_counts<Space>(space, n_total_, edge_sender_begin_);
  Kokkos::parallel_for(
      "tesseral::candidate_edges::send", UnevenRange<Space>(space, 0, n_total_),
      Send<Space>{sender_begin_, bit_, received_, sent_, edges_before_, edge_sender_begin_, sender_edge_});

  // Views of the right length on arrays that are longer.
  graph.n_owned = n_owned_;
  graph.n_total = n_total_;
  graph.edge_begin = Array1<EdgeIndex const, Space>(edge_begin_.data(), n_owned_ + 1);
  graph.receiver = Array1<int const, Space>(edge_receiver_.data(), n_edges);
  graph.sender = Array1<int const, Space>(edge_sender_.data(), n_edges);
  graph.displacement = Vectors<double const, Space>(displacement_.data(), n_edges);
  graph.sender_begin = Array1<EdgeIndex const, Space>(edge_sender_begin_.data(), n_total_ + 1);
  graph.sender_edge = Array1<EdgeIndex const, Space>(sender_edge_.data(), n_edges);
  return without_length;
}

template <class Space>
std::size_t CandidateEdges<Space>::bytes() const {
  return sender_index_.bytes() + sizeof(double) * displacement_.size() +
         sizeof(int) * (sender_.size() + receiver_.size() + edge_receiver_.size() + edge_sender_.size()) +
         sizeof(Bits) * (received_.size() + sent_.size()) +
         sizeof(EdgeIndex) * (begin_.size() + bit_.size() + edges_before_.size() + edge_begin_.size() +
                              edge_sender_begin_.size() + sender_edge_.size());
}

#define TESSERAL_INSTANTIATE(Space) template class CandidateEdges<Space>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral
