/// A secret that somebody reads from a screen or from paper and types.
package struct LegibleSecret: Sendable {
  private static let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")

  /// Twenty letters and digits in groups of five, none of which looks like another: 98 bits.
  package let text: String

  package init(random: inout some RandomNumberGenerator) {
    let groups = (0..<4).map { _ in
      String((0..<5).map { _ in Self.letters[Int.random(in: 0..<Self.letters.count, using: &random)] })
    }
    text = groups.joined(separator: "-")
  }

  /// Letters and digits of what was typed, without the hyphens and spaces that tell groups apart.
  package static func bare(_ typed: String) -> String {
    typed.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
