import Foundation

/// The CSV of what could not be imported: `line,column,value,kind,message`.
///
/// It holds values of the file, so only its owner may read it.
package final class ErrorReport {
  private let handle: FileHandle?
  private var buffer = Data()
  /// The lines reported so far; a line that breaks several rules has as many entries.
  package private(set) var entries = 0

  /// Writes to `file`, replacing it; nowhere when that is nil.
  ///
  /// Throws `UnreadableFile` when the file cannot be made.
  package init(_ file: URL?) throws {
    guard let file else {
      handle = nil
      return
    }
    guard
      FileManager.default.createFile(
        atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = try? FileHandle(forWritingTo: file)
    else { throw UnreadableFile.cannotWrite(file.lastPathComponent) }
    self.handle = handle
    buffer.append(contentsOf: "line,column,value,kind,message\n".utf8)
  }

  func add(line: Int, column: String, value: String, kind: String, message: String) throws {
    entries += 1
    guard handle != nil else { return }
    let fields = ["\(line)", column, Self.cut(value), kind, message]
    buffer.append(contentsOf: fields.map(Self.quoted).joined(separator: ",").utf8)
    buffer.append(.lineFeed)
    if buffer.count > 1 << 16 { try flush() }
  }

  func flush() throws {
    try handle?.write(contentsOf: buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private static func cut(_ value: String) -> String {
    value.count <= 200 ? value : value.prefix(200) + "…"
  }

  /// Quotes where CSV asks for it, and where a spreadsheet would take the text for a formula.
  private static func quoted(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let safe = (isFormula ? "'" + text : text).filter { $0 != "\0" }
    guard safe.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return safe }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
  }
}
