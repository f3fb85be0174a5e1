import Foundation
import Records

/// A seal of the audit trail; its mark is what is worth keeping elsewhere.
package struct SealRepresentation: Representation {
  let seal: Seal

  package init(_ seal: Seal) { self.seal = seal }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("mark", seal.mark.description)
      json.field("number", seal.number)
      json.field("digest", seal.digest.hexadecimal)
      json.field("previous", seal.previous.hexadecimal)
      json.field("sealed_at", seal.sealedAt)
      json.field("row_count", seal.rowCount)
      json.field("rows_digest", seal.rowsDigest.hexadecimal)
      json.field("from_transaction", seal.from)
      json.field("until_transaction", seal.until)
      json.field("key_id", seal.keyID.hexadecimal)
    }
  }
}

/// What a verification of the audit trail came to.
package struct TrailReportRepresentation: Representation {
  let report: TrailReport

  package init(_ report: TrailReport) { self.report = report }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("intact", report.isIntact)
      json.field("seals", report.seals)
      json.field("rows", report.rows)
      json.field("unsealed", report.unsealed)
      json.field("newest", report.newest?.description)
      json.array("archived", report.archived) { json, month in
        json.object { json in
          json.field("month", month.month.description)
          json.field("rows", month.rowCount)
          json.field("file_digest", month.fileDigest.hexadecimal)
          json.field("archived_at", month.archivedAt)
        }
      }
      json.field("fault_count", report.faultCount)
      json.array("faults", report.faults) { json, fault in
        json.object { json in
          json.field("kind", fault.kind.rawValue)
          json.field("seal", fault.seal)
          json.field("message", fault.message)
        }
      }
    }
  }
}
