import ArgumentParser
import Clinic
import Records

/// How an instrument was administered.
struct AdministrationOptions: ParsableArguments {
  @Option(help: "How it was filled in: self, interview or observed.") var manner: Administration.Manner?
  @Option(help: ArgumentHelp("Who asked or observed, by short name.", valueName: "handle")) var by: String?

  /// Nil when nothing was said.
  func read(at desk: Desk) async throws -> Administration? {
    if manner == nil, by == nil { return nil }
    guard let by else { return try Administration(manner, by: nil) }
    let found = try await desk.records.colleague(by, as: desk.caller)
    return try Administration(manner, by: found.id)
  }
}

extension Administration.Manner: ExpressibleByArgument {}
