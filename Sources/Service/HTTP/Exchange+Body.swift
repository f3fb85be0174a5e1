import Clinic
import HTTPTypes
import Hummingbird
import NIOCore

extension Exchange {
  /// The largest body that is read: 1 MiB.
  static let bodyLimit = 1_048_576

  /// The body as bytes; refuses what is not JSON by its type, or too large, before it is read.
  func body() async throws -> [UInt8] {
    let type = request.headers[.contentType]?.split(separator: ";").first?.trimmed.lowercased()
    guard type == "application/json" else {
      throw Problem(
        .unsupportedMediaType, "unsupported-media-type", "The body is not sent as application/json.",
        field: "Content-Type", remedy: "Send Content-Type: application/json.")
    }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.bodyLimit {
      throw Self.tooLarge
    }
    do {
      return Array(try await request.body.collect(upTo: Self.bodyLimit).readableBytesView)
    } catch is NIOTooManyBytesError {
      throw Self.tooLarge
    }
  }

  private static let tooLarge = Problem(
    .contentTooLarge, "body-too-large", "The body is larger than \(bodyLimit) bytes.",
    remedy: "Send less at once."
  )
  // The rest of such a body is not worth reading.
  .with(.connection, "close")
}
