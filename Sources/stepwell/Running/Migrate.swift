import ArgumentParser
import Clinic
import Foundation
import Records
import Schema

/// Brings the database to the schema of this program.
struct Migrate: Answering {
  static let need = Need.machine
  static let configuration = CommandConfiguration(
    abstract: "Bring the database to the tables of this program, or show what that would do.",
    discussion: """
      Forward only, in one transaction, one migrator at a time. Give the --database-url of the role that owns the tables.

      Examples:
        stepwell migrate --plan
        stepwell migrate --database-url postgresql://stepwell_owner@db.example/stepwell
      """)

  @Flag(help: "Show what would be applied, and change nothing.") var plan = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    let migrations = try await Premises.use(place, makingFolder: !plan) { premises in
      try await premises.asOwner { owner in
        plan ? try await Migrator.plan(owner) : try await Migrator.migrate(owner, at: Date())
      }
    }
    let key = plan ? "pending" : "applied"
    try output.show([key: migrations.map(\.name)]) { _ in
      if migrations.isEmpty { return "The database is up to date.\n" }
      let heading = plan ? "Would apply \(migrations.count):" : "Applied \(migrations.count):"
      return ([heading] + migrations.map { "  \($0.name)" }).joined(separator: "\n") + "\n"
    }
  }
}
