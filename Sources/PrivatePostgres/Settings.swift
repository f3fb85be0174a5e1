import Foundation

/// The settings that the private server runs with.
///
/// Durability is on and stays on. Personal data must not reach the log: a unique violation's detail names the values,
/// and a failed statement shows its parameters.
struct Settings: Sendable {
  let socketFolder: String
  /// The machine's memory in bytes.
  var memory = ProcessInfo.processInfo.physicalMemory

  /// The text of `postgresql.conf`.
  var text: String {
    """
    # Written by stepwell at every start. Your own settings go in local.conf beside this file.
    listen_addresses = ''
    unix_socket_directories = \(quoted(socketFolder))
    unix_socket_permissions = 0700
    max_connections = 60
    cluster_name = 'stepwell'

    # An acknowledged write survives a power cut.
    fsync = on
    full_page_writes = on
    synchronous_commit = on

    # No values of a patient in the log.
    log_error_verbosity = terse
    log_min_error_statement = panic
    log_parameter_max_length = 0
    log_parameter_max_length_on_error = 0
    log_statement = none
    log_destination = stderr
    log_line_prefix = '%m [%p] '
    log_timezone = 'UTC'
    lc_messages = 'C'

    timezone = 'UTC'
    shared_buffers = \(sharedBuffers)MB
    effective_cache_size = \(megabytes / 2)MB
    work_mem = 16MB
    maintenance_work_mem = \(max(32, min(256, megabytes / 32)))MB
    random_page_cost = 1.1
    jit = off
    wal_compression = on
    min_wal_size = 128MB
    max_wal_size = 2GB
    checkpoint_timeout = 15min

    include_if_exists = 'local.conf'

    """
  }

  /// An eighth of the memory, at least 32 MB and at most 1 GB: the machine also serves and builds reports.
  private var sharedBuffers: UInt64 { max(32, min(1024, megabytes / 8)) }

  private var megabytes: UInt64 { max(256, memory / 1_048_576) }

  private func quoted(_ value: String) -> String {
    "'\(value.replacing("'", with: "''").replacing("\\", with: "\\\\"))'"
  }
}

/// Who may connect, and as whom: the account that runs the command, over the socket, as either of the two roles.
struct Admission: Sendable {
  let account: Account

  /// The text of `pg_hba.conf`.
  var hostBased: String {
    """
    # Written by stepwell at every start.
    local all,replication \(Cluster.owner) peer map=stepwell
    local all \(Cluster.service) peer map=stepwell

    """
  }

  /// The text of `pg_ident.conf`.
  var identities: String {
    """
    # Written by stepwell at every start.
    stepwell "\(account.name)" \(Cluster.owner)
    stepwell "\(account.name)" \(Cluster.service)

    """
  }
}
