import CLibPQ

extension Connection {
  enum CopyRow {
    case taken
    case notYet
    case end
    case failed
  }

  /// Queues data of a COPY to the server.
  func putCopy(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      return PQputCopyData(raw, start, Int32(bytes.count)) == 1
    }
  }

  /// Ends a COPY to the server; with a reason the server undoes it.
  func endCopy(reason: String?) -> Bool {
    guard let reason else { return PQputCopyEnd(raw, nil) == 1 }
    return PQputCopyEnd(raw, reason) == 1
  }

  /// Adds the next row of a COPY from the server to `chunk`.
  func takeCopy(into chunk: inout [UInt8]) -> CopyRow {
    var row: UnsafeMutablePointer<CChar>?
    let count = PQgetCopyData(raw, &row, 1)
    defer { PQfreemem(row) }
    switch count {
    case 0: return .notYet
    case -1: return .end
    case let count where count > 0:
      chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(count)))
      return .taken
    default: return .failed
    }
  }

  /// Sends statements by the simple protocol, several of them if need be.
  func sendSimple(_ text: String) -> Bool { PQsendQuery(raw, text) == 1 }

  /// The next notification that has arrived.
  func nextNotification() -> Database.Notification? {
    guard let notice = PQnotifies(raw) else { return nil }
    defer { PQfreemem(notice) }
    return Database.Notification(
      channel: String(cString: notice.pointee.relname), payload: String(cString: notice.pointee.extra),
      processID: notice.pointee.be_pid)
  }
}
