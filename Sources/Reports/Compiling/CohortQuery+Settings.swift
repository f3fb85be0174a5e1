import Postgres

extension CohortQuery {
  /// What the statement's transaction is set to, and nothing after it.
  ///
  /// The time zone decides on which day an instant falls. Compiling a plan to machine code takes longer than these
  /// statements run; and a plan for any instant would be worse than one for the instant asked about.
  /// The server looks every second whether somebody still waits, so that it does not work on for whoever has gone.
  ///
  /// Two things the planner gets wrong. It cannot guess how many rows a cohort has, takes it for small, and then looks
  /// every row up in the tree of an exclusion constraint. And since the organization is alike in all rows, it believes
  /// that rows lie in the order of each index that begins with it. Both cost many times what reading a table once does.
  var settings: SQL {
    """
    SELECT set_config('TimeZone', \(places.commonTimeZone ?? "UTC"), true), set_config('jit', 'off', true),
      set_config('work_mem', '64MB', true), set_config('plan_cache_mode', 'force_custom_plan', true),
      set_config('max_parallel_workers_per_gather', '2', true),
      set_config('enable_nestloop', 'off', true), set_config('random_page_cost', '4', true),
      set_config('client_connection_check_interval', '1s', true),
      set_config(
        'statement_timeout', coalesce(\(milliseconds), current_setting('statement_timeout')), true)
    """
  }

  private var milliseconds: String? { limit.map { String(Int($0 / .milliseconds(1))) } }
}
