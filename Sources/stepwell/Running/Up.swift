import ArgumentParser
import Clinic
import Foundation
import Postgres
import Records
import Service

/// Starts everything.
struct Up: Answering {
  static let need = Need.machine
  static let configuration = CommandConfiguration(
    abstract: "Start everything: database, tables, first sign-in, HTTP.",
    discussion: """
      Makes a private PostgreSQL in the data folder, or uses the --database-url of the role that owns the tables. The \
      first start founds the organization, and writes the token of its administrator to the file token in the data \
      folder. Ends cleanly on SIGTERM or Ctrl-C, and the private PostgreSQL with it.

      Examples:
        stepwell up
        stepwell up --demo 50
        stepwell up --data /srv/stepwell --port 8081 --organization 'Zz Clinics'
      """)

  @Option(
    help: ArgumentHelp(
      "On the first start, load a made-up clinic of so many patients.", valueName: "patients"))
  var demo: Int?
  @Option(help: "The organization's name, on the first start.") var organization = "Our clinic"
  @Option(help: "The administrator's short name, on the first start.") var handle = "admin"
  @OptionGroup(title: "HTTP options") var listening: ListeningOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    if let demo, !(1...2_000_000).contains(demo) { throw ValidationError("--demo goes from 1 to 2000000.") }
    guard handle.wholeMatch(of: /[a-z0-9][a-z0-9._-]{0,39}/) != nil else {
      throw ValidationError("--handle has small letters, digits, dots, _ and -, at most 40.")
    }
  }

  func answer(_ output: Output) async throws {
    let name = try Line(organization, field: "organization")
    try await Premises.use(place, makingFolder: true) { premises in
      let (founded, password) = try await premises.asOwner { owner in
        let applied = try await Migrator.migrate(owner, at: Date())
        if !applied.isEmpty { output.say("Applied \(applied.count) migrations.") }
        let founded = try await found(owner, name)
        var random = SystemRandomNumberGenerator()
        let password =
          if let founded {
            try await Founding.givePassword(owner, to: founded, at: Date(), random: &random)
          } else { OneTimePassword?.none }
        return (founded, password)
      }
      if let founded {
        try TokenFile.write(founded.token, in: place.folder())
        if let demo { try await load(demo, founded.token, premises, output) }
      }
      let token = founded?.token
      let seals = SealFiles(place)
      try seals.makeKey()
      let factors = KeyFile.factors(place)
      try factors.make()
      try await listening.serve(premises, seals: seals, factors: factors) {
        welcome(token, password, at: $0, output)
      }
    }
  }

  /// Founds the organization on an empty database; nil when there is one.
  private func found(_ owner: Database, _ name: Line) async throws -> Founding.Founded? {
    if try await Founding.isDone(owner) { return nil }
    var random = SystemRandomNumberGenerator()
    return try await Founding.found(
      owner, organization: name, handle: handle, staffName: Line("Administrator"),
      roles: [.administrator, .director, .intake, .nurse], sessionDays: 90, at: Date(), random: &random)
  }

  private func load(_ patients: Int, _ token: Token, _ premises: Premises, _ output: Output) async throws {
    let database = premises.service()
    let desk = Desk(
      records: Records(database),
      caller: Caller(
        token: token, purpose: .operations, source: .simulator, requestID: UUID().uuidString.lowercased()),
      output: output, now: Date())
    do {
      try await Demo(patients: patients, seed: 1).load(at: desk)
      await database.close()
    } catch {
      await database.close()
      throw error
    }
  }

  private func welcome(_ token: Token?, _ password: OneTimePassword?, at address: String, _ output: Output) {
    let folder = place.folder()
    let option = place.data.map { " --data \($0)" } ?? ""
    if let token {
      output.say(
        """

        Your organization is founded. Signed in for 90 days as \(handle), with this token:

          \(token.text)

        It is shown once. Commands on this machine find it in \(TokenFile.path(in: folder)); over HTTP send it:

          curl -H "Authorization: Bearer $(cat \(TokenFile.path(in: folder)))" \(address)/v1/board

        To sign in from elsewhere as \(handle), within 24 hours, with this password, which must be changed then:

          \(password?.text ?? "")

        Try next, in another terminal:

          stepwell board\(option)
          stepwell \(demo == nil ? "facility open --help" : "patient find zz")\(demo == nil ? "" : option)
          stepwell cohort report retention_by_stage\(option)
        """)
    }
    if token == nil, place.sessionToken() == nil {
      output.say("Nobody is signed in on this machine: stepwell sign-in --handle \(handle)\(option)")
    }
    output.say("\nListening on \(address). Stop with Ctrl-C.")
    if output.isJSON {
      try? output.show(["address": address, "token_file": TokenFile.path(in: folder)]) { _ in "" }
    }
  }
}
