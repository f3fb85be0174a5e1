import Clinic

/// Rows in PostgreSQL's binary format for COPY, made a field at a time.
///
/// Plain arithmetic on bytes: it is filled a hundred million times by an import, where the general encoder costs more.
package struct BinaryRows: Sendable {
  /// What is there to be sent; emptied by `take()`.
  package private(set) var bytes: [UInt8] = []

  /// Starts with the header that a binary COPY begins with.
  package init() {
    bytes.reserveCapacity(1 << 18)
    bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  }

  /// Gives away what is there, and goes on empty.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  /// Ends the stream; the last thing to be sent.
  package mutating func end() { word(UInt16.max) }

  /// Begins a row of so many fields.
  package mutating func row(_ fields: Int) { word(UInt16(truncatingIfNeeded: fields)) }

  package mutating func null() { word(UInt32.max) }

  package mutating func bool(_ value: Bool) {
    word(UInt32(1))
    bytes.append(value ? 1 : 0)
  }

  package mutating func int16(_ value: Int16?) {
    guard let value else { return null() }
    word(UInt32(2))
    word(UInt16(bitPattern: value))
  }

  package mutating func int32(_ value: Int32?) {
    guard let value else { return null() }
    word(UInt32(4))
    word(UInt32(bitPattern: value))
  }

  package mutating func int64(_ value: Int64?) {
    guard let value else { return null() }
    word(UInt32(8))
    word(UInt64(bitPattern: value))
  }

  package mutating func uuid(_ value: UUIDWords?) {
    guard let value else { return null() }
    word(UInt32(16))
    word(value.high)
    word(value.low)
  }

  package mutating func day(_ value: Day?) { int32(value?.daysSince2000) }

  /// A `timestamptz`, in microseconds since 2000-01-01 00:00 UTC.
  package mutating func time(_ microseconds: Int64?) {
    int64(microseconds)
  }

  /// A `tstzrange` that includes its start and not its end; without an end it goes on.
  package mutating func range(from start: Int64, to end: Int64?) {
    word(UInt32(end == nil ? 13 : 25))
    bytes.append(end == nil ? 0x12 : 0x02)
    time(start)
    if let end { time(end) }
  }

  /// A `daterange` from `first` through `last`.
  package mutating func days(from first: Day, through last: Day) {
    word(UInt32(17))
    bytes.append(0x02)
    day(first)
    day(last.adding(days: 1))
  }

  /// A text, or an enum's label.
  package mutating func text(_ value: String?) {
    guard let value else { return null() }
    utf8(value.utf8)
  }

  /// A text as bytes, which must be UTF-8.
  package mutating func utf8(_ value: some Collection<UInt8>) {
    word(UInt32(truncatingIfNeeded: value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func word(_ value: some FixedWidthInteger & UnsignedInteger) {
    var shift = value.bitWidth
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
