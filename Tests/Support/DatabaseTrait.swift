import Testing

/// Gives each test of a suite a database of its own, and drops it afterwards.
package struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    // A suite is a scope too; only the tests in it need a database.
    guard testCase != nil else { return try await function() }
    await Self.places.take()
    do {
      try await withDatabase(function)
    } catch {
      await Self.places.giveBack()
      throw error
    }
    await Self.places.giveBack()
  }

  private static let places = Places(10)

  private func withDatabase(_ function: @Sendable @concurrent () async throws -> Void) async throws {
    let database = try await TestDatabase.make()
    do {
      try await TestDatabase.$current.withValue(database) { try await function() }
    } catch {
      try? await database.drop()
      throw error
    }
    try await database.drop()
  }
}

extension Trait where Self == DatabaseTrait {
  /// A migrated database for each test.
  package static var database: Self { Self() }
}
