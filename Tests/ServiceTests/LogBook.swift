import Logging
import Synchronization

/// Keeps what is logged, as a file would hold it.
struct LogBook: LogHandler {
  fileprivate final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  private let book = Lines()
  /// What was logged, in order.
  var lines: [String] { book.all.withLock { $0 } }

  var logLevel = Logger.Level.trace
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let line = "\(event.level) \(event.message) \(all)"
    book.all.withLock { $0.append(line) }
  }
}
