import Foundation

/// Where the bytes of a file come from, a chunk at a time.
package struct ByteSource {
  private let read: () throws -> [UInt8]

  /// The next bytes; none at the end.
  package func next() throws -> [UInt8] { try read() }

  /// Reads a file.
  ///
  /// Throws `UnreadableFile` when there is no such file or it may not be read; later also from `next()`.
  package init(file: URL, chunk: Int = 1 << 20) throws {
    let handle: FileHandle
    do {
      handle = try FileHandle(forReadingFrom: file)
    } catch {
      throw UnreadableFile.cannotOpen(file.lastPathComponent)
    }
    read = {
      do {
        return try handle.read(upToCount: chunk).map(Array.init) ?? []
      } catch {
        throw UnreadableFile.cannotRead(file.lastPathComponent)
      }
    }
  }

  /// Gives out bytes that are there already, `chunk` at a time.
  package init(_ bytes: [UInt8], chunk: Int = 1 << 20) {
    var rest = bytes[...]
    read = {
      defer { rest = rest.dropFirst(chunk) }
      return Array(rest.prefix(chunk))
    }
  }
}
