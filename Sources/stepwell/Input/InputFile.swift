import Foundation

/// A file named on the command line; `-` is the standard input.
struct InputFile {
  static let mostBytes = 20_000_000
  let path: String

  init(_ path: String) { self.path = path }

  /// The bytes; throws when the file cannot be read or is larger than any that is meant.
  func bytes() throws -> Data {
    let content: Data?
    if path == "-" {
      content = try? FileHandle.standardInput.read(upToCount: Self.mostBytes + 1) ?? Data()
    } else {
      content =
        try? FileHandle(forReadingFrom: URL(filePath: path)).read(upToCount: Self.mostBytes + 1) ?? Data()
    }
    guard let content else {
      throw Complaint(
        .notFound, "no-such-file", "The file \(path) cannot be read.",
        remedy: "Check its name and that you may read it.")
    }
    guard content.count <= Self.mostBytes else {
      throw Complaint(
        .refused, "file-too-large", "The file \(path) is larger than 20 MB.",
        remedy: "Give the file of one record.")
    }
    return content
  }
}
