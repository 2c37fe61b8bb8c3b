// Package pgtest gives tests databases on a PostgreSQL server that it starts for them.
//
// The server is a private one of package pgserver, and gone when the test process is, even when that was killed.
//
// # The environment
//
// KAM_PG_DSN names a server to use instead, by a role that may create databases.
//
// KAM_PG_BIN is the folder of initdb and postgres. Without it they are looked for in the PATH and where Debian's
// packages put them (apt-get install postgresql).
//
// KAM_PG_REQUIRED=1 makes tests fail where there is no PostgreSQL. Otherwise they are skipped, and say so.
package pgtest
