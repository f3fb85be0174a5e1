import Clinic
import Records

/// Makes drafts of spells one after the other; those of an episode follow one another.
struct TEDSDrafting: Sendable {
  let composer: TEDSComposer
  /// The first day that the report does not tell of.
  let until: Day
  /// The last day that anything can have happened on.
  let latest: Day
  private var before: (episode: Episode.ID, record: TEDSSubmissionRecord, isWithheld: Bool)?

  init(composer: TEDSComposer, until: Day, latest: Day) {
    self.composer = composer
    self.until = until
    self.latest = latest
  }

  /// The records of the next spell; nil where its facility does not report.
  mutating func draft(of spell: ReportedSpell) -> TEDSDraft? {
    guard let reporter = spell.reporter else { return nil }
    let told = reporter.beginsOn..<max(until, reporter.beginsOn)
    let admission = composer.admission(of: spell, by: reporter)
    let discharge = composer.discharge(of: spell, by: reporter, after: admission)
    let earlier = before.flatMap { $0.episode == spell.episodeID ? $0 : nil }
    var draft = TEDSDraft(spell: spell)
    if told.contains(spell.admitted) { draft.admission = admission }
    if let discharge, let day = spell.discharged, told.contains(day) { draft.discharge = discharge }
    draft.findings = TEDSCase(
      admission: draft.admission, discharge: draft.discharge, before: earlier?.record,
      firstContact: spell.firstContact, latest: latest
    ).findings()
    addLayout(to: &draft)
    if spell.sharesClient {
      for record in draft.records {
        draft.findings.append(
          TEDSFinding(
            .e18, record.kind, [record.kind == .admission ? .mds2 : .dis5],
            "Another person has the same number."))
      }
    }
    addFollowing(to: &draft, earlierIsWithheld: earlier?.isWithheld ?? false)
    before = (spell.episodeID, admission, draft.isWithheld(.admission))
    return draft
  }

  private func addLayout(to draft: inout TEDSDraft) {
    for record in draft.records {
      for field in record.layout.fields {
        guard let value = record[field.element] else {
          // A missing reason is told by E3.
          if field.element != .dis10 {
            draft.findings.append(
              TEDSFinding(.field, record.kind, [field.element], "The element holds nothing."))
          }
          continue
        }
        if !field.accepts(value, composer.book) {
          // A number of another form is told by E18.
          if case .identifier = field.form { continue }
          draft.findings.append(
            TEDSFinding(
              .field, record.kind, [field.element],
              "The element holds a code that \(composer.book.year) does not know."))
        }
      }
    }
  }

  private func addFollowing(to draft: inout TEDSDraft, earlierIsWithheld: Bool) {
    if draft.admission != nil, earlierIsWithheld {
      draft.findings.append(
        TEDSFinding(.follows, .admission, [.mds4], "The admission before this transfer is withheld."))
    }
    if draft.discharge != nil, draft.admission != nil, draft.isWithheld(.admission) {
      draft.findings.append(
        TEDSFinding(.follows, .discharge, [.dis14], "The admission of this discharge is withheld."))
    }
  }
}
