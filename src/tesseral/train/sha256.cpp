// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/sha256.hpp"

#include "tesseral/core/error.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>

namespace tesseral {
namespace {

// First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
constexpr std::array<std::uint32_t, 64> round_constant = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::uint32_t rotated(std::uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

void compress(std::array<std::uint32_t, 8>& state, unsigned char const* block) {
  std::array<std::uint32_t, 64> w;
  for (int t = 0; t < 16; ++t)
    w[t] = std::uint32_t{block[4 * t]} << 24 | std::uint32_t{block[4 * t + 1]} << 16 |
           std::uint32_t{block[4 * t + 2]} << 8 | std::uint32_t{block[4 * t + 3]};
  for (int t = 16; t < 64; ++t) {
    std::uint32_t const s0 = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ (w[t - 15] >> 3);
    std::uint32_t const s1 = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ (w[t - 2] >> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (int t = 0; t < 64; ++t) {
    std::uint32_t const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    std::uint32_t const t1 = h + s1 + ((e & f) ^ (~e & g)) + round_constant[t] + w[t];
    std::uint32_t const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    std::uint32_t const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
  }
  std::array<std::uint32_t, 8> const change = {a, b, c, d, e, f, g, h};
  for (int k = 0; k < 8; ++k) state[k] += change[k];
}

}  // namespace

std::string sha256(std::string_view bytes) {
  std::array<std::uint32_t, 8> state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  auto const* data = reinterpret_cast<unsigned char const*>(bytes.data());
  std::size_t const whole = bytes.size() / 64 * 64;
  for (std::size_t n = 0; n < whole; n += 64) compress(state, data + n);

  // The rest, a bit 1, zeros, and the length in bits as 64 bits: one block or two.
  std::array<unsigned char, 128> last{};
  std::size_t const rest = bytes.size() - whole;
  for (std::size_t n = 0; n < rest; ++n) last[n] = data[whole + n];
  last[rest] = 0x80;
  std::size_t const length = rest + 9 <= 64 ? 64 : 128;
  std::uint64_t const bits = std::uint64_t{bytes.size()} * 8;
  for (int n = 0; n < 8; ++n) last[length - 1 - n] = static_cast<unsigned char>(bits >> (8 * n));
  for (std::size_t n = 0; n < length; n += 64) compress(state, last.data() + n);

  std::string hex;
  for (std::uint32_t word : state)
    for (int shift = 28; shift >= 0; shift -= 4) hex += "0123456789abcdef"[(word >> shift) & 15];
  return hex;
}

std::string sha256_of_file(std::string const& path) {
  std::ifstream stream(path, std::ios::binary);
  require(stream.good(), path + ": cannot be read (it does not exist or is not readable) correct the path");
  std::string const bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return sha256(bytes);
}

}  // namespace tesseral
