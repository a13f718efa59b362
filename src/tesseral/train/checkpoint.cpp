// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/checkpoint.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/replace_file.hpp"
#include "tesseral/train/sha256.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace tesseral {
namespace {

// The first bytes of the file; the digest of all that follows them and it comes next.
constexpr char magic[] = "tesseral-checkpoint-2:";
constexpr std::size_t magic_length = sizeof(magic) - 1;
constexpr std::size_t digest_length = 64;

class Writer {
 public:
  template <class T>
  void operator()(T const& value) {
    static_assert(std::is_arithmetic_v<T>);
    bytes.append(reinterpret_cast<char const*>(&value), sizeof(T));
  }
  void operator()(std::string const& value) {
    (*this)(std::uint64_t{value.size()});
    bytes += value;
  }
  void operator()(std::vector<double> const& values) {
    (*this)(std::uint64_t{values.size()});
    bytes.append(reinterpret_cast<char const*>(values.data()), values.size() * sizeof(double));
  }
  std::size_t count(std::size_t size) {
    (*this)(std::uint64_t{size});
    return size;
  }

  std::string bytes;
};

class Reader {
 public:
  Reader(std::string const& path, std::string_view bytes) : path_(path), bytes_(bytes) {}

  template <class T>
  void operator()(T& value) {
    static_assert(std::is_arithmetic_v<T>);
    std::memcpy(&value, take(sizeof(T)), sizeof(T));
  }
  void operator()(std::string& value) {
    std::size_t const size = count(0);
    value.assign(take(size), size);
  }
  void operator()(std::vector<double>& values) {
    std::size_t const size = count(0);
    char const* const data = take(size, sizeof(double));
    values.resize(size);
    if (size > 0) std::memcpy(values.data(), data, size * sizeof(double));
  }
  // The argument is what a Writer would write.
  std::size_t count(std::size_t) {
    std::uint64_t size = 0;
    (*this)(size);
    require(size <= bytes_.size(), damaged());
    return static_cast<std::size_t>(size);
  }
  std::string damaged() const {
    return path_ + ": this checkpoint is damaged (its length or digest is wrong) train without --resume";
  }

 private:
  char const* take(std::size_t size, std::size_t each = 1) {
    require(size <= (bytes_.size() - position_) / each, damaged());
    char const* const data = bytes_.data() + position_;
    position_ += size * each;
    return data;
  }

  std::string path_;
  std::string_view bytes_;
  std::size_t position_ = 0;
};

// Names the fields once, for writing and for reading.
template <class Archive, class Row>
void transfer_metrics(Archive& archive, Row& m) {
  archive(m.epoch), archive(m.learning_rate), archive(m.loss), archive(m.validation_loss);
  archive(m.validation_root_loss);
  archive(m.train_energy), archive(m.train_forces), archive(m.validation_energy), archive(m.validation_forces);
  archive(m.seconds);
}

template <class Archive, class State>
void transfer(Archive& archive, State& c) {
  archive(c.run), archive(c.epoch), archive(c.progress), archive(c.seconds), archive(c.stage);
  archive(c.weights);
  archive(c.optimiser.step), archive(c.optimiser.mean);
  archive(c.optimiser.variance), archive(c.optimiser.largest);
  archive(c.average_updates), archive(c.average);
  archive(c.schedule.reduction), archive(c.schedule.best), archive(c.schedule.epochs_since_best);
  archive(c.best_root_loss), archive(c.best_epoch), archive(c.best);
  std::size_t const rows = archive.count(c.history.size());
  if constexpr (!std::is_const_v<State>) c.history.resize(rows);
  for (auto& row : c.history) transfer_metrics(archive, row);
}

}  // namespace

void write_checkpoint(std::string const& path, Checkpoint const& checkpoint) {
  Writer writer;
  transfer(writer, checkpoint);
  std::error_code const error =
      replace_file(path, std::string(magic, magic_length) + sha256(writer.bytes) + writer.bytes);
  require(!error, path + ": the checkpoint cannot be written (" + error.message() +
                      ") free the folder; an older checkpoint is still whole");
}

Checkpoint read_checkpoint(std::string const& path) {
  std::ifstream stream(path, std::ios::binary);
  require(stream.good(),
          path + ": there is no checkpoint to resume from (the file cannot be read) train without --resume");
  std::string const bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  require(bytes.compare(0, magic_length, magic) == 0,
          path + ": is no checkpoint of this version (it does not begin with '" + std::string(magic) +
              "') train without --resume");
  std::string_view const content = std::string_view(bytes).substr(std::min(bytes.size(), magic_length + digest_length));
  Reader reader(path, content);
  require(bytes.compare(magic_length, digest_length, sha256(content)) == 0, reader.damaged());
  Checkpoint checkpoint;
  transfer(reader, checkpoint);
  return checkpoint;
}

}  // namespace tesseral
