import Clinic
import Foundation
import Postgres

/// One service in one facility without a break, as a state is told of it: an admission, and a discharge once it ended.
///
/// Codes are those of the submission, below zero the reason why there is none (-6 not applicable, -7 unknown, -8 not
/// collected).
package struct ReportedSpell: Sendable {
  /// Its place among all, from 1; those of an episode follow one another.
  package let ordinal: Int32
  package let patientID: Patient.ID
  package let episodeID: Episode.ID
  package let facilityID: Facility.ID
  /// As whom the facility reports; nil where it does not, or the report is not of it.
  package let reporter: Reporter?
  /// Whether an earlier service of the same episode, or of the one that handed the person over, came before.
  package let isTransfer: Bool
  /// Its place in the episode, from 1.
  package let position: Int32
  package let client: String
  /// Whether somebody else has the client's number too.
  package let sharesClient: Bool
  package let admitted: Day
  package let discharged: Day?
  package let lastContact: Day?
  package let reason: Int16?
  package let firstContact: Day?
  package let service: Int16?
  package let birth: Day?
  package let person: Person
  package let circumstances: Circumstances
  /// The substances in order of importance, three at most.
  package let uses: [Use]
  /// How many more are on record.
  package let moreUses: Int32
  package let medicationAssisted: Bool?
  package let diagnosis: String?
  package let status: Status
  package let recordedBy: Recorders

  /// As whom a facility reports.
  package struct Reporter: Sendable, Hashable {
    package let state, provider: String
    /// The first day that is reported.
    package let beginsOn: Day
  }

  package struct Person: Sendable, Hashable {
    package let birth, sex, race, ethnicity: Int16
  }

  package struct Circumstances: Sendable, Hashable {
    package let referralSource, priorEpisodes, education, employment, living, income, insurance,
      marital: Int16
    package let pregnant, veteran, daysWaiting, arrests, selfHelp: Int16
    package let payment, psychiatric, labourForce, criminalJustice: Int16
  }

  package struct Use: Sendable, Hashable {
    package let substance, drug, route, frequency, age: Int16
  }

  /// How the person stood at the end.
  package struct Status: Sendable, Hashable {
    package let service: Int16?
    package let substance, frequency, employment, living, arrests, selfHelp: Int16
  }

  /// Who wrote down what it is made of.
  package struct Recorders: Sendable, Hashable {
    package let person, stay, end: UUID
    package let intake, use: UUID?
  }
}

extension ReportedSpell {
  init(row: Row) throws {
    ordinal = try row["ordinal"]
    patientID = try row["patient_id"]
    episodeID = try row["episode_id"]
    facilityID = try row["facility_id"]
    let state: String? = try row["state"]
    let provider: String? = try row["provider_id"]
    let beginsOn: Day? = try row["begins_on"]
    if let state, let provider, let beginsOn {
      reporter = Reporter(state: state, provider: provider, beginsOn: beginsOn)
    } else {
      reporter = nil
    }
    isTransfer = try row["is_transfer"]
    position = try row["position"]
    client = try row["client"]
    sharesClient = try row["shares_client"]
    admitted = try row["admitted"]
    discharged = try row["discharged"]
    lastContact = try row["last_contact"]
    reason = try row["reason"]
    firstContact = try row["first_contact"]
    service = try row["service"]
    birth = try row["birth_date"]
    person = Person(
      birth: try row["birth_code"], sex: try row["sex"], race: try row["race"],
      ethnicity: try row["ethnicity"])
    circumstances = Circumstances(
      referralSource: try row["referral_source"], priorEpisodes: try row["prior_episodes"],
      education: try row["education"], employment: try row["employment"], living: try row["living"],
      income: try row["income"], insurance: try row["insurance"], marital: try row["marital"],
      pregnant: try row["pregnant"], veteran: try row["veteran"], daysWaiting: try row["days_waiting"],
      arrests: try row["arrests"], selfHelp: try row["self_help"],
      payment: try row["payment"], psychiatric: try row["psychiatric"],
      labourForce: try row["labour_force"], criminalJustice: try row["criminal_justice"])
    uses = try Self.uses(row)
    moreUses = try row["more_uses"]
    medicationAssisted = try row["medication_assisted"]
    diagnosis = try row["diagnosis"]
    status = Status(
      service: try row["service_d"], substance: try row["substance_d"], frequency: try row["frequency_d"],
      employment: try row["employment_d"], living: try row["living_d"], arrests: try row["arrests_d"],
      selfHelp: try row["self_help_d"])
    recordedBy = Recorders(
      person: try row["person_by"], stay: try row["stay_by"], end: try row["end_by"],
      intake: try row["intake_by"], use: try row["use_by"])
  }

  private static func uses(_ row: Row) throws -> [Use] {
    let substances: [Int16] = try row["substances"]
    let drugs: [Int16] = try row["drugs"]
    let routes: [Int16] = try row["routes"]
    let frequencies: [Int16] = try row["frequencies"]
    let ages: [Int16] = try row["ages"]
    return substances.indices.map {
      Use(
        substance: substances[$0], drug: drugs[$0], route: routes[$0], frequency: frequencies[$0],
        age: ages[$0])
    }
  }
}
