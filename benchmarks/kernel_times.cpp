// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A Kokkos tool: writes "label,seconds" for every parallel loop of a program, in the order in which they ran, into the
/// file that TESSERAL_KERNEL_TIMES names. Loaded by KOKKOS_PROFILE_LIBRARY (Kokkos 3) or KOKKOS_TOOLS_LIBS (Kokkos 4
/// and 5). Times are those of loops that a host runs, which end before the next one begins.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Loop {
  std::string label;
  Clock::time_point begin, end;
};
std::vector<Loop> loops;

void begin_loop(char const* label, std::uint64_t* id) {
  *id = loops.size();
  loops.push_back({label, {}, {}});
  loops.back().begin = Clock::now();
}
void end_loop(std::uint64_t id) { loops[id].end = Clock::now(); }

}  // namespace

// The names are Kokkos'.
extern "C" {

void kokkosp_begin_parallel_for(char const* label, std::uint32_t, std::uint64_t* id) { begin_loop(label, id); }
void kokkosp_begin_parallel_reduce(char const* label, std::uint32_t, std::uint64_t* id) { begin_loop(label, id); }
void kokkosp_begin_parallel_scan(char const* label, std::uint32_t, std::uint64_t* id) { begin_loop(label, id); }
void kokkosp_end_parallel_for(std::uint64_t id) { end_loop(id); }
void kokkosp_end_parallel_reduce(std::uint64_t id) { end_loop(id); }
void kokkosp_end_parallel_scan(std::uint64_t id) { end_loop(id); }

void kokkosp_finalize_library() {
  char const* const path = std::getenv("TESSERAL_KERNEL_TIMES");
  std::FILE* const file = path != nullptr ? std::fopen(path, "w") : nullptr;
  if (file == nullptr) {
    std::fprintf(stderr, "error: kernel times cannot be written (TESSERAL_KERNEL_TIMES is %s) name a file in it\n",
                 path != nullptr ? path : "not set");
    return;
  }
  for (Loop const& loop : loops)
    std::fprintf(file, "%s,%.9f\n", loop.label.c_str(), std::chrono::duration<double>(loop.end - loop.begin).count());
  std::fclose(file);
}

}  // extern "C"
