import ArgumentParser
import Clinic
import Interchange
import Records
import Service

/// Lists what is wrong with the report of a month.
struct CheckReport: ClinicCommand {
  static let need = Need.permission(.tedsRead)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List what is wrong with the records of a month before they leave.",
    discussion: """
      Each line names the person by number, the element, what is wrong, what to do, and who wrote it down. Fatal ones keep \
      a record from being sent; with any of them the command ends with status 65. Records that the state rejected are listed \
      until they are sent again. Charts that are closed to you are not looked at.

      Examples:
        stepwell teds check --month 2026-10
        stepwell teds check --month 2026-10 --facility north --rule E9
        stepwell teds check --month 2026-10 --severity fatal --json
      """)

  @OptionGroup var report: ReportOptions
  @Option(help: "Only this rule, such as E9.") var rule: TEDSRule?
  @Option(help: "Only these: fatal or warning.") var severity: TEDSRule.Severity?
  @Option(help: "Only what this member of staff wrote down, by handle.") var owner: String?
  @Option(help: "How many to list at most.") var limit = 200
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...10_000).contains(limit) else { throw ValidationError("--limit goes from 1 to 10000.") }
  }

  func run(at desk: Desk) async throws {
    let (month, facilities) = try await report.read(at: desk)
    let bar = ProgressBar()
    defer { bar.end() }
    let check = try await TEDSReport(desk.records, as: desk.caller).check(
      month, of: facilities,
      TEDSIssueFilter(rule: rule, severity: severity, owner: owner, limit: limit)
    ) { $0.show(bar) }
    bar.end()
    let known = try await desk.facilities()
    try desk.output.show(TEDSCheckRepresentation(check)) { style in
      check.text(style) { id in known.first { $0.facility.id == id }?.slug ?? "" }
    }
    if check.hasFatal { throw ExitStatus.refused.code }
  }
}

extension TEDSRule: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

extension TEDSRule.Severity: ExpressibleByArgument {}

extension TEDSCheck {
  /// What is wrong, each with what to do under it, and how it stands as a whole.
  fileprivate func text(_ style: Style, _ slug: (Facility.ID) -> String) -> String {
    var text = ""
    for (rule, issues) in Dictionary(grouping: issues, by: \.rule).sorted(by: { $0.key.place < $1.key.place })
    {
      text += style.heading("\(rule.rawValue) \(rule.severity.rawValue): \(rule.text)") + "\n"
      text += "  what to do: \(rule.remedy)\n"
      var table = Table(
        .text("  Client", limit: 17), .text("Facility", limit: 14), .text("Day"), .text("Record"),
        .text("Elements", limit: 24), .text("Wrong", limit: 60), .text("Written by", limit: 16))
      for issue in issues {
        table.add(
          "  \(issue.client)", slug(issue.facilityID), issue.day.description, issue.kind.rawValue,
          issue.elements.map(\.number).joined(separator: " "), issue.what, issue.owner)
      }
      text += table.text(style) + "\n"
    }
    let fatal = counts.filter { $0.key.severity == .fatal }.values.reduce(0, +)
    let all = counts.values.reduce(0, +)
    text +=
      "\(month): \(admissions) admissions, \(discharges) discharges; \(fatal) fatal, \(all - fatal) warnings.\n"
    if matching > issues.count { text += "Only \(issues.count) of \(matching) are shown; see --limit.\n" }
    if !lacking.isEmpty {
      text +=
        ("Not collected: " + lacking.map { "\($0.element.number) \($0.count)" }.joined(separator: ", ") + ".")
        .wrapped(to: 100) + "\n"
    }
    if moreUses > 0 { text += "\(moreUses) substances have no place in their records, which hold three.\n" }
    if shortened > 0 { text += "\(shortened) diagnoses are shortened to six characters.\n" }
    return text
  }
}

extension TEDSRule {
  fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
