/// Builds XML, in which every text is escaped where it is put in.
struct Markup {
  private(set) var text = ""
  private var depth = 0

  /// An element with what `content` puts into it.
  mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], _ content: (inout Markup) -> Void
  ) {
    open(name, attributes, end: ">\n")
    depth += 1
    content(&self)
    depth -= 1
    text += "\(indent)</\(name)>\n"
  }

  /// An element with a text, or with nothing.
  mutating func element(_ name: String, _ attributes: [(String, String)] = [], text content: String? = nil) {
    guard let content else { return open(name, attributes, end: "/>\n") }
    open(name, attributes, end: ">")
    text += "\(Self.escaped(content))</\(name)>\n"
  }

  /// Markup made elsewhere.
  mutating func raw(_ markup: String) { text += markup }

  private mutating func open(_ name: String, _ attributes: [(String, String)], end: String) {
    text += "\(indent)<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
    text += end
  }

  private var indent: String { String(repeating: "  ", count: depth) }

  static func escaped(_ text: String) -> String {
    // XML has no way to write control characters.
    let allowed = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF }
    return String(String.UnicodeScalarView(allowed)).replacing("&", with: "&amp;").replacing(
      "<", with: "&lt;"
    )
    .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
