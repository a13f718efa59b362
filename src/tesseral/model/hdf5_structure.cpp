// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/hdf5_structure.hpp"

#include "tesseral/model/hdf5_dense_storage.hpp"
#include "tesseral/model/hdf5_input.hpp"
#include "tesseral/model/hdf5_stored_types.hpp"

#include <optional>
#include <set>
#include <vector>

namespace tesseral::hdf5 {
namespace {

// Kinds of messages, IV.A.2
enum Message : int {
  nothing = 0x00,
  shape = 0x01,
  link_info = 0x02,
  type = 0x03,
  old_fill_value = 0x04,
  fill_value = 0x05,
  link = 0x06,
  external_files = 0x07,
  layout = 0x08,
  group_info = 0x0A,
  filters = 0x0B,
  attribute = 0x0C,
  continuation = 0x10,
  change_time = 0x12,
  attribute_info = 0x15,
  name_count = 0x16,
};

/// Of one object: what its messages say together.
struct ObjectParts {
  std::set<int> kinds;
  StoredType type{0, false};
  std::uint64_t elements = 0;
  std::optional<ByteCursor> layout;
  std::vector<ByteCursor> blocks;  // of messages
  int messages = 0;
};

class Checker {
 public:
  explicit Checker(std::string_view bytes) : bytes_(bytes), file_(bytes), strings_(file_) {}

  void check() {
    ByteCursor superblock = file_.checked(0, 44, root_name_);
    superblock.skip(8);  // the signature
    std::uint64_t const version = superblock.integer(1);
    if (version < 2 || version > 3) superblock.fail("its superblock has an unknown version");
    superblock.expect(1, 8, "size of addresses");
    superblock.expect(1, 8, "size of lengths");
    superblock.skip(1);  // flags
    superblock.expect(8, 0, "base address");
    if (superblock.address() != FileBytes::undefined)
      fail("/", "has an extension of its superblock", "such as a strategy for free space; write it without");
    std::uint64_t const end = superblock.address(), root = superblock.address();
    if (end > file_.size())
      superblock.fail("it is cut short: " + std::to_string(file_.size()) + " of " + std::to_string(end) + " bytes");
    file_ = FileBytes(bytes_.substr(0, end));  // HDF5 knows no more of it
    file_.take(0, 48, root_name_);
    check_object(root, root_name_, 0);
  }

 private:
  static constexpr int deepest = 16;           // groups within groups
  static constexpr int most_messages = 10000;  // of an object, of which HDF5 takes 30 times the bytes

  void check_object(std::uint64_t address, std::string const& name, int depth) {
    if (depth > deepest) fail_damaged(name, "it lies in more groups than a model's objects");
    if (!objects_.insert(address).second) fail(name, "is the same object as another", "each has one name");
    ByteCursor head = file_.from(address, name);
    if (head.first() == 1)  // as HDF5 2 adds to a file that it is given without `libver`
      fail(name, "is laid out in the classic way", "which has no checksums; h5py wants libver=('v108', 'v108')");
    head.expect("OHDR");
    head.expect(1, 2, "description's version");
    std::uint64_t const flags = head.integer(1);
    if (flags > 0x3F) head.fail("its description has unknown flags");
    if (flags & 0x20) head.skip(16);  // times
    if (flags & 0x10) head.skip(4);   // when attributes become many
    ByteCursor const messages(head.text(head.integer(1 << (flags & 3))), name);
    file_.checked(address, file_.size() - address - head.left(), name);
    ObjectParts parts;
    parts.blocks.push_back(messages);
    for (std::size_t k = 0; k < parts.blocks.size(); ++k)
      check_messages(parts.blocks[k], flags & 4, parts, name, depth);
    check_kind(parts, name);
  }

  void check_messages(ByteCursor messages, bool has_order, ObjectParts& parts, std::string const& name, int depth) {
    std::size_t const head = has_order ? 6 : 4;
    if (messages.left() > 0 && messages.left() < head) messages.fail("its description has no end");
    while (messages.left() >= head) {
      if (++parts.messages > most_messages) messages.fail("its description is longer than a model's");
      int const kind = static_cast<int>(messages.integer(1));
      std::uint64_t const size = messages.integer(2), flags = messages.integer(1);
      if (has_order) messages.skip(2);
      if (flags & ~std::uint64_t(5)) messages.fail("its description has unknown flags");  // shared, or worse
      ByteCursor const message(messages.text(size), name);
      bool const is_repeated = kind == nothing || kind == link || kind == attribute || kind == continuation;
      if (!parts.kinds.insert(kind).second && !is_repeated) messages.fail("its description says something twice");
      if (kind == continuation)
        parts.blocks.push_back(continuation_block(message, name));
      else
        check_message(kind, message, parts, name, depth);
    }
  }

