import Foundation
import Records

/// Whether somebody has a second factor, without its secret.
package struct SecondFactorRepresentation: Representation {
  let factor: SecondFactor?

  package init(_ factor: SecondFactor?) { self.factor = factor }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("state", factor == nil ? "none" : factor?.confirmedAt == nil ? "begun" : "confirmed")
      json.field("confirmed_at", factor?.confirmedAt)
      json.field("recovery_codes_left", Int(factor?.codesLeft ?? 0))
    }
  }
}

/// A second factor that was begun, with its secret.
package struct NewSecondFactorRepresentation: Representation {
  let begun: NewSecondFactor

  package init(_ begun: NewSecondFactor) { self.begun = begun }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("secret", begun.secret)
      json.field("address", begun.address)
    }
  }
}

/// Recovery codes, which are shown once.
package struct RecoveryCodesRepresentation: Representation {
  let codes: [RecoveryCode]

  package init(_ codes: [RecoveryCode]) { self.codes = codes }

  package func write(to json: inout JSONWriter) {
    json.object { json in json.field("recovery_codes", codes.map(\.text)) }
  }
}
