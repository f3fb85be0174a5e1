extension InstrumentLibrary {
  /// The text of the definition that comes with the software; throws a refusal that lists the slugs.
  package static func shippedFile(of slug: String) throws -> String {
    _ = try shipped().find(slug)
    return String(decoding: files.first { $0.slug == slug }?.bytes ?? [], as: UTF8.self)
  }

  /// The definitions that come with the software, in order.
  static let files: [(slug: String, bytes: [UInt8])] = [
    ("assist", PackageResources.assist_yaml),
    ("audit", PackageResources.audit_yaml),
    ("audit_c", PackageResources.audit_c_yaml),
    ("bam", PackageResources.bam_yaml),
    ("c_ssrs", PackageResources.c_ssrs_yaml),
    ("cage_aid", PackageResources.cage_aid_yaml),
    ("ciwa_ar", PackageResources.ciwa_ar_yaml),
    ("cows", PackageResources.cows_yaml),
    ("cudit_r", PackageResources.cudit_r_yaml),
    ("dast_10", PackageResources.dast_10_yaml),
    ("dast_28", PackageResources.dast_28_yaml),
    ("dsm_5_sud", PackageResources.dsm_5_sud_yaml),
    ("gad_7", PackageResources.gad_7_yaml),
    ("icpi", PackageResources.icpi_yaml),
    ("icsi", PackageResources.icsi_yaml),
    ("ketamine_contraindications", PackageResources.ketamine_contraindications_yaml),
    ("ketamine_intake", PackageResources.ketamine_intake_yaml),
    ("ketamine_session", PackageResources.ketamine_session_yaml),
    ("news2", PackageResources.news2_yaml),
    ("pcl_5", PackageResources.pcl_5_yaml),
    ("phq_2", PackageResources.phq_2_yaml),
    ("phq_9", PackageResources.phq_9_yaml),
    ("sds", PackageResources.sds_yaml),
    ("taps", PackageResources.taps_yaml),
    ("top", PackageResources.top_yaml),
  ]
}
