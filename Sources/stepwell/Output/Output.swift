import Clinic
import Foundation
import Service

/// Where a command's result goes: tables for people, or JSON for programs.
struct Output: Sendable {
  let isJSON: Bool

  /// Colours on the standard output.
  var style: Style { isJSON ? .plain : Style(for: STDOUT_FILENO) }

  /// Prints a result: as JSON, or as the text that `text` makes of it.
  func show(_ result: some Encodable, _ text: (Style) throws -> String) throws {
    try write(isJSON ? JSON.text(result) + "\n" : text(style))
  }

  /// The same for what the HTTP API sends too.
  func show(_ result: some Representation, _ text: (Style) throws -> String) throws {
    try write(isJSON ? JSON.text(result) + "\n" : text(style))
  }

  /// Prints what is for people only.
  func say(_ text: String) {
    // Nothing depends on it having been read.
    if !isJSON { try? write(text + "\n") }
  }

  /// Clears the screen, where there is one, so that what is shown next stands alone.
  func clear() {
    if !isJSON, isatty(STDOUT_FILENO) == 1 { try? write("\u{1B}[H\u{1B}[2J") }
  }

  /// Writes it out whole; throws a `Complaint` where it cannot, as on a full disk.
  func write(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw Complaint(
        .notWritten, "not-written", "The result cannot be written: the disk may be full, or the pipe closed.",
        remedy: "What the command was to do is done. Make room, and ask for the result again.")
    }
  }

  /// Says what is to be known beside the result, on the error stream.
  func note(_ text: String) {
    ErrorStream.write("note: \(text)\n")
  }

  /// Tells what went wrong, on the error stream.
  func complain(_ complaint: Complaint) {
    let text = isJSON ? complaint.json : complaint.text(Style(for: STDERR_FILENO))
    ErrorStream.write(text + "\n")
  }
}

extension Complaint {
  /// For people: what, where, what to do.
  func text(_ style: Style) -> String {
    var lines = ["\(style.bad("error:")) \(message.printable)"]
    if faults.isEmpty {
      if let field { lines.append("  field: \(field)") }
      if let value { lines.append("  value: \(value.printable)") }
      lines.append("  what to do: \(remedy.printable)")
    } else {
      lines = ["\(style.bad("error:")) \(summary ?? message.printable)"]
      for fault in faults {
        lines.append("  \(fault.message.printable)")
        lines.append("    what to do: \(fault.remedy.printable)")
      }
    }
    if let advice { lines.append("  \(advice.printable)") }
    if let plan {
      lines.append("  plan of the database:")
      lines += plan.split(separator: "\n").map { "    \(String($0).printable)" }
    }
    return lines.joined(separator: "\n")
  }
}
