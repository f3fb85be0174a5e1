import Clinic
import HTTPTypes
import Hummingbird
import Records

extension Exchange {
  /// Answers with what was asked for, or with 304 when the caller has it already.
  ///
  /// Without a version the tag is made of the content itself.
  func answer(_ representation: some Representation, version: Int32? = nil) -> Response {
    let bytes = JSON.bytes(representation)
    let tag = version.map(Self.tag) ?? Self.tag(of: bytes)
    if hasAlready(tag) { return Response(status: .notModified, headers: [.eTag: tag]) }
    return Response(
      status: .ok, headers: [.contentType: "application/json", .eTag: tag],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Answers to a write, the first time or again.
  func answer(_ stored: StoredAnswer) -> Response {
    var headers: HTTPFields = [.contentType: "application/json"]
    headers[.location] = stored.location
    headers[.eTag] = stored.etag
    if prefersMinimal {
      headers[.contentType] = nil
      headers[.preferenceApplied] = "return=minimal"
      return Response(status: .noContent, headers: headers)
    }
    return Response(
      status: HTTPResponse.Status(code: Int(stored.status)), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: stored.body)))
  }

  /// The entity tag of a version.
  static func tag(_ version: Int32) -> String { "\"\(version)\"" }

  /// The version that the caller saw last, from If-Match; nil when there is none to be met.
  ///
  /// A tag that is not a version of ours cannot be the current one.
  func expectedVersion(_ noun: String) throws -> Int32? {
    guard let header = request.headers[.ifMatch], header.trimmed != "*" else { return nil }
    let tag = header.trimmed
    guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\""),
      let version = Int32(tag.dropFirst().dropLast())
    else { throw Stale(noun) }
    return version
  }

  private func hasAlready(_ tag: String) -> Bool {
    guard let header = request.headers[.ifNoneMatch] else { return false }
    return header.split(separator: ",").contains { candidate in
      let candidate = candidate.trimmed
      return candidate == "*" || candidate == tag || candidate == "W/\(tag)"
    }
  }

  /// FNV-1a over the bytes: whoever holds an answer wants to know whether it changed, nobody attacks themselves.
  private static func tag(of bytes: [UInt8]) -> String {
    let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return "\"\(String(hash, radix: 16))\""
  }
}

extension StoredAnswer {
  /// The answer to what brought something into being.
  static func created(
    _ representation: some Representation, at location: String, version: Int32? = nil
  ) -> StoredAnswer {
    StoredAnswer(
      status: 201, location: location, etag: version.map(Exchange.tag), body: JSON.text(representation))
  }
}
