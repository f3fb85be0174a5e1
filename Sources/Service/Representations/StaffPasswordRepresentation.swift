import Clinic
import Records

/// A member of staff who was added, with the password for the first sign-in.
package struct AddedStaffRepresentation: Representation {
  let added: AddedStaff
  /// The password is told once, and not again where the answer is repeated.
  let tellsPassword: Bool

  package init(_ added: AddedStaff, tellsPassword: Bool = true) {
    self.added = added
    self.tellsPassword = tellsPassword
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", added.id)
      json.field("handle", added.handle)
      json.field("one_time_password", tellsPassword ? added.password.text : nil)
      json.field("one_time_until", added.password.until)
    }
  }
}

/// A password that a member of staff was given for the next sign-in.
package struct OneTimePasswordRepresentation: Representation {
  let staff: Staff.ID
  let password: OneTimePassword

  package init(_ password: OneTimePassword, of staff: Staff.ID) {
    self.staff = staff
    self.password = password
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", staff)
      json.field("one_time_password", password.text)
      json.field("one_time_until", password.until)
    }
  }
}

/// A role that a member of staff was granted.
struct RoleGrantRepresentation: Representation {
  let staff: Staff.ID
  let grant: RoleGrantRequest

  init(_ grant: RoleGrantRequest, to staff: Staff.ID) {
    self.staff = staff
    self.grant = grant
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("staff_id", staff)
      json.field("role", grant.role.rawValue)
      json.field("facility_id", grant.facilityID)
      json.field("until", grant.until)
    }
  }
}
