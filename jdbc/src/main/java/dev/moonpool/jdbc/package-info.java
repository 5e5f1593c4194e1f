/// **Purpose.** The state store SPI over JDBC.
///
/// **Entry type.** [SqliteStateStore]: one file, shared by the processes of one machine.
///
/// **The way through.** `SqliteStateStore` turns each call into an `Operation` and queues it
/// (`OperationQueue`); `SqliteWriter` takes what is queued, runs it in one transaction and then
/// answers; `SqliteSession` is the SQL of one connection, `SqliteFile` opens and checks the file,
/// `RowChecksum` finds damage.
///
/// **Threads.** Callers are any tasks; they park. All JDBC runs on the writer's one platform
/// thread, because it waits in native code and would hold a virtual thread's carrier.
///
/// **Invariants.** Nobody hears of a success before its transaction has been committed and synced;
/// an operation that is refused on its own never fails the others of its batch.
package dev.moonpool.jdbc;