  ByteCursor continuation_block(ByteCursor message, std::string const& name) {
    std::uint64_t const address = message.address(), size = message.integer(8);
    if (size < 8) message.fail("its description has no end");
    ByteCursor block = file_.checked(address, size - 4, name);
    block.expect("OCHK");
    return block;
  }

  void check_message(int kind, ByteCursor message, ObjectParts& parts, std::string const& name, int depth) {
    switch (kind) {
      case nothing:
        break;
      case shape:
        parts.elements = check_shape(message, file_.size());
        break;
      case type:
        parts.type = check_type(message);
        break;
      case old_fill_value:
        message.skip(message.integer(4));
        break;
      case fill_value:
        check_fill_value(message);
        break;
      case layout:
        parts.layout = message;
        break;
      case group_info:
        check_group_info(message);
        break;
      case change_time:
        message.skip(8);
        break;
      case name_count:
        message.skip(5);
        break;
      case link:
        check_link(message, name, depth);
        break;
      case link_info:
        check_many(message, DenseKind::links, 8, name, [&](ByteCursor link) { check_link(link, name, depth); });
        break;
      case attribute:
        check_attribute(message, name);
        break;
      case attribute_info:
        check_many(message, DenseKind::attributes, 2, name,
                   [&](ByteCursor attribute) { check_attribute(attribute, name); });
        break;
      case external_files:
        fail(name, "is kept outside of the file", "a model is one file");
      case filters:
        fail(name, "is compressed", "numbers are read as they are");
      default:
        message.fail("its description holds something unknown, " + std::to_string(kind));
    }
  }

  // A group has links, even if there are none; a dataset has a type, a shape and a place. Nothing is both.
  void check_kind(ObjectParts const& parts, std::string const& name) {
    bool const is_group = parts.kinds.count(link_info) > 0;
    int const of_dataset = parts.kinds.count(type) + parts.kinds.count(shape) + parts.kinds.count(layout);
    bool const has_links = is_group || parts.kinds.count(link) > 0 || parts.kinds.count(group_info) > 0;
    if (is_group ? of_dataset > 0 : of_dataset < 3 || has_links)
      fail_damaged(name, "it is neither a group nor a dataset");
    if (!is_group) check_place(parts, name);
  }

  void check_place(ObjectParts const& parts, std::string const& name) {
    constexpr std::uint64_t compact = 0, contiguous = 1, chunked = 2;
    ByteCursor message = *parts.layout;
    std::uint64_t const version = message.integer(1), kind = message.integer(1);
    if (version < 3 || version > 4) message.fail("its numbers are stored in an unknown way");
    if (kind == chunked) fail(name, "is stored in chunks", "one piece is read, without compression");
    if (kind != compact && kind != contiguous)
      fail(name, "is stored in another file or an unknown way", "a model is one file");
    std::uint64_t const needed = bytes_of(parts.type, parts.elements, name);
    std::uint64_t const address = kind == contiguous ? message.address() : 0;
    std::uint64_t const size = message.integer(kind == contiguous ? 8 : 2);
    if (kind == compact && size > message.left()) message.fail("what it says to hold is longer than its place");
    if (needed == 0) return;
    bool const is_there = size == needed && (kind == compact || file_.holds(address, size));
    if (!is_there) fail(name, "its numbers are not in the file", "its shape needs more bytes than are there");
    if (kind == contiguous) file_.take(address, size, name);
    if (parts.type.is_variable)
      strings_.check(kind == compact ? message : ByteCursor(file_.part(address, size, name), name), parts.elements);
  }

  std::uint64_t bytes_of(StoredType const& type, std::uint64_t elements, std::string const& name) {
    if (elements > file_.size() / type.bytes)
      fail(name, "its numbers are not in the file", "its shape needs more bytes than are there");
    return elements * type.bytes;
  }

