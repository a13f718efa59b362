// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Typed reading of groups, attributes and datasets. Type and shape are checked before memory is asked for; that the
/// numbers are in the file, check_structure() has seen. Internal: included by model_file.cpp and factors_file.cpp only.
/// Messages name the object; naming_file() puts the file's name before them.
#pragma once

#include "tesseral/core/error.hpp"
#include "tesseral/model/hdf5_handles.hpp"

#include <limits>
#include <set>

namespace tesseral::hdf5 {

constexpr char const* remedy = "replace the file or correct what wrote it; potentials/FORMAT.md has its layout";

[[noreturn]] inline void fail(std::string const& object, std::string const& problem, std::string const& why) {
  throw Error(object + ": " + problem + " (" + why + ") " + remedy);
}

/// What an attribute or a dataset holds: HDF5 has the same functions for both under different names.
class Values {
 public:
  Values(Attribute attribute, std::string name) : attribute_(std::move(attribute)), name_(std::move(name)) {
    inspect();
  }
  Values(Object dataset, std::string name) : dataset_(std::move(dataset)), name_(std::move(name)) { inspect(); }

  std::string const& name() const { return name_; }
  Shape const& shape() const { return shape_; }

  void require_shape(Shape const& expected) const {
    if (shape_ != expected) fail(name_, "shape is " + to_text(shape_), "expected " + to_text(expected));
  }
  void require_doubles(Shape const& expected) const {
    require_type(H5Tequal(type_.id(), H5T_IEEE_F64LE) > 0, "64-bit little-endian float");
    require_shape(expected);
  }
  void require_integers(Shape const& expected) const {
    require_type(H5Tget_class(type_.id()) == H5T_INTEGER, "integer");
    require_shape(expected);
  }

  /// Fills `values`, which has room for as many numbers as `shape` says.
  void read_doubles(Shape const& shape, double* values) const {
    require_doubles(shape);
    if (count() > 0) read(H5T_NATIVE_DOUBLE, values);
  }
  double real() const {
    double value = 0.0;
    read_doubles({}, &value);
    return value;
  }
  std::vector<int> integers(Shape const& shape) const {
    require_integers(shape);
    std::vector<long long> wide(count());
    if (count() > 0) read(H5T_NATIVE_LLONG, wide.data());
    for (long long value : wide)
      if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
        fail(name_, "has the value " + std::to_string(value), "no number here is that large");
    return std::vector<int>(wide.begin(), wide.end());
  }
  int integer() const { return integers({}).front(); }

  std::string string() const { return strings({}).front(); }
  std::vector<std::string> strings(Shape const& shape) const {
    require_type(H5Tget_class(type_.id()) == H5T_STRING, "string");
    require_shape(shape);
    return H5Tis_variable_str(type_.id()) > 0 ? variable_strings() : fixed_strings();
  }

 private:
  void inspect() {
    type_ = Type(dataset_ ? H5Dget_type(dataset_.id()) : H5Aget_type(attribute_.id()));
    Space const space(dataset_ ? H5Dget_space(dataset_.id()) : H5Aget_space(attribute_.id()));
    if (!type_ || !space) fail(name_, "cannot be read", "its description in the file is damaged");
    if (H5Sget_simple_extent_type(space.id()) == H5S_NULL) {
      shape_ = {0};  // what some writers make of an empty list
      return;
    }
    int const rank = H5Sget_simple_extent_ndims(space.id());
    if (rank < 0) fail(name_, "cannot be read", "its shape in the file is damaged");
    shape_.resize(rank);
    if (rank > 0) H5Sget_simple_extent_dims(space.id(), shape_.data(), nullptr);
  }

  // Only after the shape has been compared with the expected one, so that the product cannot overflow.
  hsize_t count() const {
    hsize_t product = 1;
    for (hsize_t extent : shape_) product *= extent;
    return product;
  }

  void require_type(bool right, char const* expected) const {
    if (right) return;
    std::string const bits = std::to_string(8 * H5Tget_size(type_.id())) + "-bit ";
    char const* const order = H5Tget_order(type_.id()) == H5T_ORDER_BE ? "big-endian " : "";
    std::string found = "of another kind";
    switch (H5Tget_class(type_.id())) {
      case H5T_FLOAT:
        found = bits + order + "float";
        break;
      case H5T_INTEGER:
        found = bits + order + "integer";
        break;
      case H5T_STRING:
        found = "string";
        break;
      case H5T_ENUM:
        found = "enumeration (or boolean)";
        break;
      case H5T_COMPOUND:
        found = "compound";
        break;
      default:
        break;
    }
    fail(name_, "type is " + found, std::string("expected ") + expected);
  }

