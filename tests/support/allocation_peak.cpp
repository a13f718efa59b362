// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "support/allocation_peak.hpp"

#include <malloc.h>

#include <algorithm>
#include <atomic>

// g++ says which sanitizer it is by a macro, clang++ when asked
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZER_ALLOCATES
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZER_ALLOCATES
#endif
#endif

namespace {

std::atomic<long long> held = 0;
std::atomic<long long> peak = 0;

#ifndef SANITIZER_ALLOCATES

void note_peak(long long value) {
  long long before = peak.load();
  while (before < value && !peak.compare_exchange_weak(before, value)) {
  }
}

void will_ask(std::size_t size) { note_peak(held + static_cast<long long>(std::min(size, std::size_t(1) << 60))); }

void* note_held(void* memory) {
  if (memory) note_peak(held += static_cast<long long>(malloc_usable_size(memory)));
  return memory;
}

void note_freed(void* memory) {
  if (memory) held -= static_cast<long long>(malloc_usable_size(memory));
}

#endif

}  // namespace

#ifndef SANITIZER_ALLOCATES
// In place of the C library's, for all libraries of the process.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void __libc_free(void* memory);

void* malloc(std::size_t size) {
  will_ask(size);
  return note_held(__libc_malloc(size));
}
void* calloc(std::size_t count, std::size_t size) {
  std::size_t product = 0;
  will_ask(__builtin_mul_overflow(count, size, &product) ? ~std::size_t(0) : product);
  return note_held(__libc_calloc(count, size));
}
void* realloc(void* memory, std::size_t size) {
  will_ask(size);
  std::size_t const before = memory ? malloc_usable_size(memory) : 0;
  void* const moved = __libc_realloc(memory, size);
  if (moved || size == 0) held -= static_cast<long long>(before);
  return note_held(moved);
}
void free(void* memory) {
  note_freed(memory);
  __libc_free(memory);
}
}
#endif

namespace tesseral::test {

AllocationPeak::AllocationPeak() : start_(held) { peak = start_; }

std::size_t AllocationPeak::bytes() const { return static_cast<std::size_t>(peak - start_); }

}  // namespace tesseral::test
