import Clinic
import HTTPTypes
import Hummingbird
import Records

/// An error in the words of the API: a problem as RFC 9457 has it, with what to do about it.
struct Problem: Error, Sendable {
  let status: HTTPResponse.Status
  /// A stable slug, the last part of `type`.
  let code: String
  let detail: String
  var field: String?
  var value: String?
  let remedy: String
  /// The single faults, when there are several.
  var faults: [Fault] = []
  /// What stands in a bed that was asked for, and what can be had instead.
  var taken: BedTaken?
  /// What somebody else has done about the dose.
  var acted: DoseActed?
  /// How the database would have found what took too long.
  var plan: String?
  var headers = HTTPFields()

  /// One fault of several.
  struct Fault: Sendable {
    let code: String
    let detail: String
    let field: String?
    let value: String?
    let remedy: String
  }

  init(_ status: HTTPResponse.Status, _ code: String, _ detail: String, field: String? = nil, remedy: String)
  {
    self.status = status
    self.code = code
    self.detail = detail
    self.field = field
    self.remedy = remedy
  }

  /// The same with one more header.
  func with(_ name: HTTPField.Name, _ value: String) -> Problem {
    var copy = self
    copy.headers[name] = value
    return copy
  }

  var response: Response {
    var headers = headers
    headers[.contentType] = "application/problem+json"
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSON.bytes(self))))
  }
}

extension Problem: Representation {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("type", "/problems/\(code)")
      json.field("title", title)
      json.field("status", Int(status.code))
      json.field("detail", detail)
      json.field("field", field)
      json.field("value", value)
      json.field("remedy", remedy)
      if !faults.isEmpty {
        json.array("errors", faults) { json, fault in
          json.object { json in
            json.field("type", "/problems/\(fault.code)")
            json.field("detail", fault.detail)
            json.field("field", fault.field)
            json.field("value", fault.value)
            json.field("remedy", fault.remedy)
          }
        }
      }
      json.field("plan", plan)
      if let taken { taken.writeMembers(to: &json) }
      if let acted { acted.writeMembers(to: &json) }
    }
  }

  /// The slug in words: "Bed taken".
  private var title: String {
    let words = code.replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
