// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Writing of groups, attributes and datasets into a file in memory. Its bytes depend on the content alone: no times.
/// Internal: included by model_file.cpp and factors_file.cpp only.
#pragma once

#include "tesseral/core/error.hpp"
#include "tesseral/model/hdf5_handles.hpp"

#include <algorithm>

namespace tesseral::hdf5 {

inline void require_written(bool success, std::string const& name) {
  require(
      success,
      "'" + name + "' cannot be written (HDF5 refused it) free some memory, or correct the name if it is an odd one");
}

/// A group that is open for writing.
class OutputGroup {
 public:
  OutputGroup(Object object, std::string path) : object_(std::move(object)), path_(std::move(path)) {
    require_written(static_cast<bool>(object_), path_);
  }

  OutputGroup group(std::string const& name) const {
    Properties const creation = without_times(H5P_GROUP_CREATE);
    return OutputGroup(Object(H5Gcreate2(object_.id(), name.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT)),
                       path_ + "/" + name);
  }

  void attribute(std::string const& name, double value) const { write_attribute(name, H5T_IEEE_F64LE, {}, &value); }
  void attribute(std::string const& name, int value) const { write_attribute(name, H5T_STD_I32LE, {}, &value); }
  void attribute(std::string const& name, std::vector<int> const& values, int columns = 1) const {
    Shape const shape = columns == 1 ? Shape{values.size()} : Shape{values.size() / columns, hsize_t(columns)};
    write_attribute(name, H5T_STD_I32LE, shape, values.data());
  }
  void attribute(std::string const& name, std::string const& text) const {
    Type const type = string_type(text.size());
    write_attribute(name, type.id(), {}, text.data());
  }

  void dataset(std::string const& name, Shape const& shape, double const* values) const {
    write_dataset(name, H5T_IEEE_F64LE, shape, values);
  }
  void dataset(std::string const& name, Shape const& shape, int const* values) const {
    write_dataset(name, H5T_STD_I32LE, shape, values);
  }
  void dataset(std::string const& name, std::vector<std::string> const& texts) const {
    std::size_t size = 0;
    for (auto const& text : texts) size = std::max(size, text.size());
    Type const type = string_type(size);
    std::string bytes;
    for (auto const& text : texts) bytes += text + std::string(size - text.size(), '\0');
    write_dataset(name, type.id(), {texts.size()}, bytes.data());
  }

 private:
  static Properties without_times(hid_t property_class) {
    Properties properties(H5Pcreate(property_class));
    H5Pset_obj_track_times(properties.id(), false);
    return properties;
  }

  // Fixed length, UTF-8, padded with zeros. HDF5 has no strings of length 0: an empty one is a single zero.
  static Type string_type(std::size_t size) {
    Type type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.id(), std::max<std::size_t>(size, 1));
    H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    return type;
  }

  // Numbers in memory differ from those in the file by byte order at most; strings not at all.
  static hid_t memory_type(hid_t file_type) {
    switch (H5Tget_class(file_type)) {
      case H5T_FLOAT:
        return H5T_NATIVE_DOUBLE;
      case H5T_INTEGER:
        return H5T_NATIVE_INT;
      default:
        return file_type;
    }
  }

  static Space make_space(Shape const& shape) {
    return Space(shape.empty() ? H5Screate(H5S_SCALAR)
                               : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
  }

  static bool holds_nothing(Shape const& shape) { return std::count(shape.begin(), shape.end(), 0) > 0; }

  void write_attribute(std::string const& name, hid_t type, Shape const& shape, void const* values) const {
    std::string const full = path_ + "/" + name;
    Space const space = make_space(shape);
    Properties const creation(H5Pcreate(H5P_ATTRIBUTE_CREATE));
    H5Pset_char_encoding(creation.id(), H5T_CSET_UTF8);  // of the name
    Attribute const attribute(H5Acreate2(object_.id(), name.c_str(), type, space.id(), creation.id(), H5P_DEFAULT));
    require_written(static_cast<bool>(attribute), full);
    require_written(holds_nothing(shape) || H5Awrite(attribute.id(), memory_type(type), values) >= 0, full);
  }

  void write_dataset(std::string const& name, hid_t type, Shape const& shape, void const* values) const {
    std::string const full = path_ + "/" + name;
    Space const space = make_space(shape);
    Properties const creation = without_times(H5P_DATASET_CREATE);
    Object const dataset(
        H5Dcreate2(object_.id(), name.c_str(), type, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT));
    require_written(static_cast<bool>(dataset), full);
    require_written(H5Dwrite(dataset.id(), memory_type(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0, full);
  }

  Object object_;
  std::string path_;
};

/// A new file that lives in memory until its bytes are taken: when a disk is full, HDF5 1.10 can neither close what it
/// has open nor end the process without a crash.
class MemoryFile {
 public:
  MemoryFile() : file_(create()) { require_written(static_cast<bool>(file_), "/"); }

  OutputGroup root() const { return OutputGroup(Object(H5Oopen(file_.id(), "/", H5P_DEFAULT)), ""); }

  /// No group may be open any more.
  std::string bytes() const {
    require_written(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL) >= 0, "/");
    // Only the size from here, as HDF5 1.10 overwrites a byte of the image that the superblock's checksum covers.
    ssize_t const size = H5Fget_file_image(file_.id(), nullptr, 0);
    void* memory = nullptr;
    require_written(size > 0 && H5Fget_vfd_handle(file_.id(), H5P_DEFAULT, &memory) >= 0, "/");
    return std::string(*static_cast<char const* const*>(memory), size);
  }

 private:
  static File create() {
    Properties const access(H5Pcreate(H5P_FILE_ACCESS));
    Properties const creation(H5Pcreate(H5P_FILE_CREATE));
    H5Pset_fapl_core(access.id(), std::size_t(1) << 20, false);  // grows by 1 MiB, never on the disk
    // The format of HDF5 1.8 and later has checksums on all that describes the data, so that damage is noticed.
    H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18);
    H5Pset_obj_track_times(creation.id(), false);
    return File(H5Fcreate("tesseral-model", H5F_ACC_TRUNC, creation.id(), access.id()));
  }

  File file_;
};

}  // namespace tesseral::hdf5
