/// Base32 as RFC 4648 writes it, without padding: what people can read out and authenticator apps take.
enum Base32 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var written: [UInt8] = []
    var waiting: UInt32 = 0
    var bits = 0
    for byte in bytes {
      waiting = (waiting << 8 | UInt32(byte)) & 0xFFFF
      bits += 8
      while bits >= 5 {
        bits -= 5
        written.append(letters[Int(waiting >> UInt32(bits) & 31)])
      }
    }
    if bits > 0 { written.append(letters[Int(waiting << UInt32(5 - bits) & 31)]) }
    return String(decoding: written, as: UTF8.self)
  }

  /// Reads letters of either case, with blanks, hyphens and padding left out; nil for anything else.
  ///
  /// Nil also for a length that no bytes have, and for bits beyond the last byte that are not zero: one secret
  /// has one text.
  static func bytes(of text: String) -> [UInt8]? {
    var read: [UInt8] = []
    var waiting: UInt32 = 0
    var bits = 0
    for letter in text.utf8 where !" -=".utf8.contains(letter) {
      let isSmall = (0x61...0x7A).contains(letter)
      guard let value = letters.firstIndex(of: isSmall ? letter - 0x20 : letter) else { return nil }
      waiting = (waiting << 5 | UInt32(value)) & 0xFFFF
      bits += 5
      if bits >= 8 {
        bits -= 8
        read.append(UInt8(truncatingIfNeeded: waiting >> UInt32(bits)))
      }
    }
    guard bits < 5, waiting & (1 << UInt32(bits) - 1) == 0 else { return nil }
    return read
  }
}
