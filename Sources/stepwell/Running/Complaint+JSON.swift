import Clinic
import Service

extension Complaint: Representation {
  /// A problem of the same form as the HTTP API's (RFC 9457), with the number that the command ends with.
  func write(to json: inout JSONWriter) {
    let words = code.replacing("-", with: " ")
    json.object { json in
      json.field("type", "/problems/\(code)")
      json.field("title", words.prefix(1).uppercased() + words.dropFirst())
      json.field("exit_status", status.rawValue)
      json.field("detail", message)
      json.field("field", field)
      json.field("value", value)
      json.field("remedy", [remedy, advice].compactMap(\.self).joined(separator: " "))
      if !faults.isEmpty {
        json.array("errors", faults) { json, fault in
          json.object { json in
            json.field("type", "/problems/\(fault.code)")
            json.field("detail", fault.message)
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

  var json: String { JSON.text(self) }
}
