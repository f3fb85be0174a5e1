import CLibPQ

/// Where to connect and what every session there is set to.
struct ConnectionTarget: Sendable {
  private var parameters: [(keyword: String, value: String)]

  /// Describes sessions at the end of `conninfo`, with `settings` sent in their start-up message.
  init(_ conninfo: String, applicationName: String, settings: [(name: String, value: String)]) {
    // What comes before the string are defaults, what comes after overrides it.
    parameters = [
      ("connect_timeout", "10"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
      ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
      ("fallback_application_name", applicationName), ("dbname", conninfo),
    ]
    var options = settings.map { "-c \($0.name)=\(Self.escaped($0.value))" }
    if let own = Self.options(in: conninfo) { options.append(own) }
    parameters.append(("options", options.joined(separator: " ")))
    parameters.append(("client_encoding", "UTF8"))
  }

  func withParameters<Result>(
    _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    Self.withCStrings(parameters.map(\.keyword)) { keywords in
      Self.withCStrings(parameters.map(\.value)) { body(keywords, $0) }
    }
  }

  /// The `options` a connection string carries itself, which ours must not displace.
  private static func options(in conninfo: String) -> String? {
    guard let parsed = PQconninfoParse(conninfo, nil) else { return nil }
    defer { PQconninfoFree(parsed) }
    var option = parsed
    while let keyword = option.pointee.keyword {
      if String(cString: keyword) == "options", let value = option.pointee.val {
        return String(cString: value)
      }
      option += 1
    }
    return nil
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing(" ", with: "\\ ")
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = strings.map { string in
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: string.utf8.count + 1)
      for (index, byte) in (Array(string.utf8) + [0]).enumerated() {
        (copy + index).initialize(to: CChar(bitPattern: byte))
      }
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    let pointers: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) } + [nil]
    return pointers.withUnsafeBufferPointer { pointers in
      guard let start = pointers.baseAddress else { preconditionFailure("never empty") }
      return body(start)
    }
  }
}
