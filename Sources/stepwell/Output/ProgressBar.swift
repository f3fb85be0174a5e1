import Foundation

/// How far long work has come, on one line of the error stream, and only when that is a terminal.
struct ProgressBar: Sendable {
  private let isShown = isatty(STDERR_FILENO) == 1

  /// Draws the line anew; `total` is nil while it is not known.
  func show(_ phase: String, _ done: Int, of total: Int?, perSecond: Double) {
    guard isShown else { return }
    let rate = "\(done.formatted()) rows, \(Int(perSecond).formatted()) rows/s"
    write("\r\u{1B}[K" + Self.line(phase, share: total.map { Double(done) / Double(max($0, 1)) }, rate))
  }

  /// Clears the line.
  func end() {
    if isShown { write("\r\u{1B}[K") }
  }

  static func line(_ phase: String, share: Double?, _ rate: String) -> String {
    guard let share else { return "\(phase)  \(rate)" }
    let filled = Int((min(max(share, 0), 1) * 24).rounded(.down))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
    return "\(phase)  [\(bar)] \(Int(share * 100)) %  \(rate)"
  }

  private func write(_ text: String) {
    ErrorStream.write(text)
  }
}
