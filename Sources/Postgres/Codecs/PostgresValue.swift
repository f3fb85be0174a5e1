/// A value as the server sent it: its type and its bytes, in binary format.
///
/// It keeps the result it points into alive, so it may be kept as long as one likes.
///
/// `@unchecked Sendable`: the bytes are those of a finished `PGresult`, which nobody changes, and `owner` frees
/// them only after the last value is gone.
public struct PostgresValue: @unchecked Sendable {
  /// Why bytes could not be read.
  ///
  /// It never holds the value itself.
  public enum Defect: Error, Hashable, Sendable {
    /// The value is NULL and the type cannot be.
    case null
    /// The column has another type; its object identifier is given.
    case unexpectedType(oid: UInt32)
    /// The bytes are not a value of the named type.
    case notA(String)
  }

  /// The object identifier of the value's type.
  public let type: UInt32
  private let owner: ResultHandle
  private let start: UnsafeRawPointer?
  private let length: Int

  init(type: UInt32, owner: ResultHandle, start: UnsafeRawPointer?, length: Int) {
    self.type = type
    self.owner = owner
    self.start = start
    self.length = length
  }

  /// Whether the value is SQL's NULL.
  public var isNull: Bool { start == nil }

  /// The number of bytes.
  public var count: Int { length }

  /// The bytes, copied.
  public var bytes: [UInt8] { [UInt8](raw) }

  /// The bytes in place, for the duration of `body`.
  public func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
    try body(raw.bytes)
  }

  /// The bytes as UTF-8 text, from `offset` on.
  ///
  /// - Throws: ``Defect/null`` for NULL.
  public func text(from offset: Int = 0) throws -> String {
    guard !isNull else { throw Defect.null }
    guard offset <= length else { throw Defect.notA("String") }
    return String(decoding: raw[offset...], as: UTF8.self)
  }

  /// Reads an integer in network byte order at `offset`.
  ///
  /// - Throws: ``Defect`` when there are not enough bytes.
  public func integer<Value: FixedWidthInteger>(
    _: Value.Type = Value.self, at offset: Int = 0
  ) throws -> Value {
    guard let start else { throw Defect.null }
    guard offset >= 0, offset + MemoryLayout<Value>.size <= length else {
      throw Defect.notA(String(describing: Value.self))
    }
    return Value(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  /// A part of this value, such as an element of an array.
  ///
  /// - Throws: ``Defect`` when the part reaches beyond the end.
  public func part(at offset: Int, count: Int, type: UInt32) throws -> PostgresValue {
    guard let start else { throw Defect.null }
    guard offset >= 0, count >= 0, offset + count <= length else { throw Defect.notA("part") }
    return PostgresValue(type: type, owner: owner, start: start + offset, length: count)
  }

  /// A NULL inside this value.
  func null(type: UInt32) -> PostgresValue {
    PostgresValue(type: type, owner: owner, start: nil, length: 0)
  }

  /// Makes sure that the value is of one of the given types, and not NULL.
  func expect(_ types: UInt32...) throws {
    guard types.contains(type) else { throw Defect.unexpectedType(oid: type) }
    guard !isNull else { throw Defect.null }
  }

  private var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: length) }
}
