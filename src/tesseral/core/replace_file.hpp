// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Files that take hours to make are never half there.
#pragma once

#include <string>
#include <string_view>
#include <system_error>

namespace tesseral {

/// Puts `bytes` in the place of the file, if there is one, at once: they are written beside it, reach the disk, and get
/// its name. A reader never meets half a file; a full disk, a signal or a machine that stops leaves the older one as it
/// was. Through a link it replaces what the link leads to; a device or a pipe is written to as it is. Returns what went
/// wrong. `to_disk` false does not wait for the disk.
std::error_code replace_file(std::string const& path, std::string_view bytes, bool to_disk = true);

/// The same without waiting for the disk, for what can be made again. Throws Error.
void write_whole_file(std::string const& path, std::string_view bytes);

}  // namespace tesseral
