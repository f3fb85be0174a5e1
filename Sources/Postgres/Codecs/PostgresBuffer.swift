/// Where values are encoded to: bytes in network order, one value after the other.
public struct PostgresBuffer: Sendable {
  /// What has been encoded so far.
  package private(set) var bytes: [UInt8] = []

  /// A buffer with nothing in it.
  package init() {}

  /// Appends an integer in network byte order.
  public mutating func append(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes as they are.
  public mutating func append(bytes newBytes: some Sequence<UInt8>) {
    bytes.append(contentsOf: newBytes)
  }

  /// Appends the UTF-8 of a text, without a terminator.
  public mutating func append(utf8 text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a value with its length in front, as an element of an array or a field of COPY has it.
  package mutating func appendField(_ value: some PostgresEncodable) {
    guard !value.postgresIsNull else { return append(Int32(-1)) }
    let start = bytes.count
    append(Int32(0))
    value.encode(into: &self)
    let length = Int32(truncatingIfNeeded: bytes.count - start - 4)
    Swift.withUnsafeBytes(of: length.bigEndian) { length in
      for (offset, byte) in length.enumerated() { bytes[start + offset] = byte }
    }
  }

  /// Makes room for that many bytes.
  package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }
}
