import Clinic
import Records

/// A line of the accounting of disclosures.
package struct DisclosureRepresentation: Representation {
  let disclosure: Disclosure

  package init(_ disclosure: Disclosure) {
    self.disclosure = disclosure
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", disclosure.id)
      json.field("patient_id", disclosure.patientID)
      json.field("at", disclosure.at)
      json.field("by", disclosure.by)
      json.field("recipient", disclosure.recipient)
      json.field("purpose", disclosure.purpose)
      json.field("categories", disclosure.categories.map(\.rawValue).sorted())
      disclosure.basis.writeMembers(to: &json)
      json.field("notice_version", disclosure.notice)
      json.field("sha256", disclosure.digest.hexadecimal)
    }
  }
}

extension Release.Basis {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.field("basis", name)
    switch self {
    case .consent(let id): json.field("consent_id", id)
    case .emergency(let affiliation, let nature):
      json.field("affiliation", affiliation)
      json.field("emergency", nature)
    case .research(let authority), .audit(let authority), .courtOrder(let authority):
      json.field("authority", authority)
    case .patientRequest: break
    }
  }
}

extension [UInt8] {
  var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The document that leaves the clinic: the notice and the consent's scope stand in it before any record.
package struct ReleaseDocument: Representation {
  let records: ReleasedRecords

  package init(_ records: ReleasedRecords) {
    self.records = records
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("disclosure_id", records.id)
      json.field("at", records.at)
      json.object("notice") { json in
        json.field("version", records.notice.version)
        json.field("text", records.notice.text)
      }
      json.field("recipient", records.release.recipient)
      json.field("purpose", records.release.purpose)
      records.release.basis.writeMembers(to: &json)
      json.field("consent", records.consent.map(ConsentScope.init))
      json.field("categories", records.release.categories.map(\.rawValue).sorted())
      json.object("records") { json in
        json.field("demographics", records.patient.map(PatientRepresentation.init))
        json.field("contacts", records.contacts?.map(PatientDetailRepresentation.init))
        json.field("intake", records.intake.map(IntakeRepresentation.init))
        json.field("substance_use", records.substances?.map(SubstanceUseRepresentation.init))
        json.field("treatment", records.episodes?.map { EpisodeRepresentation($0) })
        json.field("screenings", records.screenings?.map { ScreeningRepresentation($0) })
        json.field(
          "medication", records.medication.map { ReleasedMedicationRepresentation($0, at: records.at) })
        json.field("counselling_notes", records.notes?.map(CounsellingNoteRepresentation.init))
      }
    }
  }
}

/// A counselling note.
package struct CounsellingNoteRepresentation: Representation {
  let note: CounsellingNote

  package init(_ note: CounsellingNote) {
    self.note = note
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", note.id)
      json.field("patient_id", note.patientID)
      json.field("at", note.at)
      json.field("text", note.text)
    }
  }
}

/// What a patient asked the clinic not to disclose.
package struct RestrictionRequestRepresentation: Representation {
  let request: RestrictionRequest

  package init(_ request: RestrictionRequest) {
    self.request = request
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", request.id)
      json.field("patient_id", request.patientID)
      json.field("at", request.at)
      json.field("categories", request.categories.map(\.rawValue).sorted())
      json.field("recipient", request.recipient)
      json.field("agreed", request.isAgreed)
      json.field("answer", request.answer)
    }
  }
}
