// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Ownership of HDF5 identifiers, and what reading and writing share. Internal: included by model_file.cpp and
/// factors_file.cpp only.
#pragma once

#include <hdf5.h>

#include <string>
#include <utility>
#include <vector>

namespace tesseral::hdf5 {

/// An identifier that is closed at the end of its life. Negative: the call that should have made it failed.
template <herr_t (*Close)(hid_t)>
class Handle {
 public:
  explicit Handle(hid_t id) : id_(id) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) Close(id_);
  }
  hid_t id() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_;
};

using File = Handle<H5Fclose>;
using Object = Handle<H5Oclose>;  // a group or a dataset
using Attribute = Handle<H5Aclose>;
using Type = Handle<H5Tclose>;
using Space = Handle<H5Sclose>;
using Properties = Handle<H5Pclose>;

/// Keeps HDF5 from printing its error stack, as the library prints nothing; restores the caller's setting.
class Silence {
 public:
  Silence() {
    H5Eget_auto2(H5E_DEFAULT, &handler_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  Silence(Silence const&) = delete;
  Silence& operator=(Silence const&) = delete;
  ~Silence() { H5Eset_auto2(H5E_DEFAULT, handler_, data_); }

 private:
  H5E_auto2_t handler_ = nullptr;
  void* data_ = nullptr;
};

/// Extents of a dataset or attribute; empty for a scalar.
using Shape = std::vector<hsize_t>;

inline std::string to_text(Shape const& shape) {
  if (shape.empty()) return "scalar";
  std::string text;
  for (hsize_t extent : shape) text += "[" + std::to_string(extent) + "]";
  return text;
}

/// A string of a file, quoted for a message and cut where it gets long.
inline std::string quoted(std::string const& text) {
  return "'" + (text.size() > 60 ? text.substr(0, 60) + "…" : text) + "'";
}

}  // namespace tesseral::hdf5
