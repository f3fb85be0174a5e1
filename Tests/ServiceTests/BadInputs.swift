import Clinic
import Foundation
import HTTPTypes
import Records
import TestSupport

private let nobody = "01890a5d-ac96-774b-bcce-b302099a8057"

/// Everything that must be refused at the door, with what the client is told.
let badInputs: [BadInput] = malformed + wrongValues + wrongRequests + refusedByRules

private let malformed = [
  BadInput("malformed JSON", 400, "malformed-json") { try await $0.enquiry(#"{"caller_name": "#) },
  BadInput("no JSON at all", 400, "malformed-json") { try await $0.enquiry("") },
  BadInput("a trailing comma", 400, "malformed-json") { try await $0.enquiry(#"{"wants": "x",}"#) },
  BadInput("a name twice", 400, "malformed-json") { try await $0.enquiry(#"{"wants": "a", "wants": "b"}"#) },
  BadInput("an escaped NUL", 422, "control-character", field: "wants") {
    try await $0.enquiry(#"{"wants": "a\u0000b"}"#)
  },
  BadInput("a raw NUL", 400, "malformed-json") { try await $0.enquiry("{\"wants\": \"a\0b\"}") },
  BadInput("half a character", 400, "malformed-json") { try await $0.enquiry(#"{"wants": "\ud800"}"#) },
  BadInput("invalid UTF-8", 400, "malformed-json") { world in
    try await world.client.send(
      .post, "/v1/enquiries", Array(#"{"wants": ""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8))
  },
  BadInput("nested 10,000 deep", 400, "malformed-json") {
    try await $0.enquiry(String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000))
  },
  BadInput("a body of 20 MB", 413, "body-too-large") {
    try await $0.enquiry("{\"wants\": \"" + String(repeating: "a", count: 20_000_000) + "\"}")
  },
  BadInput("another content type", 415, "unsupported-media-type", field: "Content-Type") { world in
    try await world.client.post("/v1/enquiries", "{}", [.contentType: "text/plain"])
  },
]

private let wrongValues = [
  BadInput("not an object", 422, "wrong-type") { try await $0.enquiry("[]") },
  BadInput("an unknown field", 422, "unknown-field", field: "caler_name") {
    try await $0.enquiry(#"{"caler_name": "x"}"#)
  },
  BadInput("a wrong type", 422, "wrong-type", field: "caller_name") {
    try await $0.enquiry(#"{"caller_name": 5}"#)
  },
  BadInput("a null", 422, "wrong-type", field: "wants") { try await $0.enquiry(#"{"wants": null}"#) },
  BadInput("a missing required field", 422, "missing-required", field: "facility_id") { world in
    try await world.client.post("/v1/intakes", #"{"patient_id": "\#(world.patient)"}"#)
  },
  BadInput("two missing fields", 422, "invalid-values") { world in
    try await world.client.post("/v1/episodes", #"{"patient_id": "\#(world.patient)"}"#)
  },
  BadInput("an impossible birth date", 422, "invalid-date", field: "patient.birth_date") {
    try await $0.intake("1990-05-17", "1990-02-30")
  },
  BadInput("a birth date in the future", 422, "date-in-future", field: "patient.birth_date") {
    try await $0.intake("1990-05-17", "2090-05-17")
  },
  BadInput("an impossible time", 422, "invalid-time", field: "received_at") {
    try await $0.enquiry(#"{"received_at": "2026-06-31T12:00:00Z"}"#)
  },
  BadInput("a time without its offset", 422, "invalid-time", field: "received_at") {
    try await $0.enquiry(#"{"received_at": "2026-06-01T12:00:00"}"#)
  },
  BadInput("a call in the future", 422, "date-in-future", field: "received_at") {
    try await $0.enquiry(#"{"received_at": "2027-06-01T12:00:00Z"}"#)
  },
  BadInput("an end before the start", 422, "end-before-start", field: "until") { world in
    try await world.client.post(
      "/v1/beds/\(world.client.database.north.detoxBeds[1])/holds", #"{"until": "2026-06-01T12:00:00Z"}"#)
  },
  BadInput("an unknown word", 422, "unknown-code", field: "caller_relation") {
    try await $0.enquiry(#"{"caller_relation": "neighbour"}"#)
  },
  BadInput("an unknown drug", 422, "unknown-code", field: "substances[0].detailed_drug") {
    try await $0.intake("2004", "2099")
  },
  BadInput("a drug of another class", 422, "drug-of-other-class", field: "substances[0].detailed_drug") {
    try await $0.intake(#""substance": "other""#, #""substance": "cocaine""#)
  },
  BadInput("a code out of its range", 422, "unknown-code", field: "circumstances.prior_episodes") {
    try await $0.intake(#""prior_episodes": 0"#, #""prior_episodes": 6"#)
  },
  BadInput("a diagnosis that does not exist", 422, "no-such-withdrawal", field: "diagnoses[0].code") {
    try await $0.intake("F16.20", "F16.23")
  },
  BadInput("an age above the age at admission", 422, "age-after-admission") {
    try await $0.intake(#""age_at_first_use": 17"#, #""age_at_first_use": 70"#)
  },
  BadInput("a number with a fraction", 422, "out-of-range", field: "substances[0].age_at_first_use") {
    try await $0.intake(#""age_at_first_use": 17"#, #""age_at_first_use": 17.5"#)
  },
  BadInput("too long a line", 422, "text-too-long", field: "caller_name") {
    try await $0.enquiry(#"{"caller_name": "\#(String(repeating: "x", count: 201))"}"#)
  },
  BadInput("a mark that turns the text", 422, "control-character", field: "caller_name") {
    try await $0.enquiry("{\"caller_name\": \"a\\u202eb\"}")
  },
  BadInput("an answer that the item does not have", 422, "answer-out-of-range", field: "answers.1") { world in
    try await world.client.post(
      "/v1/screenings", #"{"patient_id": "\#(world.patient)", "instrument": "phq_9", "answers": {"1": 9}}"#)
  },
  BadInput("an instrument that is not here", 422, "unknown-instrument", field: "instrument") { world in
    try await world.client.post(
      "/v1/screenings", #"{"patient_id": "\#(world.patient)", "instrument": "phq_99", "answers": {}}"#)
  },
  BadInput("a folder that is a path", 422, "invalid-name", field: "folder") {
    try await $0.schedule(folder: "../../etc/cron.d")
  },
  BadInput("a folder that is the root", 422, "invalid-name", field: "folder") {
    try await $0.schedule(folder: "")
  },
  BadInput("a time that no clock shows", 422, "invalid-time", field: "at") {
    try await $0.schedule(at: "24:00")
  },
  BadInput("a day of the week for every day", 422, "out-of-range", field: "day") {
    try await $0.schedule(more: #", "day": 1"#)
  },
  BadInput("a rhythm that is none", 422, "unknown-code", field: "every") {
    try await $0.schedule(every: "hour")
  },
  BadInput("a form that is none", 422, "unknown-code", field: "formats[0]") {
    try await $0.schedule(more: #", "formats": ["pdf"]"#)
  },
  BadInput("more outputs than are kept", 422, "out-of-range", field: "keep") {
    try await $0.schedule(more: #", "keep": 1001"#)
  },
  BadInput("a report without any time", 422, "out-of-range", field: "time_limit") { world in
    try await world.client.post(
      "/v1/report-runs", #"{"definition": "retention_by_stage", "time_limit": 0}"#)
  },
  BadInput("a report with more time than there is", 422, "out-of-range", field: "time_limit") { world in
    try await world.client.get("/v1/cohorts/report?definition=retention_by_stage&time_limit=3601")
  },
  BadInput("a broken cohort definition", 422, "invalid-definition") { world in
    try await world.client.post("/v1/cohorts/report", #"{"yaml": "name: x\npopulatin: stays\n"}"#)
  },
]

private let wrongRequests = [
  BadInput("nobody signed in", 401, "not-signed-in") { world in
    try await world.client.post("/v1/enquiries", "{}", [.authorization: "Bearer swt_wrong"])
  },
  BadInput("no address", 404, "not-found") { try await $0.client.get("/v1/nothing") },
  BadInput("an unknown patient", 404, "not-found") { try await $0.client.get("/v1/patients/\(nobody)") },
  BadInput("no identifier", 404, "not-found") { try await $0.client.get("/v1/patients/7") },
  BadInput("a screening of nobody", 404, "not-found", field: "patient_id") { world in
    try await world.client.post(
      "/v1/screenings", #"{"patient_id": "\#(nobody)", "instrument": "phq_9", "answers": {}}"#)
  },
  BadInput("an intake in no facility", 404, "not-found", field: "facility_id") { world in
    try await world.client.post(
      "/v1/intakes", #"{"patient_id": "\#(world.patient)", "facility_id": "\#(nobody)"}"#)
  },
  BadInput("a method that is not there", 405, "method-not-allowed") { world in
    try await world.client.send(.delete, "/v1/patients/\(world.patient)", nil)
  },
  BadInput("an unknown parameter", 400, "unknown-parameter", field: "facilty") {
    try await $0.client.get("/v1/board?facilty=north")
  },
  BadInput("a parameter twice", 400, "parameter-twice", field: "q") {
    try await $0.client.get("/v1/patients?q=a&q=b")
  },
  BadInput("a limit of nothing", 422, "out-of-range", field: "limit") {
    try await $0.client.get("/v1/enquiries?limit=0")
  },
  BadInput("a cursor of one's own", 422, "invalid-cursor", field: "after") {
    try await $0.client.get("/v1/enquiries?after=abc")
  },
  BadInput("a report in no form", 406, "not-acceptable", field: "Accept") { world in
    try await world.client.get(
      "/v1/cohorts/report?definition=retention_by_stage", [.accept: "application/pdf"])
  },
  BadInput("a change of whatever version", 428, "if-match-required", field: "If-Match") { world in
    try await world.client.patch("/v1/enquiries/\(nobody)", #"{"state": "lost", "loss_reason": "cost"}"#)
  },
]

private let refusedByRules = [
  BadInput("a stale version", 412, "stale") { world in
    try await world.move(
      world.client.transfer(bed: world.client.database.north.residentialBeds[0]), [.ifMatch: "\"7\""])
  },
  BadInput("a hold longer than the facility allows", 409, "hold-too-long", field: "until") { world in
    try await world.client.post(
      "/v1/beds/\(world.client.database.north.detoxBeds[1])/holds", #"{"until": "2026-06-18T12:00:01Z"}"#)
  },
  BadInput("a hold for two", 422, "both-given", field: "enquiry_id") { world in
    try await world.client.post(
      "/v1/beds/\(world.client.database.north.detoxBeds[1])/holds",
      #"{"until": "2026-06-16T12:00:00Z", "patient_id": "\#(nobody)", "enquiry_id": "\#(nobody)"}"#)
  },
  BadInput("an arrival of no call", 404, "not-found") { world in
    try await world.client.post(
      "/v1/beds/\(world.client.database.north.detoxBeds[1])/arrivals",
      #"{"arrives_at": "2026-06-16T12:00:00Z", "until": "2026-06-17T12:00:00Z", "enquiry_id": "\#(nobody)"}"#)
  },
  BadInput("an arrival of nobody", 422, "missing-required", field: "patient_id") { world in
    try await world.client.post(
      "/v1/beds/\(world.client.database.north.detoxBeds[1])/arrivals",
      #"{"arrives_at": "2026-06-16T12:00:00Z", "until": "2026-06-17T12:00:00Z"}"#)
  },
  BadInput("a block for an unknown cause", 422, "unknown-code", field: "cause") { world in
    try await world.client.post(
      "/v1/beds/\(world.client.database.north.detoxBeds[1])/blocks", #"{"cause": "ghosts"}"#)
  },
  BadInput("a bed of another facility", 409, "bed-elsewhere", field: "bed_id") { world in
    try await world.client.post(
      "/v1/episodes/\(world.episode)/bed",
      #"{"bed_id": "\#(world.client.database.south.detoxBeds[0])"}"#)
  },
  BadInput("a bed before its time", 409, "bed-not-in-use", field: "bed_id") { world in
    try await world.client.post(
      "/v1/beds/\(world.client.database.north.detoxBeds[1])/blocks",
      #"{"from": "1999-06-16T12:00:00Z", "cause": "repair"}"#)
  },
  BadInput("a bed that is taken", 409, "bed-taken", field: "bed_id") { world in
    let database = world.client.database
    return try await world.client.post(
      "/v1/beds/\(database.north.detoxBeds[0])/holds", #"{"until": "2026-06-18T12:00:00Z"}"#)
  },
  BadInput("a hold that was released already", 404, "not-found", field: "occupation_id") { world in
    try await world.release(#"{"occupation_id": "\#(world.released)"}"#)
  },
  BadInput("a release of a bed with two holds", 422, "ambiguous-occupation", field: "occupation_id") {
    try await $0.release("{}")
  },
  BadInput("a release when all is over", 404, "not-found") {
    try await $0.release(#"{"at": "2026-06-19T12:00:00Z"}"#)
  },
  BadInput("a move that the rules refuse", 409, "illegal-move") {
    try await $0.move(#"{"event": "return", "to": "detox", "reason": "x"}"#)
  },
  BadInput("a move before the latest one", 409, "move-out-of-time", field: "effective_at") { world in
    try await world.move(
      world.client.transfer(bed: world.client.database.north.residentialBeds[0], at: "2026-06-01T08:00:00Z"))
  },
  BadInput("a second open episode", 409, "episode-open") { world in
    try await world.client.post(
      "/v1/episodes", world.client.admission(world.patient, bed: world.client.database.north.detoxBeds[1]))
  },
]
