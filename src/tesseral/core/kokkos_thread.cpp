// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/core/kokkos_thread.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/kokkos_compat.hpp"

#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace tesseral {
namespace {

void check_threads(int threads) {
  if (threads != 0 && threads != host_threads())
    throw Error("threads: " + std::to_string(threads) + " (Kokkos runs with " + std::to_string(host_threads()) +
                " in this process already) ask for as many in the first call, or set OMP_NUM_THREADS before");
}

// A thread that starts Kokkos, does one work after the other, and stops Kokkos.
class KokkosThread {
 public:
  KokkosThread() : thread_([this] { serve(); }) {}

  // For one caller at a time.
  void run(std::function<void()> const& work, int threads) {
    require(
        getpid() == process_,
        "this process was forked from one that computes with Kokkos (whose threads do not live on in it) fork before "
        "the first potential is opened, or start a new program");
    require(thread_.joinable(), "Kokkos was stopped (the process is ending) close potentials before");
    std::unique_lock<std::mutex> lock(mutex_);
    work_ = &work;
    threads_ = threads;
    changed_.notify_all();
    changed_.wait(lock, [this] { return work_ == nullptr; });
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }

  void stop() {
    if (getpid() != process_) return;
    {
      std::lock_guard<std::mutex> const lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void serve() {
    std::unique_ptr<KokkosSession> session;
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return work_ != nullptr || ending_; });
      if (ending_) break;
      try {
        if (!session) session = std::make_unique<KokkosSession>(threads_);
        check_threads(threads_);
        (*work_)();
      } catch (...) {
        error_ = std::current_exception();
      }
      work_ = nullptr;
      changed_.notify_all();
    }
    if (!Kokkos::is_initialized()) static_cast<void>(session.release());  // somebody stopped it
  }

  pid_t const process_ = getpid();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> const* work_ = nullptr;  // to be done
  int threads_ = 0;                              // that it wants
  std::exception_ptr error_;                     // of the last one
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace

void run_with_kokkos(std::function<void()> const& work, int threads) {
  static std::mutex one_at_a_time;
  std::lock_guard<std::mutex> const lock(one_at_a_time);
  static bool const is_guest = Kokkos::is_initialized();
  if (is_guest) {
    require(
        kokkos_runs_here(),
        "Kokkos does not run on this thread (it was stopped, or another thread started it) call between its start and "
        "its end, from the thread that started it");
    check_threads(threads);
    return work();
  }
  // Never destroyed, since a forked process could not do it, but stopped before the libraries beneath end: what they
  // registered for the end of the process when Kokkos started comes after what is registered here.
  static KokkosThread& thread = *new KokkosThread;
  static bool const is_started = [threads] {
    thread.run([] {}, threads);
    return std::atexit([] { thread.stop(); }) == 0;
  }();
  static_cast<void>(is_started);
  thread.run(work, threads);
}

}  // namespace tesseral
