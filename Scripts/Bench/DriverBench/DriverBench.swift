import Foundation
import Postgres

/// Measures how many units of work per second the driver gets through, and prints it as a line of JSON.
@main
struct DriverBench {
  static func main() async throws {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    var configuration = Database.Configuration(options.conninfo)
    configuration.interactive.connections = options.connections
    let database = Database(configuration)
    let work = try work(named: options.name, on: database)

    _ = try await measure(work, tasks: options.tasks, seconds: min(0.5, options.seconds))
    let rate = try await measure(work, tasks: options.tasks, seconds: options.seconds)
    await database.close()

    let line = Line(name: options.name, value: rate, tasks: options.tasks, connections: options.connections)
    print(String(decoding: try JSONEncoder().encode(line), as: UTF8.self))
  }

  private struct Line: Encodable {
    let name: String
    let value: Double
    var unit = "units/s"
    let tasks: Int
    let connections: Int
  }

  private static func work(
    named name: String, on database: Database
  ) throws -> @Sendable (Int) async throws -> Void {
    switch name {
    case "driver.lookup":
      { id in
        let person = try await database.run(Person.find(id))
        guard person.id == id else { throw Options.Misuse.message("the wrong row came back") }
      }
    case "driver.unit":
      { id in
        let person = try await database.run(
          before: ["SELECT set_config('bench.actor', \("staff-7"), true)"],
          Person.find(id),
          after: [
            "INSERT INTO bench_audit (actor, action, person_id) VALUES (\("staff-7"), \("person.read"), \(id))"
          ])
        guard person.id == id else { throw Options.Misuse.message("the wrong row came back") }
      }
    default: throw Options.Misuse.message("--name is driver.lookup or driver.unit")
    }
  }

  /// Units per second by that many tasks, each of which does one after the other.
  private static func measure(
    _ work: @escaping @Sendable (Int) async throws -> Void, tasks: Int, seconds: Double
  ) async throws -> Double {
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    let done = try await withThrowingTaskGroup(of: Int.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var id = task &* 7919
          var done = 0
          while ContinuousClock.now < end {
            for _ in 0..<8 {
              id = (id &+ 104_729) % 100_000
              try await work(id + 1)
              done += 1
            }
          }
          return done
        }
      }
      return try await group.reduce(0, +)
    }
    return Double(done) / ((ContinuousClock.now - start) / .seconds(1))
  }
}
