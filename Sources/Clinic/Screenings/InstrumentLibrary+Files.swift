extension InstrumentLibrary {
  /// The text of the definition that comes with the software; throws a refusal that lists the slugs.
  package static func shippedFile(of slug: String) throws -> String {
    _ = try shipped().find(slug)
    return String(decoding: files[slug] ?? [], as: UTF8.self)
  }

  private static let files: [String: [UInt8]] = [
    "audit": PackageResources.audit_yaml, "audit_c": PackageResources.audit_c_yaml,
    "dast_10": PackageResources.dast_10_yaml, "gad_7": PackageResources.gad_7_yaml,
    "phq_2": PackageResources.phq_2_yaml, "phq_9": PackageResources.phq_9_yaml,
  ]
}
