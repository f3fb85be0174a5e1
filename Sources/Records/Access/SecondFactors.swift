import Clinic
import Foundation
import Postgres

/// The second factor of whoever asks.
package struct SecondFactor: Sendable {
  let sealed: SealedSecret
  /// Since when it is asked for at sign-in; nil when it was begun and no code was typed yet.
  package let confirmedAt: Date?
  /// How many recovery codes were not used.
  package let codesLeft: Int64
}

/// A second factor that was begun; its secret is shown once.
package struct NewSecondFactor: Sendable {
  /// As it is typed into a program that shows codes.
  package let secret: String
  /// What such a program opens.
  package let address: String
}

/// Queries about second factors.
package enum SecondFactors {
  /// That of whoever asks, be it confirmed or not.
  package static let mine = Query<SecondFactor?>.first("SELECT * FROM access.my_factor()") { row in
    SecondFactor(
      sealed: SealedSecret(keyID: try row["key_id"], bytes: try row["secret"]),
      confirmedAt: try row["confirmed_at"], codesLeft: try row["codes_left"])
  }

  /// What somebody whose password is right has to show; nil when nothing.
  static func atSignIn(
    _ credential: Credential, at now: Date
  ) -> Query<(waitUntil: Date?, sealed: SealedSecret)?> {
    .first(
      """
      SELECT wait_until, key_id, secret
      FROM access.factor_at_sign_in(
        \(credential.account.organization), \(credential.account.staff), \(credential.codes), \(now))
      """
    ) { row in
      (try row["wait_until"], SealedSecret(keyID: try row["key_id"], bytes: try row["secret"]))
    }
  }
}
