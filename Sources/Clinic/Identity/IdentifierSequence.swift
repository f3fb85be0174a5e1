import Foundation

/// Makes many version 7 identifiers of one moment, each greater than the one before.
///
/// Behind the milliseconds stands a counter of 42 bits that starts anywhere in its lower half, then 32 bits of chance
/// (RFC 9562, 6.2, method 1). Rows made in this order fill the pages of their index from left to right.
package struct IdentifierSequence: Sendable {
  private let time: UInt64
  private var counter: UInt64
  private var random: SplitMix64

  /// Times before 1970 count as 1970.
  ///
  /// The same seed gives the same identifiers.
  package init(at time: Date, seed: UInt64) {
    random = SplitMix64(seed: seed)
    let milliseconds = min(max(time.timeIntervalSince1970 * 1_000, 0), 281_474_976_710_655)
    self.time = UInt64(milliseconds) << 16 | 0x7000
    counter = self.random.next() >> 23
  }

  /// The next identifier, as the two halves of its 128 bits.
  package mutating func next() -> UUIDWords {
    counter += 1
    let low = (counter & 0x3FFF_FFFF) << 32 | UInt64(UInt32(truncatingIfNeeded: random.next()))
    return UUIDWords(high: time | counter >> 30 & 0xFFF, low: low | 0x8000_0000_0000_0000)
  }
}

/// A generator of random numbers that gives the same ones for the same seed, on every machine.
///
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), as in Java 8. It is fast and
/// even; what it gives next can be guessed from what it gave, so it makes no secrets.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// A UUID as two numbers, for code that handles millions of them.
package struct UUIDWords: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes the first 16 of `bytes`; missing ones count as zero.
  package init(_ bytes: [UInt8]) {
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in bytes.prefix(16).enumerated() {
      if index < 8 {
        words.0 |= UInt64(byte) << (56 - 8 * index)
      } else {
        words.1 |= UInt64(byte) << (120 - 8 * index)
      }
    }
    self.init(high: words.0, low: words.1)
  }

  package init(_ uuid: UUID) {
    let b = uuid.uuid
    self.init([b.0, b.1, b.2, b.3, b.4, b.5, b.6, b.7, b.8, b.9, b.10, b.11, b.12, b.13, b.14, b.15])
  }
}
