import Clinic
import Foundation
import Postgres
import Records

extension TEDSReport {
  /// Hands out the bytes of a file of a submission, in pieces and the same at any time; the trail names whom they tell of.
  ///
  /// Throws `NotFound` where there is no such submission.
  package func bytes(
    of submission: TEDSSubmission.ID, _ kind: TEDSLayout.Kind, write: (Data) throws -> Void
  ) async throws {
    let action = Action("teds.file", needs: .tedsExport, subject: submission.rawValue)
    try await records.transaction(as: caller, naming: action) { transaction in
      let found = try await transaction.run(TEDSSubmissions.find(submission))
      guard let batch = found else { throw NotFound("submission") }
      try await transaction.run(ReportedSpells.open)
      var shown: Set<Patient.ID> = []
      var place: Int32 = 0
      while true {
        let records = try await transaction.run(
          TEDSSubmissions.contents(of: batch.number, kind, after: place, limit: 10_000))
        shown.formUnion(records.map(\.patient))
        try write(Data(records.map { $0.content + "\n" }.joined().utf8))
        place += Int32(records.count)
        if records.count < 10_000 { break }
      }
      return ((), Array(shown))
    }
  }

  /// Writes both files of a submission into a folder, which is made where it is missing; only their owner may read them.
  ///
  /// - Returns: Where they are.
  /// - Throws: `UnreadableFile` where they cannot be written, `NotFound`.
  package func write(_ submission: TEDSSubmission, into folder: URL) async throws -> [URL] {
    var files: [URL] = []
    for kind in TEDSLayout.Kind.allCases {
      let file = folder.appending(path: submission.fileName(kind))
      let unwritable = UnreadableFile.cannotWrite(file.lastPathComponent)
      do {
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch { throw unwritable }
      // Under another name until it is whole.
      let draft = folder.appending(path: ".\(file.lastPathComponent).part")
      guard
        FileManager.default.createFile(
          atPath: draft.path, contents: nil, attributes: [.posixPermissions: 0o600]),
        let handle = try? FileHandle(forWritingTo: draft)
      else { throw unwritable }
      do {
        try await bytes(of: submission.id, kind) { data in
          do { try handle.write(contentsOf: data) } catch { throw unwritable }
        }
        do {
          try handle.synchronize()
          try handle.close()
          guard rename(draft.path, file.path) == 0 else { throw unwritable }
        } catch { throw unwritable }
      } catch {
        try? FileManager.default.removeItem(at: draft)
        throw error
      }
      files.append(file)
    }
    return files
  }
}
