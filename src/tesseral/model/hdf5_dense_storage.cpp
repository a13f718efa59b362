// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/hdf5_dense_storage.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace tesseral::hdf5 {
namespace {

// HDF5's types of B-trees, and the bytes of their records
constexpr int huge_objects_tree = 1, links_tree = 5, attributes_tree = 8;
constexpr int huge_record = 24, link_record = 11, attribute_record = 17;

bool is_power_of_two(std::uint64_t value) { return value > 0 && (value & (value - 1)) == 0; }

int floor_log2(std::uint64_t value) {
  int power = 0;
  while (value >>= 1) ++power;
  return power;
}

// Bytes that HDF5 takes for numbers up to `most`.
int bytes_up_to(std::uint64_t most) { return floor_log2(most) / 8 + 1; }

/// All records of a tree with at most two levels, in their order.
class Tree {
 public:
  Tree(FileBytes& file, std::uint64_t address, int type, int record, std::string const& object)
      : file_(file), type_(type), record_(record), object_(object) {
    ByteCursor head = file.checked(address, 34, object);
    head.expect("BTHD");
    head.expect(1, 0, "tree's version");
    head.expect(1, type, "tree's type");
    node_size_ = head.integer(4);
    head.expect(2, record, "tree's record");
    std::uint64_t const depth = head.integer(2);
    std::uint64_t const split = head.integer(1), merge = head.integer(1);
    std::uint64_t const root = head.address(), root_records = head.integer(2), all_records = head.integer(8);
    if (node_size_ < 128 || node_size_ > 65536 || split == 0 || split > 100 || merge == 0 || merge > 50)
      head.fail("its tree is unusual");
    if (depth > 1) head.fail("it has more members than a model");
    leaf_most_ = (node_size_ - frame) / record;
    if (root_records > 0) walk(root, root_records, depth == 1);
    if (records_.size() != all_records) head.fail("its tree does not add up");
  }

  std::vector<ByteCursor> const& records() const { return records_; }

 private:
  static constexpr int frame = 10;  // bytes of a node besides records and pointers

  void walk(std::uint64_t address, std::uint64_t count, bool is_internal) {
    int const count_bytes = bytes_up_to(leaf_most_);
    int const pointer = 8 + count_bytes;
    std::uint64_t const most = is_internal ? (node_size_ - frame - pointer) / (record_ + pointer) : leaf_most_;
    if (count > most || !file_.holds(address, node_size_)) fail_damaged(object_, "its tree does not add up");
    ByteCursor node = file_.checked(address, 6 + count * record_ + (is_internal ? (count + 1) * pointer : 0), object_);
    node.expect(is_internal ? "BTIN" : "BTLF");
    node.expect(1, 0, "tree's version");
    node.expect(1, type_, "tree's type");
    for (std::uint64_t k = 0; k < count; ++k) records_.emplace_back(node.text(record_), object_);
    if (!is_internal) return;
    for (std::uint64_t k = 0; k <= count; ++k) {
      std::uint64_t const child = node.address();
      walk(child, node.integer(count_bytes), false);
    }
  }

  FileBytes& file_;
  int type_, record_;
  std::string const& object_;
  std::uint64_t node_size_ = 0, leaf_most_ = 0;
  std::vector<ByteCursor> records_;
};

/// Blocks of bytes that double in size. Those that HDF5 makes of up to 512 kB have one level.
class Heap {
 public:
  Heap(FileBytes& file, DenseKind kind, std::uint64_t address, std::string const& object)
      : file_(file), object_(object) {
    ByteCursor head = file.checked(address, 142, object);
    head.expect("FRHP");
    head.expect(1, 0, "heap's version");
    head.expect(2, kind == DenseKind::links ? 7 : 8, "heap's identifiers");
    head.expect(2, 0, "heap's filters");
    bool const has_checksums = head.integer(1) & 2;  // of the blocks, which HDF5 always asks for
    std::uint64_t const largest_managed = head.integer(4);
    head.skip(8);  // the next huge object
    huge_tree_ = head.address();
    head.skip(7 * 8);  // counts, and places of free space
    std::uint64_t const huge_objects = head.integer(8);
    head.skip(2 * 8);
    width_ = head.integer(2);
    first_block_ = head.integer(8);
    std::uint64_t const largest_block = head.integer(8);
    int const bits = static_cast<int>(head.integer(2));
    head.skip(2);  // rows to begin with
    root_ = head.address();
    rows_ = head.integer(2);
    bool const usual = has_checksums && is_power_of_two(width_) && width_ <= 64 && is_power_of_two(first_block_) &&
                       first_block_ >= 64 && is_power_of_two(largest_block) && first_block_ <= largest_block &&
                       largest_block <= 1 << 24 && bits > floor_log2(largest_block) + floor_log2(width_) &&
                       bits <= 64 && largest_managed >= 16 && largest_managed <= largest_block;
    if (!usual) head.fail("its heap is unusual");
    offset_bytes_ = (bits + 7) / 8;
    block_head_ = 4 + 1 + 8 + offset_bytes_ + 4;
    length_bytes_ = std::min(bytes_up_to(largest_block), bytes_up_to(largest_managed));
    if (1 + offset_bytes_ + length_bytes_ > (kind == DenseKind::links ? 7 : 8)) head.fail("its heap is unusual");
    std::uint64_t const direct_rows = floor_log2(largest_block) - floor_log2(first_block_) + 2;
    if (rows_ > direct_rows) head.fail("it has more members than a model");
    if (root_ != FileBytes::undefined) find_blocks(address);
    if (huge_tree_ != FileBytes::undefined) read_huge();
    if (huge_.size() != huge_objects || (huge_objects == 0) != (huge_tree_ == FileBytes::undefined))
      head.fail("its heap does not add up");
  }

