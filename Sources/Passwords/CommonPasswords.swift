import Foundation

/// Passwords that are tried first, with what people do to them: capitals, digits and signs around, repeating.
enum CommonPasswords {
  private static let words: Set<String> = {
    let text = String(decoding: PackageResources.common_passwords_txt, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    return Set(lines.map { $0.lowercased() } + rows)
  }()

  /// Rows of keys and of signs, to and fro.
  private static let rows: [String] = {
    let forward = [
      "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiopasdfghjkl",
      "qwertyuiopasdf",
      "qwertzuiop", "azertyuiop", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp",
    ]
    return forward + forward.map { String($0.reversed()) }
  }()

  /// Whether a password is one of them, or one of them decorated, or of very few characters.
  static func contain(_ password: Password) -> Bool {
    let lower = password.text.lowercased()
    if words.contains(lower) || Set(lower).count < 5 || isRow(lower) { return true }
    return [lower.filter(\.isLetter), letters(lower)].contains { core in
      !core.isEmpty && core.count * 3 >= lower.count && isCommon(core)
    }
  }

  /// The letters alone, with those put back that were written as digits and signs.
  static func letters(_ text: String) -> String {
    String(text.lowercased().map { substitutes[$0] ?? $0 }.filter(\.isLetter))
  }

  private static let substitutes: [Character: Character] = [
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i",
  ]

  /// A word of the list, or one repeated, also when the last time it is cut short.
  private static func isCommon(_ core: String) -> Bool {
    if words.contains(core) || isRow(core) { return true }
    let characters = Array(core)
    return (1...max(1, characters.count / 2)).contains { period in
      zip(characters, characters.dropFirst(period)).allSatisfy { $0 == $1 }
        && (period < 5 || words.contains(String(characters.prefix(period))))
    }
  }

  /// Part of a row of keys, of the alphabet or of the digits, to or fro.
  private static func isRow(_ text: String) -> Bool {
    let steps = zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).map { pair in
      let (one, next) = (Int(pair.0.value), Int(pair.1.value))
      // after 9 comes 0
      return one == 57 && next == 48 ? 1 : one == 48 && next == 57 ? -1 : next - one
    }
    if let first = steps.first, abs(first) == 1, steps.allSatisfy({ $0 == first }) { return true }
    return text.count > 6 && rows.contains { $0.contains(text) }
  }
}
