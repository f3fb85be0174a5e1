/// The letters and digits in which programs for codes take a secret (RFC 4648, section 6), without padding.
enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

  static func text(_ bytes: [UInt8]) -> String {
    var text = ""
    var (held, bits) = (0, 0)
    for byte in bytes {
      held = held << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[held >> bits & 31])
      }
      held &= (1 << bits) - 1
    }
    if bits > 0 { text.append(alphabet[held << (5 - bits) & 31]) }
    return text
  }
}