  void read(hid_t memory_type, void* data) const {
    herr_t const status = dataset_ ? H5Dread(dataset_.id(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data)
                                   : H5Aread(attribute_.id(), memory_type, data);
    if (status < 0) fail(name_, "cannot be read", "the file is damaged there");
  }

  std::vector<std::string> fixed_strings() const {
    std::size_t const size = H5Tget_size(type_.id());
    std::string bytes(count() * size, '\0');
    read(type_.id(), bytes.data());
    char const padding = H5Tget_strpad(type_.id()) == H5T_STR_SPACEPAD ? ' ' : '\0';
    std::vector<std::string> result;
    for (std::size_t begin = 0; begin < bytes.size(); begin += size) {
      std::string text = bytes.substr(begin, size);
      if (padding == '\0') text = text.substr(0, text.find('\0'));
      text.erase(text.find_last_not_of(padding) + 1);
      result.push_back(std::move(text));
    }
    return result;
  }

  std::vector<std::string> variable_strings() const {
    Type const memory(H5Tcopy(type_.id()));
    std::vector<char*> pointers(count(), nullptr);
    read(memory.id(), pointers.data());
    std::vector<std::string> result;
    for (char* text : pointers) {
      result.emplace_back(text ? text : "");
      H5free_memory(text);
    }
    return result;
  }

  Attribute attribute_{-1};  // one of these two is open
  Object dataset_{-1};
  std::string name_;
  Type type_{-1};
  Shape shape_;
};

/// A group that is open for reading.
class InputGroup {
 public:
  /// `path` is "" for the root.
  InputGroup(Object object, std::string path) : object_(std::move(object)), path_(std::move(path)) {}

  bool contains(std::string const& name) const {
    asked_.insert(name);
    return H5Lexists(object_.id(), name.c_str(), H5P_DEFAULT) > 0;
  }

  InputGroup group(std::string const& name) const {
    return InputGroup(open(name, H5I_GROUP, "group"), path_ + "/" + name);
  }

  /// `name` may lead through groups: "layer_0/readout".
  Values dataset(std::string const& name) const {
    if (auto const slash = name.find('/'); slash != std::string::npos)
      return group(name.substr(0, slash)).dataset(name.substr(slash + 1));
    return Values(open(name, H5I_DATASET, "dataset"), path_ + "/" + name);
  }

  Values attribute(std::string const& name) const {
    std::string const full = "attribute " + path_ + "/" + name;
    asked_.insert(name);
    if (H5Aexists(object_.id(), name.c_str()) <= 0) fail(full, "is missing", "every such file has it");
    Attribute attribute(H5Aopen(object_.id(), name.c_str(), H5P_DEFAULT));
    if (!attribute) fail(full, "cannot be opened", "the file is damaged there");
    return Values(std::move(attribute), full);
  }
  bool has_attribute(std::string const& name) const {
    asked_.insert(name);
    return H5Aexists(object_.id(), name.c_str()) > 0;
  }
  /// Throws Error that names what the group holds and nobody has asked for.
  void reject_unasked() const {
    auto const reject = [&](std::string const& kind, std::string const& name) {
      if (asked_.count(name) == 0)
        throw Error((path_.empty() ? "/" : path_) + ": holds the " + kind + " " + quoted(name) +
                    " (this program does not know it, and so not what the file means) update Tesseral");
    };
    for (std::string const& name : attribute_names()) reject("attribute", name);
    for (hsize_t k = 0; k < member_count(); ++k) reject("group or dataset", member(k));
  }

  std::vector<std::string> attribute_names() const {
    std::vector<std::string> names;
    auto const collect = [](hid_t, char const* name, H5A_info_t const*, void* data) -> herr_t {
      try {
        static_cast<std::vector<std::string>*>(data)->emplace_back(name);
        return 0;
      } catch (...) {
        return -1;  // no exception may pass through HDF5
      }
    };
    if (H5Aiterate2(object_.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &names) < 0)
      fail(path_ + "/", "its attributes cannot be listed", "the file is damaged there");
    return names;
  }

  hsize_t member_count() const {
    H5G_info_t info;
    if (H5Gget_info(object_.id(), &info) < 0) fail(path_ + "/", "cannot be listed", "the file is damaged there");
    return info.nlinks;
  }
  std::string member(hsize_t position) const {
    auto const read_name = [&](char* name, std::size_t size) {
      return H5Lget_name_by_idx(object_.id(), ".", H5_INDEX_NAME, H5_ITER_INC, position, name, size, H5P_DEFAULT);
    };
    ssize_t const length = read_name(nullptr, 0);
    if (length < 0) fail(path_ + "/", "cannot be listed", "the file is damaged there");
    std::string name(length + 1, '\0');
    read_name(name.data(), name.size());
    name.resize(length);
    return name;
  }

 private:
  Object open(std::string const& name, H5I_type_t kind, char const* kind_name) const {
    std::string const full = path_ + "/" + name;
    if (!contains(name)) fail(full, std::string("this ") + kind_name + " is missing", "it is needed");
    Object object(H5Oopen(object_.id(), name.c_str(), H5P_DEFAULT));
    if (!object) fail(full, "cannot be opened", "the file is damaged there");
    if (H5Iget_type(object.id()) != kind)
      fail(full, "is of the wrong kind", std::string("a ") + kind_name + " is expected here");
    return object;
  }

  Object object_;
  std::string path_;
  mutable std::set<std::string> asked_;
};

}  // namespace tesseral::hdf5