  static void check_fill_value(ByteCursor message) {
    std::uint64_t const version = message.integer(1);
    bool has_value = true;
    if (version == 3) {
      has_value = message.integer(1) & 0x20;
    } else if (version == 1 || version == 2) {
      message.skip(2);  // when space is taken, and when the value is written
      has_value = message.integer(1) != 0;
    } else {
      message.fail("its value where nothing was written has an unknown version");
    }
    if (has_value) message.skip(message.integer(4));
  }

  static void check_group_info(ByteCursor message) {
    message.expect(1, 0, "group's version");
    std::uint64_t const flags = message.integer(1);
    if (flags > 3) message.fail("its description has unknown flags");
    if (flags & 1) message.skip(4);  // when links become many
    if (flags & 2) message.skip(4);  // how many are expected
  }

  // Link info and attribute info say alike where many are kept.
  void check_many(ByteCursor message, DenseKind kind, int order_bytes, std::string const& name,
                  std::function<void(ByteCursor)> const& check) {
    message.expect(1, 0, "list's version");
    std::uint64_t const flags = message.integer(1);
    if (flags > 3) message.fail("its description has unknown flags");
    if (flags & 1) message.skip(order_bytes);
    std::uint64_t const heap = message.address(), tree = message.address();
    if (flags & 2 && message.address() != FileBytes::undefined)
      fail(name, "keeps the order of its members", "write it without: h5py wants track_order=False");
    if (heap == FileBytes::undefined && tree == FileBytes::undefined) return;
    check_dense_storage(file_, kind, heap, tree, name, check);
  }

  void check_link(ByteCursor message, std::string const& group, int depth) {
    message.expect(1, 1, "link's version");
    std::uint64_t const flags = message.integer(1);
    if (flags > 0x1F) message.fail("a link has unknown flags");
    std::uint64_t const link_type = flags & 8 ? message.integer(1) : 0;
    if (flags & 4) message.skip(8);  // order of creation
    if (flags & 16 && message.integer(1) > 1) message.fail("a link's name is of an unknown alphabet");
    std::string const member = name_of(message, message.integer(1 << (flags & 3)));
    if (member.find('/') != std::string::npos || member == ".") message.fail("the name of a member is a path");
    std::string const name = group + "/" + member;
    if (link_type != 0) fail(name, "is a link to something else", "a model is one file");
    check_object(message.address(), name, depth + 1);
  }

  void check_attribute(ByteCursor message, std::string const& owner) {
    std::uint64_t const version = message.integer(1), flags = message.integer(1);
    if (version < 1 || version > 3 || (version > 1 && flags != 0)) message.fail("an attribute is of an unknown form");
    std::uint64_t const name_size = message.integer(2), type_size = message.integer(2), shape_size = message.integer(2);
    if (version == 3 && message.integer(1) > 1) message.fail("an attribute's name is of an unknown alphabet");
    auto const padded = [&](std::uint64_t size) { return version == 1 ? (size + 7) / 8 * 8 : size; };
    ByteCursor label(message.text(padded(name_size)), owner);
    if (name_size == 0) message.fail("an attribute has no name");
    std::string const name = "attribute " + owner + "/" + name_of(label, name_size - 1);
    label.expect(1, 0, "name's end");
    StoredType const type = check_type(ByteCursor(message.text(padded(type_size)), name));
    std::uint64_t const elements = check_shape(ByteCursor(message.text(padded(shape_size)), name), file_.size());
    std::uint64_t const size = bytes_of(type, elements, name);
    if (size > message.left())
      fail(name, "its numbers are not in the file", "its shape needs more bytes than are there");
    if (type.is_variable) strings_.check(ByteCursor(message.text(size), name), elements);
  }

  static std::string name_of(ByteCursor& message, std::uint64_t size) {
    std::string name(message.text(size));
    if (name.empty() || name.size() > 255 || name.find('\0') != std::string::npos)
      message.fail("the name of a member is none");
    return name;
  }

  std::string_view bytes_;
  FileBytes file_;
  StringCollections strings_;
  std::string const root_name_;
  std::set<std::uint64_t> objects_;  // addresses, to say of a second name what it is
};

}  // namespace

void check_structure(std::string_view file) { Checker(file).check(); }

}  // namespace tesseral::hdf5
