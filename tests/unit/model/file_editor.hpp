// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Damages model files on purpose, with the C interface of HDF5.
#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tesseral::test {

enum class Chunks { plain, deflated };

struct FileNames {
  std::vector<std::string> datasets;                            // paths
  std::vector<std::pair<std::string, std::string>> attributes;  // group ("/" is the root) and name
};

/// A file open for changes, until the end of the object's life.
class FileEditor {
 public:
  explicit FileEditor(std::string const& path) : file_(checked(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT))) {}
  FileEditor(FileEditor const&) = delete;
  FileEditor& operator=(FileEditor const&) = delete;
  ~FileEditor() { H5Fclose(file_); }

  /// Removes a dataset or group, or an attribute of a group ("/" is the root).
  void remove(std::string const& name) { checked(H5Ldelete(file_, name.c_str(), H5P_DEFAULT)); }
  void remove_attribute(std::string const& group, std::string const& name) {
    checked(H5Adelete_by_name(file_, group.c_str(), name.c_str(), H5P_DEFAULT));
  }
  void move(std::string const& from, std::string const& to) {
    checked(H5Lmove(file_, from.c_str(), file_, to.c_str(), H5P_DEFAULT, H5P_DEFAULT));
  }
  void add_group(std::string const& name) {
    H5Gclose(checked(H5Gcreate2(file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT)));
  }

  // The functions put_… replace what has the name already.
  void put_attribute(std::string const& group, std::string const& name, double value, hid_t type = H5T_IEEE_F64LE) {
    write_attribute(group, name, type, H5T_NATIVE_DOUBLE, {}, &value);
  }
  void put_attribute(std::string const& group, std::string const& name, long long value, hid_t type = H5T_STD_I64LE) {
    write_attribute(group, name, type, H5T_NATIVE_LLONG, {}, &value);
  }
  void put_attribute(std::string const& group, std::string const& name, std::vector<long long> const& values) {
    write_attribute(group, name, H5T_STD_I64LE, H5T_NATIVE_LLONG, {values.size()}, values.data());
  }
  void put_null_attribute(std::string const& group, std::string const& name) {
    write_attribute(group, name, H5T_STD_I64LE, H5T_NATIVE_LLONG, {}, nullptr);
  }
  /// Variable length, as h5py writes it.
  void put_attribute(std::string const& group, std::string const& name, std::string const& text) {
    hid_t const type = variable_string();
    char const* const pointer = text.c_str();
    write_attribute(group, name, type, type, {}, &pointer);
    H5Tclose(type);
  }

  void put(std::string const& name, std::vector<hsize_t> const& shape, std::vector<double> const& values,
           hid_t type = H5T_IEEE_F64LE) {
    write_dataset(name, type, H5T_NATIVE_DOUBLE, shape, values.data(), H5P_DEFAULT);
  }
  void put(std::string const& name, std::vector<hsize_t> const& shape, std::vector<long long> const& values) {
    write_dataset(name, H5T_STD_I64LE, H5T_NATIVE_LLONG, shape, values.data(), H5P_DEFAULT);
  }
  void put(std::string const& name, std::vector<std::string> const& texts) {
    hid_t const type = variable_string();
    std::vector<char const*> pointers;
    for (auto const& text : texts) pointers.push_back(text.c_str());
    write_dataset(name, type, type, {pointers.size()}, pointers.data(), H5P_DEFAULT);
    H5Tclose(type);
  }
  /// Fixed length `size`, padded with `padding`.
  void put(std::string const& name, std::vector<std::string> const& texts, std::size_t size, H5T_str_t padding) {
    hid_t const type = checked(H5Tcopy(H5T_C_S1));
    checked(H5Tset_size(type, size));
    checked(H5Tset_strpad(type, padding));
    std::string bytes;
    for (auto const& text : texts)
      bytes += text + std::string(size - text.size(), padding == H5T_STR_SPACEPAD ? ' ' : '\0');
    write_dataset(name, type, type, {texts.size()}, bytes.data(), H5P_DEFAULT);
    H5Tclose(type);
  }
  /// Without any numbers.
  void declare(std::string const& name, std::vector<hsize_t> const& shape, hid_t type) {
    write_dataset(name, type, H5T_NATIVE_DOUBLE, shape, nullptr, H5P_DEFAULT);
  }
  /// Numbers in one chunk.
  void put_chunked(std::string const& name, std::vector<hsize_t> const& shape, Chunks chunks) {
    std::size_t count = 1;
    for (hsize_t extent : shape) count *= extent;
    std::vector<double> const values(count, 0.5);
    hid_t const creation = checked(H5Pcreate(H5P_DATASET_CREATE));
    checked(H5Pset_chunk(creation, static_cast<int>(shape.size()), shape.data()));
    if (chunks == Chunks::deflated) checked(H5Pset_deflate(creation, 6));
    write_dataset(name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, shape, values.data(), creation);
    H5Pclose(creation);
  }
  /// With its numbers in another file.
  void put_external(std::string const& name, std::vector<hsize_t> const& shape, std::string const& other_file) {
    hid_t const creation = checked(H5Pcreate(H5P_DATASET_CREATE));
    checked(H5Pset_external(creation, other_file.c_str(), 0, H5F_UNLIMITED));
    write_dataset(name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, shape, nullptr, creation);
    H5Pclose(creation);
  }

  /// A link in the place of what has this name.
  void put_link_to_file(std::string const& name, std::string const& other_file) {
    remove(name);
    checked(H5Lcreate_external(other_file.c_str(), name.c_str(), file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT));
  }
  void put_soft_link(std::string const& name, std::string const& target) {
    remove(name);
    checked(H5Lcreate_soft(target.c_str(), file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT));
  }

  /// Another name of the same object.
  void add_name(std::string const& name, std::string const& other) {
    checked(H5Lcreate_hard(file_, name.c_str(), file_, other.c_str(), H5P_DEFAULT, H5P_DEFAULT));
  }
  /// One pair of numbers.
  void put_pair(std::string const& name) {
    hid_t const type = pair_type();
    double const pair[2] = {1.0, 2.0};
    write_dataset(name, type, type, {}, pair, H5P_DEFAULT);
    H5Tclose(type);
  }
  void put_pair_attribute(std::string const& group, std::string const& name) {
    hid_t const type = pair_type();
    double const pair[2] = {1.0, 2.0};
    write_attribute(group, name, type, type, {}, pair);
    H5Tclose(type);
  }

  /// All that the file holds.
  FileNames names() const {
    FileNames names;
    add_names("/", names);
    return names;
  }
  std::vector<hsize_t> shape(std::string const& name) const {
    hid_t const dataset = checked(H5Dopen2(file_, name.c_str(), H5P_DEFAULT));
    hid_t const space = checked(H5Dget_space(dataset));
    std::vector<hsize_t> extents(H5Sget_simple_extent_ndims(space));
    H5Sget_simple_extent_dims(space, extents.data(), nullptr);
    H5Sclose(space);
    H5Dclose(dataset);
    return extents;
  }
  std::vector<double> numbers(std::string const& name) const {
    std::size_t count = 1;
    for (hsize_t extent : shape(name)) count *= extent;
    std::vector<double> values(count);
    hid_t const dataset = checked(H5Dopen2(file_, name.c_str(), H5P_DEFAULT));
    checked(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
    H5Dclose(dataset);
    return values;
  }

 private:
  template <class Id>
  static Id checked(Id id) {
    if (id < 0) throw std::runtime_error("tests: HDF5 cannot make the damaged file");
    return id;
  }

  void add_names(std::string const& path, FileNames& names) const {
    hid_t const object = checked(H5Oopen(file_, path.c_str(), H5P_DEFAULT));
    char name[256];
    for (int k = 0; k < H5Aget_num_attrs(object); ++k) {
      checked(H5Aget_name_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, k, name, sizeof name, H5P_DEFAULT));
      names.attributes.emplace_back(path, name);
    }
    if (H5Iget_type(object) == H5I_GROUP) {
      H5G_info_t info;
      checked(H5Gget_info(object, &info));
      for (hsize_t k = 0; k < info.nlinks; ++k) {
        checked(H5Lget_name_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, k, name, sizeof name, H5P_DEFAULT));
        add_names((path == "/" ? "" : path) + "/" + name, names);
      }
    } else {
      names.datasets.push_back(path);
    }
    H5Oclose(object);
  }

  static hid_t pair_type() {
    hid_t const type = checked(H5Tcreate(H5T_COMPOUND, 2 * sizeof(double)));
    checked(H5Tinsert(type, "first", 0, H5T_NATIVE_DOUBLE));
    checked(H5Tinsert(type, "second", sizeof(double), H5T_NATIVE_DOUBLE));
    return type;
  }

  static hid_t variable_string() {
    hid_t const type = checked(H5Tcopy(H5T_C_S1));
    checked(H5Tset_size(type, H5T_VARIABLE));
    checked(H5Tset_cset(type, H5T_CSET_UTF8));
    return type;
  }

  static hid_t make_space(std::vector<hsize_t> const& shape) {
    return checked(shape.empty() ? H5Screate(H5S_SCALAR)
                                 : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
  }

  void write_attribute(std::string const& group, std::string const& name, hid_t type, hid_t memory_type,
                       std::vector<hsize_t> const& shape, void const* value) {
    hid_t const object = checked(H5Oopen(file_, group.c_str(), H5P_DEFAULT));
    if (H5Aexists(object, name.c_str()) > 0) checked(H5Adelete(object, name.c_str()));
    hid_t const space = value ? make_space(shape) : checked(H5Screate(H5S_NULL));
    hid_t const attribute = checked(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT));
    if (value) checked(H5Awrite(attribute, memory_type, value));
    H5Aclose(attribute);
    H5Sclose(space);
    H5Oclose(object);
  }

  void write_dataset(std::string const& name, hid_t type, hid_t memory_type, std::vector<hsize_t> const& shape,
                     void const* values, hid_t creation) {
    if (H5Lexists(file_, name.c_str(), H5P_DEFAULT) > 0) remove(name);
    hid_t const space = make_space(shape);
    hid_t const dataset = checked(H5Dcreate2(file_, name.c_str(), type, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    if (values) checked(H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values));
    H5Dclose(dataset);
    H5Sclose(space);
  }

  hid_t file_;
};

}  // namespace tesseral::test
