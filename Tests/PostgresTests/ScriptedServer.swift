import Foundation
import Glibc

/// A server that says what it is told to, for what a real one does only when it is ill.
///
/// `@unchecked Sendable`: its state is set once, before its thread starts.
final class ScriptedServer: @unchecked Sendable {
  /// A message of PostgreSQL's protocol: its type, then its bytes.
  struct Message {
    let bytes: [UInt8]

    static func message(_ type: Character, _ body: String = "") -> Message {
      message(type, Array(body.utf8))
    }

    static func message(_ type: Character, _ body: [UInt8]) -> Message {
      let length = UInt32(body.count + 4).bigEndian
      return Message(
        bytes: [type.asciiValue ?? 0] + withUnsafeBytes(of: length) { Array($0) } + body)
    }
  }

  struct Failure: Error { let call: String }

  let conninfo: String
  private let listener: Int32
  private let answer: @Sendable (Character) -> [Message]

  /// Listens on a port of its own; `answer` is asked what to say to each message of a client.
  init(_ answer: @escaping @Sendable (Character) -> [Message]) throws {
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { throw Failure(call: "listen") }
    conninfo =
      "hostaddr=127.0.0.1 port=\(UInt16(bigEndian: address.sin_port)) user=x dbname=x sslmode=disable gssencmode=disable"
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(self.listener, nil, nil)
        guard client >= 0 else { return }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  private func serve(_ client: Int32) {
    defer { close(client) }
    guard let start = length(client), start > 8 else { return }  // a cancel request says no more than it has
    guard read(client, count: start - 4) != nil else { return }
    say(
      [.message("R", [0, 0, 0, 0]), .message("K", [0, 0, 0, 1, 0, 0, 0, 2]), .message("Z", "I")], to: client)
    while let type = read(client, count: 1), let length = length(client),
      read(client, count: length - 4) != nil
    {
      say(answer(Character(UnicodeScalar(type[0]))), to: client)
    }
  }

  private func say(_ messages: [Message], to client: Int32) {
    let bytes = messages.flatMap(\.bytes)
    guard !bytes.isEmpty else { return }
    _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private func length(_ client: Int32) -> Int? {
    read(client, count: 4).map { $0.reduce(0) { $0 << 8 | Int($1) } }
  }

  private func read(_ client: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes {
        recv(client, $0.baseAddress.map { $0 + filled }, count - filled, 0)
      }
      guard got > 0 else { return nil }
      filled += got
    }
    return bytes
  }
}
