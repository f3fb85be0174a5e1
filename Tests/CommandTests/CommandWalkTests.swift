import ArgumentParser
import Clinic
import Foundation
import Records
import TestSupport
import Testing

@testable import stepwell

/// Every command as somebody who may, as somebody whose roles do not allow it, and as nobody.
@Suite(.database, .timeLimit(.minutes(10)))
struct CommandWalkTests {
  /// What each command needs, written by hand.
  private static let table: [String: String] = [
    "up": "machine", "serve": "machine", "migrate": "machine", "doctor": "machine", "status": "machine",
    "sign-in": "nothing", "sign-out": "sign-in", "password": "sign-in", "session list": "sign-in",
    "session end": "sign-in", "token issue": "sign-in", "factor add": "sign-in", "factor confirm": "sign-in",
    "factor show": "sign-in", "factor codes": "sign-in", "factor remove": "sign-in",
    "staff add": "staff.manage", "staff list": "staff.read", "staff disable": "staff.manage",
    "staff enable": "staff.manage", "staff reset": "staff.manage", "staff grant": "staff.manage",
    "role list": "staff.read", "role load": "role.manage", "role print": "nothing",
    "staff revoke": "staff.manage", "completions": "nothing",
    "enquiry log": "enquiry.log", "enquiry list": "enquiry.read", "enquiry show": "enquiry.read",
    "enquiry attempt": "enquiry.work", "enquiry lose": "enquiry.work",
    "patient find": "patient.search", "patient show": "patient.read",
    "intake record": "intake.record",
    "screening record": "screening.record", "screening show": "screening.read",
    "screening correct": "screening.record", "screening entered-in-error": "screening.record",
    "screening history": "screening.read", "screening trend": "screening.read",
    "screening rescore": "instrument.manage",
    "instrument list": "nothing", "instrument print": "nothing", "instrument check": "nothing",
    "instrument show": "sign-in", "instrument load": "instrument.manage",
    "instrument choose": "instrument.manage",
    "stage admit": "episode.move", "stage move": "episode.move", "stage leave": "episode.move",
    "stage return": "episode.move", "stage complete": "episode.move", "stage discharge": "episode.move",
    "stage withdraw": "episode.move", "transfer request": "transfer.request", "transfer list": "episode.read",
    "transfer accept": "transfer.answer", "transfer decline": "transfer.answer",
    "transfer withdraw": "transfer.request", "stage correct": "episode.correct",
    "stage restore": "episode.correct",
    "stage history": "episode.read",
    "stage rules show": "sign-in",
    "stage rules load": "stage_rule.load", "stage rules print": "nothing",
    "step-down list": "episode.read", "step-down show": "episode.read", "step-down plan": "step_down.work",
    "step-down own": "step_down.work", "step-down offer": "step_down.work",
    "step-down answer": "step_down.work", "step-down continuity": "report.run",
    "appointment make": "step_down.work", "appointment list": "episode.read",
    "appointment settle": "step_down.work", "authorization record": "authorization.record",
    "authorization amend": "authorization.record", "authorization list": "episode.read",
    "medication order": "medication.order", "medication taper": "medication.order",
    "medication stop": "medication.order", "medication accept": "medication.order",
    "medication list": "medication.read", "medication due": "medication.read",
    "medication give": "medication.give", "medication hold": "medication.give",
    "medication refuse": "medication.give", "medication correct": "medication.give",
    "medication chart": "medication.read", "medication allergy": "allergy.record",
    "medication allergies": "medication.read", "medication count": "stock.count",
    "medication stock": "stock.count", "medication counts": "stock.count",
    "level show": "episode.read", "level assess": "level.assess", "level gaps": "episode.read",
    "vitals record": "flowsheet.record", "vitals correct": "flowsheet.record",
    "monitor start": "monitoring.order", "monitor stop": "monitoring.order",
    "monitor skip": "flowsheet.record",
    "monitor answer": "flowsheet.record", "monitor protocols": "sign-in", "monitor print": "sign-in",
    "monitor load": "protocol.load", "flowsheet show": "flowsheet.read", "flowsheet due": "flowsheet.read",
    "flowsheet handover": "flowsheet.read", "flowsheet trend": "flowsheet.read",
    "bed list": "bed.read", "bed hold": "bed.hold", "bed release": "bed.hold", "bed block": "bed.block",
    "bed plan": "bed.hold", "bed move": "episode.move", "facility load": "facility.open",
    "facility print": "facility.open", "bed forecast": "board.read",
    "board": "board.read", "facility list": "sign-in", "facility open": "facility.open",
    "cohort list": "nothing", "cohort explain": "nothing", "cohort sql": "nothing",
    "cohort report": "report.run", "cohort members": "report.run",
    "teds enrol": "teds.export", "teds reporters": "teds.read", "teds check": "teds.read",
    "teds export": "teds.export", "teds submissions": "teds.read", "teds acknowledge": "teds.export",
    "report run": "report.run", "report list": "report.run", "report show": "report.run",
    "report rerun": "report.run", "report diff": "report.cells",
    "report schedule add": "report.schedule", "report schedule list": "report.run",
    "report schedule show": "report.run",
    "report schedule pause": "report.schedule", "report schedule resume": "report.schedule",
    "report schedule remove": "report.schedule",
    "teds read": "nothing", "quality board": "quality.read", "quality list": "quality.read",
    "import teds": "import.run", "import teds-extract": "import.run", "import teds-puf": "import.run",
    "demo load": "demo.load",
    "audit verify": "audit.verify", "audit archive": "audit.verify",
    "audit seal": "audit.verify",
    "care-team add": "care_team.assign", "care-team remove": "care_team.assign",
    "care-team list": "patient.read",
    "chart restrict": "chart.restrict", "chart lift": "chart.restrict",
    "chart break-glass": "chart.break_glass", "chart reviews": "glass.review",
    "chart review": "glass.review",
    "consent record": "consent.record", "consent list": "consent.read", "consent show": "consent.read",
    "consent revoke": "consent.record",
    "disclosure make": "disclosure.make", "disclosure list": "disclosure.read",
    "restriction record": "consent.record", "restriction list": "consent.read",
    "counselling-note write": "counselling_note.write", "counselling-note list": "counselling_note.read",
    "audit who-saw": "audit.search", "audit search": "audit.search",
  ]

