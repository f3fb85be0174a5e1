import Foundation

/// How text is set off: with colours on a terminal, plainly everywhere else and where NO_COLOR is set.
struct Style {
  let isColoured: Bool

  static let plain = Style(isColoured: false)

  /// For the stream with this descriptor.
  init(for descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) {
    let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    self.init(isColoured: isatty(descriptor) == 1 && !isRefused)
  }

  init(isColoured: Bool) { self.isColoured = isColoured }

  func heading(_ text: String) -> String { wrapped(text, "1") }
  func good(_ text: String) -> String { wrapped(text, "32") }
  func warning(_ text: String) -> String { wrapped(text, "33") }
  func bad(_ text: String) -> String { wrapped(text, "31") }
  func faint(_ text: String) -> String { wrapped(text, "2") }

  private func wrapped(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
