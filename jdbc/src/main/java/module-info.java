/// State stores over JDBC: a SQLite file that the processes of one machine share.
@org.jspecify.annotations.NullMarked
module dev.moonpool.jdbc {
  requires transitive dev.moonpool.foundation; // the SPI that is implemented here
  requires java.sql;
  requires org.xerial.sqlitejdbc;

  exports dev.moonpool.jdbc;

  provides dev.moonpool.foundation.store.StateStoreProvider with
      dev.moonpool.jdbc.SqliteStateStoreProvider;
}