  @Test func `the table knows every command, and what it needs`() {
    let commands = CommandTree.leaves(of: Stepwell.self)
    var declared: [String: String] = [:]
    for (path, command) in commands {
      declared[path] = (command as? any Answering.Type)?.need.description ?? "nothing"
    }
    #expect(declared == Self.table)
  }

  @Test func `a command lets in whose roles allow it, and nobody else`() async throws {
    let clinic = try await CommandClinic()
    let fixture = try await Fixture(clinic)
    let test = clinic.database
    let expired = try await test.token(of: .director, until: TestDatabase.now)
    let stranger = try await test.stranger()
    let own = Set(
      try RoleCatalogue.shipped().definitions.filter {
        [.administrator, .director, .intake, .nurse].contains($0.role)
      }.flatMap(\.permissions).map(\.rawValue))
    var visits = 0
    for (path, need) in Self.table.sorted(by: { $0.key < $1.key }) where need.contains(".") {
      let command = path.split(separator: " ").map(String.init) + fixture.arguments(of: path)
      let unfit = try #require(
        try RoleCatalogue.shipped().definitions.first { !$0.permissions.map(\.rawValue).contains(need) })
      let lacking = try await test.token(of: unfit.role, until: Date().addingTimeInterval(3_600))
      for (who, token) in [
        ("nobody", Token("swt_forged")), ("expired", expired), (unfit.role.rawValue, lacking),
      ] {
        let outcome = try await clinic.run(command, token: token.text)
        #expect(outcome.status == 77, "\(path) as \(who): \(outcome)")
        #expect(!(outcome.output + outcome.errors).contains(Fixture.canary), "\(path) as \(who)")
        visits += 1
      }
      let elsewhere = try await clinic.run(command, token: stranger.text)
      #expect(!(elsewhere.output + elsewhere.errors).contains(Fixture.canary), "\(path) as a stranger")
      let roles = try RoleCatalogue.shipped().definitions.filter {
        $0.permissions.map(\.rawValue).contains(need)
      }
      let fit = try await test.staff(of: roles.map(\.role), until: Date().addingTimeInterval(3_600)).token
      let allowed = try await clinic.run(command, token: own.contains(need) ? nil : fit.text)
      // The key of the seals is where the clinic is served, which is not here.
      let wrong: Set<Int32> =
        ["audit verify", "audit archive"].contains(path) ? [64, 70, 77] : [64, 69, 70, 77]
      #expect(!wrong.contains(allowed.status), "\(path) as somebody who may: \(allowed)")
      visits += 2
    }
    print("command walk: \(Self.table.count) commands, \(visits) visits")
  }

  /// Somebody in treatment, and what each command is to be given.
  private struct Fixture {
    static let canary = "Qcanaryq"
    let patient: String
    let enquiry: String
    let bed: String
    let otherBed: String
    let thirdBed: String
    let facilities: String
    /// A file that is none of those that are imported.
    let file: String
    let intake: String
    let consent: String
    let questionnaire: String
    let release: String
    let protocolFile: String
    let extracts = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path

    init(_ clinic: CommandClinic) async throws {
      struct Made: Decodable {
        let patient_id: String?
        let id: String?
      }
      let north = clinic.database.north
      let body =
        #"{"facility_id": "\#(north.id)", "patient": {"family_name": "\#(Self.canary)", "sex": "female"}}"#
      let recorded: Made = try await clinic.run(
        ["intake", "record", "--file", "-", "--json"], input: Data(body.utf8)
      ).json()
      let call: Made = try await clinic.run(["enquiry", "log", "--about", Self.canary, "--json"]).json()
      _ = try await clinic.run(["staff", "add", "zz.walker", "--name", "Zz", "--role", "nurse"])
      patient = try #require(recorded.patient_id)
      enquiry = try #require(call.id)
      bed = "\(north.detoxBeds[0])"
      otherBed = "\(north.detoxBeds[1])"
      thirdBed = "\(north.detoxBeds[2])"
      facilities = try Self.file(
        "version: 1\nfacilities: [{facility: zz-west, zone: UTC, name: West, units: [{unit: Qw, stage: detox, beds: [A, B]}]}]"
      )
      let admitted = try await clinic.run(
        ["stage", "admit", "--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed", bed])
      #expect(admitted.status == 0, "\(admitted)")
      let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try Data("x,y\n1,2\n".utf8).write(to: path)
      file = path.path
      let whole = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try Data(body.utf8).write(to: whole)
      self.intake = whole.path
      protocolFile = try Self.file(try ProtocolLibrary.find("ketamine").text)
      consent = try Self.file(#"{"kind": "specific"}"#)
      questionnaire = try Self.file(
        """
        {"resourceType": "Questionnaire", "item": [{"linkId": "/44250-9", "type": "choice", "text": "Zz?"}]}
        """)
      release = try Self.file(
        """
        {"patient_id": "\(patient)", "categories": ["contacts", "medication"], "recipient": "Dr Zz", "purpose": "treatment",
         "basis": "emergency", "affiliation": "Zz Hospital", "emergency": "seizure"}
        """)
    }

    private static func file(_ text: String) throws -> String {
      let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try Data(text.utf8).write(to: path)
      return path.path
    }

    func arguments(of path: String) -> [String] {
      switch path {
      case "audit archive":
        ["--before", "2020-01", "--to", FileManager.default.temporaryDirectory.path]
      case "audit who-saw": ["--patient", patient]
      case "enquiry log": ["--about", "Zz"]
      case "staff add": ["zz.new", "--name", "Zz New", "--role", "nurse"]
      case "staff disable", "staff enable", "staff reset": ["zz.walker"]
      case "staff grant", "staff revoke": ["zz.walker", "--role", "nurse"]
      case "enquiry show": [enquiry]
      case "enquiry attempt": [enquiry, "--outcome", "no_answer"]
      case "enquiry lose": [enquiry, "--because", "not_ready"]
      case "patient find": [Self.canary]
      case "patient show": [patient]
      case "intake record": ["--file", intake]
      case "screening correct", "screening entered-in-error": [enquiry, "--reason", "misread"]
      case "screening history": [enquiry]
      case "screening trend": [patient, "phq_9"]
      case "screening rescore", "instrument show": ["phq_9"]
      case "instrument load": ["phq_9", questionnaire, "--licence", "free to use"]
      case "instrument choose": ["phq_9", "--reason", "as our protocol has it"]
      case "screening record": ["--instrument", "phq_2", "--patient", patient, "--answers", "1=1,2=1"]
      case "transfer request":
        ["--patient", patient, "--to", "south", "--stage", "residential", "--reason", "nearer home"]
      case "transfer accept", "transfer withdraw": [enquiry]
      case "transfer decline": [enquiry, "--reason", "no bed"]
      case "stage restore": [enquiry, "--reason", "as agreed"]
      case "stage withdraw": ["--patient", patient, "--move", "last"]
      case "screening show", "stage leave", "stage return", "stage complete", "stage history":
        ["--patient", patient]
      case "stage admit", "stage move": ["--patient", patient, "--to", "residential"]
      case "stage discharge": ["--patient", patient, "--because", "completed"]
      case "stage correct":
        ["--patient", patient, "--move", "last", "--happened", "1 minute ago", "--reason", "wrong minute"]
      case "stage rules load": ["--dry-run"]
      case "step-down show", "appointment list", "authorization list", "level show": ["--patient", patient]
      case "step-down plan": ["--patient", patient, "--ends", "in 36 hours"]
      case "step-down own": ["--patient", patient, "--item", "transport", "--by", "ada"]
      case "step-down offer": ["--patient", patient, "--name", "Dr Zz"]
      case "step-down answer": ["--patient", patient, "--answer", "accepted"]
      case "appointment make": ["--patient", patient, "--at", "in 3 days", "--where", "Zz Clinic"]
      case "appointment settle": [enquiry, "--as", "cancelled"]
      case "authorization record":
        [
          "--patient", patient, "--payer", "Zz Health", "--level", "3.7-WM", "--from", "2026-06-11",
          "--through",
          "2026-06-16", "--decision", "requested",
        ]
      case "authorization amend": [enquiry, "--decision", "denied"]
      case "level assess":
        ["--patient", patient, "--recommended", "3.5", "--edition", "3", "--ratings", "1,0,2,1,3,3"]
      case "medication order":
        [
          "--patient", patient, "--drug", "Zzdrug", "--amount", "10", "--unit", "mg", "--every", "4h",
          "--acknowledge", "as agreed",
        ]
      case "medication taper":
        ["--patient", patient, "--drug", "Zzother", "--unit", "mg", "--amounts", "10,5", "--times", "08:00"]
      case "medication stop", "medication correct": [enquiry, "--reason", "done"]
      case "medication accept", "medication give": [enquiry]
      case "medication hold", "medication refuse": [enquiry, "--because", "other"]
      case "medication list", "medication chart": ["--patient", patient]
      case "medication allergy": [patient, "--none-known"]
      case "medication allergies": [patient]
      case "medication count":
        ["Zzdrug", "--unit", "mg", "--counted", "10", "--witness", "zz.walker", "--facility", "north"]
      case "medication stock": ["Zzdrug", "--unit", "mg", "--receipt", "10", "--facility", "north"]
      case "medication counts": ["--facility", "north"]
      case "vitals record": ["--patient", patient, "--pulse", "88", "--craving", "0"]
      case "vitals correct": [enquiry, "--pulse", "86", "--reason", "read wrongly"]
      case "monitor start": ["--patient", patient, "--protocol", "ketamine"]
      case "monitor stop": ["--patient", patient, "--reason", "goes to hospital"]
      case "monitor skip": ["--patient", patient, "--check", "craving", "--as", "asleep"]
      case "monitor answer": ["--patient", patient, "--check", "craving", "--reason", "seen"]
      case "monitor print": ["ketamine"]
      case "monitor load": [protocolFile, "--dry-run"]
      case "flowsheet show": ["--patient", patient]
      case "flowsheet trend": ["--patient", patient, "--of", "craving"]
      case "bed hold": [otherBed, "--until", "in 2 days"]
      case "bed release": [otherBed]
      case "bed block": [otherBed, "--reason", "cleaning"]
      case "bed plan": [otherBed, "--arrival", "in 5 days", "--until", "in 6 days", "--patient", patient]
      case "bed move": [thirdBed, "--patient", patient]
      case "facility load": [facilities]
      case "facility open": ["zz-east", "--zone", "UTC"]
      case "cohort report", "report run": ["ketamine_admissions"]
      case "report show", "report rerun": [enquiry]
      case "report diff": [enquiry, enquiry]
      case "cohort members": ["ketamine_admissions", "--measure", "counts", "--figure", "admitted"]
      case "report schedule add":
        ["ketamine_admissions", "--every", "day", "--at", "06:00", "--facility", "north", "--folder", "walk"]
      case "report schedule show", "report schedule pause", "report schedule resume",
        "report schedule remove":
        [enquiry]
      case "import teds", "import teds-extract", "import teds-puf", "teds acknowledge": [file]
      case "teds enrol":
        [
          "north", "--state", "NY", "--provider", "ZZ1", "--agency", "Zz Office", "--authority", "Zz law",
          "--from", "2026-01",
        ]
      case "teds check": ["--month", "2026-06"]
      case "quality list": ["missing"]
      case "teds export": ["--month", "2026-06", "--out", extracts]
      case "care-team add", "care-team remove": [patient, "ada"]
      case "care-team list", "chart lift", "consent list", "disclosure list", "restriction list",
        "counselling-note list":
        [patient]
      case "consent show", "consent revoke": [enquiry]
      case "consent record": [patient, "--file", consent]
      case "counselling-note write": [patient, "--file", file]
      case "disclosure make": ["--file", release]
      case "restriction record": [patient, "--category", "contacts", "--answer", "we cannot"]
      case "chart restrict": [enquiry, "--reason", "known to the staff"]
      case "chart break-glass": ["--patient", patient, "--reason", "found unconscious in the yard"]
      case "chart review": [UUID().uuidString.lowercased(), "--finding", "justified"]
      case "demo load": ["--patients", "1"]
      default: []
      }
    }
  }
}
