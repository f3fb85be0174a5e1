import Foundation

/// The types of the columns, by the number that PostgreSQL gives each.
enum RecordType {
  static let text: UInt32 = 25
  static let address: UInt32 = 869
  static let time: UInt32 = 1184
  static let uuid: UInt32 = 2950
  static let uuids: UInt32 = 2951
  static let transaction: UInt32 = 5069
}

/// A value that may be NULL, where nil already means that there is none at all.
struct Nullable<Value> { let value: Value? }

/// Takes apart what `record_send` makes; each function gives nil where something else comes.
struct RecordReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func int32() -> UInt32? {
    take(4).map { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }

  /// A value that is not NULL.
  mutating func field(_ type: UInt32) -> ArraySlice<UInt8>? { nullable(type)?.value }

  mutating func text() -> String? { field(RecordType.text).flatMap { String(validating: $0, as: UTF8.self) } }

  mutating func uuid() -> Nullable<String>? {
    guard let field = nullable(RecordType.uuid) else { return nil }
    guard let bytes = field.value else { return Nullable(value: nil) }
    return Self.uuid(bytes).map { Nullable(value: $0) }
  }

  /// A list from 1 on in one dimension, without NULL.
  mutating func uuids() -> [String]? {
    guard let bytes = field(RecordType.uuids) else { return nil }
    var list = RecordReader(bytes)
    guard let dimensions = list.int32(), dimensions <= 1, list.int32() == 0, list.int32() == RecordType.uuid
    else { return nil }
    if dimensions == 0 { return list.isAtEnd ? [] : nil }
    guard let count = list.int32(), count > 0, list.int32() == 1 else { return nil }
    var all: [String] = []
    for _ in 0..<count {
      guard list.int32() == 16, let one = list.take(16).flatMap(Self.uuid) else { return nil }
      all.append(one)
    }
    return list.isAtEnd ? all : nil
  }

  mutating func address() -> Nullable<String>? {
    guard let field = nullable(RecordType.address) else { return nil }
    guard let bytes = field.value.map(Array.init) else { return Nullable(value: nil) }
    guard bytes.count >= 4, bytes[2] == 0, bytes.count == 4 + Int(bytes[3]) else { return nil }
    let (family, whole): (Int32, Int)
    switch (bytes[0], bytes[3]) {
    case (2, 4): (family, whole) = (AF_INET, 32)
    case (3, 16): (family, whole) = (AF_INET6, 128)
    default: return nil
    }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(family, Array(bytes[4...]), &text, socklen_t(text.count)) != nil else { return nil }
    let host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return Nullable(value: Int(bytes[1]) == whole ? host : "\(host)/\(bytes[1])")
  }

  private mutating func nullable(_ type: UInt32) -> Nullable<ArraySlice<UInt8>>? {
    guard int32() == type, let length = int32() else { return nil }
    if length == .max { return Nullable(value: nil) }
    return take(Int(length)).map { Nullable(value: $0) }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private static func uuid(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.count == 16 else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (index, digit) in Array(bytes).hexadecimal.utf8.enumerated() {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Puts together what `record_send` makes.
struct RecordWriter {
  private(set) var bytes: [UInt8]
  /// Whether every text was what its column holds.
  private(set) var isWhole = true

  init(fields: UInt32) { bytes = fields.bigEndianBytes }

  mutating func add(_ type: UInt32, _ value: [UInt8]?) {
    bytes += type.bigEndianBytes
    bytes += UInt32(truncatingIfNeeded: value?.count ?? -1).bigEndianBytes
    bytes += value ?? []
  }

  mutating func uuid(_ text: String?) { add(RecordType.uuid, text.map { uuidBytes($0) }) }

  mutating func uuids(_ texts: [String]) {
    var list = UInt32(texts.isEmpty ? 0 : 1).bigEndianBytes + UInt32(0).bigEndianBytes
    list += RecordType.uuid.bigEndianBytes
    if !texts.isEmpty { list += UInt32(texts.count).bigEndianBytes + UInt32(1).bigEndianBytes }
    for text in texts { list += UInt32(16).bigEndianBytes + uuidBytes(text) }
    add(RecordType.uuids, list)
  }

  mutating func address(_ text: String?) {
    guard let text else { return add(RecordType.address, nil) }
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let isSix = parts[0].contains(":")
    var host = [UInt8](repeating: 0, count: isSix ? 16 : 4)
    let whole: UInt8 = isSix ? 128 : 32
    let bits = parts.count == 2 ? UInt8(parts[1]) : whole
    guard inet_pton(isSix ? AF_INET6 : AF_INET, parts[0], &host) == 1, let bits, bits <= whole else {
      isWhole = false
      return
    }
    add(RecordType.address, [isSix ? 3 : 2, bits, 0, UInt8(host.count)] + host)
  }

  private mutating func uuidBytes(_ text: String) -> [UInt8] {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "-") }
    guard text.utf8.count == 36,
      let bytes = [UInt8](hexadecimal: String(decoding: digits, as: UTF8.self)),
      bytes.count == 16
    else {
      isWhole = false
      return []
    }
    return bytes
  }
}

extension FixedWidthInteger {
  /// The most significant byte first.
  var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

extension ArraySlice<UInt8> {
  /// Nil unless there are eight bytes.
  var int64: Int64? {
    count == 8 ? Int64(bitPattern: reduce(0) { $0 << 8 | UInt64($1) }) : nil
  }
}