  /// The message with this identifier.
  ByteCursor message(ByteCursor id) {
    std::uint64_t const kind = id.integer(1);
    if (kind == 0x10) return huge(id);
    if (kind != 0) id.fail("its heap is unusual");
    std::uint64_t const offset = id.integer(offset_bytes_), length = id.integer(length_bytes_);
    auto next = blocks_.upper_bound(offset);
    if (next == blocks_.begin()) id.fail("a member of it is not in its heap");
    Block const& block = std::prev(next)->second;
    std::uint64_t const inside = offset - std::prev(next)->first;
    if (length == 0 || inside < std::uint64_t(block_head_) || inside > block.size || length > block.size - inside)
      id.fail("a member of it is not in its heap");
    messages_.take(offset, length, object_);
    return ByteCursor(file_.part(block.address + inside, length, object_), object_);
  }

 private:
  struct Block {
    std::uint64_t address, size;
  };

  void add_block(std::uint64_t heap, std::uint64_t address, std::uint64_t offset, std::uint64_t size) {
    file_.take(address, size, object_);
    std::string_view const bytes = file_.part(address, size, object_);
    ByteCursor block(bytes, object_);
    block.expect("FHDB");
    block.expect(1, 0, "heap's version");
    block.expect(8, heap, "heap's place");
    block.expect(offset_bytes_, offset, "block's place in its heap");
    std::string without_checksum(bytes);
    without_checksum.replace(block_head_ - 4, 4, 4, '\0');
    if (block.integer(4) != checksum(without_checksum)) block.fail("a checksum is wrong");
    blocks_[offset] = {address, size};
  }

  void find_blocks(std::uint64_t heap) {
    if (rows_ == 0) return add_block(heap, root_, 0, first_block_);
    ByteCursor index = file_.checked(root_, 4 + 1 + 8 + offset_bytes_ + rows_ * width_ * 8, object_);
    index.expect("FHIB");
    index.expect(1, 0, "heap's version");
    index.expect(8, heap, "heap's place");
    index.expect(offset_bytes_, 0, "block's place in its heap");
    std::uint64_t offset = 0;
    for (std::uint64_t row = 0; row < rows_; ++row)
      for (std::uint64_t k = 0; k < width_; ++k) {
        std::uint64_t const size = row == 0 ? first_block_ : first_block_ << (row - 1);
        if (std::uint64_t const address = index.address(); address != FileBytes::undefined)
          add_block(heap, address, offset, size);
        offset += size;
      }
  }

  void read_huge() {
    Tree const objects(file_, huge_tree_, huge_objects_tree, huge_record, object_);
    for (ByteCursor record : objects.records()) {
      std::uint64_t const address = record.address(), length = record.integer(8);
      if (!huge_.emplace(record.integer(8), Block{address, length}).second) record.fail("its heap does not add up");
      file_.take(address, length, object_);
    }
  }

  ByteCursor huge(ByteCursor id) {
    auto const found = huge_.find(id.integer(static_cast<int>(id.left())));
    if (found == huge_.end()) id.fail("a member of it is not in its heap");
    Block const place = found->second;
    huge_.erase(found);  // each belongs to one
    return ByteCursor(file_.part(place.address, place.size, object_), object_);
  }

  FileBytes& file_;
  std::string const& object_;
  std::uint64_t huge_tree_ = 0, width_ = 0, first_block_ = 0, root_ = 0, rows_ = 0;
  int offset_bytes_ = 0, length_bytes_ = 0, block_head_ = 0;
  std::map<std::uint64_t, Block> blocks_;  // by their offset in the heap
  std::map<std::uint64_t, Block> huge_;    // by number
  Places messages_;                        // within the heap
};

}  // namespace

void check_dense_storage(FileBytes& file, DenseKind kind, std::uint64_t heap, std::uint64_t tree,
                         std::string const& object, std::function<void(ByteCursor)> const& check) {
  bool const is_links = kind == DenseKind::links;
  Heap messages(file, kind, heap, object);
  Tree const names(file, tree, is_links ? links_tree : attributes_tree, is_links ? link_record : attribute_record,
                   object);
  for (ByteCursor record : names.records()) {
    if (is_links) record.skip(4);  // the hash of the name
    ByteCursor const id(record.text(is_links ? 7 : 8), object);
    if (!is_links) record.expect(1, 0, "attribute's flags");
    check(messages.message(id));
  }
}

}  // namespace tesseral::hdf5
