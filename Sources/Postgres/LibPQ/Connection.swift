import CLibPQ
import Glibc

/// A connection of libpq, one method per call.
///
/// It never waits and knows nothing of tasks.
///
/// `@unchecked Sendable`: it is made on a thread of its own and then handed to the event loop, which alone uses
/// it from there on; libpq asks for one thread at a time and no more.
final class Connection: @unchecked Sendable {
  enum Flush { case done, pending, failed }

  let raw: OpaquePointer
  /// Set by a warning that a commit was not waited for on the standby.
  var sawUncertainCommit = false

  /// Connects and waits until the session can be used.
  ///
  /// **Blocks**, looks host names up, tries all hosts.
  init(connectingTo target: ConnectionTarget) throws {
    guard Capabilities.hasPipelines else {
      throw PostgresError(
        .connectionLost, .notSent, "libpq is of version \(Capabilities.version), 14 is needed")
    }
    let opened = target.withParameters { keywords, values in
      PQconnectdbParams(keywords, values, 1)
    }
    guard let opened else { throw PostgresError(.connectionLost, .notSent, "libpq is out of memory") }
    guard PQstatus(opened) == CONNECTION_OK else {
      let message = String(cString: PQerrorMessage(opened))
      PQfinish(opened)
      throw PostgresError(.connectionLost, .notSent, message)
    }
    raw = opened
    PQsetnonblocking(raw, 1)
    installNoticeReceiver()
  }

  deinit { PQfinish(raw) }

  var socket: Int32 { PQsocket(raw) }
  var processID: Int32 { PQbackendPID(raw) }
  var errorMessage: String { String(cString: PQerrorMessage(raw)) }
  var isBusy: Bool { PQisBusy(raw) == 1 }
  var isBroken: Bool { PQstatus(raw) != CONNECTION_OK }
  var isIdle: Bool { PQtransactionStatus(raw) == PQTRANS_IDLE }

  func consumeInput() -> Bool { PQconsumeInput(raw) == 1 }
  func nextResult() -> OpaquePointer? { PQgetResult(raw) }
  func enterPipeline() -> Bool { PQenterPipelineMode(raw) == 1 }
  func exitPipeline() -> Bool { PQexitPipelineMode(raw) == 1 }
  func sync() -> Bool { PQpipelineSync(raw) == 1 }
  func oneRowAtATime() -> Bool { PQsetSingleRowMode(raw) == 1 }

  func flush() -> Flush {
    switch PQflush(raw) {
    case 0: .done
    case 1: .pending
    default: .failed
    }
  }

  /// Breaks the connection as a cut cable would: both sides find out by themselves.
  func sever() { shutdown(socket, Int32(SHUT_RDWR)) }

  func cancellation() -> Cancellation? { PQgetCancel(raw).map(Cancellation.init) }

  private func installNoticeReceiver() {
    // The receiver is called by libpq only inside calls on this connection, so `self` is alive.
    let context = Unmanaged.passUnretained(self).toOpaque()
    PQsetNoticeReceiver(
      raw,
      { context, result in
        guard let context, let result else { return }
        // The message is translated by the server, the name of the function is not.
        guard ResultHandle.errorField(.sourceFunction, of: result) == "SyncRepWaitForLSN" else {
          return
        }
        Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().sawUncertainCommit = true
      }, context)
  }
}

extension Connection {
  /// Prepares a statement under a name.
  func prepare(_ name: [CChar], _ sql: SQL) -> Bool {
    withUnsafeTemporaryAllocation(of: Oid.self, capacity: max(sql.parameters.count, 1)) { types in
      for (index, parameter) in sql.parameters.enumerated() {
        types.initializeElement(at: index, to: parameter.type.oid)
      }
      return withText(of: sql) { text in
        PQsendPrepare(raw, name, text, Int32(sql.parameters.count), types.baseAddress) == 1
      }
    }
  }

  /// Runs a prepared statement.
  func sendPrepared(_ name: [CChar], _ sql: SQL) -> Bool {
    withArguments(of: sql) { count, values, lengths, formats in
      PQsendQueryPrepared(raw, name, count, values, lengths, formats, 1) == 1
    }
  }

  /// Runs a statement without a name.
  func send(_ sql: SQL) -> Bool {
    withUnsafeTemporaryAllocation(of: Oid.self, capacity: max(sql.parameters.count, 1)) { types in
      for (index, parameter) in sql.parameters.enumerated() {
        types.initializeElement(at: index, to: parameter.type.oid)
      }
      return withArguments(of: sql) { count, values, lengths, formats in
        withText(of: sql) { text in
          PQsendQueryParams(raw, text, count, types.baseAddress, values, lengths, formats, 1) == 1
        }
      }
    }
  }

  private func withText<Result>(of sql: SQL, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let count = sql.text.count
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { buffer in
      for (index, byte) in sql.text.enumerated() {
        buffer.initializeElement(at: index, to: CChar(bitPattern: byte))
      }
      buffer.initializeElement(at: count, to: 0)
      guard let start = buffer.baseAddress else { preconditionFailure("a buffer of at least one byte") }
      return body(start)
    }
  }

  private typealias Arguments = (
    Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
  )

  /// Lays the values out as libpq wants them; they are valid during `body` and copied by libpq in it.
  private func withArguments<Result>(of sql: SQL, _ body: (Arguments) -> Result) -> Result {
    let count = sql.parameters.count
    guard count > 0 else { return body((0, nil, nil, nil)) }
    return sql.values.bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
          for (index, parameter) in sql.parameters.enumerated() {
            values.initializeElement(at: index, to: start(of: parameter, in: bytes))
            numbers.initializeElement(at: index, to: Int32(max(parameter.length, 0)))
            numbers.initializeElement(at: count + index, to: parameter.type.format == .binary ? 1 : 0)
          }
          return body(
            (
              Int32(count), UnsafePointer(values.baseAddress), UnsafePointer(numbers.baseAddress),
              numbers.baseAddress.map { UnsafePointer($0 + count) }
            ))
        }
      }
    }
  }

  private func start(
    of parameter: SQL.Parameter, in bytes: UnsafeRawBufferPointer
  ) -> UnsafePointer<CChar>? {
    guard parameter.length >= 0 else { return nil }
    // A value of no bytes still needs an address: libpq reads a missing one as NULL.
    guard let base = bytes.baseAddress else { return emptyValue }
    return (base + parameter.start).assumingMemoryBound(to: CChar.self)
  }
}

/// An address for values of no bytes.
///
/// Never read, never freed.
private nonisolated(unsafe) let emptyValue = UnsafePointer(UnsafeMutablePointer<CChar>.allocate(capacity: 1))
